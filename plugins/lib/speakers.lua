--- Tells who a noun phrase means: the fullest name the document has for a person, whom a pronoun stands for, whether it is a person, an
-- organization, a document, a role, or somebody who won't be named. Uses the layer `entities` when there is one.
local grammar = require "data.grammar"
local lists = require "data.speakers"
local words_of = require "lib.words"
local M = {}

--- Adds the name written at tokens from..to, without titles: surname -> fullest name. The first full name with a surname keeps it.
local function add_name(doc, names, from, to)
  while to > from and lists.suffix[doc:lower(to)] do to = to - 1 end
  while from < to and lists.title[doc:lower(from)] do from = from + 1 end
  if from == to or to - from > 3 then return end
  local surname = words_of.without_possessive(doc:token(to))
  if not names[surname] then names[surname] = words_of.without_possessive(doc:sub(doc:span(from, to))) end
end

--- Names written in full anywhere in the text: runs of words with capital letters, inside one sentence, up to a possessive.
local function full_names(doc)
  local names, from, to = {}, 0, -1
  for i, text in doc:tokens(1, #doc, "capital") do
    if i == to + 1 and not doc:is(i, "first") then
      to = i
    else
      if to > from and to - from < 8 then add_name(doc, names, from, to) end
      from, to = i, i
    end
    if text:byte(-1) == 115 and words_of.is_possessive(text) then
      if to > from and to - from < 8 then add_name(doc, names, from, to) end
      from, to = i + 1, i - 1
    end
  end
  if to > from then add_name(doc, names, from, to) end
  return names
end

--- What is known of the document's speakers before it is read through.
function M.open(doc, has_entities)
  local people = { doc = doc, names = full_names(doc), gender = {}, roles = {}, entities = has_entities }
  return people
end

--- The words of items a..b that belong to names: the last run of capital letters that is not a possessive (“Carter’s aide Anna Berg”).
local function name_run(u, a, b, doc)
  local best_first, best_last
  local k = a
  while k <= b do
    if u.cap[k] and not grammar.determiner[u.low[k]] and not grammar.time[u.low[k]] then
      local first = k
      while k < b and (u.cap[k + 1] or (lists.particle[u.low[k + 1]] and k + 2 <= b and u.cap[k + 2])) do k = k + 1 end
      local possessive = words_of.is_possessive(u.low[k]) and k < b
      if not possessive then
        if best_first and grammar.preposition[u.low[first - 1] or ""] and not lists.of_names[u.low[first - 2] or ""] then break end
        best_first, best_last = first, k
      end
    end
    k = k + 1
  end
  return best_first, best_last
end

local function without_titles(u, first, last)
  while first < last and lists.title[u.low[first]] do first = first + 1 end
  while last > first and lists.suffix[u.low[last]] do last = last - 1 end
  return first, last
end

local function words(doc, u, a, b)
  local first = doc:span(u.tok[a])
  local _, last = doc:span(u.last[b])
  return doc:sub(first, last)
end

--- The fullest form of a name: by its last word.
local function fullest(people, name)
  local surname = words_of.without_possessive(name:match("(%S+)$"))
  local full = people.names[surname]
  name = words_of.without_possessive(name)
  if full and (not name:find(" ", 1, true) or full:sub(-#name) == name) then return full end
  return name
end

local function is_any(set, u, a, b)
  for k = a, b do
    if set[u.low[k]] then return true end
  end
  return false
end

local function kind_of_phrase(u, s, name)
  local a, b = s.first, s.head
  if is_any(lists.anonymous, u, a, s.insert_last or b) then return "anonymous" end
  if name then return is_any(lists.organization, u, a, b) and "org" or "person" end
  if lists.document[u.low[b]] then return "document" end
  if is_any(lists.organization, u, a, b) then return "org" end
  return "role"
end

--- Whom “he”, “she”, “they” or “who” stands for.
local function antecedent(people, pronoun)
  local gender = lists.gender[pronoun]
  for n = #people, math.max(1, #people - 7), -1 do
    local past = people[n]
    local known = people.gender[past.name]
    if gender == "they" or gender == "it" then
      if past.kind == "org" or past.kind == "document" or gender == "they" then return past end
    elseif past.kind == "person" or past.kind == "role" then
      if not known or known == gender then return past end
    end
  end
end

local function remember(people, name, kind)
  people[#people + 1] = { name = name, kind = kind }
end

--- The speaker a phrase names: name, kind. Remembers it for the pronouns that follow.
function M.who(people, u, s)
  local doc = people.doc
  local head = u.low[s.head]
  if s.first == s.head and grammar.personal[head] then
    if head == "i" or head == "we" or head == "you" then return words(doc, u, s.head, s.head), nil end
    local past = antecedent(people, head)
    if not past then return words(doc, u, s.head, s.head), nil end
    if past.kind == "person" and lists.gender[head] ~= "they" then people.gender[past.name] = lists.gender[head] end
    remember(people, past.name, past.kind)
    return past.name, past.kind
  end
  local first, last = name_run(u, s.first, s.head, doc)
  if not (first and last == s.head) and s.insert_first and u.cap[s.insert_first] then
    local f, l = name_run(u, s.insert_first, s.insert_last, doc)
    if f == s.insert_first then first, last = f, l end
  end
  local name
  if first then
    first, last = without_titles(u, first, last)
    name = fullest(people, words(doc, u, first, last))
    local honorific = lists.gender[u.low[first - 1] or ""]
    if honorific then people.gender[name] = honorific end
    if last ~= s.head and not s.insert_first and first < s.head and not grammar.preposition[u.low[last + 1] or ""] then name = nil end
  end
  local kind = kind_of_phrase(u, s, name)
  if not name then
    name = words(doc, u, s.first, s.head)
    local role = head
    local known = people.roles[role]
    if known and s.head - s.first <= 1 and lists.definite[u.low[s.first]] then
      name, kind = known, "person"
    end
  elseif kind == "person" then
    for k = s.first, (first or s.first) - 1 do people.roles[u.low[k]] = name end
  end
  if kind ~= "anonymous" or true then remember(people, name, kind) end
  return name, kind
end

--- The current speaker: who spoke last.
function M.current(people)
  local past = people[#people]
  if past then return past.name, past.kind end
end

return M
