--- Says what kind of name a few words are: by the lists, by the words themselves, by what stands around them.
-- Each answers kind, rule, sure; nothing where it cannot tell. `sure`: other mentions may be decided by this one.
-- Knows nothing of the rest of the document.
local common = require "data.common"
local forms = require "lib.forms"
local heads = require "data.heads"
local remember = require "lib.remember"

local M = {}

local bare, is_possessive = remember(forms.bare), remember(forms.is_possessive)

-- Names that are ordinary words but for "the" before them: the West, the Fed, the Guardian.
local NEEDS_ARTICLE = lede.set [[
  west east gulf south north cabinet commonwealth army navy marines diet fed quad guardian observer independent
  telegraph economist commons treasury mirror atlantic]]

--- A known name covers from..to exactly.
function M.by_list(hits, from, to)
  if hits.to[from] ~= to then return nil end
  if from == to and NEEDS_ARTICLE[hits.low[from]] and hits.low[from - 1] ~= "the" then return nil end
  return hits.kind[from], "list", true
end

--- "Bank of England", "Gulf of Mexico", "Institute for the Study of War".
local function by_of(hits, from, to)
  for j = from + 1, to - 1 do
    local word = hits.low[j]
    if word == "of" or word == "for" then
      local head = hits.low[j - 1]
      if heads.of_place[head] and not heads.of_org[head] then return "place", "place-of", true end
      if heads.of_org[head] or heads.org[head] then return "org", "org-of", true end
    end
  end
end

local function has_initials(doc, from, to)
  local first = doc:token(from)
  if first:find("^%u%.$") or first:find("^%u%.%u%.$") then return true end
  for j = from + 1, to - 1 do
    if doc:token(j):find("^%u%.?$") then return true end
  end
  return false
end

--- Half of a code or a type: EC-130, 5765-NT.
local function is_code(doc, i)
  local before, after = doc:is(i, "glued") and doc:token(i - 1), doc:is(i + 1, "glued") and doc:token(i + 1)
  return before == "-" and doc:is(i - 2, "digit") or after == "-" and doc:is(i + 2, "digit") and doc:is(i + 2, "glued")
end

--- An acronym among words in small letters; a line in capitals says nothing.
local function is_acronym(doc, i)
  if not doc:is(i, "upper") then return false end
  local text = forms.bare(doc:token(i))
  return #text >= 2 and #text <= 6 and not text:find("[%.%d]") and not common.never[text:lower()] and not is_code(doc, i)
    and not doc:is(i - 1, "upper") and not doc:is(i + 1, "upper") and not doc:is(i - 1, "digit")
end

--- What the words of from..to say by themselves.
function M.by_words(doc, hits, from, to)
  if from == to then
    if is_acronym(doc, to) then return "org", "acronym", false end
    return nil
  end
  local first, last = hits.low[from], bare[hits.low[to]]
  if heads.company[last] then return "org", "company-form", true end
  local kind, rule, sure = by_of(hits, from, to)
  if kind then return kind, rule, sure end
  local surname = hits.surname[to]
  local other = (heads.org[last] or heads.place[last] or common.unpersonal[last]) and not surname
  if hits.given[from] and not heads.place_first[first] and not other then return "person", "given-name", true end
  if heads.org[last] then return "org", "org-head", true end
  if heads.place[last] then return "place", "place-head", true end
  if heads.place_first[first] and not common.unpersonal[last] then return "place", "place-first", true end
  if has_initials(doc, from, to) then return "person", "initials", true end
end

--- ", a city in", ", the company that", "is a Danish chain": what the nouns behind the article two tokens after `to` say.
local function by_definition(hits, to)
  for j = to + 3, to + 7 do
    local noun = hits.low[j]
    if not noun or noun == "," or noun == "." or noun == "of" or noun == "in" then return nil end
    if hits.title[j] and not heads.noun_org[noun] then return "person", "apposition", true end
    if heads.noun_place[noun] then return "place", "apposition", true end
    if heads.noun_org[noun] then return "org", "apposition", true end
  end
end

local PLACE_STARTS = { at = true, from = true, of = true, to = true }
local ARTICLES = { a = true, an = true, the = true }

--- What follows the comma behind token `to`: an age, "who", an apposition, a larger place.
local function by_comma(hits, from, to, before)
  local second, third = hits.low[to + 2], hits.low[to + 3]
  if not second then return nil end
  if second:find("^%d%d?$") and (third == "," or third == ".") then return "person", "age", true end
  if second == "who" or second == "whose" then return "person", "who-behind", true end
  if ARTICLES[second] then
    local kind, rule, sure = by_definition(hits, to)
    if kind then return kind, rule, sure end
  end
  if hits.kind[to + 2] == "place" and (heads.before_place[before] or PLACE_STARTS[before] or hits.first[from]) then
    return "place", "place-behind", true
  end
end

local IS = { is = true, was = true, are = true, were = true }

local function by_what_follows(hits, from, to, before)
  local after = hits.low[to + 1]
  if not after or is_possessive[hits.low[to]] then return nil end
  if after == "," then return by_comma(hits, from, to, before) end
  if IS[after] and ARTICLES[hits.low[to + 2]] then return by_definition(hits, to) end
  if heads.noun_org[after] then return "org", "noun-behind", true end
  if heads.noun_place[after] then return "place", "noun-behind", true end
  if heads.verb_person[after] and before ~= "the" then return "person", "verb-behind", from < to end
end

local function by_what_precedes(doc, hits, from, before)
  if not before then return nil end
  if hits.title_from[from - 1] and not doc:is(from, "glued") and not heads.noun_org[before] and not hits.title[from] then
    return "person", "role-before", true
  end
  if heads.noun_org[before] then return "org", "noun-before", true end
  if heads.noun_place[before] and before ~= "state" and before ~= "residents" then return "place", "noun-before", false end
  if heads.before_person[before] then return "person", "verb-before", false end
  if heads.before_place[before] then return "place", "preposition", before == "in" end
  if before == "of" then
    local noun = hits.low[from - 2]
    if heads.noun_place_of[noun] then return "place", "noun-of", true end
    if heads.noun_org_of[noun] then return "org", "noun-of", false end
  end
  if before == "," and hits.title_from[from - 2] == from - 2 then return "person", "title-comma", true end
end

--- What the words around from..to say.
function M.by_context(doc, hits, from, to)
  local before = hits.low[from - 1]
  local kind, rule, sure = by_what_follows(hits, from, to, before)
  if kind then return kind, rule, sure end
  return by_what_precedes(doc, hits, from, before)
end

return M
