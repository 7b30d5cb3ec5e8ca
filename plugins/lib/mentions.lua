--- Finds the names in a text: runs of capitalised words, cut where one name ends and the next begins, each with the
-- kind its own words and its neighbours suggest. Knows nothing of the rest of the document: lib/evidence does.
--
-- A mention is a table: from, to (tokens), first, last (offsets), text, kind (nil while nothing tells), rule (which step
-- said so), sure (whether other mentions may be decided by it), opens (begins a sentence), place (title, caption, …, nil in the body).
local common = require "data.common"
local gazetteer = require "lib.gazetteer"
local heads = require "data.heads"

local M = {}

local JOINING = { ["&"] = true, ["/"] = false, ["de"] = true, ["la"] = true, ["del"] = true, ["della"] = true, ["di"] = true, ["da"] = true, ["das"] = true,
  ["dos"] = true, ["do"] = true, ["du"] = true, ["des"] = true, ["le"] = true, ["von"] = true, ["van"] = true, ["der"] = true, ["den"] = true, ["ter"] = true,
  ["bin"] = true, ["bint"] = true, ["ibn"] = true, ["ben"] = true, ["al"] = true, ["el"] = true, ["ul"] = true, ["y"] = true, ["e"] = true, ["af"] = true, ["zu"] = true, ["upon"] = true, ["arap"] = true }

local NEEDS_ARTICLE = { west = true, east = true, gulf = true, south = true, north = true, cabinet = true, commonwealth = true, army = true, navy = true,
  marines = true, diet = true, fed = true, quad = true, guardian = true, observer = true, independent = true, telegraph = true, economist = true, commons = true, treasury = true,
  parliament = false, mirror = true, atlantic = true }

-- Lua's character classes know bytes only, so that the two apostrophes are told apart by hand.
local function is_possessive(text) return text:sub(-2) == "'s" or text:sub(-4) == "’s" end

local function strip(text)
  if text:sub(-4) == "’s" then return text:sub(1, -5) end
  if text:sub(-2) == "'s" then return text:sub(1, -3) end
  if text:sub(-4) == "s’" then return text:sub(1, -4) end
  if text:sub(-2) == "s'" then return text:sub(1, -2) end
  return text
end

local CONTRACTIONS = { ve = true, ll = true, re = true, d = true, m = true, t = true }

--- We’ve, You'll, Don’t.
local function is_contraction(word)
  return CONTRACTIONS[word:match("['’](%a+)$") or ""] or CONTRACTIONS[word:match("’(%a+)$") or ""] or false
end

--- Whether the name goes on from token `p` to the capital token `i`, with something small between them.
local function bridges(doc, hits, p, i, reach)
  if i <= reach then return true end
  local gap = i - p
  local mid = doc:lower(p + 1)
  if gap == 2 then
    if mid == "-" or mid == "‑" then
      return doc:is(p + 1, "glued") and doc:is(i, "glued") and doc:is(p, "upper") == doc:is(i, "upper") and not hits.kind[p] and not hits.kind[i]
    end
    if mid == "," then return heads.company[doc:lower(i)] end
    if mid == "of" then return heads.of_org[doc:lower(p)] or heads.of_place[doc:lower(p)] end
    if mid == "for" then return heads.of_org[doc:lower(p)] or heads.org[doc:lower(p)] and hits.kind[p] ~= "place" end
    if mid == "." then return #doc:token(p) == 1 and doc:is(p + 1, "glued") end
    return JOINING[mid]
  elseif gap == 3 then
    local mid2 = doc:lower(p + 2)
    if mid == "of" and mid2 == "the" then return heads.of_org[doc:lower(p)] end
    if mid == "al" or mid == "el" or mid == "ul" or mid == "ad" or mid == "as" or mid == "ash" or mid == "ar" or mid == "az" then return mid2 == "-" end
    return JOINING[mid] and JOINING[mid2]
  end
  return false
end

--- "and" joins within "Ministry of Health and Welfare", not between two names.
local function and_joins(doc, hits, start, p, i)
  if i - p ~= 2 or doc:lower(p + 1) ~= "and" then return false end
  local word = doc:lower(p)
  if hits.kind[i] or hits.given[i] or heads.org[word] or heads.place[word] then return false end
  for j = start + 1, p do
    if doc:lower(j) == "of" or doc:lower(j) == "for" then return heads.of_org[doc:lower(j - 1)] and not hits.kind[p] end
  end
  return false
end

--- Whether token `i` is a day or month here rather than a name.
local function is_calendar(word) return common.never[word] or common.never[strip(word)] end

local function new_mention(doc, from, to, kind, rule, sure)
  local first, last = doc:span(from, to)
  local text = doc:sub(first, last)
  local bare = strip(text)
  if #bare < #text then
    last, text = last - (#text - #bare), bare
  end
  if text:find("%s%s") or text:find("[\n\t\r]") then text = text:gsub("%s+", " ") end
  return { from = from, to = to, first = first, last = last, text = text, kind = kind, rule = rule, sure = sure, opens = doc:is(from, "first") }
end

--- What the words of from..to say by themselves: kind, rule, sure.
local function by_words(doc, hits, from, to)
  local last = doc:lower(to)
  last = strip(last)
  local one = from == to
  if not one then
    if heads.company[last] then return "org", "company-form", true end
    for j = from + 1, to - 1 do
      local word = doc:lower(j)
      if word == "of" or word == "for" then
        local head = doc:lower(j - 1)
        if heads.of_place[head] and not heads.of_org[head] then return "place", "place-of", true end
        if heads.of_org[head] or heads.org[head] then return "org", "org-of", true end
      end
    end
    local first = doc:lower(from)
    if hits.given[from] and not heads.place_first[first] and (hits.surname[to] or not heads.org[last] and not heads.place[last]) then
      if not common.unpersonal[last] or hits.surname[to] then return "person", "given-name", true end
    end
    if heads.org[last] then return "org", "org-head", true end
    if heads.place[last] then return "place", "place-head", true end
    if heads.place_first[first] and not common.unpersonal[last] then return "place", "place-first", true end
    local initial = doc:token(from)
    if initial:find("^%u%.$") or initial:find("^%u%.%u%.$") then return "person", "initials", true end
    for j = from + 1, to - 1 do
      if doc:token(j):find("^%u%.?$") then return "person", "initials", true end
    end
  end
  if doc:is(to, "upper") and one then
    local text = strip(doc:token(to))
    if #text >= 2 and #text <= 6 and not text:find("[%.%d]") and not common.never[text:lower()] and not doc:is(to - 1, "upper") and not doc:is(to + 1, "upper") and not doc:is(to - 1, "digit") then
      return "org", "acronym", false
    end
  end
  return nil
end

--- What the words around from..to say: kind, rule, sure.
local function by_context(doc, hits, from, to)
  local before, after = doc:lower(from - 1), doc:lower(to + 1)
  if after and not is_possessive(doc:lower(to)) then
    if heads.noun_org[after] then return "org", "noun-behind", true end
    if heads.noun_place[after] then return "place", "noun-behind", true end
    if heads.verb_person[after] and before ~= "the" then return "person", "verb-behind", false end
    if after == "," then
      local second, third = doc:token(to + 2), doc:token(to + 3)
      if second and second:find("^%d%d?$") and (third == "," or third == ".") then return "person", "age", true end
      second = second and second:lower()
      if second == "who" or second == "whose" then return "person", "who-behind", true end
      if second == "a" or second == "an" or second == "the" then
        for j = to + 3, to + 6 do
          local noun = doc:lower(j)
          if not noun or noun == "," or noun == "." then break end
          if hits.title[j] and not heads.noun_org[noun] then return "person", "apposition", true end
          if heads.noun_place[noun] or noun == "capital" then return "place", "apposition", true end
          if heads.noun_org[noun] then return "org", "apposition", true end
          if noun == "of" or noun == "in" then break end
        end
      end
      if hits.kind[to + 2] == "place" and before ~= "," and before ~= "and" and (heads.before_place[before] or before == "at" or before == "from" or before == "of" or before == "to" or doc:is(from, "first")) then
        return "place", "place-behind", true
      end
    end
  end
  if before then
    local title = hits.title_from[from - 1]
    if title and not doc:is(from, "glued") and not heads.noun_org[before] and not hits.title[from] then return "person", "role-before", true end
    if heads.noun_org[before] then return "org", "noun-before", true end
    if heads.noun_place[before] and before ~= "state" and before ~= "residents" then return "place", "noun-before", false end
    if heads.before_person[before] then return "person", "verb-before", false end
    if heads.before_place[before] then return "place", "preposition", before == "in" and after ~= "'s" end
    if before == "of" then
      local noun = doc:lower(from - 2)
      if heads.noun_place_of[noun] then return "place", "noun-of", true end
      if heads.noun_org_of[noun] then return "org", "noun-of", false end
    end
    if before == "," and hits.title_to[from - 2] and hits.title_to[from - 2] == from - 2 then return "person", "title-comma", true end
  end
  return nil
end

--- A known name covers from..to exactly: its kind, unless its neighbours say that it is somebody's surname here.
local function by_list(doc, hits, from, to)
  if hits.to[from] ~= to then return nil end
  local kind = hits.kind[from]
  local word = doc:lower(from)
  if from == to and NEEDS_ARTICLE[word] and doc:lower(from - 1) ~= "the" then return nil end
  return kind, "list", true
end

local function emit(out, doc, hits, from, to, kind, rule, sure)
  local m = new_mention(doc, from, to, kind, rule, sure)
  if rule == "list" then m.name = hits.name[from] or nil end
  if m.name and is_possessive(m.name) and m.text == strip(m.name) then
    m.last, m.text = m.last + #m.name - #m.text, m.name -- McDonald's is no possessive
  end
  out[#out + 1] = m
  return m
end

--- Where a second person begins in a run of names without commas, as lists and signatures have them: the token before it.
local function end_of_person(doc, hits, from, to)
  for j = from + 1, to do
    local word = doc:token(j)
    if word == doc:token(from) then return j - 1 end
    if j > from + 1 and j < to and hits.given[j] and not hits.surname[j] and hits.surname[j - 1] and not hits.given[j - 1] then return j - 1 end
  end
  while to > from + 1 and not hits.surname[to] and not hits.given[to] and gazetteer.is_word(doc, to) do to = to - 1 end
  return to
end

--- One stretch of words without titles and peoples: where it stands for two names it is cut again.
local function settle(out, doc, hits, from, to, expects)
  if from > to then return end
  if from < to and heads.event[strip(doc:lower(to))] and not hits.given[from] and hits.to[from] ~= to then
    return emit(out, doc, hits, from, to, "event", "event-head", true)
  end
  local kind, rule, sure = by_list(doc, hits, from, to)
  if kind == "people" then return end
  if expects and (kind == nil or kind == "place" or (kind == "org" and from < to)) and not (kind == "org") then
    if heads.of_place[doc:lower(from)] ~= true or from == to then
      return emit(out, doc, hits, from, to, "person", "title-before", true)
    end
  end
  if kind then return emit(out, doc, hits, from, to, kind, rule, sure) end
  local reach = hits.to[from]
  if not (reach and reach < to) then
    kind, rule, sure = by_words(doc, hits, from, to)
  elseif hits.given[from] and not hits.kind[reach + 1] and hits.surname[to] then
    kind, rule, sure = "person", "given-name", true
  else
    kind, rule, sure = by_words(doc, hits, from, to)
    if kind == "person" and not (hits.given[from] and reach == from) then kind = nil end
    if not kind and hits.kind[from] == "place" and reach >= to - 2 and not hits.kind[reach + 1] and not hits.given[reach + 1] and not hits.title[reach + 1] and not common.never[doc:lower(to)] then
      kind, rule, sure = heads.event[doc:lower(to)] and "event" or "org", "place-and-word", false
    end
    if not kind then
      settle(out, doc, hits, from, reach)
      local next_from = reach + 1
      while next_from <= to and not doc:is(next_from, "capital") do next_from = next_from + 1 end
      return settle(out, doc, hits, next_from, to)
    end
  end
  if rule == "given-name" then
    local last = end_of_person(doc, hits, from, to)
    emit(out, doc, hits, from, last, kind, rule, last > from)
    return settle(out, doc, hits, last + 1, to)
  end
  if kind then return emit(out, doc, hits, from, to, kind, rule, sure) end
  for j = from + 1, to do
    if hits.to[j] and hits.to[j] <= to and hits.kind[j] ~= "people" then
      if j == from + 1 and heads.direction[doc:lower(from)] and hits.kind[j] == "place" and hits.to[j] == to then
        return emit(out, doc, hits, from, to, "place", "direction", true)
      end
      if hits.kind[j] == "place" and hits.to[j] == to and not hits.surname[j] then
        return emit(out, doc, hits, from, to, "org", "name-and-place", false)
      end
      if hits.kind[j] ~= "place" and not hits.surname[j] then
        settle(out, doc, hits, from, j - 1)
        return settle(out, doc, hits, j, to)
      end
    end
  end
  kind, rule, sure = by_context(doc, hits, from, to)
  if not kind and from < to and hits.surname[to] then
    local word = doc:lower(from)
    if not common.unpersonal[word] then kind, rule, sure = "person", "surname", true end
  end
  return emit(out, doc, hits, from, to, kind, rule, sure)
end

--- Cuts the run from..to at opening words, peoples, days and titles, and settles what lies between.
local function cut_run(out, doc, hits, from, to)
  local i, start, expects = from, nil, false
  local tail = doc:lower(to)
  local headed = heads.org[tail] or heads.place[tail]
  local function close(last)
    if start then
      while last > start and not doc:is(last, "capital") do last = last - 1 end
      settle(out, doc, hits, start, last, expects)
      expects = false
    end
    start = nil
  end
  while i <= to do
    local word = doc:lower(i)
    local reach = hits.to[i]
    local known = reach and hits.kind[i]
    local title_to = hits.title[i] == "title" and hits.title_to[i] or nil
    if known and known ~= "people" and not (title_to and title_to > reach) then
      if not start then start = i end
      i = math.max(reach, i) + 1
      if i <= to and is_possessive(doc:lower(i - 1)) and not is_possessive(hits.name[start] or "") then close(i - 1) end
    elseif title_to and not (headed and title_to < to and to - i < 3) then
      close(i - 1)
      local next_word = title_to + 1
      expects = next_word <= to
      i = next_word
    elseif known == "people" and not (hits.given[i] and reach == i and i < to) and
        (not hits.name[i] and not (heads.org[tail] and reach < to) or hits.name[i] and not (start and heads.org[tail]) and not (heads.org[tail] and not heads.government[tail] and reach < to)) then
      close(i - 1)
      i = reach + 1
      expects = false
    elseif is_calendar(word) and not (hits.given[i] and i < to and doc:is(i + 1, "word") and not common.never[doc:lower(i + 1)]) or (not start and common.opening[word]) then
      close(i - 1)
      i = i + 1
    elseif not start and (common.opening[strip(word)] or is_contraction(word)) then
      i = i + 1
    else
      if not start then start = doc:is(i, "capital") and i or nil end
      if start and is_possessive(word) and i < to then
        close(i)
      end
      i = i + 1
    end
  end
  close(to)
end

--- In a headline where every word has a capital only what is known on its own, and full names of persons.
function M.find_in_title(doc, hits, from, to, out)
  local i = from
  while i <= to do
    local last, kind = hits.to[i], hits.kind[i]
    if last and kind ~= "people" and not (i == last and gazetteer.is_word(doc, i)) then
      emit(out, doc, hits, i, last, kind, "list", false)
      i = last
    elseif hits.given[i] and hits.surname[i + 1] and i < to and doc:is(i + 1, "capital") then
      emit(out, doc, hits, i, i + 1, "person", "given-name", true)
      i = i + 1
    elseif doc:is(i, "capital") and not gazetteer.is_word(doc, i) then
      emit(out, doc, hits, i, i, nil, "title", false).titled = true
    end
    i = i + 1
  end
end

--- Whether nearly all longer words between two tokens begin with a capital.
function M.is_title_case(doc, from, to)
  local capitals, words = 0, 0
  for i, text in doc:tokens(from, to, "word") do
    if #text > 3 then
      words = words + 1
      if doc:is(i, "capital") then capitals = capitals + 1 end
    end
  end
  return words > 2 and capitals * 5 >= words * 4
end

--- All mentions between the tokens `from` and `to`.
function M.find(doc, hits, from, to, out)
  local start, previous, reach = nil, nil, 0
  for i, text in doc:tokens(from, to, "capital") do
    if start and (i == previous + 1 and not doc:is(i, "first") and not (text ~= "" and false) or
        i ~= previous + 1 and (bridges(doc, hits, previous, i, reach) or and_joins(doc, hits, start, previous, i))) then
      previous = i
    else
      if start then cut_run(out, doc, hits, start, previous) end
      start, previous, reach = i, i, 0
    end
    local last = hits.to[i]
    if last and last > reach then reach = last end
  end
  if start then cut_run(out, doc, hits, start, math.max(previous, math.min(reach, to))) end
  return out
end

return M
