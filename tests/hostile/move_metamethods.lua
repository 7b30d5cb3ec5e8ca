-- row 19: expect time limit reached (0.2 s
local M = { api = 1, name = "move_metamethods", gives = { move_metamethods = {} } }

function M.document()
  local from = setmetatable({}, { __index = function(_, i) return i end })
  table.move(from, 1, 1000000000000000, 1, setmetatable({}, { __newindex = function() end }))
  return { move_metamethods = {} }
end

return M
