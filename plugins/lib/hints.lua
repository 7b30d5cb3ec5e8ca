--- What lists, rules and the document say of each token, a letter a token (lede.letters): what the tagger (lib/tagged) was
-- trained to weigh. Knows nothing of the tagger; scripts/dev/names.lua trains with the same letters, and must be run again when
-- these change.
local common = require "data.common"
local gazetteer = require "lib.gazetteer"
local heads = require "data.heads"
local remember = require "lib.remember"

local M = {}

--- How many letters a token has.
M.COUNT = 6

local KIND = { person = "p", org = "o", place = "l", event = "e", people = "n" }

-- How far a rule can be relied on is learned; rules that are none of these share a letter.
local RULE = {
  list = "a", ["title-before"] = "b", ["given-name"] = "c", ["company-form"] = "d", ["org-head"] = "e", ["place-head"] = "f",
  ["org-of"] = "g", ["place-of"] = "h", acronym = "i", ["place-first"] = "j", initials = "k", apposition = "l", age = "m",
  ["who-behind"] = "m", ["place-behind"] = "n", ["noun-behind"] = "o", ["verb-behind"] = "p", ["role-before"] = "q",
  ["noun-before"] = "r", ["verb-before"] = "s", preposition = "t", ["noun-of"] = "u", ["title-comma"] = "v", surname = "w",
  ["event-head"] = "x", ["place-and-word"] = "y", ["name-and-place"] = "z", direction = "A", ["surname-seen"] = "B",
  ["given-name-seen"] = "C", ["same-name"] = "D", ["initials-seen"] = "E", ["head-seen"] = "F", row = "G", default = "H",
  ["surname-alone"] = "I", ["given-alone"] = "J", ending = "K", title = "L",
}

local BASE, GIVEN, SURNAME, WORD, LOWER, INSIDE = 64, 1, 2, 4, 8, 16

local LETTERS = {}
for bits = BASE, BASE + 31 do LETTERS[bits] = string.char(bits) end

-- Words that tell what a name beside them names; of a word in several lists the first counts.
local HEADS = { { heads.company, "c" }, { heads.government, "g" }, { heads.org, "o" }, { heads.place, "l" }, { heads.event, "e" },
  { heads.place_first, "f" }, { heads.direction, "d" }, { heads.noun_org, "O" }, { heads.noun_place, "L" },
  { heads.verb_person, "v" }, { heads.before_place, "p" }, { common.unpersonal, "u" }, { common.never, "n" } }

local head_of = remember(function(word)
  for _, list in ipairs(HEADS) do
    if list[1][word] then return list[2] end
  end
  return false
end)

-- How far to either side of a token the tagger looks (core/match/features).
local REACH = 2

--- What is known of a word with a capital: whether it is in lists of names, an ordinary word, and how the document writes it
-- elsewhere.
local function word_letter(doc, hits, i)
  local bits, lower, inside = BASE, doc:seen(i)
  if hits.given[i] then bits = bits + GIVEN end
  if hits.surname[i] then bits = bits + SURNAME end
  if gazetteer.is_word(doc, hits, i) then bits = bits + WORD end
  if lower then bits = bits + LOWER end
  if inside then bits = bits + INSIDE end
  return LETTERS[bits]
end

--- The tokens that the tagger looks at to weigh the mentions `wanted`: in order, none twice; and as a set.
local function tokens_near(doc, wanted)
  local near, is_near, last = {}, {}, 0
  for _, m in ipairs(wanted) do
    local to = math.min(m.to + REACH, #doc)
    for i = math.max(m.from - REACH, last + 1), to do near[#near + 1], is_near[i] = i, true end
    last = math.max(last, to)
  end
  return near, is_near
end

--- Fills in what is known of single words: of those with a capital, and which are heads.
local function fill_words(doc, hits, near, words, beside)
  for _, i in ipairs(near) do
    local head = head_of[hits.low[i]]
    if head then beside:put(head, i) end
    if doc:is(i, "capital") then words:put(word_letter(doc, hits, i), i) end
  end
end

local UPPER = {}
for letter in ("abcdefghijklmnopqrstuvwxyz"):gmatch(".") do UPPER[letter] = letter:upper() end

--- Fills in the phrases that are on a list, in capitals after their first token.
local function fill_lists(hits, is_near, lists)
  local kinds, titles, last = hits.kind, hits.title, 0
  for _, i in ipairs(hits.order) do
    local kind, title = kinds[i], titles[i]
    if i > last and (kind or title) then
      local letter = kind and (KIND[kind] or "x") or title == "title" and "t" or "c"
      last = kind and hits.to[i] or hits.title_to[i]
      if is_near[i] or is_near[last] then lists:put(letter, i, last, UPPER[letter]) end
    end
  end
end

--- The mentions with tokens among those that matter, and their words as a set.
local function concerned(hits, found, is_near)
  local list, words = {}, {}
  for _, m in ipairs(found) do
    if is_near[m.from] or is_near[m.to] then
      list[#list + 1] = m
      for i = m.from, m.to do words[hits.low[i]] = true end
    end
  end
  return list, words
end

--- How often each of `words` stands in a person, an organization, a place; what is not sure counts less.
local function votes_of(hits, found, words)
  local votes, low = { person = {}, org = {}, place = {} }, hits.low
  for _, m in ipairs(found) do
    local of_kind, vote = votes[m.kind], m.sure and 1 or 0.25
    for i = m.from, of_kind and m.to or 0 do
      local word = low[i]
      if words[word] then of_kind[word] = (of_kind[word] or 0) + vote end
    end
  end
  return votes
end

--- The kind most mentions give a word: a capital where two sure ones do, another letter where they disagree; false where none
-- does.
local function verdict(votes, word)
  local person, org, place = votes.person[word] or 0, votes.org[word] or 0, votes.place[word] or 0
  local all, best = person + org + place, math.max(person, org, place)
  if all == 0 then return false end
  local letter = best == person and "p" or best == place and "l" or "o"
  if best < all * 0.8 then return string.char(letter:byte() + 1) end
  return best >= 2 and UPPER[letter] or letter
end

--- Fills in the kind that the rules gave each mention, and which rule it was; and what other mentions of its words say. Where two
-- mentions overlap the first counts.
local function fill_mentions(hits, found, is_near, kinds, rules, others)
  local list, known = concerned(hits, found, is_near)
  local votes, low = votes_of(hits, found, known), hits.low
  for n = #list, 1, -1 do
    local m = list[n]
    local from, to, kind = m.from, m.to, KIND[m.kind] or "u"
    kinds:put(kind, from, to, UPPER[kind])
    rules:put(RULE[m.rule] or m.kind and "?" or "-", from, to)
    for i = from, to do
      local letter = verdict(votes, low[i])
      if letter then others:put(letter, i) end
    end
  end
end

--- The letters of the tokens in and near the mentions `wanted`, from left to right, a row for each thing that is known. `hits`:
-- see lib/gazetteer; `found`: all mentions, as lib/evidence left them.
function M.of(doc, hits, found, wanted)
  local kinds, rules, lists = lede.letters(doc), lede.letters(doc), lede.letters(doc)
  local words, others, beside = lede.letters(doc), lede.letters(doc), lede.letters(doc)
  local near, is_near = tokens_near(doc, wanted)
  fill_mentions(hits, found, is_near, kinds, rules, others)
  fill_lists(hits, is_near, lists)
  fill_words(doc, hits, near, words, beside)
  return { kinds, rules, lists, words, others, beside }
end

return M
