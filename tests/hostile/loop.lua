-- row 1: expect time limit reached (0.2 s
local M = { api = 1, name = "loop", gives = { loop = {} } }

function M.document()
  while true do end
  return { loop = {} }
end

return M
