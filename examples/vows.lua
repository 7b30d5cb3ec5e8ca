--- Collects vows: what people are quoted as saying they will, won't or never do.
-- Reads the layer `quotes`; gives `vows`, a mark on each such word. Knows nothing of whether the vow was kept.
local vows = lede.phrases { "will", "won't", "we'll", "I'll", "never", "promise", "guarantee" }

local M = {
  api = 1,
  name = "vows",
  needs = { "quotes" },
  gives = { vows = { speaker = "name", words = "string" } },
  settings = { least = 1 },
}

function M.document(doc)
  local out = {}
  for first, last, speaker in doc:each("quotes", "first", "last", "speaker") do
    for from, to, word in vows:each(doc, doc:token_at(first), doc:token_at(last)) do
      local vow_first, vow_last = doc:span(from, to)
      out[#out + 1] = { first = vow_first, last = vow_last, kind = "vow", speaker = speaker, words = word }
    end
  end
  return { vows = out }
end

function M.fold(total, record)
  for _, vow in ipairs(record.layers.vows) do
    local who = vow.speaker or "somebody"
    total[who] = (total[who] or 0) + 1
  end
  return total
end

function M.merge(a, b)
  for who, times in pairs(b) do a[who] = (a[who] or 0) + times end
  return a
end

function M.finish(total, settings)
  local findings = {}
  for who, times in lede.sorted_pairs(total) do
    if times >= settings.least then
      findings[#findings + 1] = { kind = "vow", key = who, name = who, times = times }
    end
  end
  return findings
end

return M
