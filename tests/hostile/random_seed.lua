-- row 42: expect random_seed.lua:5: bad argument #1 to 'randomseed'
local M = { api = 1, name = "random_seed", gives = { random_seed = {} } }

function M.document()
  math.randomseed()
  return { random_seed = {} }
end

return M
