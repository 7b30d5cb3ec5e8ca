-- expect: mark_backwards.lua:5: mark 1 of layer "mark_backwards": last 2 comes before first 5
local M = { api = 1, name = "mark_backwards", gives = { mark_backwards = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { first = 5, last = 2, kind = "x" }
  return { mark_backwards = { mark } }
end
return M
