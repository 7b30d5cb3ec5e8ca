-- expect: attribute_undeclared.lua:5: mark 1 of layer "attribute_undeclared": colour is not declared; add colour = "string" (or another type) to gives.attribute_undeclared
local M = { api = 1, name = "attribute_undeclared", gives = { attribute_undeclared = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { first = 1, last = 3, kind = "x", colour = "red" }
  return { attribute_undeclared = { mark } }
end
return M
