--- Finds what a set of documents is about: groups of sentences that share telling words, ranked by how many documents they
-- are from, each named by a phrase a person would use. Works on what lib/summary keeps of documents; knows nothing of how it
-- was chosen.
local capitals = require "data.capitals"
local grouping = require "lib.grouping"
local topic_names = require "lib.topic_names"
local weights = require "lib.weights"

local M = {}

local SCENE = 0.65    -- a place in more documents than this share is the scene, no topic; so is a capital
local BEST = 300      -- a sentence that stands even better by itself makes its group no better
local COPY, LOOKED_AT = 0.8, 20 -- likeness of a copy; sentences it is looked for among
local MANY = 3        -- places in a sentence that is no list of them
local TOGETHER = 0.5  -- of the documents that name one of two places name both
local LIKE = 0.1      -- how alike a sentence is to a group it may be added to
local COMMON = 60     -- sentences: a term in more of them adds none
local TRIED = 3       -- times as many groups are looked at as there will be topics
local STORY = 0.34    -- of all documents: what only these tell is one story
local SAME = 0.5      -- of a group's sentences are those of a topic: they are one

--- Terms that only name who acts and where: of persons, of places most documents are about, of capitals. And those of all places.
local function scene(docs)
  local out, places, where = {}, {}, {}
  for _, doc in ipairs(docs) do
    for _, term in ipairs(weights.terms(doc.persons)) do out[term] = true end
    for _, entry in ipairs(doc.names) do
      if entry.kind == "place" then places[entry.name] = (places[entry.name] or 0) + 1 end
    end
  end
  for place, n in pairs(places) do
    for _, term in ipairs(weights.terms(place)) do where[term] = true end
    if capitals.of[place] or n > 1 and n > SCENE * #docs then
      for _, term in ipairs(weights.terms(place)) do out[term] = true end
    end
  end
  return out, where
end

--- What a group weighs: documents count most, then sentences that stand by themselves; a copy of another says little more.
local function rank_of(group, vectors)
  local docs, n, worth = {}, 0, 0
  for i, sentence in ipairs(group) do
    if not docs[sentence.doc] then docs[sentence.doc], n = true, n + 1 end
    local copy = false
    for k = 1, math.min(i - 1, LOOKED_AT) do copy = copy or vectors:cosine(sentence.row, group[k].row) >= COPY end
    worth = worth + math.min(sentence.worth, BEST) * (copy and 0.25 or 1)
  end
  return n * math.sqrt(worth / 100), n
end

--- Phrases by their keys: { forms (phrase -> in how many documents), docs (those that have it), at (the numbers of its names,
-- by document) }.
local function by_phrase(docs, key_of)
  local out = {}
  for _, doc in ipairs(docs) do
    for n, entry in ipairs(doc.names) do
      if entry.kind ~= "org" and topic_names.is_phrase(entry) then
        local key = key_of(entry.name)
        local phrase = out[key] or { forms = {}, docs = {}, at = {} }
        out[key], phrase.forms[entry.name] = phrase, (phrase.forms[entry.name] or 0) + 1
        phrase.event = phrase.event or entry.kind == "event"
        if not phrase.at[doc] then phrase.at[doc], phrase.docs[#phrase.docs + 1] = {}, doc end
        phrase.at[doc][n] = true
      end
    end
  end
  return out
end

--- The sentences that hold a phrase; none for nil.
local function holders_of(phrase)
  local out = {}
  for _, doc in ipairs(phrase and phrase.docs or {}) do
    for _, sentence in ipairs(doc.sentences) do
      for _, n in ipairs(sentence.names) do
        if phrase.at[doc][n] then
          out[#out + 1] = sentence
          break
        end
      end
    end
  end
  return out
end

--- The form seen most often; of equals the first in the alphabet.
local function usual(forms)
  local best, most = nil, 0
  for form, n in lede.sorted_pairs(forms) do
    if n > most then best, most = form, n end
  end
  return best
end

--- Groups by a phrase: what most documents speak of (`theme`), and events that several do; of two documents or one, any
-- phrase they have.
local function by_one_phrase(docs, phrases, least)
  local out = {}
  for key, phrase in pairs(phrases) do
    local n = #phrase.docs
    local theme = n > SCENE * #docs and (n > 2 or #docs < 3)
    if theme or phrase.event and n >= least then
      out[#out + 1] = { sentences = holders_of(phrase), name = usual(phrase.forms), theme = theme and key or nil }
    end
  end
  return out
end

--- The places a sentence names that are not the scene, each once.
local function places_in(doc, sentence, known)
  local out, seen = {}, {}
  for _, n in ipairs(sentence.names) do
    local entry = doc.names[n]
    if entry.kind == "place" and not seen[n] and not known[weights.terms(entry.name)[1] or ""] then
      seen[n], out[#out + 1] = true, entry.name
    end
  end
  table.sort(out)
  return out
end

--- How many documents name each place, and the sentences that name two: { sentences, names, docs (how many) } by both names.
local function count_places(docs, known)
  local single, pairs_of, last = {}, {}, {}
  local function count(counts, key, doc)
    if last[key] ~= doc then counts[key], last[key] = (counts[key] or 0) + 1, doc end
  end
  local both = {}
  for _, doc in ipairs(docs) do
    for _, sentence in ipairs(doc.sentences) do
      local names = places_in(doc, sentence, known)
      for i = 1, #names do
        count(single, names[i], doc)
        for j = i + 1, #names <= MANY and #names or 0 do
          local key = names[i] .. " and " .. names[j]
          pairs_of[key] = pairs_of[key] or { names = { names[i], names[j] } }
          table.insert(pairs_of[key], sentence)
          count(both, key, doc)
        end
      end
    end
  end
  return single, pairs_of, both
end

--- Two places told of together by most of those who tell of either: "Greenland and Venezuela".
local function couples(docs, known)
  local single, pairs_of, both = count_places(docs, known)
  local out = {}
  for key, sentences in pairs(pairs_of) do
    local n, either = both[key], single[sentences.names[1]] + single[sentences.names[2]] - both[key]
    if n > 1 and n >= TOGETHER * either then out[#out + 1] = { sentences = sentences, name = key } end
  end
  return out
end

--- Sorts groups { rank, name, sentences }, best first; a total order.
local function sort_groups(groups, vectors)
  for _, group in ipairs(groups) do group.rank = rank_of(group.sentences, vectors) end
  table.sort(groups, function(a, b)
    if a.rank ~= b.rank then return a.rank > b.rank end
    return (a.name or "") .. a.sentences[1].text < (b.name or "") .. b.sentences[1].text
  end)
  return groups
end

--- Groups from enough documents, best first; those that share words have no name yet.
local function best_groups(docs, about, phrases)
  local groups = by_one_phrase(docs, phrases, about.least)
  about.themes = {}
  local everywhere = setmetatable({}, { __index = about.scene }) -- terms that tell no group from another
  for term in pairs(about.scene) do everywhere[term] = true end
  for _, group in ipairs(#docs > 2 and groups or {}) do
    about.themes[group.theme or ""] = true
    for _, term in ipairs(group.theme and weights.terms(group.name) or {}) do everywhere[term] = true end
  end
  table.move(couples(docs, about.scene), 1, #docs * #docs, #groups + 1, groups)
  for _, group in ipairs(grouping.groups(about.read, everywhere)) do
    local _, n = rank_of(group, about.read.vectors)
    if group[2] and n >= about.least then groups[#groups + 1] = { sentences = group } end
  end
  return sort_groups(groups, about.read.vectors)
end

--- How alike a sentence is to those of a group, in the mean.
local function likeness(sentence, group, vectors)
  local sum = 0
  for _, other in ipairs(group) do sum = sum + vectors:cosine(sentence.row, other.row) end
  return sum / #group
end

--- The group that a sentence is most like, of those that already have it; nil and 0 for none.
local function home_of(sentence, homes, vectors)
  local best, most = nil, 0
  for _, group in ipairs(homes[sentence] or {}) do
    local alike = likeness(sentence, group.sentences, vectors)
    if alike > most then best, most = group, alike end
  end
  return best, most
end

--- The groups each sentence is in, without those that most documents speak of.
local function homes_of(groups)
  local out = {}
  for _, group in ipairs(groups) do
    for _, sentence in ipairs(group.theme and {} or group.sentences) do
      out[sentence] = out[sentence] or {}
      table.insert(out[sentence], group)
    end
  end
  return out
end

--- Whether a term is the group's own: most sentences that have it are in the group.
local function is_own(rows, has, read)
  local n = 0
  for _, row in ipairs(rows) do
    if has[read.sentences[row]] then n = n + 1 end
  end
  return 2 * n > #rows
end

--- Sentences a group gets for a term of its name: those that have it, and unless it is the group's own are like the group,
-- and not more like one they are in.
local function more_of(group, rows, homes, read, has)
  local out, own = {}, is_own(rows, has, read)
  for _, row in ipairs(rows) do
    local sentence = read.sentences[row]
    if not has[sentence] then
      local alike, _, other = likeness(sentence, group.sentences, read.vectors), home_of(sentence, homes, read.vectors)
      if own or alike >= LIKE and alike >= other then has[sentence], out[#out + 1] = true, sentence end
    end
  end
  return out
end

--- Adds to each group the sentences that share a telling term of its name and are like it: who tells of it in other words.
-- group.core says how many it had before.
local function widen(groups, about)
  local terms_of, wanted, read, homes, more = {}, {}, about.read, homes_of(groups), {}
  for i, group in ipairs(groups) do
    terms_of[i] = read.terms:of(group.name)
    for _, term in ipairs(terms_of[i]) do wanted[term] = not about.scene[term] or nil end
  end
  local holders = read.vectors:holders(wanted)
  for i, group in ipairs(groups) do
    local has = {}
    for _, sentence in ipairs(group.sentences) do has[sentence] = true end
    more[i] = {}
    for _, term in ipairs(terms_of[i]) do
      local rows = wanted[term] and holders[term] or {}
      local list = #rows <= COMMON and more_of(group, rows, homes, read, has) or {}
      table.move(list, 1, #list, #more[i] + 1, more[i])
    end
  end
  for i, group in ipairs(groups) do
    group.core = #group.sentences
    group.sentences = table.move(more[i], 1, #more[i], group.core + 1, table.move(group.sentences, 1, group.core, 1, {}))
  end
end

--- A function that remembers what another gave.
local function remembering(ask)
  local answers = {}
  return function(name)
    local answer = answers[name]
    if answer == nil then
      answer = ask(name)
      answers[name] = answer
    end
    return answer
  end
end

--- What is known of all documents, as lib/topic_names wants it.
local function survey(docs, key_of)
  local about = { by_id = {}, key_of = remembering(key_of), least = #docs > 1 and 2 or 1 }
  about.scene, about.places = scene(docs)
  for term in pairs(about.scene) do about.places[term] = true end
  local sentences = {}
  for _, doc in ipairs(docs) do
    about.by_id[doc.id] = doc
    table.move(doc.sentences, 1, #doc.sentences, #sentences + 1, sentences)
  end
  about.read = grouping.read(sentences)
  return about
end

--- Whether all words of the shorter key stand in the longer.
local function within(short, long)
  if #short > #long then short, long = long, short end
  for word in short:gmatch("%S+") do
    if not (" " .. long .. " "):find(" " .. word .. " ", 1, true) then return false end
  end
  return true
end

local function new_topic(key, group)
  return { key = key, name = group.name, theme = group.theme, rank = group.rank, docs = 0, in_docs = {}, sentences = {},
           hits = {} }
end

--- Adds sentences to a topic; each counts how often it was added.
local function join(topic, sentences)
  for _, sentence in ipairs(sentences) do
    if topic.hits[sentence] then
      topic.hits[sentence] = topic.hits[sentence] + 1
    else
      topic.hits[sentence], topic.sentences[#topic.sentences + 1] = 1, sentence
      if not topic.in_docs[sentence.doc] then topic.in_docs[sentence.doc], topic.docs = true, topic.docs + 1 end
    end
  end
end

--- Whether the topic has most of a group's sentences already; what most documents speak of has some of all.
local function has_most(topic, group)
  local n = 0
  for _, sentence in ipairs(group.sentences) do
    if topic.hits[sentence] then n = n + 1 end
  end
  return not topic.theme and n >= SAME * #group.sentences
end

--- Whether all documents of a group are those of the topic, which are few of many: they tell one story, and it is a part of that.
local function is_same_story(topic, group, many)
  for _, sentence in ipairs(group.sentences) do
    if not topic.in_docs[sentence.doc] then return false end
  end
  return topic.docs <= STORY * many
end

--- The topic of that key, or of one that says the same in more or fewer words, or of the same sentences, or of the same
-- story. `many` is how many documents there are.
local function topic_of(key, group, topics, many)
  for _, topic in ipairs(topics) do
    if within(key, topic.key) or has_most(topic, group) or is_same_story(topic, group, many) then return topic end
  end
end

--- At most `most` topics, best first: { key, name, docs, rank, sentences, hits = sentence -> how much of the topic it holds }.
-- docs: a list in the order of their ids, each with id, persons (the words of their names), names { name, kind } and
-- sentences { doc, text, worth, names = indices of them }. key_of(name) is the key under which forms of a phrase meet.
function M.topics(docs, most, key_of)
  local out = {}
  if most == 0 then return out end
  local about = survey(docs, key_of)
  local phrases, named = by_phrase(docs, about.key_of), {}
  for _, group in ipairs(best_groups(docs, about, phrases)) do
    group.name = group.name or topic_names.of(group.sentences, about)
    if group.name and #named < TRIED * most then named[#named + 1] = group end
  end
  widen(named, about)
  for _, group in ipairs(sort_groups(named, about.read.vectors)) do
    local key = about.key_of(group.name)
    local topic = topic_of(key, group, out, #docs)
    if not topic and #out < most then
      topic = new_topic(key, group)
      out[#out + 1] = topic
      join(topic, holders_of(phrases[key]))
    end
    if topic then
      join(topic, group.sentences)
      join(topic, table.move(group.sentences, 1, group.core, 1, {}))
    end
  end
  return out
end

return M
