-- expect: parts_overlap.lua:5: mark 1 of layer "parts_overlap": parts[2] begins before parts[1] ends
local M = { api = 1, name = "parts_overlap", gives = { parts_overlap = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { first = 1, last = 9, kind = "x", parts = { { first = 1, last = 6 }, { first = 5, last = 9 } } }
  return { parts_overlap = { mark } }
end
return M
