-- row 26: expect 'collectgarbage' is not available to plugins
local M = { api = 1, name = "denied_collectgarbage", gives = { denied_collectgarbage = {} } }

function M.document()
  return collectgarbage("stop")
end

return M
