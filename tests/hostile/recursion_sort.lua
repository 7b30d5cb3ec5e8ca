-- row 22: expect C stack overflow
local M = { api = 1, name = "recursion_sort", gives = { recursion_sort = {} } }

function M.document()
  local function down()
    table.sort({ 2, 1 }, down)
    return false
  end
  return down()
end

return M
