-- expect: attribute_slip.lua:5: mark 1 of layer "attribute_slip": whoo is not declared; did you mean who?
local M = { api = 1, name = "attribute_slip", gives = { attribute_slip = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { first = 1, last = 3, kind = "x", whoo = "Berg" }
  return { attribute_slip = { mark } }
end
return M
