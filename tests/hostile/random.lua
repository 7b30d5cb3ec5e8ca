-- row 42: expect 0.
local M = { api = 1, name = "random", gives = { random = {} } }

function M.document()
  local first = math.random()
  math.randomseed(7)
  error(tostring(first))
  return { random = {} }
end

return M
