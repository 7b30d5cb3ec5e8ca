-- row 23: expect pattern_captures.lua:5: too many captures
local M = { api = 1, name = "pattern_captures", gives = { pattern_captures = {} } }

function M.document()
  return ("a"):find(("()"):rep(33))
end

return M
