--- One name for each who is mentioned: the fullest form in the document, or the usual one where the lists know it; and
-- what stands around a person's name: titles and roles. Knows nothing of how mentions were found.
local capitals = require "data.capitals"
local forms = require "lib.forms"
local remember = require "lib.remember"
local surnames = require "lib.surnames"

local M = {}

-- Titles that are mere politeness: no roles.
local POLITE = lede.set [[
  mr mr. mrs mrs. ms ms. miss mister sir dame lady madam dr dr. herr frau monsieur madame don señor senor datuk]]

local MOST_FORMS = 20 -- of one surname that are told apart

local given_of = remember(function(text) return text:match("^%S+") end)

--- Two forms may be the same person: equal given names, or one an initial of the other.
local function same_given(a, b)
  local x, y = given_of[a], given_of[b]
  return x == y or (#x <= 2 or x:find(".", 1, true) or #y <= 2 or y:find(".", 1, true)) and x:byte() == y:byte()
end

--- Of the forms with the same surname the fullest that fits `text`.
local function fullest(spellings, text)
  local best = text
  for _, form in ipairs(spellings) do
    if #form > #best and same_given(form, text) then best = form end
  end
  return best
end

--- Whether one of the forms is the person that the lists know by the surname alone.
local function has_usual(spellings, people, usual)
  for _, form in ipairs(spellings) do
    if form == usual or people.usual[form] == usual then return true end
  end
  return false
end

--- The person a surname or given name alone stands for.
local function person_called(m, people)
  local spellings = people.by_surname[m.text]
  if spellings and m.name and has_usual(spellings, people, m.name) then return m.name end
  local full = spellings and fullest(spellings, spellings[1]) or people.by_given[m.text]
  return full and (people.usual[full] or full) or m.name or m.text
end

local function person_name(m, people)
  local surname = surnames.of(m.text)
  if not surname then return person_called(m, people) end
  local full = fullest(people.by_surname[surname], m.text)
  return people.usual[full] or people.usual[m.text] or full
end

local function file_person(people, m)
  local surname = surnames.of(m.text)
  if not surname or people.seen[m.text] then return end
  people.seen[m.text] = true
  people.usual[m.text] = m.name
  local spellings = people.by_surname[surname] or {}
  people.by_surname[surname] = spellings
  if #spellings < MOST_FORMS then spellings[#spellings + 1] = m.text end
  local given = given_of[m.text]
  people.by_given[given] = people.by_given[given] or m.text
end

--- All persons named in full, by surname and by given name.
local function file_people(found)
  local people = { by_surname = {}, by_given = {}, usual = {}, seen = {} }
  for _, m in ipairs(found) do
    if m.kind == "person" then file_person(people, m) end
  end
  return people
end

--- The country named right before token `i + 1`: "Russian President", "Ukraine's chief of staff", "Russia's Defence Ministry".
local function holder(doc, hits, i)
  for from = i, math.max(1, i - 4), -1 do
    local kind = hits.to[from] == i and hits.kind[from]
    if kind == "people" then return hits.name[from] or nil end
    if kind == "place" or kind == "org" then return hits.name[from] or forms.bare(doc:sub(doc:span(from, i))) end
  end
end

local WHERE = { ["in"] = true, at = true, from = true, near = true, to = true }

local function stands_for(doc, hits, m)
  local country = capitals.of[m.name]
  if not country then return nil end
  local after, before = hits.low[m.to + 1], hits.low[m.from - 1]
  if m.last < select(2, doc:span(m.to)) then -- a possessive
    return after and capitals.has[after] and country or nil
  end
  if before and capitals.acted_on[before] then return country end
  if WHERE[before] then return nil end
  return after and capitals.acts[after] and country or nil
end

--- NAIROBI -> Nairobi.
local function in_title_case(text)
  return (lede.lower(text):gsub("%f[%a\128-\255]%a", string.upper))
end

--- "Security Service (SBU)": both are one, by the name the lists know or else the long one.
local function join_short_form(doc, hits, m, short)
  if short and short.kind == "org" and short.from == m.to + 2 and short.from == short.to and hits.low[m.to + 1] == "("
    and doc:is(short.from, "upper") then
    if short.name ~= short.text then m.name = short.name else short.name = m.name end
  end
end

--- Fills in name, and stands_for where a capital means a government.
function M.name_all(doc, hits, found, known)
  local people = file_people(found)
  for n = #found, 1, -1 do
    local m = found[n]
    if m.kind == "person" then
      m.name = person_name(m, people)
    elseif m.kind == "org" and m.refers then
      m.name = known.usual[m.refers] or m.refers
    elseif m.kind then
      local shouted = not m.name and m.kind == "place" and doc:is(m.from, "upper") and doc:is(m.to, "upper")
      m.name = m.name or (shouted and in_title_case(m.text)) or m.text
    end
    if m.kind == "org" then join_short_form(doc, hits, m, found[n + 1]) end
    if m.kind == "org" and m.from > 1 then m.of = holder(doc, hits, m.from - 1) end
    if m.kind == "place" or m.kind == "org" then m.stands_for = stands_for(doc, hits, m) end
  end
end

local function add_role(out, seen, doc, hits, from, to, m)
  local first, last = doc:span(from, to)
  local name = lede.lower(doc:sub(first, last))
  if POLITE[name] then return end
  m.role = m.role or name
  if seen[from] then return end
  seen[from] = true
  out[#out + 1] = { first = first, last = last, kind = "role", name = name, of = holder(doc, hits, from - 1), rule = "title" }
end

--- The role in an apposition: "Anna Berg, the harbour master".
local function role_behind(out, seen, doc, hits, m)
  if hits.low[m.to + 1] ~= "," then return end
  local from = m.to + 2
  if hits.low[from + 1] == "," and doc:is(from, "digit") then from = from + 2 end -- an age
  for j = from, from + 4 do
    local to = hits.title_to[j]
    if to and doc:is(to + 1, "capital") then return end -- ", President Trump's son-in-law"
    if to then return add_role(out, seen, doc, hits, j, to, m) end
    if not doc:is(j, "word") then return end
  end
end

--- Adds the roles named around persons to `out` and notes them with the persons.
function M.roles(doc, hits, found, out)
  local seen = {} -- first tokens of the roles that are marked
  for _, m in ipairs(found) do
    if m.kind == "person" then
      local i = m.from - 1
      if hits.low[i] == "," and hits.title_from[i - 1] then i = i - 1 end
      while hits.title_from[i] do
        local from = hits.title_from[i]
        add_role(out, seen, doc, hits, from, i, m)
        i = from - 1
      end
      role_behind(out, seen, doc, hits, m)
    end
  end
end

return M
