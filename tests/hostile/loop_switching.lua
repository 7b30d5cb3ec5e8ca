-- row 3: expect time limit reached (0.2 s
local M = { api = 1, name = "loop_switching", gives = { loop_switching = {} } }

function M.document()
  local co = coroutine.wrap(function()
    while true do coroutine.yield() end
  end)
  while true do co() end
  return { loop_switching = {} }
end

return M
