--- Finds what a text speaks of: phrases of two or three words that could be a topic's name, with how much they weigh here.
-- Works on tokens and the layer `entities`, without a grammar: words that cannot stand in such a phrase cut the text, and
-- what is left between them counts. Knows nothing of other documents.
local words = require "data.topic_words"

local M = {}

local LONGEST = 3
local LONGEST_COMPOUND = 4 -- tokens behind the first: four-year-old
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
  return (lede.fold(phrase):gsub("[^%s%-]+", singular):gsub("[%-%s]+", " "))
end

local function count(found, name, i, to, weight, words_in, sentence)
  local entry = found[name]
  if not entry then
    entry = { name = name, at = i, to = to, weight = 0, times = 0, words = words_in, sentences = {} }
    found[name], found[#found + 1] = entry, entry
  end
  entry.times, entry.weight = entry.times + 1, entry.weight + weight
  if entry.sentences[#entry.sentences] ~= sentence then entry.sentences[#entry.sentences + 1] = sentence end
end

--- All phrases of two or three words within a run of `n` words; starts and ends: their tokens.
local function count_run(found, run, starts, ends, n, weight, sentence)
  for from = 1, n - 1 do
    for to = from + 1, math.min(n, from + LONGEST - 1) do
      if role(run[to - 1]) == "last" then break end
      if role(run[to]) ~= "inner" and run[from] ~= run[to] then
        count(found, table.concat(run, " ", from, to), starts[from], ends[to], weight, to - from + 1, sentence)
      end
    end
  end
end

--- The word at token `i`, with what a hyphen joins to it ("post-conflict"), and its last token.
local function word_at(doc, i)
  local word, last = doc:lower(i), i
  while last < i + LONGEST_COMPOUND and doc:token(last + 1) == "-" and doc:is(last + 1, "glued") and doc:is(last + 2, "glued") and doc:is(last + 2, "word") do
    word, last = word .. "-" .. doc:lower(last + 2), last + 2
  end
  return word, last
end

--- Counts the phrases of sentence `s`, tokens from..to. `named` leads from a token to the name that stands there:
-- last token, kind, canonical name.
function M.read(doc, found, named, s, from, to, weight)
  local run, starts, ends, n, i = {}, {}, {}, 0, from
  while i <= to do
    local name = named[i]
    if name then
      if n > 1 then count_run(found, run, starts, ends, n, weight, s) end
      n = 0
      if name.kind ~= "person" then count(found, name.name, i, name.to, weight * NAME, 0, s) end
      i = name.to
    else
      local word, last = word_at(doc, i)
      local plain = not doc:is(i, "capital") or doc:is(i, "first")
      if last > i then
        if n > 1 then count_run(found, run, starts, ends, n, weight, s) end
        n = 0
      end
      if plain and doc:is(i, "word") and role(word) then
        n = n + 1
        run[n], starts[n], ends[n] = word, i, last
      else
        if n > 0 and AFTER_VERB[word] and role(run[n]) == "last" then n = n - 1 end -- "the ministry estimates that"
        if n > 1 then count_run(found, run, starts, ends, n, weight, s) end
        n = 0
      end
      i = last
    end
    i = i + 1
  end
  if n > 1 then count_run(found, run, starts, ends, n, weight, s) end
end

--- Drops what is only ever part of a longer phrase, and longer phrases that hardly occur while their core does often.
local function without_parts(found)
  local longer = {}
  for _, entry in ipairs(found) do
    if entry.words == 3 then
      local a, b, c = entry.name:match("^(%S+) (%S+) (%S+)$")
      for _, part in ipairs { a .. " " .. b, b .. " " .. c } do
        if not longer[part] or longer[part].times < entry.times then longer[part] = entry end
      end
    end
  end
  local kept = {}
  for _, entry in ipairs(found) do
    local over = longer[entry.name]
    if not (over and over.times >= entry.times) then kept[#kept + 1] = entry end
  end
  return kept
end

--- The weightiest, weightiest first: at most `phrases` phrases and `names` names.
function M.best(found, phrases, names)
  local kept = without_parts(found)
  for _, entry in ipairs(kept) do
    if entry.words > 0 then entry.weight = entry.weight * (entry.times > 1 and 1.5 or 1) * (entry.words == 3 and 1.1 or 1) end
  end
  table.sort(kept, function(a, b)
    if a.weight ~= b.weight then return a.weight > b.weight end
    return a.at < b.at or a.at == b.at and a.name < b.name
  end)
  local out, left = {}, { phrase = phrases, name = names }
  for _, entry in ipairs(kept) do
    local kind = entry.words > 0 and "phrase" or "name"
    if left[kind] > 0 then out[#out + 1], left[kind] = entry, left[kind] - 1 end
  end
  return out
end

return M
