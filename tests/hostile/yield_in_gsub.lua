-- row 37: expect attempt to yield across a C-call boundary
local M = { api = 1, name = "yield_in_gsub", gives = { yield_in_gsub = {} } }

function M.document()
  local co = coroutine.create(function() ("x"):gsub("x", coroutine.yield) end)
  error(select(2, coroutine.resume(co)))
  return { yield_in_gsub = {} }
end

return M
