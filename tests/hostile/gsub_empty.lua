-- row 11: expect limit reached (
local M = { api = 1, name = "gsub_empty", gives = { gsub_empty = {} } }

function M.document()
  local text = ("x"):rep(2000000)
  while true do text = text:gsub("", "yy") end
  return { gsub_empty = {} }
end

return M
