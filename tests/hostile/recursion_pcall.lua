-- row 22: expect C stack overflow
local M = { api = 1, name = "recursion_pcall", gives = { recursion_pcall = {} } }

function M.document()
  local function down()
    local ok, message = pcall(down)
    if not ok then error(message, 0) end
  end
  return down()
end

return M
