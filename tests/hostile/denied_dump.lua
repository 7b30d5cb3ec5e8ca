-- row 26: expect attempt to call a nil value (field 'dump')
local M = { api = 1, name = "denied_dump", gives = { denied_dump = {} } }

function M.document()
  return string.dump(M.document)
end

return M
