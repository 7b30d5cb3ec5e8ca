-- row 4: expect time limit reached (0.2 s
local M = { api = 1, name = "loop_handler", gives = { loop_handler = {} } }

function M.document()
  while true do
    xpcall(error, function()
      while true do end
    end)
  end
  return { loop_handler = {} }
end

return M
