--- Finds what a set of documents is about: groups of sentences that share telling words, ranked by how many documents they are from, each
-- named by a phrase a person would use. Works on what lib/summary keeps of documents; knows nothing of how it was chosen.
local capitals = require "data.capitals"
local grouping = require "lib.grouping"
local topic_names = require "lib.topic_names"
local weights = require "lib.weights"

local M = {}

local SCENE = 0.65    -- a place in more documents than this share is the scene, no topic; so is a capital
local MANY = 3        -- places in a sentence that is no list of them

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

--- What a group weighs: documents count most, then sentences that stand by themselves. `docs` is how many.
local function rank_of(group)
  local docs, n, worth = {}, 0, 0
  for _, sentence in ipairs(group) do
    if not docs[sentence.doc] then docs[sentence.doc], n = true, n + 1 end
    worth = worth + math.min(sentence.worth, 300)
  end
  return n * math.sqrt(worth / 100), n
end

--- Adds a group to the topic of the same name.
local function join(topic, group)
  for _, sentence in ipairs(group) do
    if topic.hits[sentence] then
      topic.hits[sentence] = topic.hits[sentence] + 1
    else
      topic.hits[sentence], topic.sentences[#topic.sentences + 1] = 1, sentence
      if not topic.in_docs[sentence.doc] then topic.in_docs[sentence.doc], topic.docs = true, topic.docs + 1 end
    end
  end
end

--- Phrases by their keys: { forms (phrase -> in how many documents), docs (those that have it), at (the numbers of its names, by document) }.
local function by_phrase(docs, key_of)
  local out = {}
  for _, doc in ipairs(docs) do
    for n, entry in ipairs(doc.names) do
      if entry.kind ~= "org" and topic_names.is_phrase(entry) then
        local key = key_of(entry.name)
        local phrase = out[key] or { forms = {}, docs = {}, at = {} }
        out[key], phrase.forms[entry.name] = phrase, (phrase.forms[entry.name] or 0) + 1
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

--- What most documents speak of: groups by a phrase in most of them; of two or one, by any phrase they have.
local function themes(docs, phrases)
  local out = {}
  for key, phrase in pairs(phrases) do
    local n = #phrase.docs
    if n > SCENE * #docs and (n > 2 or #docs < 3) then
      local sentences = holders_of(phrase)
      out[#out + 1] = { rank = rank_of(sentences), sentences = sentences, name = usual(phrase.forms), theme = key }
    end
  end
  return out
end

--- Two names told of together in several documents, not in a list of many: "Greenland and Venezuela".
local function couples(docs, known)
  local all, out = {}, {}
  for _, doc in ipairs(docs) do
    for _, sentence in ipairs(doc.sentences) do
      local names = {}
      for _, n in ipairs(sentence.names) do
        local entry = doc.names[n]
        if entry.kind == "place" and not known[weights.terms(entry.name)[1] or ""] then names[#names + 1] = entry.name end
      end
      table.sort(names)
      for i = 1, #names <= MANY and #names or 0 do
        for j = i + 1, #names do
          local key = names[i] .. " and " .. names[j]
          all[key] = all[key] or {}
          table.insert(all[key], sentence)
        end
      end
    end
  end
  for key, sentences in pairs(all) do
    local rank, n = rank_of(sentences)
    if n > 1 then out[#out + 1] = { rank = rank, sentences = sentences, name = key } end
  end
  return out
end

--- Groups from enough documents, best first.
local function best_groups(docs, about, phrases)
  local groups = themes(docs, phrases)
  about.themes = {}
  local everywhere = setmetatable({}, { __index = about.scene }) -- terms that tell no group from another
  for _, group in ipairs(#docs > 2 and groups or {}) do
    about.themes[group.theme] = true
    for _, term in ipairs(weights.terms(group.name)) do everywhere[term] = true end
  end
  for _, couple in ipairs(couples(docs, about.scene)) do groups[#groups + 1] = couple end
  for _, group in ipairs(grouping.groups(about.read, everywhere)) do
    local rank, in_docs = rank_of(group)
    if in_docs >= about.least and group[2] then groups[#groups + 1] = { rank = rank, sentences = group } end
  end
  table.sort(groups, function(a, b)
    if a.rank ~= b.rank then return a.rank > b.rank end
    return (a.name or "") .. a.sentences[1].text < (b.name or "") .. b.sentences[1].text
  end)
  return groups
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

--- The topic of that key, or of one that says the same in more or fewer words.
local function topic_of(key, topics)
  for _, topic in ipairs(topics) do
    if within(key, topic.key) then return topic end
  end
end

--- At most `most` topics, best first: { key, name, docs, rank, sentences, hits = sentence -> how much of the topic it holds }.
-- docs: a list in the order of their ids, each with id, persons (the words of their names), names { name, kind } and sentences { doc, text, worth,
-- names = indices of them }. key_of(name) is the key under which forms of a phrase meet.
function M.topics(docs, most, key_of)
  local out = {}
  if most == 0 then return out end
  local about = survey(docs, key_of)
  local phrases = by_phrase(docs, about.key_of)
  for _, group in ipairs(best_groups(docs, about, phrases)) do
    local name = group.name or topic_names.of(group.sentences, about)
    local key = name and about.key_of(name)
    local topic = key and topic_of(key, out)
    if key and not topic and #out < most then
      topic = { key = key, name = name, docs = 0, rank = group.rank, sentences = {}, hits = {}, in_docs = {} }
      out[#out + 1] = topic
      join(topic, holders_of(phrases[key]))
    end
    if topic then join(topic, group.sentences) end
  end
  return out
end

return M
