-- expect: attribute_list_item.lua:5: mark 1 of layer "attribute_list_item": all[2] is 2; it is declared as string
local M = { api = 1, name = "attribute_list_item", gives = { attribute_list_item = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { first = 1, last = 3, kind = "x", all = { "one", 2 } }
  return { attribute_list_item = { mark } }
end
return M
