-- row 21: expect stack overflow
local M = { api = 1, name = "recursion", gives = { recursion = {} } }

function M.document()
  local function down(n) return 1 + down(n + 1) end
  return down(1)
end

return M
