-- row 19: expect time limit reached (0.2 s
local M = { api = 1, name = "move_raw", gives = { move_raw = {} } }

function M.document()
  table.move({}, 1, 1000000000000000, 2)
  return { move_raw = {} }
end

return M
