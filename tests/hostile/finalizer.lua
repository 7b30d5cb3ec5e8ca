-- row 27: expect plugins can't have finalizers
local M = { api = 1, name = "finalizer", gives = { finalizer = {} } }

function M.document()
  setmetatable({}, { __gc = function()
    while true do end
  end })
  return { finalizer = {} }
end

return M
