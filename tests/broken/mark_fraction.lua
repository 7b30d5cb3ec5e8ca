-- expect: mark_fraction.lua:5: mark 1 of layer "mark_fraction": first is 1.5
local M = { api = 1, name = "mark_fraction", gives = { mark_fraction = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { first = 1.5, last = 3, kind = "x" }
  return { mark_fraction = { mark } }
end
return M
