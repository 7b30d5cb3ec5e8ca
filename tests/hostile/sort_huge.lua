-- row 16: expect time limit reached (0.2 s
local M = { api = 1, name = "sort_huge", gives = { sort_huge = {} } }

function M.document()
  local list = {}
  for i = 1, 400000 do list[i] = (i * 7919) % 400009 end
  while true do
    table.sort(list)
    table.move(list, 1, 200000, 200001)
  end
  return { sort_huge = {} }
end

return M
