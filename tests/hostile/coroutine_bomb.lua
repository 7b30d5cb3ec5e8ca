-- row 34: expect memory limit reached (64 MB)
local M = { api = 1, name = "coroutine_bomb", gives = { coroutine_bomb = {} } }

function M.document()
  local all = {}
  while true do
    local co = coroutine.create(function() coroutine.yield() end)
    coroutine.resume(co)
    all[#all + 1] = co
  end
  return { coroutine_bomb = {} }
end

return M
