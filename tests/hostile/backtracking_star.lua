-- row 9: expect time limit reached (0.2 s
local M = { api = 1, name = "backtracking_star", gives = { backtracking_star = {} } }

function M.document()
  return string.find(("a"):rep(30000), ("a*"):rep(20) .. "b")
end

return M
