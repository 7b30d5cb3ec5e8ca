-- expect: attribute_span.lua:5: mark 1 of layer "attribute_span": at is a span: write at_first and at_last
local M = { api = 1, name = "attribute_span", gives = { attribute_span = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { first = 1, last = 3, kind = "x", at = 3 }
  return { attribute_span = { mark } }
end
return M
