-- expect: place_half.lua:5: mark 1 of layer "place_half": who_last is missing
local M = { api = 1, name = "place_half", gives = { place_half = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { first = 1, last = 3, kind = "x", who_first = 1 }
  return { place_half = { mark } }
end
return M
