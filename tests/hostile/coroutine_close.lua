-- row 34: expect attempt to call a nil value (field 'close')
local M = { api = 1, name = "coroutine_close", gives = { coroutine_close = {} } }

function M.document()
  coroutine.close(coroutine.create(print))
  return { coroutine_close = {} }
end

return M
