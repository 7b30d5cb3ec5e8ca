-- row 2: expect time limit reached (0.2 s
local M = { api = 1, name = "loop_pcall", gives = { loop_pcall = {} } }

function M.document()
  while true do
    pcall(function()
      while true do end
    end)
  end
  return { loop_pcall = {} }
end

return M
