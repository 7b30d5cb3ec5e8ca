--- Finds what a set of documents is about: sentences that share telling words, in groups ranked by how many documents they are from, each
-- named by a phrase a person would use. Works on what lib/summary keeps of documents; knows nothing of how it was chosen.
local capitals = require "data.capitals"
local weights = require "lib.weights"
local numbers = require("data.telling").numbers
local words = require "data.topic_words"

local M = {}

local MOST = 1500     -- sentences grouped; of more, those that hold one of so many terms
local HEADS = 60
local SCENE = 0.65    -- a place in more documents than this share is the scene, no topic; so is a capital
local ALIKE = 0.14    -- two sentences are of one topic: the mean likeness of the groups they bring along
local FREQUENT = 0.2  -- a term in more of the sentences ties nothing together
local LARGEST = 40    -- sentences of a group
local ORG = 1000      -- documents: an organization names a topic only where no phrase does
local MANY = 3        -- names in a sentence that is no list of them
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
  government president minister ministers prime chief group member members news media social meeting talks summit issues issue plan plans details world state states secretary
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

--- The more telling sentence first; a total order.
local function before(a, b)
  if a.worth ~= b.worth then return a.worth > b.worth end
  if a.doc ~= b.doc then return a.doc < b.doc end
  return a.first < b.first
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

--- Terms that only name who acts and where: of persons, of places most documents are about, of capitals. And those of all places.
local function scene(docs)
  local out, places, where = {}, {}, {}
  for _, doc in ipairs(docs) do
    for _, person in ipairs(doc.persons) do
      for _, term in ipairs(weights.terms(person)) do out[term] = true end
    end
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

--- The sentences worth grouping: all, or where there are very many those that hold the terms most documents speak of, the best of each.
local function chosen(docs, all, known)
  local list, heads = {}, {}
  for _, doc in ipairs(docs) do table.move(doc.sentences, 1, #doc.sentences, #list + 1, list) end
  if #list <= MOST then return list end
  for term, one in pairs(all) do
    if one.docs > 1 and not known[term] then heads[#heads + 1] = one end
  end
  for _, one in ipairs(heads) do one.rank = one.docs * math.log(1 + #list / one.sentences) end
  table.sort(heads, function(a, b)
    if a.rank ~= b.rank then return a.rank > b.rank end
    return a.term < b.term
  end)
  for i = 1, math.min(HEADS, #heads) do heads[i].holders = {} end
  for _, sentence in ipairs(list) do
    for _, one in ipairs(sentence.terms) do
      if one.holders then one.holders[#one.holders + 1] = sentence end
    end
  end
  local out, taken = {}, {}
  for i = 1, math.min(HEADS, #heads) do
    local holders = heads[i].holders
    table.sort(holders, before)
    for k = 1, math.min(#holders, MOST // HEADS) do
      if not taken[holders[k]] then taken[holders[k]], out[#out + 1] = true, holders[k] end
    end
  end
  table.sort(out, function(a, b)
    if a.doc ~= b.doc then return a.doc < b.doc end
    return a.first < b.first
  end)
  return out
end

--- Weights of a sentence's terms, and the lists of who holds each.
local function weigh(list, known)
  local holders, of = {}, {}
  for i, sentence in ipairs(list) do
    for _, one in ipairs(sentence.terms) do
      if not known[one.term] then
        local at = holders[one.term]
        if at then at[#at + 1] = i else holders[one.term] = { i } end
      end
    end
  end
  local square = {}
  for i = 1, #list do of[i], square[i] = {}, 0 end
  for term, at in pairs(holders) do
    local weight = math.floor(100 * math.log(1 + #list / #at) + 0.5)
    for _, i in ipairs(at) do of[i][term], square[i] = weight, square[i] + weight * weight end
  end
  return holders, of, square
end

--- Pairs of sentences that are alike, the most alike first: { i, j, alike }; and alike[i * #list + j].
local function pairs_of(list, holders, of, square)
  local edges, alike, n = {}, {}, #list
  for i, sentence in ipairs(list) do
    local sums, near = {}, {}
    for _, one in ipairs(sentence.terms) do
      local at, weight = holders[one.term], of[i][one.term]
      for k = #(at or ""), 1, -1 do
        local j = at[k]
        if j <= i or #at > FREQUENT * n then break end
        if not sums[j] then near[#near + 1] = j end
        sums[j] = (sums[j] or 0) + weight * weight
      end
    end
    for _, j in ipairs(near) do
      local value = sums[j] / math.sqrt(square[i] * square[j])
      if value >= ALIKE then
        edges[#edges + 1], alike[i * (n + 1) + j] = { i, j, value }, value
      end
    end
  end
  table.sort(edges, function(a, b)
    if a[3] ~= b[3] then return a[3] > b[3] end
    if a[1] ~= b[1] then return a[1] < b[1] end
    return a[2] < b[2]
  end)
  return edges, alike
end

--- The mean likeness between the members of two groups.
local function linkage(a, b, alike, n)
  local sum = 0
  for _, i in ipairs(a) do
    for _, j in ipairs(b) do sum = sum + (alike[i < j and i * (n + 1) + j or j * (n + 1) + i] or 0) end
  end
  return sum / (#a * #b)
end

--- Groups of sentences by average linkage, tried from the most alike pair on.
local function grouped(list, known)
  local edges, alike = pairs_of(list, weigh(list, known))
  local group_of, n = {}, #list
  for i = 1, n do group_of[i] = { i } end
  for _, edge in ipairs(edges) do
    local a, b = group_of[edge[1]], group_of[edge[2]]
    if a ~= b and #a + #b <= LARGEST and linkage(a, b, alike, n) >= ALIKE then
      for _, j in ipairs(b) do a[#a + 1], group_of[j] = j, a end
    end
  end
  local out, seen = {}, {}
  for i = 1, n do
    local group = group_of[i]
    if not seen[group] then
      seen[group] = true
      local sentences = {}
      table.sort(group)
      for k, j in ipairs(group) do sentences[k] = list[j] end
      out[#out + 1] = sentences
    end
  end
  return out
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

--- The words of a text in their order, each with its term; false where a small word or a mark cuts it.
local function pieces(text)
  local out = {}
  local marked = text:gsub("’s%f[%A]", ""):gsub("'s%f[%A]", ""):gsub("\xE2\x80.", " | "):gsub("[,;:%.%(%)\"%?!]", " | ")
  for written in marked:gmatch("[^%s]+") do
    local word = lede.fold(written)
    local bare = word:gsub("^[^%w\128-\255]+", ""):gsub("[^%w\128-\255]+$", "")
    local usable = bare ~= "" and not words.stop[bare] and not words.stop[bare:match("^(.*)est$")] and not words.verb[bare] and not EVERYWHERE[bare] and not bare:find("%d")
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

--- Adds the phrases of a sentence; `of` leads from a term to what it weighs in the group.
local function read_phrases(found, sentence, of, where)
  local list = pieces(sentence.text)
  for from = 1, #list do
    local weight, capital = 0, false
    for to = from, math.min(#list, from + LONGEST - 1) do
      local piece = list[to]
      if not piece or where[piece.term] then break end
      weight = weight + math.max(of[piece.term] or 0, of[piece.last] or 0)
      capital = capital or from > 1 and piece.written:find("^%u") ~= nil
      if to > from and may_end(piece.word) and not piece.written:find("^%u") then
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
    one.value = (one.docs - (one.org and ORG or 0)) * 1000 + one.weight - (one.name:find("%u") and 300 or 0)
    if not best or one.value > best.value then best = one end
  end
  return best
end

--- Names of places in these sentences, those in most documents first.
local function names_in(sentences, docs_by_id, known)
  local count, list = {}, {}
  for _, sentence in ipairs(sentences) do
    for _, n in ipairs(sentence.names) do
      local entry = docs_by_id[sentence.doc].names[n]
      if entry.kind == "place" and not known[weights.terms(entry.name)[1] or ""] then
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

--- How much of a group each term is: in how many of its documents, times how rare it is.
local function weights_in(group, all, total)
  local of, seen = {}, {}
  for _, sentence in ipairs(group) do
    for _, one in ipairs(sentence.terms) do
      local at = one.term .. "\0" .. sentence.doc
      if not seen[at] then
        seen[at] = true
        of[one.term] = (of[one.term] or 0) + math.floor(100 * math.log(1 + total / all[one.term].sentences))
      end
    end
  end
  return of
end

--- Whether an entry could name a topic by itself: "hardest yards" and "four-year war" could not.
local function is_phrase(entry)
  return entry.kind == "event" or entry.kind == "org" and entry.name:find(" ") or entry.kind == "phrase" and not words.stop[entry.name:match("^(%l+)est ")]
    and not numbers[entry.name:match("^(%l+)%-")]
end

--- The phrase or event that most documents of a group speak of, where two do: name, docs.
local function shared_phrase(group, docs_by_id, key_of, of)
  local found = {}
  for _, sentence in ipairs(group) do
    for _, n in ipairs(sentence.names) do
      local entry = docs_by_id[sentence.doc].names[n]
      if is_phrase(entry) then
        local key, weight, parts = key_of(entry.name), 0, weights.terms(entry.name)
        for _, term in ipairs(parts) do weight = weight + (of[term] or 0) end
        add(found, key, sentence.doc, weight / math.max(1, #parts))
        found[key].forms = found[key].forms or {}
        found[key].org = entry.kind == "org"
        found[key].forms[entry.name] = (found[key].forms[entry.name] or 0) + 1
      end
    end
  end
  local best = best_phrase(found)
  if not best then return nil end
  local form, most = nil, 0
  for name, n in lede.sorted_pairs(best.forms) do
    if n > most then form, most = name, n end
  end
  return form, best.docs
end

--- What a person would call a group; nil when there is no such phrase.
local function name_of(group, docs_by_id, known, where, all, total, key_of, least)
  local of = weights_in(group, all, total)
  local phrase, docs = shared_phrase(group, docs_by_id, key_of, of)
  if phrase and docs >= least then return phrase end
  local names, count = names_in(group, docs_by_id, known)
  if names[2] and 2 * count[names[2]] > #group then
    names = { names[1], names[2] }
    table.sort(names)
    return table.concat(names, " and ")
  end
  local found, orgs = {}, {}
  for i = 1, math.min(#group, READ) do read_phrases(found, group[i], of, where) end
  for _, name in ipairs(names) do orgs[name] = true end
  for name, one in pairs(found) do
    if one.docs < least or orgs[name] then found[name] = nil end
  end
  local best = best_phrase(found)
  return best and best.name
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

--- All sentences by the keys of the phrases they hold.
local function by_phrase(docs, key_of)
  local out = {}
  for _, doc in ipairs(docs) do
    for _, sentence in ipairs(doc.sentences) do
      for _, n in ipairs(sentence.names) do
        local entry = doc.names[n]
        if entry.kind ~= "org" and is_phrase(entry) then
          local key = key_of(entry.name)
          out[key] = out[key] or {}
          table.insert(out[key], sentence)
        end
      end
    end
  end
  return out
end

--- What most documents speak of: groups by a phrase in more than half of them, of three or more.
local function themes(docs, holding)
  local out = {}
  for key, sentences in pairs(holding) do
    local in_docs, n = {}, 0
    for _, sentence in ipairs(sentences) do
      if not in_docs[sentence.doc] then in_docs[sentence.doc], n = true, n + 1 end
    end
    if n > 2 and n > SCENE * #docs then out[#out + 1] = { rank = rank_of(sentences), sentences = sentences, key = key } end
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
local function best_groups(docs, all, known, holding)
  local groups, least = themes(docs, holding), #docs > 1 and 2 or 1
  for _, couple in ipairs(couples(docs, known)) do groups[#groups + 1] = couple end
  for _, group in ipairs(grouped(chosen(docs, all, known), known)) do
    local rank, in_docs = rank_of(group)
    if in_docs >= least and group[2] then groups[#groups + 1] = { rank = rank, sentences = group } end
  end
  table.sort(groups, function(a, b)
    if a.rank ~= b.rank then return a.rank > b.rank end
    return (a.key or a.name or "") .. a.sentences[1].text < (b.key or b.name or "") .. b.sentences[1].text
  end)
  return groups
end

--- At most `most` topics, best first: { key, name, docs, rank, sentences, hits = sentence -> how much of the topic it holds }.
-- docs: a list in the order of their ids, each with id, persons (words of names), names { name, kind } and sentences { doc, text, worth, names =
-- indices of them }. key_of(name) is the key under which forms of a phrase meet.
function M.topics(docs, most, key_of)
  local out, by_id, by_key, least = {}, {}, {}, #docs > 1 and 2 or 1
  if most == 0 then return out end
  local keys = setmetatable({}, { __index = function(t, name) t[name] = key_of(name) return t[name] end })
  local function key_for(name) return keys[name] end
  local known, where = scene(docs)
  for term in pairs(known) do where[term] = true end
  local all, total = counted(docs)
  for _, doc in ipairs(docs) do by_id[doc.id] = doc end
  local holding = by_phrase(docs, key_for)
  for _, group in ipairs(best_groups(docs, all, known, holding)) do
    local name = group.name or name_of(group.sentences, by_id, known, where, all, total, key_for, least)
    local key = name and key_for(name)
    if key and not by_key[key] and #out < most then
      local topic = { key = key, name = name, docs = 0, rank = group.rank, sentences = {}, hits = {}, in_docs = {} }
      by_key[key], out[#out + 1] = topic, topic
      join(topic, holding[key] or {})
    end
    if by_key[key] then join(by_key[key], group.sentences) end
  end
  return out
end

return M
