-- row 30: expect xxxxxxxxxx
local M = { api = 1, name = "error_long", gives = { error_long = {} } }

function M.document()
  error(("x"):rep(20000000))
  return { error_long = {} }
end

return M
