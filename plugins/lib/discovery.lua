--- Finds what a set of documents is about: telling words and names ranked over all of them, grouped where they stand in the same sentences,
-- each group named by a phrase a person would use. Works on what lib/summary keeps of documents; knows nothing of how it was chosen.
local capitals = require "data.capitals"
local weights = require "lib.weights"
local words = require "data.topic_words"

local M = {}

local MOST = 250      -- terms considered, the best by rank
local SCENE = 0.5     -- a place in more documents than this share is the scene, no topic; so is a capital
local TOGETHER = 0.4  -- of their sentences two terms share, when they are of one topic (Dice)
local LONGEST = 3     -- words of a name
local READ = 60       -- sentences of a topic that are read for its name

-- Words that are in every story, or say how much and when rather than what.
local function set(list)
  local out = {}
  for word in list:gmatch("%S+") do out[word] = true end
  return out
end
local EVERYWHERE = set [[ country countries people year years month months week weeks day days time times today tomorrow yesterday monday tuesday wednesday thursday
  friday saturday sunday january february march april june july august september october november december report reports statement official officials leader leaders
  government president minister ministers prime chief group member members news meeting talks summit issues issue plan plans details world state states secretary
  million billion per cent percent north south east west number morning night evening week thousand hundred man woman men women four five six seven eight nine
  spokesman spokeswoman company member home house street office place city town area line side part way case end name word words work works term terms war ]]

--- Whether a word could be what a story is about: neither a verb nor one of every story.
local function is_telling(word)
  return not (words.verb[word] or EVERYWHERE[word] or word:find("%d") or #word < 4 or word:sub(-2) == "ly" and not words.noun_ly[word])
end

-- Answers by word.
local telling, remembered = {}, 0

--- The term of a word that could be a topic's; nil for another.
local function term_of(word)
  local term = telling[word]
  if term == nil then
    if remembered == 50000 then telling, remembered = {}, 0 end
    term = is_telling(word) and weights.term(word) or false
    telling[word], remembered = term, remembered + 1
  end
  return term or nil
end

--- The terms of all sentences: sentence.terms (distinct); and for each term { term, docs, sentences (how many) }.
local function counted(docs)
  local all, total = {}, 0
  for _, doc in ipairs(docs) do
    for _, sentence in ipairs(doc.sentences) do
      local seen, terms = {}, {}
      for word in weights.plain(sentence.text):gmatch("[%w\128-\255]+") do
        local term = term_of(word)
        if term and not seen[term] then
          local one = all[term]
          if not one then
            one = { term = term, docs = 0, sentences = 0 }
            all[term] = one
          end
          one.sentences = one.sentences + 1
          if one.last ~= doc then one.docs, one.last = one.docs + 1, doc end
          seen[term], terms[#terms + 1] = true, one
        end
      end
      sentence.terms, total = terms, total + 1
    end
  end
  return all, total
end

--- Terms that only name who acts and where: of persons, of places most documents are about, of capitals.
local function scene(docs)
  local out, places = {}, {}
  for _, doc in ipairs(docs) do
    for _, person in ipairs(doc.persons) do out[weights.term(lede.fold(person)) or ""] = true end
    for _, entry in ipairs(doc.names) do
      if entry.kind == "name" then places[entry.name] = (places[entry.name] or 0) + 1 end
    end
  end
  for place, n in pairs(places) do
    if capitals.of[place] or n > 1 and n > SCENE * #docs then
      for _, term in ipairs(weights.terms(place)) do out[term] = true end
    end
  end
  return out
end

--- The best terms, best first; of several documents only what more than one speaks of.
local function ranked(docs)
  local all, total = counted(docs)
  local list, least, known = {}, #docs > 1 and 2 or 1, scene(docs)
  for term, one in pairs(all) do
    if one.docs >= least and one.sentences > 1 and not known[term] then
      one.rank = one.docs * math.sqrt(one.sentences) * math.log(1 + total / one.sentences)
      list[#list + 1] = one
    end
  end
  table.sort(list, function(a, b)
    if a.rank ~= b.rank then return a.rank > b.rank end
    return a.term < b.term
  end)
  for i = #list, MOST + 1, -1 do list[i] = nil end
  for i, one in ipairs(list) do one.at, one.where = i, {} end
  return list
end

--- Gives each of the best terms its sentences, and counts in how many two of them stand together: together[i * MOST + j], i < j.
local function link(docs)
  local together = {}
  for _, doc in ipairs(docs) do
    for _, sentence in ipairs(doc.sentences) do
      local here = {}
      for _, one in ipairs(sentence.terms) do
        if one.at then here[#here + 1] = one end
      end
      table.sort(here, function(a, b) return a.at < b.at end)
      for i, a in ipairs(here) do
        a.where[#a.where + 1] = sentence
        for j = i + 1, #here do
          local pair = a.at * MOST + here[j].at
          together[pair] = (together[pair] or 0) + 1
        end
      end
    end
  end
  return together
end

--- Groups of terms, each with its head, the best, first.
local function grouped(list, together)
  local groups = {}
  for _, one in ipairs(list) do
    local home, most = nil, TOGETHER
    for _, group in ipairs(groups) do
      local head = group[1]
      local dice = 2 * (together[head.at * MOST + one.at] or 0) / (#head.where + #one.where)
      if dice >= most then home, most = group, dice end
    end
    if home then home[#home + 1] = one else groups[#groups + 1] = { one } end
  end
  return groups
end

--- The words of a text in their order, each with its term; false where a small word or a mark cuts it.
local function pieces(text)
  local out = {}
  local marked = text:gsub("’s%f[%A]", ""):gsub("'s%f[%A]", ""):gsub("\xE2\x80.", " | "):gsub("[,;:%.%(%)\"%?!]", " | ")
  for written in marked:gmatch("[^%s]+") do
    local word = lede.fold(written)
    local bare = word:gsub("^[^%w\128-\255]+", ""):gsub("[^%w\128-\255]+$", "")
    local usable = bare ~= "" and not words.stop[bare] and not words.verb[bare] and not bare:find("%d")
    out[#out + 1] = usable and { word = bare, written = written, term = weights.term((bare:gsub("%-.*", ""))) or bare, last = weights.term((bare:gsub(".*%-", ""))) } or false
  end
  return out
end

-- A name does not end in one of these: they tell what kind of thing another is.
local INNER = { "[iu]c$", "ous$", "ful$", "ive$", "able$", "[iu]al$", "ary$", "less$", "est$", "ed$", "ly$", "ern$", "ing$", "[aeiy]an$", "ish$", "led$" }

local function may_end(word)
  if words.noun_ing[word] then return true end
  for _, ending in ipairs(INNER) do
    if word:find(ending) then return false end
  end
  return not (word:find("ing$"))
end

local function add(found, name, doc, weight)
  local one = found[name]
  if not one then
    one = { name = name, docs = 0, times = 0, weight = weight, seen = {} }
    found[name] = one
  end
  one.times = one.times + 1
  if not one.seen[doc] then one.seen[doc], one.docs = true, one.docs + 1 end
end

--- Adds the phrases of a sentence that hold the head; `of` leads from a term to its weight in the group.
local function read_phrases(found, sentence, head, of, known)
  local list = pieces(sentence.text)
  for from = 1, #list do
    local weight, holds, capital = 0, false, false
    for to = from, math.min(#list, from + LONGEST - 1) do
      local piece = list[to]
      if not piece or known[piece.term] then break end
      weight, holds = weight + (of[piece.term] or of[piece.last] or 0), holds or piece.term == head or piece.last == head
      capital = capital or piece.written:find("^%u") ~= nil
      if to > from and holds and may_end(piece.word) then
        local name = {}
        for i = from, to do name[#name + 1] = capital and list[i].written or list[i].word end
        add(found, table.concat(name, " "), sentence.doc, weight / (to - from + 1))
      end
    end
  end
end

--- The best of the phrases: in most documents, then most of the group in fewest words.
local function best_phrase(found)
  local best
  for _, one in lede.sorted_pairs(found) do
    one.value = one.docs * 100 + one.times * 5 + one.weight
    if not best or one.value > best.value then best = one end
  end
  return best
end

--- Names of places and organizations in these sentences, those in most documents first.
local function names_in(sentences, docs_by_id, known)
  local count, list = {}, {}
  for _, sentence in ipairs(sentences) do
    for _, n in ipairs(sentence.names) do
      local entry = docs_by_id[sentence.doc].names[n]
      if entry.kind == "name" and not known[weights.terms(entry.name)[1] or ""] then
        if not count[entry.name] then list[#list + 1] = entry.name end
        count[entry.name] = (count[entry.name] or 0) + 1
      end
    end
  end
  table.sort(list, function(a, b)
    if count[a] ~= count[b] then return count[a] > count[b] end
    return a < b
  end)
  return list, count
end

local function is_word_of(term, name)
  for _, other in ipairs(weights.terms(name)) do
    if other == term then return true end
  end
  return false
end

--- What a person would call a group; nil when there is no such phrase.
local function name_of(group, docs_by_id, known)
  local head, of, found = group[1], {}, {}
  for i, one in ipairs(group) do of[one.term] = 40 // i + 5 end
  for i = 1, math.min(#head.where, READ) do read_phrases(found, head.where[i], head.term, of, known) end
  local names, count = names_in(head.where, docs_by_id, known)
  for i, name in ipairs(names) do
    if is_word_of(head.term, name) then
      if name:find(" ") then return name end
      local other = names[i == 1 and 2 or 1]
      if not other or 2 * count[other] < count[name] then return nil end
      local both = { name, other }
      table.sort(both)
      return table.concat(both, " and ")
    end
  end
  local best = best_phrase(found)
  return best and best.name
end

local function sentences_of(group)
  local list, hits, docs, count = {}, {}, {}, 0
  for i, one in ipairs(group) do
    for _, sentence in ipairs(one.where) do
      if not hits[sentence] then hits[sentence], list[#list + 1] = 0, sentence end
      hits[sentence] = hits[sentence] + (i == 1 and 2 or 1)
      if not docs[sentence.doc] then docs[sentence.doc], count = true, count + 1 end
    end
  end
  return list, hits, count
end

--- At most `most` topics, best first: { key, name, docs, rank, sentences, hits = sentence -> how much of the topic it holds }.
-- docs: a list in the order of their ids, each with id, persons (names), names { name, kind } and sentences { doc, text, names = indices of them }.
-- key_of(name) is the key under which forms of a phrase meet.
function M.topics(docs, most, key_of)
  local list, by_id, known, out, used = ranked(docs), {}, scene(docs), {}, {}
  for _, doc in ipairs(docs) do by_id[doc.id] = doc end
  for _, group in ipairs(grouped(list, link(docs))) do
    if #out == most then break end
    local name = name_of(group, by_id, known)
    local key = name and key_of(name)
    if name and not used[key] then
      local sentences, hits, count = sentences_of(group)
      used[key], out[#out + 1] = true, { key = key, name = name, docs = count, rank = group[1].rank, sentences = sentences, hits = hits }
    end
  end
  return out
end

return M
