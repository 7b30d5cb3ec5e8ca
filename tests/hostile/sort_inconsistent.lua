-- row 15: expect sort_inconsistent.lua:7: invalid order function for sorting
local M = { api = 1, name = "sort_inconsistent", gives = { sort_inconsistent = {} } }

function M.document()
  local list = {}
  for i = 1, 1000 do list[i] = i % 7 end
  table.sort(list, function() return true end)
  return { sort_inconsistent = {} }
end

return M
