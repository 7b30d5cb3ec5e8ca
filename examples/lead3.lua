--- Another summarizer: for each topic the first three sentences of the documents that weigh it most.
-- Reads `topics` for what each document is about; gives `lead3`: the sentences its body begins with. Findings: lead-3 by topic.
local M = {
  api = 1, name = "lead3",
  needs = { "structure", "topics" },
  gives = { lead3 = { topic = "string[]" } },
  settings = { sentences = 3, topics = 5 },
}

function M.document(doc, settings)
  local first, last, n, topics = nil, nil, 0, {}
  for at, to in doc:each("structure", "first", "last", "kind") do
    if n == 0 and doc:marks("structure", at, to)[1].kind == "body" then first, n = at, settings.sentences end
  end
  if not first then return {} end
  local s = doc:sentence_at(first)
  for i = s, s + n - 1 do last = select(2, doc:sentence(i)) or last end
  for _, topic in ipairs(doc:marks("topics")) do
    if topic.kind == "phrase" and #topics < settings.topics then topics[#topics + 1] = topic.name end
  end
  return { lead3 = { { first = first, last = last, kind = "lead", topic = topics } } }
end

function M.fold(acc, record)
  for _, lead in ipairs(record.layers.lead3) do
    for _, topic in ipairs(lead.topic) do
      acc[topic] = acc[topic] or {}
      acc[topic][record.doc.id] = record.text:sub(lead.first, lead.last)
    end
  end
  return acc
end

function M.merge(a, b)
  for topic, docs in pairs(b) do
    a[topic] = a[topic] or {}
    for id, text in pairs(docs) do a[topic][id] = text end
  end
  return a
end

function M.finish(acc)
  local out = {}
  for topic, docs in lede.sorted_pairs(acc) do
    local id, text = lede.sorted_pairs(docs)(docs)
    if next(docs, next(docs)) then out[#out + 1] = { kind = "lead3", key = topic, doc = id, text = text } end
  end
  return out
end

return M
