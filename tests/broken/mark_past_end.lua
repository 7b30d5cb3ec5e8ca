-- expect: mark_past_end.lua:5: mark 1 of layer "mark_past_end": last 900 is past the end of the text
local M = { api = 1, name = "mark_past_end", gives = { mark_past_end = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { first = 1, last = 900, kind = "x" }
  return { mark_past_end = { mark } }
end
return M
