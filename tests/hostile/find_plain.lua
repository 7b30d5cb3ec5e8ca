-- row 12: expect time limit reached (0.2 s
local M = { api = 1, name = "find_plain", gives = { find_plain = {} } }

function M.document()
  local needle, text = ("a"):rep(3000000) .. "b", ("a"):rep(6000000)
  while true do text:find(needle, 1, true) end
  return { find_plain = {} }
end

return M
