-- row 39: expect output limit reached (print: 1 MB a document)
local M = { api = 1, name = "print_endless", gives = { print_endless = {} } }

function M.document()
  while true do pcall(print, ("x"):rep(10000)) end
  return { print_endless = {} }
end

return M
