-- row 23: expect pattern_complex.lua:5: pattern too complex
local M = { api = 1, name = "pattern_complex", gives = { pattern_complex = {} } }

function M.document()
  return ("a"):rep(300):find(("a?"):rep(300))
end

return M
