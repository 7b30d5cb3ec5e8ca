-- row 3: expect time limit reached (0.2 s
local M = { api = 1, name = "loop_wrapped", gives = { loop_wrapped = {} } }

function M.document()
  local function spin()
    coroutine.wrap(function() pcall(spin) while true do end end)()
  end
  while true do pcall(spin) end
  return { loop_wrapped = {} }
end

return M
