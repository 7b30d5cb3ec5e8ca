-- expect: the file returned nothing instead of the plugin's table; does it end in `return M`?
local M = { api = 1, name = "no_return", gives = { no_return = {} } }
function M.document() return {} end
