--- Marks the entries of data/places.tsv with their values.
local places = lede.phrases "data/places.tsv"

local M = {
  api = 1,
  name = "gazetteer",
  gives = { gazetteer = { value = "string" } },
}

function M.document(doc)
  local out = {}
  for from, to, value in places:each(doc) do
    local first, last = doc:span(from, to)
    out[#out + 1] = { first = first, last = last, kind = "place", value = value }
  end
  return { gazetteer = out }
end

return M
