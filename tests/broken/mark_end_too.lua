-- expect: mark_end_too.lua:5: mark 1 of layer "mark_end_too": end: in Lua a span is first, last
local M = { api = 1, name = "mark_end_too", gives = { mark_end_too = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { first = 1, last = 3, ["end"] = 3, kind = "x" }
  return { mark_end_too = { mark } }
end
return M
