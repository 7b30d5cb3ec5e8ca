-- row 18: expect too many results to unpack
local M = { api = 1, name = "unpack_stack", gives = { unpack_stack = {} } }

function M.document()
  return table.unpack({}, 1, 10000000)
end

return M
