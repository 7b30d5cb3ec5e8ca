-- expect: place_past_end.lua:5: mark 1 of layer "place_past_end": who_last 900 is past the end of the text
local M = { api = 1, name = "place_past_end", gives = { place_past_end = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { first = 1, last = 3, kind = "x", who_first = 1, who_last = 900 }
  return { place_past_end = { mark } }
end
return M
