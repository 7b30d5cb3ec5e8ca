-- row 31: expect limit reached (
local M = { api = 1, name = "format_tostring", gives = { format_tostring = {} } }

function M.document()
  local hostile = setmetatable({}, { __tostring = function() return ("x"):rep(6000000) end })
  while true do string.format("%s%s", hostile, hostile) end
  return { format_tostring = {} }
end

return M
