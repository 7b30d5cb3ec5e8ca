-- expect: attribute_fraction.lua:5: mark 1 of layer "attribute_fraction": n is 2.5
local M = { api = 1, name = "attribute_fraction", gives = { attribute_fraction = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { first = 1, last = 3, kind = "x", n = 2.5 }
  return { attribute_fraction = { mark } }
end
return M
