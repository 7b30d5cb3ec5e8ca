-- row 26: expect 'debug' is not available to plugins
local M = { api = 1, name = "denied_debug", gives = { denied_debug = {} } }

function M.document()
  return debug.sethook()
end

return M
