--- Says where the plugin in C found its words, for the host that tests the installed copy.
-- Reads `words`, which host.c gives, and `quotes`; gives `near`: the words that stand in a quotation.
local M = { api = 1, name = "near", needs = { "words", "quotes" }, gives = { near = {} } }

function M.document(doc)
  local out = {}
  for first, last in doc:each("words", "first", "last") do
    local quoted = #doc:marks("quotes", first, last) > 0
    if quoted then out[#out + 1] = { first = first, last = last, kind = "quoted" } end
  end
  print(("%.1f in quotations"):format(#out))
  return { near = out }
end

return M
