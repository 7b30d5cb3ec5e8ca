--- Finds what a text speaks of: phrases of two or three words that could be a topic's name, with how much they weigh here.
-- Works on tokens and names, without a grammar: each word is a letter that says what it can do in such a phrase, words that
-- cannot stand in one cut the text, and what is left between them counts. Knows nothing of other documents.
local words = require "data.topic_words"

local M = {}

local LONGEST = 3
local LONGEST_COMPOUND = 4 -- tokens behind the first: four-year-old
local S, INNER, LAST, VERB, EQUAL = ("silv="):byte(1, -1)
local PARTS = 12  -- of the weightiest phrases that are parts of others
local NAME = 0.15 -- what a name weighs beside a phrase: it says who and where, hardly ever what
-- Endings of words that tell what kind of thing another is.
local ADJECTIVES = { "[iu]c$", "ous$", "ful$", "ive$", "able$", "ical$", "ary$", "less$", "est$" }

local stop, verb, noun_ing = words.stop, words.verb, words.noun_ing

-- Behind a word in s these make it a verb.
local AFTER_VERB = { that = true, a = true, an = true, the = true, its = true, his = true, her = true, their = true, it = true,
  them = true, him = true }

--- What a word can do in a phrase: p it is a part, i an inner one (only before another), l the last (a plural: before a noun
-- it is a verb). h is a hyphen, v a word that makes a verb of a word in s before it; nil for what no phrase holds.
local function role_of(word)
  if word == "-" then return "h" end
  if AFTER_VERB[word] then return "v" end
  if #word < 3 or stop[word] or verb[word] or word:find("[^%a\128-\255%-]") or word:find("’", 1, true) then return nil end
  if lede.upper(word) == word then return nil end -- a mark or a sign
  if word:sub(-2) == "ly" and not words.noun_ly[word] then return nil end
  if word:sub(-3) == "ing" and not noun_ing[word] then return nil end
  if word:sub(-2) == "ed" then return words.participle[word] and "i" or nil end
  if word:find("[^sui]s$") and not words.plural_inside[word] then return "l" end
  for _, ending in ipairs(ADJECTIVES) do
    if word:find(ending) then return "i" end
  end
  return "p"
end

local roles = lede.classes(role_of)

--- One form for singular and plural: "guarantees" -> "guarantee".
local function singular(word)
  if #word > 4 and word:sub(-3) == "ies" then return word:sub(1, -4) .. "y" end
  if #word > 3 and word:sub(-1) == "s" and not word:find("[sui]s$") then return word:sub(1, -2) end
  return word
end

--- The key under which the forms of a phrase meet: folded, in the singular.
function M.key(phrase)
  if not phrase:find("[^%l ]") and not phrase:find("s ", 1, true) and phrase:byte(-1) ~= S then return phrase end
  return (lede.fold(phrase):gsub("[^%s%-]+", singular):gsub("[%-%s]+", " "))
end

--- Counts a phrase or a name; `parts` is how many words it has, 0 for a name.
local function count(found, name, from, to, weight, parts, s)
  local n, k = #found.of + 1, found.number[name]
  if k then
    found.times[k], found.weight[k] = found.times[k] + 1, found.weight[k] + weight
  else
    k = #found.name + 1
    found.number[name], found.name[k], found.times[k], found.weight[k], found.parts[k] = k, name, 1, weight, parts
  end
  found.of[n], found.from[n], found.to[n], found.s[n] = k, from, to, s
end

--- Whether tokens `i` and behind are a hyphen and a word that it joins to the one before.
local function is_joined(doc, i)
  return doc:token(i) == "-" and doc:is(i, "glued") and doc:is(i + 1, "glued") and doc:is(i + 1, "word")
end

--- The last token of what hyphens join to the word at token `i` ("post-conflict"); `i` itself for nothing.
local function compound_end(doc, i)
  local last = i
  while last < i + LONGEST_COMPOUND and is_joined(doc, last + 1) do last = last + 2 end
  return last
end

--- A letter a token, where words that hyphens join are one: the letter of the whole, and = for its other tokens.
local function with_compounds(doc, letters)
  local pieces, at, hyphen = {}, 1, letters:find("h", 2, true)
  while hyphen do
    local from = hyphen - 1
    local last = compound_end(doc, from)
    if from >= at and last > from and doc:is(from, "word") then
      pieces[#pieces + 1] = letters:sub(at, from - 1)
      pieces[#pieces + 1] = (doc:is(from, "capital") and "." or role_of(doc:lower(from, last)) or ".") .. ("="):rep(last - from)
      at = last + 1
    end
    hyphen = letters:find("h", math.max(last, hyphen) + 1, true)
  end
  return pieces[1] and table.concat(pieces) .. letters:sub(at) or letters
end

--- What M.read reads in: a document's tokens as letters; and what is found: parallel lists of the phrases, and of the places
-- where they stand.
function M.begin(doc)
  return { doc = doc, letters = with_compounds(doc, roles:read(doc)),
           found = { number = {}, name = {}, times = {}, weight = {}, parts = {}, of = {}, from = {}, to = {}, s = {} } }
end

--- The last letter of the word that begins at `at` in a run.
local function word_end(run, at)
  while run:byte(at + 1) == EQUAL do at = at + 1 end
  return at
end

--- Counts the phrases of two and three words that begin with the word at first..last of a run. `before` is the token before
-- the run.
local function count_from(reading, run, first, last, before, weight, s)
  local parts, at = 1, last
  while parts < LONGEST and at < #run and run:byte(at) ~= LAST do
    local role = run:byte(at + 1)
    parts, at = parts + 1, word_end(run, at + 1)
    if role ~= INNER then
      local from, to = before + first, before + at
      count(reading.found, reading.doc:lower(from, to), from, to, weight, parts, s)
    end
  end
end

--- Counts all phrases within a run of letters.
local function count_run(reading, run, before, weight, s)
  local first = 1
  while first < #run do
    local last = word_end(run, first)
    count_from(reading, run, first, last, before, weight, s)
    first = last + 1
  end
end

--- Counts the phrases of sentence `s`, tokens from..to. Its first word is small in spite of its capital, unless it begins a name.
function M.read(reading, s, from, to, weight, begins_with_name)
  local letters = reading.letters:sub(from, to)
  if not begins_with_name and letters:find("^%u") then letters = letters:sub(1, 1):lower() .. letters:sub(2) end
  local at = letters:find("[pil]=*[pil]")
  while at do
    local behind = letters:find("[^pil=]", at + 2) or #letters + 1
    local is_verb = letters:byte(behind) == VERB and letters:byte(behind - 1) == LAST -- "the ministry estimates that"
    count_run(reading, letters:sub(at, behind - (is_verb and 2 or 1)), from + at - 2, weight, s)
    at = letters:find("[pil]=*[pil]", behind)
  end
end

--- Counts a name that stands in sentence `s`; first..last are its offsets.
function M.add_name(reading, name, first, last, s, weight) count(reading.found, name, first, last, weight * NAME, 0, s) end

local function before(a, b)
  if a.weight ~= b.weight then return a.weight > b.weight end
  return a.number < b.number
end

--- Puts an entry where it belongs among the best, of which there are at most `most`: sorting them all would cost more.
local function put(best, entry, most)
  local n = #best
  if n == most then
    if n == 0 or not before(entry, best[n]) then return end
    n = n - 1
  end
  while n > 0 and before(entry, best[n]) do
    best[n + 1], n = best[n], n - 1
  end
  best[n + 1] = entry
end

--- Whether the phrase is only ever part of a longer one among the entries.
local function is_part(entry, entries)
  for _, other in ipairs(entries) do
    if other.words > entry.words and other.times >= entry.times and other.name:find(entry.name, 1, true) then return true end
  end
  return false
end

--- Of the weightiest phrases at most `most`, without those that are parts of others.
local function whole_ones(entries, most)
  local out = {}
  for _, entry in ipairs(entries) do
    if #out < most and not is_part(entry, entries) then out[#out + 1] = entry end
  end
  return out
end

--- Fills in where the entries stand: at and to (the tokens of the first place; of a name the offsets) and sentences.
local function find_places(found, entries)
  local by_number = {}
  for _, entry in ipairs(entries) do by_number[entry.number] = entry end
  for n, k in ipairs(found.of) do
    local entry = by_number[k]
    if entry then
      local sentences, s = entry.sentences, found.s[n]
      if not sentences then
        entry.at, entry.to, entry.sentences = found.from[n], found.to[n], { s }
      elseif sentences[#sentences] ~= s then
        sentences[#sentences + 1] = s
      end
    end
  end
  return entries
end

--- The weightiest: at most `phrases` phrases, weightiest first, then at most `names` names, each { name, words (0 for a
-- name), times, weight, at, to (tokens; of a name offsets), sentences }. Without what is only ever part of a longer phrase.
function M.best(reading, phrases, names)
  local found, best, best_names = reading.found, {}, {}
  for k, parts in ipairs(found.parts) do
    local times, weight, list, most = found.times[k], found.weight[k], best_names, names
    if parts > 0 then
      list, most = best, phrases + PARTS
      weight = weight * (times > 1 and 1.5 or 1) * (parts == 3 and 1.1 or 1)
    end
    if #list < most or weight > list[most].weight then
      put(list, { name = found.name[k], number = k, weight = weight, words = parts, times = times }, most)
    end
  end
  best = whole_ones(best, phrases)
  return find_places(found, table.move(best_names, 1, #best_names, #best + 1, best))
end

return M
