-- row 20: expect time limit reached (0.2 s
local M = { api = 1, name = "remove_length", gives = { remove_length = {} } }

function M.document()
  table.remove(setmetatable({}, { __len = function() return 1000000000000000 end }), 1)
  return { remove_length = {} }
end

return M
