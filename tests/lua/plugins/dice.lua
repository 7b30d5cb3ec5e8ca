--- Throws dice for the first word.
local M = { api = 1, name = "dice", gives = { dice = { roll = "integer" } } }

function M.document()
  local list = {}
  for i = 1, 8 do list[i] = { first = 1, last = 3, kind = "roll", roll = math.random(1000000) } end
  return { dice = list }
end

return M
