-- expect: mark_nan.lua:5: mark 1 of layer "mark_nan": last is 
local M = { api = 1, name = "mark_nan", gives = { mark_nan = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { first = 1, last = 0/0, kind = "x" }
  return { mark_nan = { mark } }
end
return M
