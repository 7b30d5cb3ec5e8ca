--- Finds the names in a text: runs of capitalised words, cut where one name ends and the next begins, each with the
-- kind that lib/kinds gives it. Knows nothing of the rest of the document: lib/evidence does.
--
-- A mention is a table: from, to (tokens), first, last (offsets), text, kind (nil while nothing tells), rule (which step
-- said so), sure (whether other mentions may be decided by it), opens (begins a sentence), name (the usual one, from the lists).
local common = require "data.common"
local forms = require "lib.forms"
local gazetteer = require "lib.gazetteer"
local heads = require "data.heads"
local kinds = require "lib.kinds"
local remember = require "lib.remember"

local M = {}

local bare, is_possessive = remember(forms.bare), remember(forms.is_possessive)

---------------------------------------------------------------------------------------------------------------------------------
-- Runs: capitals, and the small words that join them

local LONGEST_RUN = 30 -- tokens; what is longer is a line in capitals, and would take quadratic time

-- Inside names of persons and places: Ursula von der Leyen, Rio de la Plata; & in names of firms.
local JOINING = lede.set [[
  de la del della di da das dos do du des le von van der den ter bin bint ibn ben al el ul y e af zu upon arap]]

-- The article of Arabic names, before a hyphen: Bashar al-Assad.
local ARTICLE = { al = true, el = true, ul = true, ad = true, as = true, ash = true, ar = true, az = true, an = true }

--- One token stands between the capitals at `p` and `i`.
local function joins(doc, hits, p, i)
  local mid = hits.low[p + 1]
  if mid == "&" then return not (hits.given[p - 1] and hits.given[i] and doc:is(i + 1, "capital")) end -- Anna Berg & Tom Lind
  if JOINING[mid] then return true end
  if mid == "-" or mid == "‑" then
    local same_case = doc:is(p, "upper") == doc:is(i, "upper")
    return same_case and doc:is(p + 1, "glued") and doc:is(i, "glued") and not hits.kind[p] and not hits.kind[i]
  end
  local word = hits.low[p]
  if mid == "of" then return heads.of_org[word] or heads.of_place[word] end
  if mid == "for" then return heads.of_org[word] or heads.org[word] and hits.kind[p] ~= "place" end
  if mid == "," then return heads.company[hits.low[i]] end
  if mid == "." then return #word == 1 and doc:is(p + 1, "glued") end
  return false
end

--- Two tokens stand between: "of the", "de la", "al-".
local function joins_two(hits, p)
  local mid, mid2 = hits.low[p + 1], hits.low[p + 2]
  if mid == "of" and mid2 == "the" then return heads.of_org[hits.low[p]] end
  if ARTICLE[mid] and mid2 == "-" then return true end
  return JOINING[mid] and JOINING[mid2]
end

--- "and" joins within "Ministry of Health and Welfare", not between two names.
local function and_joins(hits, start, p, i)
  if hits.low[p + 1] ~= "and" or hits.kind[i] or hits.given[i] or hits.kind[p] then return false end
  local word = hits.low[p]
  if heads.org[word] or heads.place[word] then return false end
  for j = start + 1, p do
    local small = hits.low[j]
    if small == "of" or small == "for" then return heads.of_org[hits.low[j - 1]] end
  end
  return false
end

--- Whether a run that began at `start` and came to token `p` goes on with the capital at `i`; a known name reaches to `reach`.
local function goes_on(doc, hits, start, p, i, reach)
  local gap = i - p
  if gap > 3 and i > reach or i - start > LONGEST_RUN then return false end
  if gap == 1 then return not hits.first[i] end
  if i <= reach then return true end
  if gap == 2 then return joins(doc, hits, p, i) or and_joins(hits, start, p, i) end
  return gap == 3 and joins_two(hits, p)
end

---------------------------------------------------------------------------------------------------------------------------------
-- Mentions

-- Names on the lists that end as a possessive does: McDonald's.
local ends_so = remember(function(name) return forms.bare(name) ~= name end)

local function add(out, doc, hits, from, to, kind, rule, sure)
  local text, first, last = doc:name(from, to)
  local name = rule == "list" and hits.name[from] or nil
  if name and ends_so[name] and doc:sub(first, last + #name - #text) == name then text, last = name, last + #name - #text end
  local mention = { from = from, to = to, first = first, last = last, text = text, kind = kind, rule = rule, sure = sure,
    name = name, opens = hits.first[from] }
  out[#out + 1] = mention
  return mention
end

--- An ordinal in front belongs to the name of a unit: the 82nd Airborne Division.
local function with_ordinal(doc, hits, from, to)
  if heads.military[bare[hits.low[to]]] and (doc:token(from - 1) or ""):find("^%d+%l%l?$") then return from - 1 end
  return from
end

--- Where a second person begins in a run of names without commas, as lists and signatures have them: the token before it.
local function end_of_person(doc, hits, from, to)
  for j = from + 1, to do
    if doc:token(j) == doc:token(from) then return j - 1 end
    if j > from + 1 and j < to and hits.given[j] and not hits.surname[j] and hits.surname[j - 1] and not hits.given[j - 1] then
      return j - 1
    end
  end
  while to > from + 1 and not hits.surname[to] and not hits.given[to] and gazetteer.is_word(doc, hits, to) do to = to - 1 end
  return to
end

local settle

--- A known name and more behind it: one longer name ("Boston University", "Perth Glory"), or two.
local function settle_longer(out, doc, hits, from, to)
  local reach = hits.to[from]
  local kind, rule, sure = kinds.by_words(doc, hits, from, to)
  if hits.given[from] and not hits.kind[reach + 1] and hits.surname[to] then kind, rule, sure = "person", "given-name", true end
  if kind == "person" and not (hits.given[from] and reach == from) then kind = nil end
  if kind then return add(out, doc, hits, from, to, kind, rule, sure) end
  local rest = reach + 1
  if hits.kind[from] == "place" and to <= reach + 2 and not hits.kind[rest] and not hits.given[rest] and not hits.title[rest] then
    return add(out, doc, hits, from, to, "org", "place-and-word", false)
  end
  settle(out, doc, hits, from, reach)
  while rest <= to and not doc:is(rest, "capital") do rest = rest + 1 end
  return settle(out, doc, hits, rest, to)
end

--- A known name inside the words, not at their beginning: "South Boston", "Legia Warsaw"; true when that decided it.
local function settle_around(out, doc, hits, from, to)
  for j = from + 1, to do
    local kind, reach = hits.kind[j], hits.to[j]
    if kind and kind ~= "people" and reach <= to then
      local at_end = kind == "place" and reach == to
      if at_end and j == from + 1 and heads.direction[hits.low[from]] then
        add(out, doc, hits, from, to, "place", "direction", true)
        return true
      elseif at_end and not hits.surname[j] then
        add(out, doc, hits, from, to, "org", "name-and-place", false)
        return true
      elseif kind ~= "place" and not hits.surname[j] then
        settle(out, doc, hits, from, j - 1)
        settle(out, doc, hits, j, to)
        return true
      end
    end
  end
  return false
end

--- One stretch of words without titles and peoples; `expects`: a title stands right before it. Where it turns out to be two
-- names it is cut again.
function settle(out, doc, hits, from, to, expects)
  if from > to then return end
  local kind, rule, sure = kinds.by_list(hits, from, to)
  if kind == "people" then return end
  if expects and kind ~= "org" and kind ~= "person" then return add(out, doc, hits, from, to, "person", "title-before", true) end
  if kind then return add(out, doc, hits, from, to, kind, rule, sure) end
  local storm = from < to and heads.event_first[hits.low[from]]
  if storm or from < to and heads.event[bare[hits.low[to]]] and not hits.given[from] then
    return add(out, doc, hits, from, to, "event", "event-head", true)
  end
  local reach = hits.to[from]
  if reach and reach < to then return settle_longer(out, doc, hits, from, to) end
  kind, rule, sure = kinds.by_words(doc, hits, from, to)
  if rule == "given-name" then
    local last = end_of_person(doc, hits, from, to)
    add(out, doc, hits, from, last, kind, rule, last > from)
    return settle(out, doc, hits, last + 1, to)
  end
  if not kind and settle_around(out, doc, hits, from, to) then return end
  if not kind then kind, rule, sure = kinds.by_context(doc, hits, from, to) end
  if not kind and from < to and hits.surname[to] and not common.unpersonal[hits.low[from]] then
    kind, rule, sure = "person", "surname", true
  end
  if rule == "org-head" then from = with_ordinal(doc, hits, from, to) end
  add(out, doc, hits, from, to, kind, rule, sure)
end

---------------------------------------------------------------------------------------------------------------------------------
-- Cutting runs

--- Whether the name of a people at `i` belongs to the name: "British Medical Association", not "the Israeli army".
local function belongs(hits, i, reach, to, started, tail)
  if hits.given[i] and reach == i and i < to then return true end
  if not heads.org[tail] then return false end
  if not hits.name[i] then return reach < to end
  return started or reach < to and not heads.government[tail]
end

--- "The" with a capital inside a sentence belongs to the name: the band The Triffids, but not the speech “The time has come”.
local function is_part_of_name(doc, hits, i, to, word)
  if word ~= "the" or i == to or hits.first[i] or not doc:is(i + 1, "capital") then return false end
  local before = doc:kind(i - 1)
  return before == "word" or hits.low[i - 1] == ","
end

local is_never = remember(function(word) return common.never[word] or common.never[bare[word]] or false end)

-- Words that are small inside names, so that a line in capitals has them between two: ATTRIBUTION TO HARBOUR PRESS, INC.
local SHOUTED = lede.set [[
  to by in without with from at on or as is are was were be been has have had will would may must not no that this which
  who whom whose when where while than]]

--- Days, months and other words that end a name; "Jan" and "April" begin one where a name follows.
local function ends_name(doc, hits, i, to, word)
  if SHOUTED[word] and doc:is(i, "upper") then return true end
  if not is_never[word] then return false end
  return not (hits.given[i] and i < to and doc:is(i + 1, "word") and not common.never[hits.low[i + 1]])
end

-- Numbers of popes and kings end their names.
local ROMAN = lede.set [[
  ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xxiii]]

local is_opening = remember(function(word)
  return common.opening[word] or common.opening[bare[word]] or forms.is_contraction(word) or false
end)

--- Settles what is left of a run once its end, which is in small letters, is taken off.
local function close(out, doc, hits, start, last, expects)
  while last > start and not doc:is(last, "capital") do last = last - 1 end
  settle(out, doc, hits, start, last, expects)
end

--- Cuts the run from..to at opening words, peoples, days and titles, and settles what lies between.
local function cut_run(out, doc, hits, from, to)
  local low, kinds_at, reaches, titles = hits.low, hits.kind, hits.to, hits.title
  local tail = low[to]
  local headed = heads.org[tail] or heads.place[tail]
  local i, start, expects = from, nil, false
  while i <= to do
    local known, word = kinds_at[i], low[i]
    local reach = reaches[i]
    local title_to = titles[i] == "title" and hits.title_to[i] or nil
    local last -- of a stretch that ends here
    if known and known ~= "people" and not (title_to and title_to > reach) then
      start = start or i
      i = reach + 1
      if i <= to and is_possessive[low[reach]] and not forms.is_possessive(hits.name[start] or "") then last = reach end
    elseif title_to and not (headed and title_to < to and to - i < 3) then
      if start then close(out, doc, hits, start, i - 1, expects) end
      start, i = nil, title_to + 1
      expects = i <= to
    elseif known and not belongs(hits, i, reach, to, start, tail) then
      if start then close(out, doc, hits, start, i - 1, expects) end
      start, i, expects = nil, reach + 1, false
    elseif start and ROMAN[word] and i == to then
      i = i + 1
    elseif headed and not start and i < to and common.unpersonal[word] and not hits.first[i] then
      start, i = i, i + 1 -- the Second Vatican Council
    elseif ends_name(doc, hits, i, to, word)
      or not start and is_opening[word] and not is_part_of_name(doc, hits, i, to, word) then
      last = i - 1
      i = i + 1
    else
      start = start or doc:is(i, "capital") and i or nil
      if i < to and is_possessive[word] then last = i end
      i = i + 1
    end
    if last and start then
      close(out, doc, hits, start, last, expects)
      start, expects = nil, false
    end
  end
  if start then close(out, doc, hits, start, to, expects) end
end

-- The, In, But, Monday make up half of all capitals: words that alone are no name unless a list says so.
local is_none = remember(function(word) return is_opening[word] or is_never[word] end)

--- A run of one word, as most are: nothing to cut.
local function settle_one(out, doc, hits, i)
  local kind = hits.kind[i]
  if kind == "people" or not kind and (is_none[hits.low[i]] or hits.title[i] == "title") then return end
  settle(out, doc, hits, i, i, false)
end

--- The first of the capitals at or after token `from`; texts are read from their beginning to their end.
local function first_capital(hits, from)
  local capitals, n = hits.capitals, hits.at or 1
  while n > 1 and capitals[n - 1] >= from do n = n - 1 end
  while capitals[n] and capitals[n] < from do n = n + 1 end
  return n
end

--- All mentions between the tokens `from` and `to`.
function M.find(doc, hits, from, to, out)
  local known, capitals, n = hits.to, hits.capitals, first_capital(hits, from)
  local i = capitals[n]
  while i and i <= to do
    local start, previous, reach = i, i, known[i] or i
    n = n + 1
    i = capitals[n]
    while i and i <= to and goes_on(doc, hits, start, previous, i, reach) do
      local last = known[i]
      if last and last > reach then reach = last end
      previous, n = i, n + 1
      i = capitals[n]
    end
    local last = reach > previous and reach or previous
    if last > to then last = to end
    if last == start then settle_one(out, doc, hits, start) else cut_run(out, doc, hits, start, last) end
  end
  hits.at = n
end

---------------------------------------------------------------------------------------------------------------------------------
-- Headlines

--- In a headline where every word has a capital only what is known on its own, and full names of persons.
function M.find_in_title(doc, hits, from, to, out)
  local i = from
  while i <= to do
    local last, kind = hits.to[i], hits.kind[i]
    if last and kind ~= "people" and not (i == last and gazetteer.is_word(doc, hits, i)) then
      add(out, doc, hits, i, last, kind, "list", false)
      i = last
    elseif hits.given[i] and hits.surname[i + 1] and i < to and doc:is(i + 1, "capital") then
      add(out, doc, hits, i, i + 1, "person", "given-name", true)
      i = i + 1
    elseif doc:is(i, "capital") and not gazetteer.is_word(doc, hits, i) then
      add(out, doc, hits, i, i, nil, "title", false).titled = true
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

return M
