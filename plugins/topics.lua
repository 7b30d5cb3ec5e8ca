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

--- From a token to the name that begins there.
local function names_by_token(doc)
  local named = {}
  for first, last, kind, name in doc:each("entities", "first", "last", "kind", "name") do
    if name and TELLING[kind] then
      named[doc:token_at(first)] = { to = doc:token_at(last), kind = kind, name = name }
    end
  end
  return named
end

--- Reads every sentence outside the page furniture.
local function read_all(doc)
  local place_of, named, found, lead = body.reader(doc), names_by_token(doc), {}, 0
  for s, first in doc:sentences() do
    local place = place_of(first)
    if place ~= "furniture" then
      if not place then lead = lead + 1 end
      local _, _, from, to = doc:sentence(s)
      keyphrases.read(doc, found, named, s, from, to, WEIGHTS[place or lead <= LEAD and "lead" or "body"])
    end
  end
  return found, place_of
end

--- The body sentence that tells most of a phrase: first, last; its first one where none is good.
local function best_sentence(doc, phrase, place_of)
  local best, top
  for _, s in ipairs(phrase.sentences) do
    local first, last = doc:sentence(s)
    if not place_of(first) then
      local score = citations.quality(doc:sub(first, last))
      if not best or score > top then best, top = s, score end
    end
  end
  if best then return doc:sentence(best) end
end

function M.document(doc, settings)
  local found, place_of = read_all(doc)
  local out = {}
  for _, phrase in ipairs(keyphrases.best(found, settings.phrases, settings.names)) do
    local first, last = doc:span(phrase.at, phrase.to)
    local from, to = best_sentence(doc, phrase, place_of)
    out[#out + 1] = { first = first, last = last, kind = phrase.words > 0 and "phrase" or "name", name = phrase.name,
                      weight = phrase.weight, sentence_first = from, sentence_last = to }
  end
  return { topics = out }
end

---------------------------------------------------------------------------------------------------------------------------------
-- Over documents

local KEPT = 6 -- sentences a topic carries along
local LONGEST = 400 -- bytes of a cited sentence
local COMMON = 0.5 -- a name in more documents than this share is the scene, no topic; so is a capital

--- Files the sentence of a mark in `sentences`, once however many phrases share it; its key there, nil for one too long to cite.
local function cite(sentences, record, mark)
  local first, last = mark.sentence_first, mark.sentence_last
  if not first or last - first >= LONGEST then return nil end
  local at = record.doc.id .. "@" .. first
  if not sentences[at] then
    local text = record.text:sub(first, last):gsub("%s+", " ")
    sentences[at] = { doc = record.doc.id, outlet = record.doc.outlet, date = record.doc.date, text = text, first = first, last = last,
                      score = citations.quality(text) }
  end
  return at
end

--- The best few of a list of keys: the same whatever its order was.
local function keep_best(list, sentences)
  table.sort(list, function(a, b) return citations.before(sentences[a], sentences[b]) end)
  for i = #list, KEPT + 1, -1 do list[i] = nil end
end

--- acc.topics: key -> kind, names (form -> times), docs (id -> true), weight (in hundredths), sentences (keys);
-- acc.sentences: key -> the sentence; acc.docs: how many documents.
function M.fold(acc, record)
  acc.topics, acc.sentences, acc.docs = acc.topics or {}, acc.sentences or {}, (acc.docs or 0) + 1
  for _, mark in ipairs(record.layers.topics) do
    local key = keyphrases.key(mark.name)
    local topic = acc.topics[key] or { kind = mark.kind, names = {}, docs = {}, weight = 0, sentences = {} }
    acc.topics[key] = topic
    topic.names[mark.name] = (topic.names[mark.name] or 0) + 1
    topic.docs[record.doc.id] = true
    topic.weight = topic.weight + math.floor(mark.weight * 100 + 0.5) -- whole hundredths: their sum is the same in any order
    topic.sentences[#topic.sentences + 1] = cite(acc.sentences, record, mark)
    keep_best(topic.sentences, acc.sentences)
  end
  return acc
end

local function join(a, b, sentences)
  for name, n in pairs(b.names) do a.names[name] = (a.names[name] or 0) + n end
  for id in pairs(b.docs) do a.docs[id] = true end
  a.weight = a.weight + b.weight
  for _, at in ipairs(b.sentences) do a.sentences[#a.sentences + 1] = at end
  keep_best(a.sentences, sentences)
  return a
end

function M.merge(a, b)
  a.topics, a.sentences, a.docs = a.topics or {}, a.sentences or {}, (a.docs or 0) + (b.docs or 0)
  for at, sentence in pairs(b.sentences or {}) do a.sentences[at] = sentence end
  for key, topic in pairs(b.topics or {}) do
    a.topics[key] = a.topics[key] and join(a.topics[key], topic, a.sentences) or topic
  end
  return a
end

local function size(t)
  local n = 0
  for _ in pairs(t) do n = n + 1 end
  return n
end

--- The form seen most often; of equals the first in the alphabet.
local function usual_name(names)
  local best, most = nil, 0
  for name, n in lede.sorted_pairs(names) do
    if n > most then best, most = name, n end
  end
  return best
end

local function copy(topic, sentences)
  local out = { kind = topic.kind, names = {}, docs = {}, weight = 0, sentences = {} }
  return join(out, topic, sentences)
end

--- Whether all words of the shorter key stand in the longer.
local function within(short, long)
  for word in short:gmatch("%S+") do
    if not (" " .. long .. " "):find(" " .. word .. " ", 1, true) then return false end
  end
  return true
end

--- Topics by rank, those that name the same thing in more or fewer words merged into the higher.
local function ranked(acc)
  local list = {}
  local least = acc.docs > 1 and 2 or 1
  for key, topic in lede.sorted_pairs(acc.topics) do
    local docs = size(topic.docs)
    local scene = topic.kind == "name" and (capitals.of[usual_name(topic.names)] or acc.docs > 2 and docs > COMMON * acc.docs)
    if docs >= least and not scene then
      local rank = topic.weight / 100 * math.log(1 + docs)
      list[#list + 1] = { key = key, topic = topic, rank = rank }
    end
  end
  table.sort(list, function(a, b)
    if a.rank ~= b.rank then return a.rank > b.rank end
    return a.key < b.key
  end)
  return list
end

local function merged(list, most, sentences)
  local out = {}
  for _, item in ipairs(list) do
    local home
    for _, kept in ipairs(out) do
      if within(item.key, kept.key) or within(kept.key, item.key) then home = kept; break end
    end
    if home then
      home.rest[#home.rest + 1] = item.topic
    elseif #out < most then
      out[#out + 1] = { key = item.key, name = usual_name(item.topic.names), all = copy(item.topic, sentences), rest = {}, rank = item.rank }
    end
  end
  for _, kept in ipairs(out) do
    for _, topic in ipairs(kept.rest) do join(kept.all, topic, sentences) end
  end
  return out
end

--- The sentences to cite for a topic: those that no topic before it has cited come first.
local function summary(topic, sentences, cited, most)
  local candidates = {}
  for i, at in ipairs(topic.sentences) do
    local s = sentences[at]
    candidates[i] = { at = at, doc = s.doc, first = s.first, text = s.text, score = cited[at] and s.score - 2 or s.score }
  end
  local out = {}
  for i, s in ipairs(citations.pick(candidates, most)) do
    if i == 1 or not cited[s.at] then
      local from = sentences[s.at]
      out[#out + 1] = { doc = from.doc, outlet = from.outlet, date = from.date, text = from.text, first = from.first, last = from.last }
      cited[s.at] = true
    end
  end
  return out
end

function M.finish(acc, settings)
  local out, cited = {}, {}
  if not acc.topics then return out end
  for _, item in ipairs(merged(ranked(acc), settings.topics, acc.sentences)) do
    local sentences = summary(item.all, acc.sentences, cited, settings.sentences)
    if sentences[1] then
      out[#out + 1] = { kind = "topic", key = item.key, name = item.name, docs = size(item.all.docs), weight = item.rank, sentences = sentences }
    end
  end
  return out
end

return M
