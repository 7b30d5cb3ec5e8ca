-- expect: mark_in_character.lua:5: mark 1 of layer "mark_in_character": last 2 is inside a character; it must be the character
local M = { api = 1, name = "mark_in_character", gives = { mark_in_character = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { first = 1, last = 2, kind = "x" }
  return { mark_in_character = { mark } }
end
return M
