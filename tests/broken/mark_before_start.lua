-- expect: mark_before_start.lua:5: mark 1 of layer "mark_before_start": first is 0; offsets begin at 1
local M = { api = 1, name = "mark_before_start", gives = { mark_before_start = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { first = 0, last = 3, kind = "x" }
  return { mark_before_start = { mark } }
end
return M
