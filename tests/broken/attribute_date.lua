-- expect: attribute_date.lua:5: mark 1 of layer "attribute_date": day is "2026-02-30"; it is declared as date (ISO 8601: 2026-01-07)
local M = { api = 1, name = "attribute_date", gives = { attribute_date = { n = "integer", who = "name, span", day = "date", at = "span", all = "string[]" } } }
function M.document(doc)
  local mark = {}
  mark = { first = 1, last = 3, kind = "x", day = "2026-02-30" }
  return { attribute_date = { mark } }
end
return M
