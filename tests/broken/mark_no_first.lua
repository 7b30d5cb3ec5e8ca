-- expect: mark_no_first.lua:5: mark 1 of layer "mark_no_first": first is missing (offsets are called first and last)
local M = { api = 1, name = "mark_no_first", gives = { mark_no_first = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { last = 3, kind = "x" }
  return { mark_no_first = { mark } }
end
return M
