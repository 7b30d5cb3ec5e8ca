-- expect: attribute_type.lua:5: mark 1 of layer "attribute_type": n is "many"; it is declared as integer
local M = { api = 1, name = "attribute_type", gives = { attribute_type = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { first = 1, last = 3, kind = "x", n = "many" }
  return { attribute_type = { mark } }
end
return M
