--- Finds what a text, and a set of texts, is about: key phrases, each with the sentences that tell most of it.
-- Reads `structure` for where it reads and, when present, `entities` for names; gives `topics`: the key phrases of the document,
-- each at its first place, with its weight and the sentence to cite, and `gist`: the sentences worth citing, each with what it speaks of.
-- Findings: topics over all documents, those the user asks for (the settings `own`, which is a topics.lua as lib/own_topics reads it, and `query`)
-- before those discovered, each with a summary of cited sentences.
local body = require "lib.body"
local citations = require "lib.citations"
local gist = require "lib.gist"
local keyphrases = require "lib.keyphrases"
local own_topics = require "lib.own_topics"
local summary = require "lib.summary"
local weights = require "lib.weights"

local M = {
  api = 1,
  name = "topics",
  needs = { "structure" },
  wants = { "entities", "quotes" },
  gives = { topics = { name = "name", weight = "number", sentence = "span" }, gist = { weight = "integer", place = "integer", topics = "string[]" } },
  settings = { phrases = 18, names = 10, topics = 20, sentences = 3, words = 0, own = "", query = "", whole = false },
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

local NAMED = { place = true, org = true, event = true }

--- From a sentence's number to the names of what it speaks of: phrases, then places, organizations and events.
local function spoken_of(doc, chosen)
  local out = {}
  local function add(s, name)
    local list = out[s]
    if list then list[#list + 1] = name else out[s] = { name } end
  end
  for _, phrase in ipairs(chosen) do
    for _, s in ipairs(phrase.words > 0 and phrase.sentences or {}) do add(s, phrase.name) end
  end
  for first, kind, name in doc:each("entities", "first", "kind", "name") do
    if name and NAMED[kind] then add(doc:sentence_at(first), name) end
  end
  return out
end

-- The user's topics as read from their source, which is the same for all documents.
local source, own

local function own_of(settings)
  if settings.own == "" then return nil end
  if source ~= settings.own then source, own = settings.own, own_topics.read(settings.own, "topics.own") end
  return own
end

--- The values of `field` of those marks of a layer that share a byte with first..last.
local function names_in(doc, layer, field, first, last)
  local out = {}
  for _, mark in ipairs(doc:marks(layer, first, last)) do out[#out + 1] = mark[field] end
  return out
end

--- For each passage of the body the names of the user's topics it belongs to; the title is read but not cited.
local function own_by_passage(doc, sentences, topics)
  local passages = {}
  for i, item in ipairs(sentences) do
    passages[i] = { text = item.text, entities = names_in(doc, "entities", "name", item.first, item.last),
                    speakers = names_in(doc, "quotes", "speaker", item.first, item.last) }
  end
  if doc.title then passages[#passages + 1] = { text = doc.title, aside = true } end
  return own_topics.match(topics, passages)
end

--- The sentences worth citing, as marks.
local function gist_marks(doc, in_body, chosen, settings)
  local read, topics = gist.read(doc, in_body), own_of(settings)
  local kept = gist.choose(read, spoken_of(doc, chosen), {
    own = topics and own_by_passage(doc, read.body, topics),
    query = settings.query ~= "" and { name = settings.query, terms = weights.terms(settings.query) } or nil })
  local out = {}
  for i, item in ipairs(kept) do
    out[i] = { first = item.first, last = item.last, kind = "sentence", weight = item.worth, place = item.place, topics = item.topics }
  end
  return out
end

function M.document(doc, settings)
  local reading, in_body = read_all(doc)
  local quality, out = judge(doc), {}
  local chosen = keyphrases.best(reading, settings.phrases, settings.names)
  for _, phrase in ipairs(chosen) do
    local first, last = doc:span(phrase.at, phrase.to)
    local from, to = best_sentence(doc, phrase, in_body, quality)
    out[#out + 1] = { first = first, last = last, kind = phrase.words > 0 and "phrase" or "name", name = phrase.name,
                      weight = phrase.weight, sentence_first = from, sentence_last = to }
  end
  return { topics = out, gist = gist_marks(doc, in_body, chosen, settings) }
end

---------------------------------------------------------------------------------------------------------------------------------
-- Over documents

M.fold, M.merge = summary.fold, summary.merge

function M.finish(acc, settings)
  local names = {}
  for i, topic in ipairs(own_of(settings) or {}) do names[i] = topic.name end
  local question = settings.query ~= ""
  if question then names = { settings.query } end
  return summary.finish(acc, { names = names, question = question, topics = settings.topics, whole = settings.whole, sentences = settings.sentences, words = settings.words,
    key_of = keyphrases.key })
end

return M
