-- row 24: expect C stack overflow
local M = { api = 1, name = "load_terms", gives = { load_terms = {} } }

function M.document()
  return assert(load("return a" .. ("..a"):rep(20000)))
end

return M
