-- expect: text_other.lua:5: mark 1 of layer "text_other": text is not what stands at first..last; leave it out, lede fills it in
local M = { api = 1, name = "text_other", gives = { text_other = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { first = 1, last = 3, kind = "x", text = "zzz" }
  return { text_other = { mark } }
end
return M
