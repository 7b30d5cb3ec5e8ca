-- expect: mark_no_kind.lua:5: mark 1 of layer "mark_no_kind": kind is missing; every mark says what it is
local M = { api = 1, name = "mark_no_kind", gives = { mark_no_kind = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { first = 1, last = 3 }
  return { mark_no_kind = { mark } }
end
return M
