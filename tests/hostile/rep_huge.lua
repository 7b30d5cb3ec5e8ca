-- row 5: expect memory limit reached (64 MB)
local M = { api = 1, name = "rep_huge", gives = { rep_huge = {} } }

function M.document()
  local s = ("x"):rep(10000000000)
  if s then s = nil end
  return { rep_huge = {} }
end

return M
