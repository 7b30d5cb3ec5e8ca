-- row 30: expect error called with a table instead of a message
local M = { api = 1, name = "error_object", gives = { error_object = {} } }

function M.document()
  error(setmetatable({}, { __tostring = function() while true do end end, __name = ("x"):rep(1000000) }))
  return { error_object = {} }
end

return M
