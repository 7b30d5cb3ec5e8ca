-- row 7: expect memory limit reached (64 MB)
local M = { api = 1, name = "table_bomb", gives = { table_bomb = {} } }

function M.document()
  local all = {}
  while true do all[#all + 1] = { {}, {}, {} } end
  return { table_bomb = {} }
end

return M
