-- row 36: expect error in error handling
local M = { api = 1, name = "error_in_handler", gives = { error_in_handler = {} } }

function M.document()
  local function handler() error("again") end
  local ok, message = xpcall(error, handler)
  assert(not ok)
  error(message)
  return { error_in_handler = {} }
end

return M
