-- row 24: expect C stack overflow
local M = { api = 1, name = "load_nested", gives = { load_nested = {} } }

function M.document()
  return assert(load("return " .. ("("):rep(30000) .. "1" .. (")"):rep(30000)))
end

return M
