--- Finds what a text, and a set of texts, is about: key phrases, each with the sentences that tell most of it.
-- Reads `structure` for where it reads and, when present, `entities` for names; gives `topics`: the key phrases of the document,
-- each at its first place, with its weight and the sentence to cite. Findings: topics over all documents, near-duplicates merged,
-- each with one to three cited sentences. Knows nothing of who said what.
local body = require "lib.body"
local capitals = require "data.capitals"
local citations = require "lib.citations"
local keyphrases = require "lib.keyphrases"

local M = {
  api = 1,
  name = "topics",
  needs = { "structure" },
  wants = { "entities" },
  gives = { topics = { name = "name", weight = "number", sentence = "span" } },
  settings = { phrases = 18, names = 10, topics = 20, sentences = 3 },
}

-- What a phrase weighs by where it stands; the lead says what a story is about.
local WEIGHTS = { title = 3, heading = 2, caption = 1, lead = 1.5, body = 1 }
local LEAD = 3 -- sentences

local TELLING = { person = true, org = true, place = true, event = true }

--- The names by the token they begin at (false for a person's), and the last token of each.
local function names_by_token(doc)
  local named, named_to, token_at = {}, {}, doc.token_at
  for first, last, kind, name in doc:each("entities", "first", "last", "kind", "name") do
    if name and TELLING[kind] then
      local i = token_at(doc, first)
      named[i], named_to[i] = kind ~= "person" and name, token_at(doc, last)
    end
  end
  return named, named_to
end

--- Reads every sentence outside the page furniture; the second result says which sentences are of the body.
local function read_all(doc)
  local place_of, reading, in_body, lead = body.reader(doc), keyphrases.begin(doc, names_by_token(doc)), {}, 0
  for s, first in doc:sentences() do
    local place = place_of(first)
    if place ~= "furniture" then
      in_body[s] = not place
      if not place then lead = lead + 1 end
      local _, _, from, to = doc:sentence(s)
      keyphrases.read(reading, s, from, to, WEIGHTS[place or lead <= LEAD and "lead" or "body"])
    end
  end
  return reading, in_body
end

--- A function that tells how well a sentence stands alone, asked often of the same ones.
local function judge(doc)
  local scores = {}
  return function(s)
    local score = scores[s]
    if not score then
      local first, last = doc:sentence(s)
      score = citations.quality(doc:sub(first, last))
      scores[s] = score
    end
    return score
  end
end

--- The body sentence that tells most of a phrase: first, last; its first one where none is good.
local function best_sentence(doc, phrase, in_body, quality)
  local best, top
  for _, s in ipairs(phrase.sentences) do
    if in_body[s] then
      if not best then
        best = s
      else
        top = top or quality(best)
        if quality(s) > top then best, top = s, quality(s) end
      end
    end
  end
  if best then return doc:sentence(best) end
end

function M.document(doc, settings)
  local reading, in_body = read_all(doc)
  local quality, out = judge(doc), {}
  for _, phrase in ipairs(keyphrases.best(reading, settings.phrases, settings.names)) do
    local first, last = doc:span(phrase.at, phrase.to)
    local from, to = best_sentence(doc, phrase, in_body, quality)
    out[#out + 1] = { first = first, last = last, kind = phrase.words > 0 and "phrase" or "name", name = phrase.name,
                      weight = phrase.weight, sentence_first = from, sentence_last = to }
  end
  return { topics = out }
end

---------------------------------------------------------------------------------------------------------------------------------
-- Over documents

local KEPT = 6 -- sentences that are weighed against each other for a topic
local LONGEST = 400 -- bytes of a cited sentence
local COMMON = 0.5 -- a name in more documents than this share is the scene, no topic; so is a capital

--- The number of a mark's sentence among those `kept` has of its document, where it is added once; 0 for one too long to cite.
local function cite(kept, numbers, text, mark)
  local first, last = mark.sentence_first, mark.sentence_last
  if not first or last - first >= LONGEST then return 0 end
  local n = numbers[first]
  if not n then
    n = #kept.firsts + 1
    numbers[first], kept.firsts[n], kept.texts[n] = n, first, text:sub(first, last)
  end
  return n
end

--- acc.docs: one entry a document, in any order: its id, outlet, date; names, kinds, weights (in hundredths) and cites (a number of a
-- sentence, or 0) of its topics, side by side; firsts and texts of its sentences. All else is worked out at the end, from the
-- documents in the order of their ids: so it is the same however they came together.
function M.fold(acc, record)
  local kept = { id = record.doc.id, outlet = record.doc.outlet, date = record.doc.date, names = {}, kinds = {}, weights = {}, cites = {}, firsts = {}, texts = {} }
  local text, numbers = record.text, {}
  for n, mark in ipairs(record.layers.topics) do
    kept.names[n], kept.kinds[n] = mark.name, mark.kind
    kept.weights[n] = math.floor(mark.weight * 100 + 0.5) -- whole hundredths: their sum is the same in any order
    kept.cites[n] = cite(kept, numbers, text, mark)
  end
  acc.docs = acc.docs or {}
  acc.docs[#acc.docs + 1] = kept
  return acc
end

function M.merge(a, b)
  a.docs = a.docs or {}
  if b.docs then table.move(b.docs, 1, #b.docs, #a.docs + 1, a.docs) end
  return a
end

--- The documents by id; of the same id by what they hold, so that the order is always the same.
local function in_order(docs)
  local sorted = table.move(docs, 1, #docs, 1, {})
  table.sort(sorted, function(a, b)
    if a.id ~= b.id then return a.id < b.id end
    return table.concat(a.names, " ") < table.concat(b.names, " ")
  end)
  return sorted
end

--- A function from the name of a topic to its key, which many names are asked for.
local function key_reader()
  local keys = {}
  return function(name)
    local key = keys[name]
    if not key then
      key = keyphrases.key(name)
      keys[name] = key
    end
    return key
  end
end

--- How many documents speak of each key.
local function count_docs(docs, key_of)
  local times, last_in = {}, {}
  for _, doc in ipairs(docs) do
    for _, name in ipairs(doc.names) do
      local key = key_of(name)
      if last_in[key] ~= doc.id then times[key], last_in[key] = (times[key] or 0) + 1, doc.id end
    end
  end
  return times
end

--- The topics that at least `least` documents speak of: key -> docs (how many), forms (name -> times), names (how often it was one),
-- all (how often it came), weight, and where it came: documents, and numbers of sentences there.
local function gather(docs, least)
  local key_of, topics = key_reader(), {}
  local times = count_docs(docs, key_of)
  for _, doc in ipairs(docs) do
    for n, name in ipairs(doc.names) do
      local key = key_of(name)
      if times[key] >= least then
        local topic = topics[key]
        if not topic then
          topic = { key = key, docs = times[key], forms = {}, names = 0, all = 0, weight = 0, places = {}, cites = {} }
          topics[key] = topic
        end
        topic.forms[name] = (topic.forms[name] or 0) + 1
        if doc.kinds[n] == "name" then topic.names = topic.names + 1 end
        topic.all, topic.weight = topic.all + 1, topic.weight + doc.weights[n]
        topic.places[topic.all], topic.cites[topic.all] = doc, doc.cites[n]
      end
    end
  end
  return topics
end

--- The form seen most often; of equals the first in the alphabet.
local function usual_name(forms)
  local best, most = nil, 0
  for name, n in pairs(forms) do
    if n > most or n == most and name < best then best, most = name, n end
  end
  return best
end

--- Whether a name is where all this happens, and no topic.
local function is_scene(topic, docs)
  if topic.names * 2 < topic.all then return false end
  return capitals.of[topic.name] or docs > 2 and topic.docs > COMMON * docs
end

--- Topics by rank.
local function ranked(docs)
  local list = {}
  for _, topic in pairs(gather(docs, #docs > 1 and 2 or 1)) do
    topic.name = usual_name(topic.forms)
    if not is_scene(topic, #docs) then
      topic.rank = topic.weight / 100 * math.log(1 + topic.docs)
      list[#list + 1] = topic
    end
  end
  table.sort(list, function(a, b)
    if a.rank ~= b.rank then return a.rank > b.rank end
    return a.key < b.key
  end)
  return list
end

--- The words of a key, each once, and how many.
local function words_of(key)
  local words, seen = {}, {}
  for word in key:gmatch("%S+") do
    if not seen[word] then words[#words + 1], seen[word] = word, true end
  end
  return words, #words
end

--- The first of the chosen topics that names the same thing in more or fewer words: all words of the shorter stand in the longer.
local function home_of(words, n, chosen, holders)
  local shared, home = {}, nil
  for _, word in ipairs(words) do
    for _, k in ipairs(holders[word] or {}) do
      shared[k] = (shared[k] or 0) + 1
      if (shared[k] == n or shared[k] == chosen[k].size) and not (home and home < k) then home = k end
    end
  end
  return chosen[home]
end

--- The first `most` topics that name different things, each with the others that name the same.
local function choose(list, most)
  local chosen, holders = {}, {}
  for _, topic in ipairs(list) do
    local words, n = words_of(topic.key)
    local home = home_of(words, n, chosen, holders)
    if home then
      home.topics[#home.topics + 1] = topic
    elseif #chosen < most then
      chosen[#chosen + 1] = { key = topic.key, name = topic.name, rank = topic.rank, size = n, topics = { topic } }
      for _, word in ipairs(words) do
        holders[word] = holders[word] or {}
        table.insert(holders[word], #chosen)
      end
    end
  end
  return chosen
end

--- A function from a document and the number of one of its sentences to that sentence with its score: always the same table.
local function sentence_reader()
  local known = {}
  return function(doc, n)
    known[doc] = known[doc] or {}
    local sentence = known[doc][n]
    if not sentence then
      local raw, first = doc.texts[n], doc.firsts[n]
      local text = raw:gsub("%s+", " ")
      sentence = { doc = doc.id, outlet = doc.outlet, date = doc.date, text = text, first = first, last = first + #raw - 1, score = citations.quality(text) }
      known[doc][n] = sentence
    end
    return sentence
  end
end

--- The best sentences of a chosen topic, and how many documents speak of it.
local function sentences_of(item, read)
  local list, seen, ids, docs = {}, {}, {}, 0
  for _, topic in ipairs(item.topics) do
    for i, doc in ipairs(topic.places) do
      if not ids[doc.id] then ids[doc.id], docs = true, docs + 1 end
      local n = topic.cites[i]
      local sentence = n > 0 and read(doc, n)
      if sentence and not seen[sentence] then
        list[#list + 1], seen[sentence] = sentence, true
      end
    end
  end
  table.sort(list, citations.before)
  return table.move(list, 1, KEPT, 1, {}), docs
end

--- The sentences to cite of a few: those that no topic before has cited come first.
local function summary(sentences, cited, most)
  local candidates, out = {}, {}
  for i, s in ipairs(sentences) do
    candidates[i] = { from = s, doc = s.doc, first = s.first, text = s.text, score = cited[s] and s.score - 2 or s.score }
  end
  for i, candidate in ipairs(citations.pick(candidates, most)) do
    local s = candidate.from
    if i == 1 or not cited[s] then
      out[#out + 1] = { doc = s.doc, outlet = s.outlet, date = s.date, text = s.text, first = s.first, last = s.last }
      cited[s] = true
    end
  end
  return out
end

function M.finish(acc, settings)
  local out, cited, read = {}, {}, sentence_reader()
  for _, item in ipairs(choose(ranked(in_order(acc.docs or {})), settings.topics)) do
    local best, docs = sentences_of(item, read)
    local sentences = summary(best, cited, settings.sentences)
    if sentences[1] then
      out[#out + 1] = { kind = "topic", key = item.key, name = item.name, docs = docs, weight = item.rank, sentences = sentences }
    end
  end
  return out
end

return M
