--- Decides by the whole document what a mention alone could not: a surname once seen with a given name, an acronym
-- once spelt out, "the League" of a league. Knows nothing of how mentions were found.
local common = require "data.common"
local forms = require "lib.forms"
local gazetteer = require "lib.gazetteer"
local heads = require "data.heads"
local remember = require "lib.remember"
local surnames = require "lib.surnames"

local M = {}

local set = lede.set

-- Endings that surnames, and towns, have in many languages; enough for a word that stands alone in the middle of a sentence.
local PERSON_ENDINGS = set [[
  ov ova ev eva sky ski skaya skyi enko chuk vich vic vić ić shvili dze yan ian oglu sson sen stein berg mann man ez ini
  elli etti ucci escu poulos akis idis nen]]
local PLACE_ENDINGS = set "burg burgh ville grad stan shire abad pur polis stadt dorf furt wick ford ton land haven mouth"

-- Small words that belong to the surname behind them: del Ponte; and, before a hyphen, al-Sadr.
local PARTICLES = set "del de della di da dos du von van der den bin ibn"
local ARTICLES = set "al el as ash ad ar an"

---------------------------------------------------------------------------------------------------------------------------------
-- What the sure mentions of a document say

--- Of the name of an organization the initials, the last word, and the word before "of" where that is the second.
local parts_of = remember(function(text)
  local initials = {}
  for word in text:gmatch("[^%s%-]+") do initials[#initials + 1] = word:match("^%u") end
  return { initials = table.concat(initials), head = text:match("(%S+)$"), of = text:match("^(%S+) of ") }
end)

--- The given name, false where it is an initial.
local given_of = remember(function(text)
  local given = text:match("^%S+")
  return not given:find(".", 1, true) and given
end)

local function file_person(known, text)
  local surname = surnames.of(text)
  if not surname then return end
  known.surnames[surname] = known.surnames[surname] or text
  local long = surnames.with_particles(text)
  if long then known.surnames[long] = known.surnames[long] or text end
  local given = given_of[text]
  if given then known.givens[given] = known.givens[given] or text end
end

local function file_org(known, text)
  local parts, heads_seen = parts_of[text], known.heads
  known.initials[parts.initials] = text
  heads_seen[parts.head] = heads_seen[parts.head] or text
  if parts.of then heads_seen[parts.of] = heads_seen[parts.of] or text end
end

--- Counts the kinds of each text, and files persons by surname and given name, organizations by initials and head.
local function collect(found)
  local known = { votes = {}, surnames = {}, givens = {}, initials = {}, heads = {}, usual = {} }
  for _, m in ipairs(found) do
    if m.kind and m.sure then
      local votes = known.votes[m.text] or {}
      known.votes[m.text] = votes
      votes[m.kind] = (votes[m.kind] or 0) + 1
      if m.name then known.usual[m.text] = m.name end
      if m.from < m.to and m.kind == "person" then file_person(known, m.text) end
    end
    if m.kind == "org" and m.from < m.to then file_org(known, m.text) end
  end
  return known
end

local function majority(votes)
  local best, most = nil, 0
  for kind, n in pairs(votes) do
    if n > most or n == most and kind < best then best, most = kind, n end
  end
  return best
end

---------------------------------------------------------------------------------------------------------------------------------
-- The steps, from what is nearly certain to what is likely: each answers kind, rule

--- Takes the small words of a surname into the mention: "al-Sadr", and "del Ponte" where the document has it in full.
local function extend(doc, hits, m, known)
  local before = hits.low[m.from - 1]
  local from
  if before == "-" and ARTICLES[hits.low[m.from - 2]] and doc:is(m.from, "glued") then
    from = m.from - 2
  elseif PARTICLES[before] then
    from = m.from - 1
    while PARTICLES[hits.low[from - 1]] do from = from - 1 end
    local first = doc:span(from)
    if not known.surnames[doc:sub(first, m.last)] then return end
  end
  if from then
    m.from, m.first = from, doc:span(from)
    m.text = doc:sub(m.first, m.last)
    if hits.low[from + 1] == "-" and not m.kind then m.kind, m.rule = "person", "article" end
  end
end

--- A word on its own that someone in the document is called by. A place named as one ("in Lincoln") stays a place.
local function by_person(hits, m, known)
  if m.rule == "list" and (hits.kind[m.from - 2] == "place" or heads.before_place[hits.low[m.from - 1]]) then return nil end
  if known.surnames[m.text] then return "person", "surname-seen" end
  if known.givens[m.text] and m.kind ~= "place" and m.from == m.to then return "person", "given-name-seen" end
end

local function by_name(m, known)
  local votes = known.votes[m.text]
  if votes then return majority(votes), "same-name" end
end

--- "WHO" once spelt out, "the League" of a league; the third result is the name in full.
local function by_org(hits, m, known)
  if m.from ~= m.to then return nil end
  local full = #m.text > 1 and known.initials[m.text]
  if full then return "org", "initials-seen", full end
  full = known.heads[m.text]
  if full and not m.opens and hits.low[m.from - 1] == "the" then return "org", "head-seen", full end
end

local OPENING_MARKS = { ['"'] = true, ["“"] = true, ["‘"] = true, ["'"] = true, ["«"] = true, ["`"] = true, [":"] = true,
  ["#"] = true, ["-"] = true, ["/"] = true, ["."] = true, ["@"] = true, ["_"] = true }
local CLOSING_MARKS = { ["-"] = true, ["_"] = true, ["@"] = true, [":"] = true, ["/"] = true }

--- Marks and figures around a run of capitals that make it a title, a label or half a word.
local function is_label(doc, hits, m)
  local before, after = hits.low[m.from - 1], hits.low[m.to + 1]
  if before and (doc:is(m.from - 1, "digit") or OPENING_MARKS[before] and doc:is(m.from, "glued")) then return true end
  return after ~= nil and (doc:is(m.to + 1, "digit") or CLOSING_MARKS[after] ~= nil and doc:is(m.to + 1, "glued"))
end

local function has_word(doc, hits, m)
  for i = m.from, m.to do
    if doc:is(i, "capital") and not hits.given[i] and hits.low[i] ~= "the" and gazetteer.is_word(doc, hits, i) then
      return true
    end
  end
  return false
end

--- In a row ("Sojod, Hardon and Baarchit") the kind of the one before.
local function by_row(doc, hits, m, previous)
  if not previous or not previous.kind or previous.kind == "event" or previous.to ~= m.from - 2 then return nil end
  local between = hits.low[m.from - 1]
  if between ~= "," and between ~= "and" and between ~= "or" then return nil end
  if previous.kind == "person" and previous.from < previous.to and m.from == m.to then return nil end
  if is_label(doc, hits, m) or has_word(doc, hits, m) then return nil end
  return previous.kind, "row"
end

local function default_of_many(hits, m)
  for word in m.text:gmatch("%S+") do
    if common.unpersonal[word:lower()] then return nil end
  end
  if hits.low[m.from - 1] == "the" then return "org", "default" end
  return "person", "default"
end

local function default_of_one(hits, m)
  local word = m.text:lower()
  if common.never[word] or common.opening[word] or common.unpersonal[word] or heads.org[word] or heads.place[word] then
    return nil
  end
  if hits.surname[m.from] and not m.opens then return "person", "surname-alone" end
  if hits.given[m.from] then return "person", "given-alone" end
  if m.opens or m.text:find("%d") then return nil end
  if forms.ends_in(m.text, PLACE_ENDINGS) then return "place", "ending" end
  if forms.ends_in(m.text, PERSON_ENDINGS) then return "person", "ending" end
end

--- What is left when nothing tells: the commonest kind of such a name.
local function by_default(doc, hits, m)
  if m.titled or is_label(doc, hits, m) or has_word(doc, hits, m) then return nil end
  if m.text:find("^The ") then return "org", "the-capital" end
  if m.from < m.to then return default_of_many(hits, m) end
  return default_of_one(hits, m)
end

---------------------------------------------------------------------------------------------------------------------------------

-- Rules that look at the neighbours of a word alone.
local GUESSES = set "verb-behind preposition verb-before acronym noun-of noun-before noun-behind role-before"

--- An ordinary word with a capital is no name because of its neighbours, nor a known one where it begins a sentence.
local function drop_word(doc, hits, m)
  if m.from ~= m.to or not m.kind then return end
  if (GUESSES[m.rule] or m.rule == "list" and m.opens and m.kind ~= "person") and gazetteer.is_word(doc, hits, m.from) then
    m.kind, m.rule, m.sure = nil, nil, false
  end
end

local function decide_one(doc, hits, m, previous, known)
  local kind, rule = by_person(hits, m, known)
  if not kind and m.rule ~= "list" then kind, rule = by_name(m, known) end
  if not kind and m.rule ~= "list" then kind, rule, m.refers = by_org(hits, m, known) end
  if not kind and not m.kind then kind, rule = by_row(doc, hits, m, previous) end
  if not kind and not m.kind then kind, rule = by_default(doc, hits, m) end
  if kind then m.kind, m.rule = kind, rule end
end

--- Gives every mention that can be decided a kind; the others keep none. Returns what the document says of its names.
function M.decide(doc, hits, found)
  for _, m in ipairs(found) do drop_word(doc, hits, m) end
  local known = collect(found)
  for n, m in ipairs(found) do
    if not m.sure then extend(doc, hits, m, known) end
    if not m.sure or m.rule == "list" and m.kind == "place" and m.from == m.to then
      decide_one(doc, hits, m, found[n - 1], known)
    end
  end
  return known
end

return M
