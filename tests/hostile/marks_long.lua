-- row 39: expect output limit reached (64 MB of marks a document)
local M = { api = 1, name = "marks_long", gives = { marks_long = { said = "string" } } }

function M.document()
  local mark, list = { first = 1, last = 3, kind = ("x"):rep(500000) }, {}
  for i = 1, 1000 do list[i] = { first = 1, last = 3, kind = "x", rule = "r" .. i, said = mark.kind } end
  if mark then return { marks_long = list } end
  return { marks_long = {} }
end

return M
