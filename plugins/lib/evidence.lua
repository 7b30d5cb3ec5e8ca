--- Decides by the whole document what a mention alone could not: a surname once seen with a given name, an acronym
-- once spelt out, "the League" of a league. Knows nothing of tokens but what the mentions bring.
local common = require "data.common"
local gazetteer = require "lib.gazetteer"
local heads = require "data.heads"

local M = {}

local QUOTES = { ['"'] = true, ["“"] = true, ["‘"] = true, ["'"] = true, ["«"] = true, ["`"] = true, ["”"] = false }

local SUFFIX = { Jr = true, ["Jr."] = true, Sr = true, ["Sr."] = true, II = true, III = true, IV = true }

-- Endings that surnames, and towns, have in many languages; enough for a word that stands alone in the middle of a sentence.
local PERSON_ENDINGS = { "ov", "ova", "ev", "eva", "sky", "ski", "skaya", "skyi", "enko", "chuk", "vich", "vic", "vić", "ić", "shvili", "dze", "yan", "ian",
  "oglu", "sson", "sen", "stein", "berg", "mann", "man", "ez", "ini", "elli", "etti", "ucci", "escu", "poulos", "akis", "idis", "nen" }
local PLACE_ENDINGS = { "burg", "burgh", "ville", "grad", "stan", "shire", "abad", "pur", "borough", "polis", "stadt", "dorf", "furt", "wick", "ford", "ton", "land", "hampton", "haven", "mouth", "chester" }

--- The words of a name: "Robert F. Kennedy Jr." -> Robert, F., Kennedy, Jr.
local function words_of(text)
  local words = {}
  for word in text:gmatch("%S+") do words[#words + 1] = word end
  return words
end

--- The word a person is called by; nil for a name of one word.
function M.surname_of(text)
  local words = words_of(text)
  local n = #words
  while n > 1 and SUFFIX[words[n]] do n = n - 1 end
  if n < 2 then return nil end
  return words[n]:gsub(",$", "")
end

local function initials_of(text)
  local out = {}
  for word in text:gmatch("[^%s%-]+") do
    local c = word:match("^%u")
    if c then out[#out + 1] = c end
  end
  return table.concat(out)
end

--- Counts what sure mentions say of each text, and files persons by surname and given name, organizations by initials and head.
local function collect(found)
  local votes, surnames, givens, initials, org_heads, usual = {}, {}, {}, {}, {}, {}
  for _, m in ipairs(found) do
    if m.kind and m.sure then
      local v = votes[m.text]
      if not v then v = {}; votes[m.text] = v end
      v[m.kind] = (v[m.kind] or 0) + 1
      if m.name then usual[m.text] = m.name end
      if m.from < m.to then
        if m.kind == "person" then
          local surname = M.surname_of(m.text)
          if surname then
            surnames[surname] = surnames[surname] or m.text
            local given = m.text:match("^%S+")
            if not given:find("%.") then givens[given] = givens[given] or m.text end
          end
        elseif m.kind == "org" then
          initials[initials_of(m.text)] = m.text
          local head = m.text:match("(%S+)$")
          org_heads[head] = org_heads[head] or m.text
          local of = m.text:match("^(%S+) of ")
          if of then org_heads[of] = org_heads[of] or m.text end
        end
      end
    end
  end
  return { votes = votes, surnames = surnames, givens = givens, initials = initials, org_heads = org_heads, usual = usual }
end

local function majority(votes)
  local best, most = nil, 0
  for kind, n in lede.sorted_pairs(votes) do
    if n > most then best, most = kind, n end
  end
  return best
end

--- A word on its own that someone in the document is called by.
local function by_person(m, known)
  if m.from ~= m.to and not m.text:find("^al%-") then return nil end
  if known.surnames[m.text] then return "person", "surname-seen" end
  if known.givens[m.text] and m.kind ~= "place" then return "person", "given-name-seen" end
end

local function by_org(doc, m, known)
  if m.from ~= m.to then return nil end
  if known.initials[m.text] and #m.text > 1 then return "org", "initials-seen", known.initials[m.text] end
  if known.org_heads[m.text] and doc:lower(m.from - 1) == "the" and not m.opens then return "org", "head-seen", known.org_heads[m.text] end
end

--- Marks around a run of capitals that make it a title, a label or half a word.
local function is_label(doc, m)
  local before, after = doc:token(m.from - 1), doc:token(m.to + 1)
  if before and (QUOTES[before] or before == ":" or before == "#") and doc:is(m.from, "glued") then return true end
  if before and doc:is(m.from - 1, "digit") then return true end
  if before and doc:is(m.from, "glued") and (before == "-" or before == "/" or before == "." or before == "@" or before == "_") then return true end
  if after and doc:is(m.to + 1, "glued") and (after == "-" or after == "_" or after == "@" or after == ":" or after == "/") then return true end
  return after ~= nil and doc:is(m.to + 1, "digit")
end

--- What is left when nothing in the document tells: the commonest kind of such a name.
local function by_default(doc, hits, m)
  local before = doc:lower(m.from - 1)
  local last = m.text:match("%S+$")
  local first = m.text:match("^%S+"):lower()
  if m.titled or is_label(doc, m) then return nil end
  for i = m.from, m.to do
    if doc:is(i, "capital") and gazetteer.is_word(doc, i) and not hits.given[i] then return nil end
  end
  if m.from < m.to then
    for word in m.text:gmatch("%S+") do
      if common.unpersonal[word:lower()] then return nil end
    end
    if before == "the" then return "org", "default" end
    if common.opening[first] then return nil end
    return "person", "default"
  end
  if common.never[m.text:lower()] or common.opening[m.text:lower()] then return nil end
  if common.unpersonal[m.text:lower()] or heads.org[m.text:lower()] or heads.place[m.text:lower()] then return nil end
  if hits.surname[m.from] and not m.opens then return "person", "surname-alone" end
  if hits.given[m.from] and (not m.opens or not gazetteer.is_word(doc, m.from)) then return "person", "given-alone" end
  if m.opens or m.text:find("%d") then return nil end
  if gazetteer.ends_in(m.text, PLACE_ENDINGS) then return "place", "ending" end
  if gazetteer.ends_in(m.text, PERSON_ENDINGS) then return "person", "ending" end
  return nil
end

--- In a row ("Sojod, Hardon and Baarchit") the kind of the one before.
local function by_row(doc, m, previous)
  if not previous or not previous.kind or previous.to ~= m.from - 2 then return nil end
  local between = doc:lower(m.from - 1)
  if between ~= "," and between ~= "and" and between ~= "or" then return nil end
  if is_label(doc, m) then return nil end
  for i = m.from, m.to do
    if gazetteer.is_word(doc, i) then return nil end
  end
  if previous.kind == "person" and previous.from < previous.to and m.from == m.to then return nil end
  if previous.kind == "event" then return nil end
  return previous.kind, "row"
end

local GUESSED = { ["verb-behind"] = true, preposition = true, ["verb-before"] = true, acronym = true, ["noun-of"] = true,
  ["noun-before"] = true, ["noun-behind"] = true, ["role-before"] = true }

--- An ordinary word with a capital is no name because of its neighbours, nor a known one where it begins a sentence.
local function drop_words(doc, m)
  if m.from ~= m.to or not m.kind then return end
  if GUESSED[m.rule] or m.rule == "list" and m.opens and m.kind ~= "person" then
    if gazetteer.is_word(doc, m.from) then m.kind, m.rule, m.sure = nil, nil, false end
  end
end

--- Gives every mention that can be decided a kind; the others keep none.
function M.decide(doc, hits, found)
  local known = collect(found)
  for n, m in ipairs(found) do
    drop_words(doc, m)
    local weak = not m.sure or (m.rule == "list" and m.kind == "place" and m.from == m.to)
    if weak then
      local kind, rule = by_person(m, known)
      if kind and m.rule == "list" and (hits.kind[m.from - 2] == "place" or heads.before_place[doc:lower(m.from - 1)]) then kind = nil end
      if not kind and m.rule ~= "list" then
        local votes = known.votes[m.text]
        if votes then kind, rule = majority(votes), "same-name" end
      end
      if not kind and m.rule ~= "list" then kind, rule, m.refers = by_org(doc, m, known) end
      if not kind and not m.kind then kind, rule = by_row(doc, m, found[n - 1]) end
      if not kind and not m.kind then kind, rule = by_default(doc, hits, m) end
      if kind then m.kind, m.rule = kind, rule end
    end
  end
  return known
end

return M
