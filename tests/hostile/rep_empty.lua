-- row 13: expect reached its end
local M = { api = 1, name = "rep_empty", gives = { rep_empty = {} } }

function M.document()
  assert((""):rep(1000000000000000) == "")
  error("reached its end")
  return { rep_empty = {} }
end

return M
