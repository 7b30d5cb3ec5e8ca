-- row 31: expect pack_padding.lua:5: the format wants more than 16 MB
local M = { api = 1, name = "pack_padding", gives = { pack_padding = {} } }

function M.document()
  return string.pack("c2000000000", "x")
end

return M
