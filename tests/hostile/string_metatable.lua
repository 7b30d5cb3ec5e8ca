-- row 29: expect attempt to index a boolean value
local M = { api = 1, name = "string_metatable", gives = { string_metatable = {} } }

function M.document()
  getmetatable("").__index = function() end
  return { string_metatable = {} }
end

return M
