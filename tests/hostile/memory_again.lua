-- row 8: expect memory limit reached (64 MB)
local M = { api = 1, name = "memory_again", gives = { memory_again = {} } }

function M.document()
  local function fill()
    local all = {}
    while true do all[#all + 1] = { "more" } end
  end
  while true do pcall(fill) end
  return { memory_again = {} }
end

return M
