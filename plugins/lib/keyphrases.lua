--- Finds what a text speaks of: phrases of two or three words that could be a topic's name, with how much they weigh here.
-- Works on tokens and the layer `entities`, without a grammar: words that cannot stand in such a phrase cut the text, and
-- what is left between them counts. Knows nothing of other documents.
local words = require "data.topic_words"

local M = {}

local LONGEST = 3
local LONGEST_COMPOUND = 4 -- tokens behind the first: four-year-old
local S = ("s"):byte()
local NAME = 0.15 -- what a name weighs beside a phrase: it says who and where, hardly ever what
-- Endings of words that tell what kind of thing another is.
local ADJECTIVES = { "[iu]c$", "ous$", "ful$", "ive$", "able$", "ical$", "ary$", "less$", "est$" }

local stop, verb, noun_ing = words.stop, words.verb, words.noun_ing

-- Behind a word in s these make it a verb.
local AFTER_VERB = { that = true, a = true, an = true, the = true, its = true, his = true, her = true, their = true, it = true, them = true, him = true }

-- What a word can do in a phrase: "part", "inner" (only before another), "last" (a plural: before a noun it is a verb), or false. Remembered: texts repeat their words.
local roles, remembered = {}, 0

local function role_of(word)
  if #word < 3 or stop[word] or verb[word] or word:find("[^%a\128-\255%-]") or word:find("’", 1, true) then return false end
  if word:sub(-2) == "ly" and not words.noun_ly[word] then return false end
  if word:sub(-3) == "ing" and not noun_ing[word] then return false end
  if word:sub(-2) == "ed" then return words.participle[word] and "inner" or false end
  if word:find("[^sui]s$") and not words.plural_inside[word] then return "last" end
  for _, ending in ipairs(ADJECTIVES) do
    if word:find(ending) then return "inner" end
  end
  return "part"
end

local function role(word)
  local r = roles[word]
  if r == nil then
    if remembered > 20000 then roles, remembered = {}, 0 end
    r = role_of(word)
    roles[word], remembered = r, remembered + 1
  end
  return r
end

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

local function count(found, name, i, to, weight, words_in, sentence)
  local entry = found[name]
  if not entry then
    entry = { name = name, at = i, to = to, weight = weight, times = 1, words = words_in, sentences = { sentence } }
    found[name], found[#found + 1] = entry, entry
    return
  end
  entry.times, entry.weight = entry.times + 1, entry.weight + weight
  local sentences = entry.sentences
  if sentences[#sentences] ~= sentence then sentences[#sentences + 1] = sentence end
end

--- All phrases of two or three words within a run of `n` words; starts and ends: their tokens.
local function count_run(found, run, starts, ends, n, weight, sentence)
  for from = 1, n - 1 do
    local first, phrase = run[from], run[from]
    for to = from + 1, math.min(n, from + LONGEST - 1) do
      if role(run[to - 1]) == "last" then break end
      local word = run[to]
      phrase = phrase .. " " .. word
      if first ~= word and role(word) ~= "inner" then
        count(found, phrase, starts[from], ends[to], weight, to - from + 1, sentence)
      end
    end
  end
end

--- The word at token `i` with what a hyphen joins to it ("post-conflict"), and its last token.
local function compound(doc, low, i)
  local word, last = low[i], i
  while last < i + LONGEST_COMPOUND and low[last + 1] == "-" and doc:is(last + 1, "glued") and doc:is(last + 2, "glued") and doc:is(last + 2, "word") do
    word, last = word .. "-" .. low[last + 2], last + 2
  end
  return word, last
end

--- What reading asks of a document again and again, and what it finds. `named` leads from a token to the name that begins
-- there (false for a person's), `named_to` to its last token.
function M.begin(doc, named, named_to)
  return { doc = doc, named = named, named_to = named_to, low = doc:list("lower"), kind = doc:list("kind"), capital = doc:list("capital"),
           found = {}, run = {}, starts = {}, ends = {} }
end

--- Counts the phrases of sentence `s`, tokens from..to.
function M.read(reading, s, from, to, weight)
  local doc, low, kind, capital, named, found = reading.doc, reading.low, reading.kind, reading.capital, reading.named, reading.found
  local run, starts, ends, n, i = reading.run, reading.starts, reading.ends, 0, from
  local function cut()
    if n > 1 then count_run(found, run, starts, ends, n, weight, s) end
    n = 0
  end
  while i <= to do
    local name, last = named[i], i
    if name ~= nil then
      cut()
      last = reading.named_to[i]
      if name then count(found, name, i, last, weight * NAME, 0, s) end
    else
      local word = low[i]
      if low[i + 1] == "-" then
        word, last = compound(doc, low, i)
        if last > i then cut() end
      end
      local part = roles[word]
      if part == nil then part = role(word) end
      if part and kind[i] == "word" and (not capital[i] or doc:is(i, "first")) then
        n = n + 1
        run[n], starts[n], ends[n] = word, i, last
      elseif n > 0 then
        if AFTER_VERB[word] and role(run[n]) == "last" then n = n - 1 end -- "the ministry estimates that"
        cut()
      end
    end
    i = last + 1
  end
  cut()
end

--- For each phrase of two words the commonest one of three that holds it.
local function longer_phrases(found)
  local longer = {}
  local function file(part, entry)
    local other = longer[part]
    if not other or other.times < entry.times then longer[part] = entry end
  end
  for _, entry in ipairs(found) do
    if entry.words == 3 then
      local name = entry.name
      local first = name:find(" ", 1, true)
      local second = name:find(" ", first + 1, true)
      file(name:sub(1, second - 1), entry)
      file(name:sub(first + 1), entry)
    end
  end
  return longer
end

local function before(a, b)
  if a.weight ~= b.weight then return a.weight > b.weight end
  return a.at < b.at or a.at == b.at and a.name < b.name
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

--- The weightiest: at most `phrases` phrases, weightiest first, then at most `names` names. Without what is only ever part of a longer
-- phrase.
function M.best(reading, phrases, names)
  local found, best, best_names = reading.found, {}, {}
  local longer = longer_phrases(found)
  for _, entry in ipairs(found) do
    local over = longer[entry.name]
    local is_part = over and over.times >= entry.times
    if entry.words == 0 and not is_part then
      put(best_names, entry, names)
    elseif not is_part then
      entry.weight = entry.weight * (entry.times > 1 and 1.5 or 1) * (entry.words == 3 and 1.1 or 1)
      put(best, entry, phrases)
    end
  end
  return table.move(best_names, 1, #best_names, #best + 1, best)
end

return M
