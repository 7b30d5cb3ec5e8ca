-- row 16: expect time limit reached (0.2 s
local M = { api = 1, name = "sort_comparator", gives = { sort_comparator = {} } }

function M.document()
  table.sort({ 3, 2, 1 }, function()
    while true do end
  end)
  return { sort_comparator = {} }
end

return M
