--- Summaries across documents, as a fold: what is kept of each document, how that is joined, and the sentences chosen from it.
-- Keeps of a document its best sentences (lib/gist) and what they speak of, nothing else; all that is counted over documents
-- is counted when findings are asked for, so that order and split of the work make no difference. Knows nothing of how
-- sentences were found.
--
-- acc.docs: id -> { outlet, date, title, content, persons (words of their names),
--                   names (each behind the letter of its kind: LETTER),
--                   sentences = { { first, last, worth, place, names (indices), text, source (true or absent) }, … } }
local discovery = require "lib.discovery"
local ordering = require "lib.ordering"
local overtaken = require "lib.overtaken"
local ranking = require "lib.ranking"
local redundancy = require "lib.redundancy"
local weights = require "lib.weights"

local M = {}

local CONSIDERED = 60 -- sentences of a topic, the best by themselves
-- Hundredths of a score: of a summary of whole articles, which tell what matters first, and of one topic of many, whose
-- sentences are too few for a random walk.
local OF_ALL = { worth = 30, central = 40, place = 30, figure = 0, walk = true }
local OF_ONE = { worth = 40, central = 50, place = 10, figure = 20 }
local REPEATED = 0.5  -- likeness from which on a sentence adds too little
local LATER, SHORT = 40, 20 -- hundredths one loses that is overtaken, or says very little
local FIGURES = 2000  -- sentences in which others may be overtaken
local USED = 45       -- hundredths a sentence loses that another topic has cited
-- What is kept of the lists of lib/gist, by the letter of their kind.
local LETTER = { topics = "p", places = "l", orgs = "o", events = "e", asked = "u" }
local KIND = { p = "phrase", l = "place", o = "org", e = "event", u = "own" }

local NEAR = 0.7      -- of the best answer's worth
local SUPPORT = 10    -- hundredths for each further document that says the same, up to three
local LITTLE = 50     -- bytes: a shorter sentence says very little

--- The words of a set of persons' names, sorted, in one string.
local function words_of(persons)
  local set, out = {}, {}
  for name in pairs(persons) do
    for word in name:gmatch("%S%S%S+") do
      if not set[word] then set[word], out[#out + 1] = true, word end
    end
  end
  table.sort(out)
  return table.concat(out, " ")
end

--- Keeps a document: the marks of the layer `gist`, what they speak of, and who.
function M.fold(acc, record)
  local doc, text, names, at, persons, sentences = record.doc, record.text, {}, {}, {}, {}
  for i, mark in ipairs(record.layers.gist) do
    local list = {}
    for kind, letter in lede.sorted_pairs(LETTER) do
      for _, name in ipairs(mark[kind] or {}) do
        name = letter .. name
        if not at[name] then at[name], names[#names + 1] = #names + 1, name end
        list[#list + 1] = at[name]
      end
    end
    for _, name in ipairs(mark.persons or {}) do persons[name] = true end
    local cited = text:sub(mark.first, mark.last):gsub("%s+", " ")
    sentences[i] = { mark.first, mark.last, mark.weight, mark.place, list, cited, mark.source or nil }
  end
  local kept = { outlet = doc.outlet, date = doc.date, title = doc.title, content = (doc.content or ""):sub(-12),
                 persons = words_of(persons), names = names, sentences = sentences }
  return M.merge(acc, { docs = { [doc.id] = kept } })
end

--- Of two documents with one id the same is kept in whatever order they come.
local function wins(a, b) return (a.content or "") > (b.content or "") end

function M.merge(a, b)
  a.docs = a.docs or {}
  for id, doc in pairs(b.docs or {}) do
    if not a.docs[id] or wins(doc, a.docs[id]) then a.docs[id] = doc end
  end
  return a
end

--- What was folded as a list of documents by id, with sentences as tables that know their document.
local function documents(acc)
  local out = {}
  for id, kept in lede.sorted_pairs(acc.docs or {}) do
    local doc = { id = id, outlet = kept.outlet, date = kept.date, title = kept.title, persons = kept.persons, names = {},
                  sentences = {} }
    for i, entry in ipairs(kept.names) do doc.names[i] = { name = entry:sub(2), kind = KIND[entry:sub(1, 1)] } end
    for i, s in ipairs(kept.sentences) do
      doc.sentences[i] = { doc = id, outlet = kept.outlet, date = kept.date, first = s[1], last = s[2], worth = s[3],
                           place = s[4], names = s[5], text = s[6], source = s[7] }
    end
    out[#out + 1] = doc
  end
  return out
end

--- Whether `a` is the better version of what two sentences both say: the one that keeps its source, then the more telling
-- one, then the later.
local function better(a, b)
  if a.source ~= b.source then return a.source ~= nil end
  if a.worth ~= b.worth then return a.worth > b.worth end
  if a.date and b.date and a.date ~= b.date then return a.date > b.date end
  if a.doc ~= b.doc then return a.doc < b.doc end
  return a.first < b.first
end

--- The sentences of a topic that are worth comparing, best first, as fresh tables.
local function considered(topic)
  local list = {}
  for i, sentence in ipairs(topic.sentences) do
    local item = setmetatable({ hits = topic.hits and topic.hits[sentence] or 1, origin = sentence }, { __index = sentence })
    item.value = sentence.worth + 40 * item.hits
    list[i] = item
  end
  table.sort(list, function(a, b)
    if a.value ~= b.value then return a.value > b.value end
    if a.doc ~= b.doc then return a.doc < b.doc end
    return a.first < b.first
  end)
  for i = #list, CONSIDERED + 1, -1 do list[i] = nil end
  return list
end

--- Adds sentences of no topic that count something: they may overtake one that is cited.
local function add_figures(all, known, docs)
  for _, doc in ipairs(docs) do
    for _, sentence in ipairs(doc.date and #all < FIGURES and doc.sentences or {}) do
      if not known[sentence] and sentence.text:find("%d") then known[sentence], all[#all + 1] = true, sentence end
    end
  end
end

--- Weighs the sentences of all topics, each once: their vectors, and an index of what they count.
local function weigh(topics, docs)
  local all, known, texts = {}, {}, {}
  for _, topic in ipairs(topics) do
    for _, item in ipairs(topic.list) do
      local sentence = item.origin
      if not known[sentence] then known[sentence], all[#all + 1] = true, sentence end
    end
  end
  add_figures(all, known, docs)
  for i, sentence in ipairs(all) do texts[i], sentence.row = sentence.text, i end
  return weights.vectors(texts), overtaken.index(all)
end

local function is_overtaken_by(early, late) return early.later ~= nil and (early.later == late or early.later == late.origin) end

--- Whether one of two says what the other was before: another figure in the same words.
local function are_apart(a, b) return is_overtaken_by(a, b) or is_overtaken_by(b, a) end

--- One item of each group of near-identical ones, with how many further documents say the same.
local function without_repeats(list, vectors)
  local out = {}
  for i, group in ipairs(redundancy.groups(vectors, list, better, are_apart)) do
    local docs, others = { [group[1].doc] = true }, 0
    for k = 2, #group do
      if not docs[group[k].doc] then docs[group[k].doc], others = true, others + 1 end
    end
    group[1].others, out[i] = others, group[1]
  end
  return out
end

--- Scores from 0 to 1: by what a sentence is worth by itself, by how much it says of what the others say, and by where it
-- stands and whether it counts something, as `shares` has it; others who say the same speak for it.
local function add_scores(list, vectors, cited, shares)
  local rows, most, best = {}, 0, 1
  for i, item in ipairs(list) do rows[i] = item.row end
  local own = vectors:some(rows)
  local central = shares.walk and own:rank() or own:centroid()
  for i, item in ipairs(list) do most, best = math.max(most, central[i]), math.max(best, item.value) end
  for i, item in ipairs(list) do
    local hundredths = shares.worth * item.value / best + shares.central * central[i] / most
      + shares.place * (1000 - item.place) / 1000 + SUPPORT * math.min(item.others, 3)
    if next(item.figures) then hundredths = hundredths + shares.figure end
    if item.later then hundredths = hundredths - LATER end
    if #item.text < LITTLE then hundredths = hundredths - SHORT end
    if cited[item.origin] then hundredths = hundredths - USED end
    item.score = math.max(0, hundredths) / 100
  end
end

local function citation(item)
  local later = item.later
  return { doc = item.doc, outlet = item.outlet, date = item.date, text = item.text, first = item.first, last = item.last,
    others = item.others > 0 and item.others or nil, overtaken = item.why,
    later_doc = later and later.doc, later_outlet = later and later.outlet, later_date = later and later.date }
end

--- Those that may be cited as new, and that no older document has said already.
local function only_new(list, vectors, is_new)
  if not is_new then return list end
  local new, old = {}, {}
  for _, item in ipairs(list) do
    local side = is_new(item) and new or old
    side[#side + 1] = item
  end
  local out = {}
  for _, item in ipairs(new) do
    local said = false
    for _, other in ipairs(old) do said = said or redundancy.same(vectors, item.row, other.row) end
    if not said then out[#out + 1] = item end
  end
  return out
end

--- The sentences to cite for a topic { list }, in an order that reads. `vectors` and `by_unit` are what `weigh` gave.
-- options: sentences or words; `cited` is filled with what is chosen. An overtaken sentence has `overtaken` ("figure",
-- "ahead") and later_doc, later_outlet, later_date: its date is its as-of.
local function sentences(topic, vectors, by_unit, options, cited)
  local list = overtaken.label(only_new(topic.list, vectors, options.is_new), by_unit, vectors)
  list = without_repeats(list, vectors)
  if not list[1] then return {} end
  add_scores(list, vectors, cited, topic.whole and OF_ALL or OF_ONE)
  local by_words = options.words > 0
  local picked = ranking.pick(list, {
    sentences = not by_words and options.sentences or nil, words = by_words and options.words or nil, same = REPEATED,
    score = function(item) return item.score end,
    similar = function(a, b) -- what it was before is no repetition of what it is now
      return are_apart(a, b) and 0 or redundancy.overlap(vectors, a.row, b.row)
    end })
  local out = {}
  for i, item in ipairs(ordering.reading(picked)) do out[i], cited[item.origin] = citation(item), true end
  return out
end

--- Leaves out what answers a question far worse than the best sentence does.
local function only_near(topic)
  local best, kept = 0, {}
  for _, sentence in ipairs(topic.sentences) do best = math.max(best, sentence.worth) end
  for _, sentence in ipairs(topic.sentences) do
    if sentence.worth >= NEAR * best then kept[#kept + 1] = sentence end
  end
  topic.sentences = kept
end

--- Topics the user asked for by name, in their order; those nobody speaks of are left out.
local function wanted(docs, names, near_only)
  local by_name = {}
  for i, name in ipairs(names) do
    by_name[name] = { key = name, name = name, own = true, docs = 0, rank = #names - i + 1, sentences = {} }
  end
  for _, doc in ipairs(docs) do
    local seen = {}
    for _, sentence in ipairs(doc.sentences) do
      for _, n in ipairs(sentence.names) do
        local topic = doc.names[n].kind == "own" and by_name[doc.names[n].name]
        if topic then
          topic.sentences[#topic.sentences + 1] = sentence
          if not seen[topic] then seen[topic], topic.docs = true, topic.docs + 1 end
        end
      end
    end
  end
  local out = {}
  for _, name in ipairs(names) do
    if near_only then only_near(by_name[name]) end
    if by_name[name].sentences[1] then out[#out + 1] = by_name[name] end
  end
  return out
end

--- All documents as one topic: for a summary of one article, or of a handful.
local function everything(docs)
  local topic = { key = "", name = docs[1].title or docs[1].id, docs = #docs, rank = 0, whole = true, sentences = {} }
  for _, doc in ipairs(docs) do
    for _, sentence in ipairs(doc.sentences) do topic.sentences[#topic.sentences + 1] = sentence end
  end
  return topic
end

local function topics_of(docs, options)
  if not docs[1] then return {} end
  if options.whole then return { everything(docs) } end
  local found, out = discovery.topics(docs, options.topics, options.key_of), wanted(docs, options.names or {}, options.question)
  return table.move(found, 1, #found, #out + 1, out)
end

--- The topics of what was folded, those asked for before those discovered: { key, name, own (whether it was asked for), docs
-- (how many tell of it), sentences }, each sentence { doc, outlet, date, text, first, last (offsets), place (0 the beginning
-- of its document, 1000 its end), worth (hundredths), source (true or nil) }. For whoever chooses sentences in another way
-- than M.finish. options: topics, key_of, names, question, whole, as there.
function M.topics(acc, options) return topics_of(documents(acc), options) end

--- Findings: topics, each with its sentences. options:
--   names       topics the user asked for; question: they are one, which some sentences answer better than others
--   topics      how many to discover, further ones
--   whole       all documents are one topic, instead
--   sentences, words   the length; words counts where it is not 0
--   key_of      gives the key under which forms of a phrase meet
--   is_new      tells of a sentence whether it may be cited, where only news is wanted
function M.finish(acc, options)
  local docs, cited, out = documents(acc), {}, {}
  local topics = topics_of(docs, options)
  for _, topic in ipairs(topics) do topic.list = considered(topic) end
  local vectors, by_unit = weigh(topics, docs)
  for _, topic in ipairs(topics) do
    local chosen = sentences(topic, vectors, by_unit, options, cited)
    if chosen[1] then
      out[#out + 1] = { kind = "topic", key = topic.key, name = topic.name, docs = topic.docs, weight = topic.rank,
                        own = topic.own, sentences = chosen }
    end
  end
  return out
end

return M
