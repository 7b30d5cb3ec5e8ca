-- row 4: expect time limit reached (0.2 s
local M = { api = 1, name = "loop_handler_of_loop", gives = { loop_handler_of_loop = {} } }

function M.document()
  local function spin()
    while true do end
  end
  while true do xpcall(spin, spin) end
  return { loop_handler_of_loop = {} }
end

return M
