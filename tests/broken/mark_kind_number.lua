-- expect: mark_kind_number.lua:5: mark 1 of layer "mark_kind_number": kind is 3; it is a string
local M = { api = 1, name = "mark_kind_number", gives = { mark_kind_number = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { first = 1, last = 3, kind = 3 }
  return { mark_kind_number = { mark } }
end
return M
