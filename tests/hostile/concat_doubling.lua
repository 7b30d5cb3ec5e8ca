-- row 6: expect memory limit reached (64 MB)
local M = { api = 1, name = "concat_doubling", gives = { concat_doubling = {} } }

function M.document()
  local s = "x"
  while true do s = s .. s end
  return { concat_doubling = {} }
end

return M
