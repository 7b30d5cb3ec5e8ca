--- Finds what a text, and a set of texts, is about: key phrases, each with the sentences that tell most of it.
-- Reads `structure` for where it reads and, when present, `entities` for names; gives `topics`: the key phrases of the document,
-- each at its first place, with its weight and the sentence to cite, and `gist`: the sentences worth citing, each with what
-- it speaks of. Findings: topics over all documents, those the user asks for (the settings `own`, which is a topics.lua as
-- lib/own_topics reads it, and `query`) before those discovered, each with a summary of cited sentences.
local body = require "lib.body"
local gist = require "lib.gist"
local keyphrases = require "lib.keyphrases"
local own_topics = require "lib.own_topics"
local summary = require "lib.summary"
local telling = require "lib.telling"

local M = {
  api = 1,
  name = "topics",
  needs = { "structure" },
  wants = { "entities", "quotes" },
  gives = {
    topics = { name = "name", weight = "number", sentence = "span" },
    gist = { weight = "integer", place = "integer", source = "boolean",
             topics = "string[]", places = "string[]", orgs = "string[]", events = "string[]", persons = "string[]",
             asked = "string[]" },
  },
  settings = { phrases = 18, names = 10, topics = 20, sentences = 3, words = 0, own = "", query = "", whole = false },
}

-- What a phrase weighs by where it stands; the lead says what a story is about.
local WEIGHTS = { title = 3, heading = 2, caption = 1, lead = 1.5, body = 1 }
local LEAD = 3 -- sentences

-- The lists of the layer `gist` by what stands in them.
local LIST_OF = { person = "persons", org = "orgs", place = "places", event = "events", phrase = "topics" }

--- Sentences outside the page furniture, in order: { s (its number), first, last, from, to (tokens), place, weight }, and
-- later names, phrases, text and facts.
local function sentences_of(doc)
  local out, place_of, lead, s = {}, body.reader(doc), 0, 1
  local first, last, from, to = doc:sentence(s)
  while first do
    local place = place_of(first)
    if place ~= "furniture" then
      if not place then lead = lead + 1 end
      out[#out + 1] = { s = s, first = first, last = last, from = from, to = to, place = place,
                        weight = WEIGHTS[place or lead <= LEAD and "lead" or "body"] }
    end
    s = s + 1
    first, last, from, to = doc:sentence(s)
  end
  return out
end

--- Notes that a sentence speaks of something, once.
local function add_name(sentence, name)
  local names = sentence.names
  if not names then
    sentence.names = { name }
    return
  end
  for i = 1, #names do
    if names[i] == name then return end
  end
  names[#names + 1] = name
end

--- Counts the names in these sentences; each gets those it has. Returns what kind each name is.
local function read_names(doc, sentences, reading)
  local kind_of, at = {}, 1
  for first, last, kind, name in doc:each("entities", "first", "last", "kind", "name") do
    if name and LIST_OF[kind] then
      while sentences[at] and sentences[at].last < first do at = at + 1 end
      local sentence = sentences[at]
      if sentence and sentence.first <= first then
        kind_of[name] = kind
        add_name(sentence, name)
        if first == sentence.first then sentence.begins_with_name = true end
        if kind ~= "person" then keyphrases.add_name(reading, name, first, last, sentence, sentence.weight) end
      end
    end
  end
  return kind_of
end

--- Where datelines end, by where they begin: "HARSEL (AP) — " is no part of what is cited.
local function datelines(doc)
  local out = {}
  for first, last, kind in doc:each("structure", "first", "last", "kind") do
    if kind == "dateline" then out[first] = last end
  end
  return out
end

--- The sentences of the body, without their datelines, nor a "Meanwhile," they can do without.
local function body_of(doc, sentences, reading)
  local out, ends = {}, datelines(doc)
  for i, sentence in ipairs(sentences) do
    if not sentence.place and sentence.to > sentence.from then
      local dateline, joining = ends[sentence.first], telling.joining(reading, sentence.from)
      if dateline and dateline < sentence.last then
        sentence.first = dateline + 1
      elseif joining > 0 then
        sentence.first = doc:span(sentence.from + joining)
      end
      sentence.text = doc:sub(sentence.first, sentence.last)
      sentence.begins_section = i > 1 and sentences[i - 1].place == "heading"
      out[#out + 1] = sentence
    end
  end
  return out
end

--- The body sentence that tells most of a phrase; its first one where none is good; nil where it stands elsewhere only.
local function best_sentence(phrase, reading)
  local best, most
  for _, sentence in ipairs(phrase.sentences) do
    if sentence.text then
      local worth = telling.of(reading, sentence).worth
      if not best or worth > most then best, most = sentence, worth end
    end
  end
  return best
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

--- The phrases and names as marks; each sentence gets the phrases it speaks of.
local function topic_marks(doc, chosen, reading, kind_of)
  local out = {}
  for i, phrase in ipairs(chosen) do
    local best, is_name, first, last = best_sentence(phrase, reading), phrase.words == 0, phrase.at, phrase.to
    if not is_name then first, last = doc:span(first, last) end
    out[i] = { first = first, last = last, kind = is_name and "name" or "phrase", name = phrase.name, weight = phrase.weight,
               sentence_first = best and best.first, sentence_last = best and best.last }
    for _, sentence in ipairs(is_name and {} or phrase.sentences) do
      kind_of[phrase.name], sentence.phrases = "phrase", (sentence.phrases or 0) + 1
      add_name(sentence, phrase.name)
    end
  end
  return out
end

--- A sentence worth citing as a mark.
local function gist_mark(item, kind_of)
  local mark = { first = item.first, last = item.last, kind = "sentence", weight = item.worth, place = item.place,
                 source = item.facts.source, asked = item.asked }
  for _, name in ipairs(item.names) do
    local field = LIST_OF[kind_of[name]]
    local list = mark[field]
    if list then list[#list + 1] = name else mark[field] = { name } end
  end
  return mark
end

--- The sentences worth citing, as marks.
local function gist_marks(doc, passages, reading, kind_of, settings)
  local topics = own_of(settings)
  local marks = gist.choose(reading, passages, { query = settings.query ~= "" and settings.query or nil,
                                                 own = topics and own_by_passage(doc, passages, topics) })
  for i, item in ipairs(marks) do marks[i] = gist_mark(item, kind_of) end
  return marks
end

function M.document(doc, settings)
  local sentences, phrases, reading = sentences_of(doc), keyphrases.begin(doc), telling.begin(doc)
  local kind_of, passages = read_names(doc, sentences, phrases), body_of(doc, sentences, reading)
  for _, s in ipairs(sentences) do keyphrases.read(phrases, s, s.from, s.to, s.weight, s.begins_with_name) end
  local topics = topic_marks(doc, keyphrases.best(phrases, settings.phrases, settings.names), reading, kind_of)
  return { topics = topics, gist = gist_marks(doc, passages, reading, kind_of, settings) }
end

---------------------------------------------------------------------------------------------------------------------------------
-- Over documents

M.fold, M.merge = summary.fold, summary.merge

function M.finish(acc, settings)
  local names = {}
  for i, topic in ipairs(own_of(settings) or {}) do names[i] = topic.name end
  local question = settings.query ~= ""
  if question then names = { settings.query } end
  return summary.finish(acc, { names = names, question = question, topics = settings.topics, whole = settings.whole,
                               sentences = settings.sentences, words = settings.words, key_of = keyphrases.key })
end

return M
