-- row 8: expect memory limit reached (64 MB)
local M = { api = 1, name = "memory_again_coroutine", gives = { memory_again_coroutine = {} } }

function M.document()
  local function fill()
    local all = {}
    while true do all[#all + 1] = { "more" } end
  end
  while true do coroutine.resume(coroutine.create(fill)) end
  return { memory_again_coroutine = {} }
end

return M
