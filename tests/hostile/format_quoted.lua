-- row 31: expect format_quoted.lua:5: string.format: %q quotes at most 1 MB
local M = { api = 1, name = "format_quoted", gives = { format_quoted = {} } }

function M.document()
  return string.format("%q", ("\0"):rep(15000000))
end

return M
