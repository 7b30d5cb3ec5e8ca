-- row 39: expect limit reached (
local M = { api = 1, name = "marks_endless", gives = { marks_endless = { words = "string[]" } } }

function M.document()
  local words, list = {}, {}
  for i = 1, 10000 do words[i] = "word" end
  for i = 1, 1000 do list[i] = { first = 1, last = 3, kind = "x", words = words } end
  return { marks_endless = list }
end

return M
