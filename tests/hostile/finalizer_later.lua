-- row 27: expect reached its end
local M = { api = 1, name = "finalizer_later", gives = { finalizer_later = {} } }

function M.document()
  local ran, metatable = false, {}
  for _ = 1, 10000 do setmetatable({}, metatable) end
  metatable.__gc = function() ran = true end
  for _ = 1, 1000000 do local _ = {} end
  assert(not ran)
  error("reached its end")
  return { finalizer_later = {} }
end

return M
