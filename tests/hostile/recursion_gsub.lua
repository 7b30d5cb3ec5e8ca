-- row 22: expect C stack overflow
local M = { api = 1, name = "recursion_gsub", gives = { recursion_gsub = {} } }

function M.document()
  local function down() return (("x"):gsub("x", down)) end
  return down()
end

return M
