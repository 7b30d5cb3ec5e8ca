-- row 17: expect time limit reached (0.2 s
local M = { api = 1, name = "concat_endless", gives = { concat_endless = {} } }

function M.document()
  return table.concat(setmetatable({}, { __index = function() return "" end }), "", 1, 1 << 53)
end

return M
