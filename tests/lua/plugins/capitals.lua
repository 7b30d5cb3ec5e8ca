-- Marks words that begin with a capital.
local M = { api = 1, name = "capitals", gives = { capitals = { letters = "integer" } } }
function M.document(doc)
  local out = {}
  for i, text in doc:tokens(1, #doc, "capital") do
    local first, last = doc:span(i)
    out[#out + 1] = { first = first, last = last, kind = "capital", letters = utf8.len(text) }
  end
  return { capitals = out }
end
return M
