-- row 10: expect time limit reached (0.2 s
local M = { api = 1, name = "backtracking_dash", gives = { backtracking_dash = {} } }

function M.document()
  return string.find(("a"):rep(30000), (".-"):rep(8) .. "b")
end

return M
