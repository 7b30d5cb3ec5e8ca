-- expect: attribute_utf8.lua:5: mark 1 of layer "attribute_utf8": who is not valid UTF-8
local M = { api = 1, name = "attribute_utf8", gives = { attribute_utf8 = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { first = 1, last = 3, kind = "x", who = "\xff" }
  return { attribute_utf8 = { mark } }
end
return M
