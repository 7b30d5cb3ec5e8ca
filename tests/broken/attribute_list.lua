-- expect: attribute_list.lua:5: mark 1 of layer "attribute_list": all is "one"; it is declared as a list
local M = { api = 1, name = "attribute_list", gives = { attribute_list = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { first = 1, last = 3, kind = "x", all = "one" }
  return { attribute_list = { mark } }
end
return M
