-- row 14: expect time limit reached (0.2 s
local M = { api = 1, name = "rep_loop", gives = { rep_loop = {} } }

function M.document()
  while true do local s = ("x"):rep(3000000) if not s then break end end
  return { rep_loop = {} }
end

return M
