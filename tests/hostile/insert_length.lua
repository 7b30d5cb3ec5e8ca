-- row 20: expect time limit reached (0.2 s
local M = { api = 1, name = "insert_length", gives = { insert_length = {} } }

function M.document()
  table.insert(setmetatable({}, { __len = function() return 1000000000000000 end }), 1, "x")
  return { insert_length = {} }
end

return M
