-- row 34: expect C stack overflow
local M = { api = 1, name = "coroutine_recursion", gives = { coroutine_recursion = {} } }

function M.document()
  local function down() return coroutine.wrap(down)() end
  local _, message = pcall(down)
  error(message:sub(-40), 0)
end

return M
