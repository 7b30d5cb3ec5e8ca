--- Finds what a person would call a group of sentences: a phrase they share, two places, an organization. Works on sentences
-- as lib/grouping leaves them; `about` is what is known of all documents:
--   by_id, read, key_of  documents, what lib/grouping read of them, the key under which forms of a phrase meet
--   scene, places        sets of terms: of who acts and where in most documents, of these and all places
--   themes               set of keys: of phrases most documents share, which tell one group least from another
--   least                how many documents have to share a name at least
local remember = require "lib.remember"
local telling = require "data.telling"
local weights = require "lib.weights"
local words = require "data.topic_words"

local M = {}

local everywhere, numbers = telling.everywhere, telling.numbers

local MOSTLY = 0.6    -- of the sentences name the organization that names their topic
local LONGEST = 3     -- words of a name
local SEVERAL = 3     -- documents name it
local READ = 60       -- sentences of a topic that are read for its name

-- Small words that may stand between the two of a name: "willingness to compromise".
local LINKS = { to = true, of = true, on = true, ["for"] = true }

--- Whether a word could be part of a name: "hardest" and "four-year" could not.
local function is_usable(word)
  return word ~= "" and not (words.stop[word] or words.verb[word] or everywhere[word] or word:find("%d")
    or words.stop[word:match("^(.*)est$")] or numbers[word:match("^(%l+)%-")])
end

--- What a word as it is written could be in a name: { word, written, term, last (terms of its first and last part) }, { link
-- }, or false for one that cuts.
local piece_of = remember(function(written)
  local word = lede.fold(written):gsub("^[^%w\128-\255]+", ""):gsub("[^%w\128-\255]+$", "")
  if LINKS[word] then return { link = word } end
  if not is_usable(word) then return false end
  local first, last = word:gsub("%-.*", ""), word:gsub(".*%-", "")
  return { word = word, written = written, term = weights.term(first) or word, last = weights.term(last) }
end)

--- The words of a text in their order as pieces; false where a small word or a mark cuts it.
local function pieces(text)
  local out = {}
  local marked = text:gsub("’s%f[%A]", ""):gsub("'s%f[%A]", ""):gsub("\xE2\x80.", " | "):gsub("[,;:%.%(%)\"%?!]", " | ")
  for written in marked:gmatch("[^%s]+") do out[#out + 1] = piece_of[written] end
  return out
end

-- A name does not end in one of these: they tell what kind of thing another is.
local INNER = { "[iu]c$", "ous$", "ful$", "ive$", "able$", "[iu]al$", "ary$", "less$", "est$", "ed$", "ly$", "ern$", "ing$",
  "[aeiy]an$", "ish$", "led$" }

local function may_end(word)
  if words.noun_ing[word] then return true end
  for _, ending in ipairs(INNER) do
    if word:find(ending) then return false end
  end
  return not (word:find("ing$"))
end

--- "supporting forces" is no name, "training camp" is one.
local function may_begin(word) return word == nil or not word:find("ing$") or words.noun_ing[word] or false end

local function add(found, name, doc, weight)
  local one = found[name]
  if not one then
    one = { name = name, docs = 0, times = 0, weight = weight, seen = {} }
    found[name] = one
  end
  one.times = one.times + 1
  if not one.seen[doc] then one.seen[doc], one.docs = true, one.docs + 1 end
end

--- What stands at from..to of the pieces as a name, and what it weighs.
local function name_at(list, from, to, of)
  local name, weight, n, capital = {}, 0, 0, false
  for i = from, to do
    local piece = list[i]
    capital = capital or from > 1 and not piece.link and piece.written:find("^%u") ~= nil
    if not piece.link then weight, n = weight + math.max(of[piece.term] or 0, of[piece.last] or 0), n + 1 end
  end
  for i = from, to do name[#name + 1] = list[i].link or capital and list[i].written or list[i].word end
  return table.concat(name, " "), weight / n
end

--- Adds the phrases of a sentence; `of` leads from a term to what it weighs in the group.
local function read_phrases(found, sentence, of, places)
  local list = pieces(sentence.text)
  for from = 1, #list do
    for to = from, math.min(#list, from + LONGEST - 1) do
      local piece = list[to]
      if not piece or places[piece.term] or piece.link and to ~= from + 1 then break end
      local ends = to > from and not piece.link and may_end(piece.word) and not piece.written:find("^%u")
      if ends and may_begin(list[from].word) then
        local name, weight = name_at(list, from, to, of)
        add(found, name, sentence.doc, weight)
      end
    end
  end
end

--- The best of the phrases: in most documents, then most of the group in fewest words.
local function best_phrase(found, least)
  local best
  for _, one in lede.sorted_pairs(found) do
    one.value = one.docs * 1000 + one.weight - (one.theme and 700 or 0) - (one.name:find("%u") and 300 or 0)
    if one.docs >= least and (not best or one.value > best.value) then best = one end
  end
  return best
end

--- Names of places in these sentences, those in most documents first.
local function names_in(sentences, about)
  local count, list = {}, {}
  for _, sentence in ipairs(sentences) do
    for _, n in ipairs(sentence.names) do
      local entry = about.by_id[sentence.doc].names[n]
      if entry.kind == "place" and not about.scene[weights.terms(entry.name)[1] or ""] then
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
local function weights_in(group, about)
  local of, seen, read = {}, {}, about.read
  for _, sentence in ipairs(group) do
    for _, term in ipairs(read.vectors:terms(sentence.row)) do
      if seen[term] ~= sentence.doc then -- a group has its sentences by document
        seen[term] = sentence.doc
        of[term] = (of[term] or 0) + math.floor(100 * math.log(1 + #read.sentences / read.held[term]))
      end
    end
  end
  return of
end

--- Whether an entry could name a topic by itself: "longest mile", "ten-week strike" and "chief inspector" could not.
function M.is_phrase(entry)
  local name = entry.name
  if entry.kind == "phrase" then
    local last = name:match("(%S+)$"):gsub("s$", "")
    return not (words.stop[name:match("^(%l+)est ")] or numbers[name:match("^(%l+)%-")] or words.roles[last])
  end
  return entry.kind == "event" or entry.kind == "org" and name:find(" ") ~= nil
end

--- The form seen most often; of equals the first in the alphabet.
local function usual(forms)
  local best, most = nil, 0
  for form, n in lede.sorted_pairs(forms) do
    if n > most then best, most = form, n end
  end
  return best
end

--- What `least` documents of a group or more speak of, among its names of one of these kinds; nil for none.
local function shared_name(group, about, of, least, is_one)
  local found = {}
  for _, sentence in ipairs(group) do
    for _, n in ipairs(sentence.names) do
      local entry = about.by_id[sentence.doc].names[n]
      if is_one(entry) then
        local key, weight, parts = about.key_of(entry.name), 0, weights.terms(entry.name)
        for _, term in ipairs(parts) do weight = weight + (of[term] or 0) end
        add(found, key, sentence.doc, weight / math.max(1, #parts))
        found[key].theme, found[key].forms = about.themes[key], found[key].forms or {}
        found[key].forms[entry.name] = (found[key].forms[entry.name] or 0) + 1
      end
    end
  end
  local best = best_phrase(found, least)
  return best and usual(best.forms)
end

local function is_org(entry) return entry.kind == "org" and entry.name:find(" ") end

--- An organization that several documents and most sentences of a group name, without what says how it is owned.
local function shared_org(group, about, of)
  local name = shared_name(group, about, of, math.max(about.least, SEVERAL), is_org)
  if not name then return nil end
  name = name:gsub(",? Ltd%.?$", ""):gsub(",? Inc%.?$", "")
  local n = 0
  for _, sentence in ipairs(group) do
    if sentence.text:find(name, 1, true) then n = n + 1 end
  end
  return n >= MOSTLY * #group and name or nil
end

local function documents_in(group)
  local seen, n = {}, 0
  for _, sentence in ipairs(group) do
    if not seen[sentence.doc] then seen[sentence.doc], n = true, n + 1 end
  end
  return n
end

local function is_phrase(entry) return entry.kind ~= "org" and M.is_phrase(entry) end

--- A phrase that at least `least` documents share, from what their key phrases are or from the words themselves.
local function phrase_of(group, about, of, least)
  local phrase = shared_name(group, about, of, least, is_phrase)
  if phrase then return phrase end
  local found = {}
  for i = 1, math.min(#group, READ) do read_phrases(found, group[i], of, about.places) end
  local best = best_phrase(found, least)
  return best and best.name
end

--- Two places that most sentences name: "Greenland and Venezuela".
local function two_places(group, about)
  local names, count = names_in(group, about)
  if not names[2] or 2 * count[names[2]] <= #group then return nil end
  names = { names[1], names[2] }
  table.sort(names)
  return table.concat(names, " and ")
end

--- What a person would call a group: a phrase that half of its documents share, two places, an organization that most of it
-- is about; nil when there is none.
function M.of(group, about)
  local of, half = weights_in(group, about), math.max(about.least, (documents_in(group) + 1) // 2)
  return phrase_of(group, about, of, half) or two_places(group, about) or shared_org(group, about, of)
end

return M
