-- row 24: expect load_long.lua:5: load: at most 64 KB of source
local M = { api = 1, name = "load_long", gives = { load_long = {} } }

function M.document()
  return load("return " .. ("("):rep(1000000) .. "1" .. (")"):rep(1000000))
end

return M
