--- Another summarizer: of each topic the first sentences of the earliest article about it.
-- Reads what the plugin `topics` finds in each document, keeps of it what that plugin keeps, and finds the same topics; only
-- which sentences are cited is its own. The modules are those of lede's own plugins, in plugins/lib/. Findings: one a topic.
local keyphrases = require "lib.keyphrases"
local summary = require "lib.summary"

local M = {
  api = 1,
  name = "lead3",
  needs = { "gist" },
  settings = { sentences = 3, topics = 20 },
  fold = summary.fold,
  merge = summary.merge,
}

local function before(a, b)
  local mine, theirs = a.date or "9", b.date or "9" -- articles without a date come last
  if mine ~= theirs then return mine < theirs end
  if a.doc ~= b.doc then return a.doc < b.doc end
  return a.first < b.first
end

function M.finish(acc, settings)
  local out = {}
  for i, topic in ipairs(summary.topics(acc, { topics = settings.topics, key_of = keyphrases.key })) do
    local sentences, cited = topic.sentences, {}
    table.sort(sentences, before)
    for n, sentence in ipairs(sentences) do
      if n <= settings.sentences and sentence.doc == sentences[1].doc then cited[n] = sentence.text end
    end
    out[i] = { kind = "lead3", key = topic.key, name = topic.name, doc = sentences[1].doc, text = table.concat(cited, " ") }
  end
  return out
end

return M
