--- One name for each who is mentioned: the fullest form in the document, or the usual one where the lists know it; and
-- what stands around a person's name: titles and roles. Knows nothing of how mentions were found.
local capitals = require "data.capitals"
local evidence = require "lib.evidence"

local M = {}

-- Titles that are mere politeness: no roles.
local POLITE = { mr = true, ["mr."] = true, mrs = true, ["mrs."] = true, ms = true, ["ms."] = true, miss = true, mister = true, sir = true, dame = true, lady = true, madam = true, dr = true, ["dr."] = true,
  herr = true, frau = true, monsieur = true, madame = true, don = true, ["señor"] = true, senor = true, datuk = true }

--- Two forms may be the same person: equal given names, or one an initial of the other.
local function same_given(a, b)
  local x, y = a:match("^%S+"), b:match("^%S+")
  return x == y or (#x <= 2 or x:find("%.") or #y <= 2 or y:find("%.")) and x:sub(1, 1) == y:sub(1, 1)
end

--- Of the forms with the same surname the fullest that fits `text`.
local function fullest(forms, text)
  local best = text
  for _, form in ipairs(forms) do
    if same_given(form, text) and #form > #best then best = form end
  end
  return best
end

local function person_name(m, people)
  local surname = evidence.surname_of(m.text)
  if surname then
    local forms = people.by_surname[surname]
    local full = forms and fullest(forms, m.text) or m.text
    return people.usual[full] or people.usual[m.text] or full
  end
  local forms = people.by_surname[m.text]
  local full = forms and fullest(forms, forms[1]) or people.by_given[m.text]
  return full and (people.usual[full] or full) or m.name or m.text
end

local function file_people(found)
  local people = { by_surname = {}, by_given = {}, usual = {} }
  for _, m in ipairs(found) do
    if m.kind == "person" then
      local surname = evidence.surname_of(m.text)
      if surname then
        if m.name then people.usual[m.text] = m.name end
        local forms = people.by_surname[surname] or {}
        people.by_surname[surname] = forms
        local known = false
        for _, form in ipairs(forms) do known = known or form == m.text end
        if not known then forms[#forms + 1] = m.text end
        local given = m.text:match("^%S+")
        people.by_given[given] = people.by_given[given] or m.text
      end
    end
  end
  return people
end

--- The country named right before token `i + 1`: "Russian President", "Ukraine's chief of staff", "Russia's Defence Ministry".
local function holder(hits, i)
  for from = i, math.max(1, i - 4), -1 do
    if hits.to[from] == i and (hits.kind[from] == "people" or hits.kind[from] == "place" or hits.kind[from] == "org") then return hits.name[from] or nil, from end
  end
end

local function stands_for(doc, m)
  local country = capitals.of[m.name]
  if not country then return nil end
  local after, before = doc:lower(m.to + 1), doc:lower(m.from - 1)
  if m.last < select(2, doc:span(m.to)) then -- a possessive
    return after and capitals.has[after] and country or nil
  end
  if before and capitals.acted_on[before] and before ~= "and" and before ~= "by" then return country end
  if before == "in" or before == "at" or before == "from" or before == "near" or before == "to" then return nil end
  return after and capitals.acts[after] and country or nil
end

--- "Security Service (SBU)": both are one, by the name the lists know or else the long one.
local function join_short_form(doc, m, short)
  if short and short.kind == "org" and short.from == m.to + 2 and short.from == short.to and doc:token(m.to + 1) == "(" and doc:is(short.from, "upper") then
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
      m.name = m.name or m.text
    end
    if m.kind == "org" then join_short_form(doc, m, found[n + 1]) end
    if m.kind == "org" and m.from > 1 then m.of = holder(hits, m.from - 1) end
    if m.kind == "place" or m.kind == "org" then m.stands_for = stands_for(doc, m) end
  end
end

local function add_role(out, doc, hits, from, to, m)
  local first, last = doc:span(from, to)
  local name = lede.lower(doc:sub(first, last))
  if POLITE[name] then return end
  out[#out + 1] = { first = first, last = last, kind = "role", name = name, of = holder(hits, from - 1), rule = "title" }
  m.role = m.role or name
end

--- The role in an apposition: "Kyrylo Budanov, the chief of staff".
local function role_behind(out, doc, hits, m)
  if doc:token(m.to + 1) ~= "," then return end
  for j = m.to + 2, m.to + 6 do
    local to = hits.title_to[j]
    if to then return add_role(out, doc, hits, j, to, m) end
    if not doc:is(j, "word") then return end
  end
end

--- Adds the roles named around persons to `out` and notes them with the persons.
function M.roles(doc, hits, found, out)
  for _, m in ipairs(found) do
    if m.kind == "person" then
      local i = m.from - 1
      if doc:token(i) == "," and hits.title_from[i - 1] then i = i - 1 end
      while hits.title_from[i] do
        local from = hits.title_from[i]
        add_role(out, doc, hits, from, i, m)
        i = from - 1
      end
      role_behind(out, doc, hits, m)
    end
  end
end

return M
