--- Tells who a noun phrase means: the fullest name the document has for a person, whom a pronoun stands for, whether
-- it is a person, an
-- organization, a document, a role, or somebody who won't be named. Uses the layer `entities` when there is one.
local grammar = require "data.grammar"
local lists = require "data.speakers"
local given_names = require "data.given_names"
local utterances = require "lib.utterances"
local words_of = require "lib.words"
local M = {}

-- Words that have a capital letter only because they begin a sentence: “Later Anna Berg …”.
local OPENS_SENTENCE = {}
for _, set in ipairs { grammar.helper, grammar.time, grammar.preposition, grammar.clause, grammar.determiner } do
  for word in pairs(set) do OPENS_SENTENCE[word] = true end
end

--- Adds the name written at tokens from..to, without titles: surname -> fullest name. The first full name with a
-- surname keeps it.
local function add_name(doc, names, from, to)
  if names[words_of.without_possessive(doc:token(to))] then return end
  while to > from and lists.suffix[doc:lower(to)] do to = to - 1 end
  local surname = words_of.without_possessive(doc:token(to))
  if names[surname] then return end
  while from < to and OPENS_SENTENCE[doc:lower(from)] do from = from + 1 end
  for i = to - 1, from, -1 do
    if lists.title[doc:lower(i)] then
      from = i + 1
      break
    end
  end
  if from == to or to - from > 5 then return end
  names[surname] = words_of.without_possessive(doc:sub(doc:span(from, to)))
end

local MOST_TOKENS = 8

--- Names written in full anywhere in the text: runs of words with capital letters, inside one sentence, up to a
-- possessive.
local function full_names(doc)
  local names = {}
  for from, to in doc:runs("capital", 2) do
    if to - from < MOST_TOKENS then add_name(doc, names, from, to) end
  end
  return names
end

--- The layer `entities`, as parallel lists in the order of the text; nil where there is none.
local function read_entities(doc)
  local e = { first = {}, last = {}, kind = {}, name = {}, text = {} }
  local n = 0
  for first, last, kind, name, text in doc:each("entities", "first", "last", "kind", "name", "text") do
    if kind == "person" or kind == "org" or kind == "place" then
      n = n + 1
      e.first[n], e.last[n], e.kind[n], e.name[n], e.text[n] = first, last, kind, name, text
    end
  end
  return n > 0 and e or nil
end

--- Surname -> fullest name, for the persons of the layer `entities`; also the surname as it is spelt in the text.
local function names_of_persons(entities)
  local names = {}
  for n, name in ipairs(entities.name) do
    local surname = entities.kind[n] == "person" and words_of.last(name)
    if surname and name ~= surname and not names[surname] then names[surname] = name end
    local spelt = surname and entities.text[n]:match("(%S+)$")
    if spelt and name ~= spelt and not names[spelt] then names[spelt] = name end
  end
  return names
end

--- What is known of a document's speakers before it is read. Also the list of those who spoke, oldest first.
function M.open(doc, quotations)
  local entities = read_entities(doc)
  local names = entities and names_of_persons(entities) or full_names(doc)
  return { doc = doc, entities = entities, names = names, gender = {}, roles = {}, quotations = quotations }
end

local function words(doc, u, a, b)
  local text = doc:sub(utterances.span(doc, u, a, b))
  if not text:find("[\t-\r]") and not text:find("  ", 1, true) then return text end
  return (text:gsub("%s+", " "))
end

----------------------------------------------------------------------------------------------------------------------
-- Names in a noun phrase.

--- The items of the name in a..b: the last run of capital letters that is no possessive (“Lind’s aide [Anna
-- Berg]”), up to an “of”, “in” …
local function name_run(u, a, b)
  local best_first, best_last
  local k = a
  while k <= b do
    if u.cap[k] and not grammar.determiner[u.low[k]] and not grammar.time[u.low[k]] then
      local first = k
      while k < b and (u.cap[k + 1] or (lists.particle[u.low[k + 1]] and k + 2 <= b
        and u.cap[k + 2])) do k = k + 1 end
      if not (words_of.is_possessive(u.low[k]) and k < b) then
        local behind_of = best_first and grammar.preposition[u.low[first - 1]] and not lists.of_names[u.low[first - 2]
          or ""]
        if behind_of then break end
        best_first, best_last = first, k
      end
    end
    k = k + 1
  end
  return best_first, best_last
end

--- Items first..last without titles before the name and “Jr.” behind it: “Norwegian President [Anna Berg]”.
local function without_titles(u, first, last)
  while last > first and lists.suffix[u.low[last]] do last = last - 1 end
  for k = last - 1, first, -1 do
    if lists.title[u.low[k]] then return k + 1, last end
  end
  return first, last
end

--- The fullest form of a name, by its last word.
local function fullest(people, name)
  name = words_of.without_possessive(name)
  local full = people.names[words_of.last(name)]
  if full and (not name:find(" ", 1, true) or full:sub(-#name) == name) then return full end
  return name
end

--- The last entity that lies inside first..last (offsets) and is no possessive; persons before others.
local function entity_in(people, first, last)
  local e = people.entities
  if not e then return nil end
  local low, high = 1, #e.first
  while low <= high do
    local middle = (low + high) // 2
    if e.first[middle] <= last then low = middle + 1 else high = middle - 1 end
  end
  local best
  for n = high, math.max(1, high - 8), -1 do
    if e.first[n] < first then break end
    local after = people.doc:sub(e.last[n] + 1, math.min(e.last[n] + 4, #people.doc.text))
    local possessive = after:sub(1, 2) == "'s" or after:sub(1, 4) == "’s"
    if e.last[n] <= last and not possessive then
      if e.kind[n] == "person" then return n end
      best = best or n
    end
  end
  return best
end

----------------------------------------------------------------------------------------------------------------------
-- What kind of speaker.

local function is_any(set, u, a, b)
  local low = u.low
  for k = a, b do
    if set[low[k]] then return true end
  end
  return false
end

--- Whether a phrase is about a document: [studies] of the port; a [survey] conducted by the council.
function M.is_document(u, s)
  if lists.document[u.low[s.head]] then return true end
  for k = s.first, s.head - 1 do
    local behind = u.low[k + 1]
    if lists.document[u.low[k]] then return grammar.preposition[behind] or behind == "of" or behind:sub(-2) == "ed" end
  end
  return false
end

local FURTHEST = 12 -- items behind a speaker at which “on condition of anonymity” is about the speaker

--- The last item that can tell that the speaker whose phrase ends at item `b` won’t be named: not of somebody cited.
local function anonymous_until(u, b)
  local last = math.min(u.n, b + FURTHEST)
  for k = b + 1, last do
    local cue = u.cue_at[k]
    if cue and cue.cites then return k end
  end
  return last
end

--- Person, org, document, anonymous or role, for a phrase whose name (if any) was found without the layer `entities`.
local function kind_of_phrase(people, u, s, name)
  local a, b = s.first, s.head
  if is_any(lists.anonymous, u, a, anonymous_until(u, b)) then return "anonymous" end
  if name then
    if is_any(lists.organization, u, a, b) then return "org" end
    return (name:find(" ", 1, true) or people.names[name]) and "person" or nil
  end
  if M.is_document(u, s) then return "document" end
  return is_any(lists.organization, u, a, b) and "org" or "role"
end

----------------------------------------------------------------------------------------------------------------------
-- Pronouns.

local function remember(people, name, kind, at)
  people[#people + 1] = { name = name, kind = kind, at = at }
end

--- Whether token `i` lies inside a quotation.
local function is_quoted(people, i)
  local list = people.quotations
  local low, high = 1, #list
  while low <= high do
    local middle = (low + high) // 2
    if i < list[middle].from then high = middle - 1 elseif i > list[middle].to then low = middle + 1 else return true end
  end
  return false
end

--- The person who opens a sentence: { name, at }, looked for in sentence `s` before offset `limit`.
local function opening_person(people, s, limit)
  local doc = people.doc
  local first, _, from, to = doc:sentence(s)
  if not first or first >= limit then return nil end
  local owner
  for i, text in doc:tokens(from, math.min(to, from + 12), "capital") do
    local at = doc:span(i)
    if at >= limit then break end
    local name = people.names[words_of.without_possessive(text)]
    local found = name and not is_quoted(people, i) and { name = name, at = at, kind = "person" }
    if found and not words_of.is_possessive(text) then return found end
    owner = owner or found
  end
  return owner -- “Berg’s day ended badly. She said …”
end

--- Who was last spoken of in the place of a subject: earlier in this sentence, or in the two before it.
local function recent_subject(people, at)
  local doc = people.doc
  local s = doc:sentence_at(at)
  local p = doc:paragraph_at(at)
  local floor = doc:paragraph(math.max(1, p - 1))
  for n = s, math.max(1, s - 2), -1 do
    local first = doc:sentence(n)
    if first < floor then return nil end
    local found = opening_person(people, n, at)
    if found then return found end
  end
end

local function names_human(word)
  return lists.human[word] or word:find("[eo]r$") ~= nil or word:find("man$") ~= nil or word:find("ist$") ~= nil
end

--- Whether a role is somebody’s: the driver, the board’s chief of staff; not “the company’s position”.
function M.is_human(role)
  return names_human((role:match("^(.-) of ") or role):lower():match("(%a+)$") or "")
end

-- What a phrase goes on with behind the word that tells who is meant: two officials [familiar with the plan].
local GOES_ON = { of = true, with = true, ["for"] = true, ["in"] = true, at = true, from = true, on = true, familiar = true,
  close = true, briefed = true, involved = true, who = true }

--- Whether a role is that of one or more who can say something: the mayor, two officials familiar with the plan; not “the
-- cost”.
function M.is_somebody(role)
  local head
  for word in role:lower():gmatch("%S+") do
    if GOES_ON[word] then break end
    head = word
  end
  return head and (names_human(head) or lists.common[head] or names_human(head:match("^(.*)s$") or "")) or false
end

--- Whether “he” or “she” can stand for a past speaker: a person, or a human role.
local function is_human(past)
  if past.kind == "person" or past.kind == nil or past.kind == "anonymous" then return true end
  return past.kind == "role" and M.is_human(past.name)
end

--- Whether a person was called “he” or “she”, else what the given name tells; nil where neither does.
local function gender_of(people, name)
  local known = people.gender[name]
  if known == nil then
    local given = name:match("^(%S+) ")
    given = given and lede.lower(given)
    known = given_names.he[given] and "he" or given_names.she[given] and "she" or false
    people.gender[name] = known
  end
  return known or nil
end

--- Whom “he”, “she” or “they” stands for: the last speaker, or somebody who has been the subject since.
local function antecedent(people, pronoun, at)
  local gender = lists.gender[pronoun]
  if gender == "he" or gender == "she" then
    local spoke = people[#people]
    local recent = recent_subject(people, at)
    if recent and (not spoke or recent.at > spoke.at) and (gender_of(people, recent.name) or gender) == gender then
      return recent end
  end
  for n = #people, math.max(1, #people - 7), -1 do
    local past = people[n]
    local known = past.kind == "person" and gender_of(people, past.name) or people.gender[past.name]
    if gender == "it" then
      if past.kind == "org" or past.kind == "document" then return past end
    elseif gender == "they" then
      return past
    elseif is_human(past) and (known or gender) == gender then
      return past
    end
  end
end

local function who_pronoun(people, u, s)
  local pronoun = s.pronoun or u.low[s.head]
  local at = people.doc:span(u.tok[s.head])
  local past = antecedent(people, pronoun, at)
  if not past then return words(people.doc, u, s.head, s.head), nil end
  if past.kind == "person" and lists.gender[pronoun] ~= "they" then
    people.gender[past.name] = lists.gender[pronoun] end
  remember(people, past.name, past.kind, at)
  return past.name, past.kind
end

----------------------------------------------------------------------------------------------------------------------

--- The items of the name a phrase is about: its head, else the insertion that names it (“the mayor, [Anna Berg],
-- said”).
local function name_items(u, s)
  local first, last = name_run(u, s.first, s.head)
  local is_head = last == s.head and not (first > s.first and grammar.preposition[u.low[first - 1]])
  if not is_head and s.insert_first and u.cap[s.insert_first] then
    local f, l = name_run(u, s.insert_first, s.insert_last)
    if f == s.insert_first then return f, l end
  end
  if not first then return nil end
  for k = s.first, first - 1 do
    if u.low[k] == "and" then return nil end -- “leaders from Norway and Canada” are not Canada
  end
  if first == last and first == s.first and lists.common[u.low[first]] then return nil end
  if first > s.first and grammar.preposition[u.low[first - 1]] then return nil end -- “the mayor of Northwick”
  if lists.organization[u.low[last]] then first = s.first end -- “Russia’s Defence Ministry”
  while first < last and (grammar.determiner[u.low[first]] or grammar.helper[u.low[first]]
    or grammar.time[u.low[first]]) do first = first + 1 end
  local modifies = last ~= s.head and not grammar.preposition[u.low[last + 1]] and u.low[last + 1] ~= "("
  if modifies then return nil end -- “a Berg spokesman” is not Berg
  return first, last
end

--- A phrase without a name: “the president” means the one so called before, else it stands for itself.
local function who_role(people, u, s)
  local known = people.roles[u.low[s.head]]
  if known and s.head - s.first <= 1 and u.low[s.first] == "the" then return known, "person" end
  local phrase = words_of.without_possessive(words(people.doc, u, s.first, s.head))
  return phrase:match("^(.-)%s*$"), kind_of_phrase(people, u, s, nil)
end

local ENTITY_KIND = { person = "person", org = "org", place = "org" } -- “Oslo said”: its government

local function who_named(people, u, s, first, last)
  local doc = people.doc
  local from, to = utterances.span(doc, u, first, last)
  local n = entity_in(people, from, to)
  if not lists.organization[u.low[last]] then first, last = without_titles(u, first, last) end
  local name = n and people.entities.name[n] or fullest(people, words(doc, u, first, last))
  local kind = n and ENTITY_KIND[people.entities.kind[n]] or kind_of_phrase(people, u, s, name)
  if not kind and name:sub(-1) == "s" and u.low[first - 1] == "the" then -- “the Bergs”
    return words(doc, u, first - 1, last), "role" end
  if kind == "person" then
    local honorific = lists.gender[u.low[first - 1] or ""]
    if honorific then people.gender[name] = honorific end
    for k = s.first, first - 1 do people.roles[u.low[k]] = name end
  end
  return name, kind
end

--- The phrase behind “from” or “by” where a document speaks for somebody: a statement from [the ministry]; else the phrase.
local function issuer(u, s)
  for k = s.first, s.head - 2 do
    local link = u.low[k + 1]
    local place = link == "from" and (u.low[k]:find("^report") or u.low[k] == "data") -- “reports from the front”
    if lists.document[u.low[k]] and not place and (link == "from" or link == "by") then
      return { first = k + 2, last = s.head, head = s.head, insert_first = s.insert_first, insert_last = s.insert_last }
    end
  end
  return s
end

--- The speaker a phrase names: name, kind. Remembers it for the pronouns that follow. Nil for “I”, “we” and “you”; a
-- pronoun that stands for nobody known is given as it is.
function M.who(people, u, s)
  local head = u.low[s.head]
  if s.pronoun or s.first == s.head and grammar.personal[head] then
    if head == "i" or head == "we" or head == "you" then return nil, nil end
    return who_pronoun(people, u, s)
  end
  s = issuer(u, s)
  local first, last = name_items(u, s)
  local name, kind
  if first then name, kind = who_named(people, u, s, first, last) else name, kind = who_role(people, u, s) end
  remember(people, name, kind, (people.doc:span(u.tok[s.head])))
  return name, kind
end

--- The person written in full at first..last; nil where it is none.
function M.person_at(people, first, last)
  local n = entity_in(people, first, last)
  if people.entities then return n and people.entities.kind[n] == "person" and people.entities.name[n] or nil end
  local name = people.doc:sub(first, last)
  for word in name:gmatch("%a+") do
    if lists.organization[word:lower()] then return nil end
  end
  return people.names[words_of.last(name)] == name and name or nil
end

--- Who is interviewed: the person named most often before offset `at`; of equals the first.
local function interviewed(people, at)
  local e, times, best = people.entities, {}, nil
  for n = 1, e and #e.first or 0 do
    if e.first[n] >= at then break end
    if e.kind[n] == "person" then
      local name = e.name[n]
      times[name] = (times[name] or 0) + 1
      if not best or times[name] > times[best] then best = name end
    end
  end
  return best
end

--- The speaker a label before a colon stands for, at offset `at`: name, kind. “BERG” is the Berg named elsewhere, “A” who is
-- interviewed, “Q” nobody by name.
function M.labelled(people, label, at)
  if label == "Q" then return label, "role" end
  if label == "A" then
    people.interviewed = people.interviewed or interviewed(people, at) or false
    return people.interviewed or label, people.interviewed and "person" or "role"
  end
  local surname = lede.lower(label:match("(%S+)$"))
  for known, name in lede.sorted_pairs(people.names) do
    if lede.lower(known) == surname then return name, "person" end
  end
  local n = entity_in(people, at, at + #label - 1)
  if n and people.entities.last[n] == at + #label - 1 then
    return people.entities.name[n], ENTITY_KIND[people.entities.kind[n]] end
  return label, nil
end

return M
