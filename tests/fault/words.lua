--- The plugin of these cases: a mark for each capital word, and across documents how often each was met.
local M = { api = 1, name = "words", gives = { words = { name = "string" } } }

function M.document(doc)
  local out = {}
  for i, text in doc:tokens(1, #doc, "capital") do
    local first, last = doc:span(i)
    out[#out + 1] = { first = first, last = last, kind = "word", name = text }
  end
  return { words = out }
end

function M.fold(acc, record)
  for _, mark in ipairs(record.layers.words) do acc[mark.name] = (acc[mark.name] or 0) + 1 end
  return acc
end

function M.merge(a, b)
  for name, n in pairs(b) do a[name] = (a[name] or 0) + n end
  return a
end

function M.finish(acc)
  local out = {}
  for name, n in lede.sorted_pairs(acc) do out[#out + 1] = { kind = "word", key = name, times = n } end
  return out
end

return M
