-- row 26: expect 'package' is not available to plugins
local M = { api = 1, name = "denied_package", gives = { denied_package = {} } }

function M.document()
  return package.loadlib("libc.so.6", "system")
end

return M
