-- expect: syntax.lua:3: 'then' expected near 'return'
local M = { api = 1, name = "syntax", gives = { syntax = {} } }
function M.document() if true return {} end end
return M
