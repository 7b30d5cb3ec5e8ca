-- row 3: expect time limit reached (0.2 s
local M = { api = 1, name = "loop_coroutine", gives = { loop_coroutine = {} } }

function M.document()
  local co = coroutine.create(function()
    while true do end
  end)
  while true do coroutine.resume(co) end
  return { loop_coroutine = {} }
end

return M
