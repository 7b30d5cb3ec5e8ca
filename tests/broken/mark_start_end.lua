-- expect: mark_start_end.lua:5: mark 1 of layer "mark_start_end": first is missing; in Lua a span is first, last (from 1, last included)
local M = { api = 1, name = "mark_start_end", gives = { mark_start_end = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { start = 0, ["end"] = 3, kind = "x" }
  return { mark_start_end = { mark } }
end
return M
