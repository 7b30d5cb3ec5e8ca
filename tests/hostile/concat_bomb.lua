-- row 17: expect memory limit reached (64 MB)
local M = { api = 1, name = "concat_bomb", gives = { concat_bomb = {} } }

function M.document()
  local list = {}
  for i = 1, 1000 do list[i] = ("x"):rep(100000) end
  return table.concat(list)
end

return M
