--- What lists, rules and the document say of each token, as strings of one byte a token: what the tagger (lib/tagged) was trained
-- to weigh. Knows nothing of the tagger; scripts/dev/names.lua trains with the same strings, and must be run again when these change.
local common = require "data.common"
local gazetteer = require "lib.gazetteer"
local heads = require "data.heads"

local M = {}

--- How many strings there are.
M.COUNT = 6

local NOTHING = "."

-- How far to either side of a token the tagger looks (core/match/features).
local REACH = 2

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

--- The mention that each token belongs to.
local function mentions_by_token(found)
  local out = {}
  for _, m in ipairs(found) do
    for i = m.from, m.to do out[i] = out[i] or m end
  end
  return out
end

--- The kind that the rules gave a mention, and which rule it was; `inside`: the token is not its first.
local function by_rules(m, inside)
  local kind = KIND[m.kind] or "u"
  return inside and kind:upper() or kind, RULE[m.rule] or m.kind and "?" or "-"
end

--- A letter for each token of a phrase that is on a list, in capitals after its first.
local function phrases_by_token(n, hits)
  local out, last, kinds, titles = {}, 0, hits.kind, hits.title
  for i = 1, n do
    local kind, title = kinds[i], titles[i]
    if (kind or title) and i > last then
      local letter = kind and (KIND[kind] or "x") or title == "title" and "t" or "c"
      last = kind and hits.to[i] or hits.title_to[i]
      out[i] = letter
      for j = i + 1, last do out[j] = letter:upper() end
    end
  end
  return out
end

--- Of the words of `near` those the document has in small letters too, and those it has with a capital inside a sentence.
local function cases(doc, texts, known)
  local lower, inside = {}, {}
  for k, text in ipairs(texts) do lower[known[k].lower], inside[text] = false, false end
  for _, text in doc:tokens(1, #doc, "lower") do
    if lower[text] == false then lower[text] = true end
  end
  for i, text in doc:tokens(1, #doc, "capital") do
    if inside[text] == false and not doc:is(i, "first") then inside[text] = true end
  end
  return lower, inside
end

local GIVEN, SURNAME, WORD, LOWER, INSIDE, BASE = 1, 2, 4, 8, 16, 64

local LETTERS = {}
for bits = BASE, BASE + 31 do LETTERS[bits] = string.char(bits) end

--- What is known of a word with a capital.
local function bits_of(hits, i, is_word, is_lower, is_inside)
  local bits = BASE
  if hits.given[i] then bits = bits + GIVEN end
  if hits.surname[i] then bits = bits + SURNAME end
  if is_word then bits = bits + WORD end
  if is_lower then bits = bits + LOWER end
  if is_inside then bits = bits + INSIDE end
  return LETTERS[bits]
end

--- How often each of `words` (text -> true) stands in a person, an organization, a place; what is not sure counts less.
local function votes_of(doc, found, words)
  local votes = {}
  for _, m in ipairs(found) do
    if m.kind == "person" or m.kind == "org" or m.kind == "place" then
      for i = m.from, m.to do
        local word = doc:token(i)
        if words[word] ~= nil then
          local v = votes[word]
          if not v then v = { person = 0, org = 0, place = 0 }; votes[word] = v end
          v[m.kind] = v[m.kind] + (m.sure and 1 or 0.25)
        end
      end
    end
  end
  return votes
end

--- The kind most mentions give a word: a capital where two sure ones do, another letter where they disagree.
local function verdict(v)
  local all, best = v.person + v.org + v.place, math.max(v.person, v.org, v.place)
  local letter = best == v.person and "p" or best == v.place and "l" or "o"
  if best < all * 0.8 then return string.char(letter:byte() + 1) end
  return best >= 2 and letter:upper() or letter
end

local function verdicts_of(doc, found, words)
  local out = {}
  for word, v in pairs(votes_of(doc, found, words)) do out[word] = verdict(v) end
  return out
end

-- Words that tell what a name beside them names; of a word in several lists the first counts.
local head_of = {}
for _, list in ipairs { { heads.company, "c" }, { heads.government, "g" }, { heads.org, "o" }, { heads.place, "l" }, { heads.event, "e" },
  { heads.place_first, "f" }, { heads.direction, "d" }, { heads.noun_org, "O" }, { heads.noun_place, "L" }, { heads.verb_person, "v" },
  { heads.before_place, "p" }, { common.unpersonal, "u" }, { common.never, "n" } } do
  for word in pairs(list[1]) do head_of[word] = head_of[word] or list[2] end
end

-- By the word as it is spelt: in small letters, whether it is an ordinary word, what kind of head it is.
local words_seen, remembered = {}, 0

local function word_at(doc, i, text)
  local word = words_seen[text]
  if not word then
    if remembered == 20000 then words_seen, remembered = {}, 0 end
    local lower = lede.lower(text)
    word = { lower = lower, is_word = gazetteer.is_word(doc, i), head = head_of[lower] or NOTHING }
    words_seen[text], remembered = word, remembered + 1
  end
  return word
end

--- The tokens that the tagger looks at to weigh those mentions for which `wanted` holds: in order, none twice.
function M.near(doc, found, wanted)
  local near, last = {}, 0
  for _, m in ipairs(found) do
    if wanted(m) then
      for i = math.max(m.from - REACH, last + 1), math.min(m.to + REACH, #doc) do near[#near + 1] = i end
      last = near[#near] or 0
    end
  end
  return near
end

--- The dots before each of the tokens `near`, false where there are none, and those after the last.
local function gaps_of(near, n)
  local gaps, last = {}, 0
  for k, i in ipairs(near) do
    gaps[k] = i > last + 1 and NOTHING:rep(i - last - 1)
    last = i
  end
  return gaps, NOTHING:rep(n - last)
end

--- One after the other: the letters of the tokens `near`, and dots for those between.
local function joined(letters, gaps, rest)
  local parts, p = {}, 0
  for k = 1, #letters do
    if gaps[k] then
      p = p + 1
      parts[p] = gaps[k]
    end
    p = p + 1
    parts[p] = letters[k]
  end
  parts[p + 1] = rest
  return table.concat(parts)
end

--- The strings. `hits`: see lib/gazetteer; `found`: the mentions, as lib/evidence left them; `near`: the tokens that matter.
function M.of(doc, hits, found, near)
  local mentioned, listed = mentions_by_token(found), phrases_by_token(#doc, hits)
  local texts, known = {}, {}
  for k, i in ipairs(near) do
    texts[k] = doc:token(i)
    known[k] = word_at(doc, i, texts[k])
  end
  local lower, inside = cases(doc, texts, known)
  local verdicts = verdicts_of(doc, found, inside)
  local kinds, rules, lists, words, others, beside = {}, {}, {}, {}, {}, {}
  for k, i in ipairs(near) do
    local m, text, word = mentioned[i], texts[k], known[k]
    if m then kinds[k], rules[k] = by_rules(m, i > m.from) else kinds[k], rules[k] = NOTHING, NOTHING end
    lists[k] = listed[i] or NOTHING
    words[k] = doc:is(i, "capital") and bits_of(hits, i, word.is_word, lower[word.lower], inside[text]) or NOTHING
    others[k] = m and verdicts[text] or NOTHING
    beside[k] = word.head
  end
  local out = { kinds, rules, lists, words, others, beside }
  local gaps, rest = gaps_of(near, #doc)
  for k, letters in ipairs(out) do out[k] = joined(letters, gaps, rest) end
  return out
end

return M
