--- Another summarizer, in forty lines: for each topic the first sentences of the earliest article about it.
-- Reads `structure` for where the body begins and `topics`; gives `lead3`: the lead and its article's topics. Findings: one a topic.
local M = {
  api = 1,
  name = "lead3",
  needs = { "structure", "topics" },
  gives = { lead3 = { topics = "string[]" } },
  settings = { sentences = 3, least = 2 },
}

function M.document(doc, settings)
  local from, topics = nil, {}
  for first, kind in doc:each("structure", "first", "kind") do
    if kind == "body" then from = from or doc:sentence_at(first) end
  end
  for name, kind in doc:each("topics", "name", "kind") do
    if kind == "phrase" then topics[#topics + 1] = name end
  end
  if not from then return {} end
  local first, last = doc:sentence(from)
  for s = from + 1, from + settings.sentences - 1 do last = select(2, doc:sentence(s)) or last end
  return { lead3 = { { first = first, last = last, kind = "lead", topics = topics } } }
end

-- What is kept of a topic: in how many articles it is, and the earliest of them.
local function join(acc, topic, docs, lead)
  local kept = acc[topic]
  acc[topic] = { docs = docs + (kept and kept.docs or 0), lead = kept and kept.lead.at < lead.at and kept.lead or lead }
end

function M.fold(acc, record)
  local doc = record.doc
  for _, mark in ipairs(record.layers.lead3) do
    local lead = { at = (doc.date or "9") .. " " .. doc.id, doc = doc.id, text = record.text:sub(mark.first, mark.last) }
    for _, topic in ipairs(mark.topics) do join(acc, topic, 1, lead) end
  end
  return acc
end

function M.merge(a, b)
  for topic, kept in pairs(b) do join(a, topic, kept.docs, kept.lead) end
  return a
end

function M.finish(acc, settings)
  local out = {}
  for topic, kept in lede.sorted_pairs(acc) do
    if kept.docs >= settings.least then out[#out + 1] = { kind = "lead3", key = topic, doc = kept.lead.doc, text = kept.lead.text } end
  end
  return out
end

return M
