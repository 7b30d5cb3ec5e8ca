-- row 18: expect too many results to unpack
local M = { api = 1, name = "unpack_huge", gives = { unpack_huge = {} } }

function M.document()
  return table.unpack({}, 1, 1 << 53)
end

return M
