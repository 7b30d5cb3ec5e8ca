--- Finds the noun phrase that does the saying: before a verb (“Berg, the mayor, said”), behind it (“said Berg”),
-- behind “according to”.
-- Works on utterances read into items (lib/utterances.lua). A phrase is a table of items: first, last; head = its
-- last word before any
-- insertion; insert_first, insert_last where “, the mayor,” stands; who = the relative pronoun that stands for it.
local grammar = require "data.grammar"
local M = {}

local min, max = math.min, math.max

local LONGEST = 30 -- items a subject may have; a 1 MB sentence costs no more

local byte = string.byte
local L, Y, E, D = byte("lyed", 1, 4)

function M.is_adverb(u, k)
  local word = u.low[k]
  return byte(word, -1) == Y and byte(word, -2) == L and #word > 3 and not u.cap[k] and not grammar.no_adverb[word]
end

local YEAR = "^[12]%d%d%d$"

--- Where a time or an occasion between subject and verb begins: Berg [on Monday] said; who has [in the past] said.
local function setting_before(u, j)
  local noun = u.low[j - 1]
  local is_year = noun and #noun == 4 and noun:find(YEAR)
  if not noun or not (is_year or grammar.time[noun] or grammar.occasion[noun]) then return nil end
  for k = j - 1, max(2, j - 4), -1 do
    if k < j - 1 and grammar.stop[u.low[k]] then return nil end
    if grammar.preposition[u.low[k]] then
      local before = u.low[k - 1]
      return (is_year or grammar.time[noun] or u.cap[k - 1] or grammar.helper[before] or grammar.relative[before]
        or grammar.personal[before]) and k or nil
    end
  end
  local bare = u.cap[j - 1] and u.cap[j - 2] or grammar.day[noun] and j > 2 -- Berg [Monday] said; the mayor [today] said
  if grammar.time[noun] and bare and not u.q[j - 2] and not grammar.stop[u.low[j - 2]] then return j - 1 end
end

--- The first item of the verb group that ends before item `k`: “has also repeatedly” said.
function M.verb_group(u, k)
  local low, q, helper = u.low, u.q, grammar.helper
  local j = k
  local again = true
  while again do
    while j > 1 and not q[j - 1] and (helper[low[j - 1]] or M.is_adverb(u, j - 1)) do j = j - 1 end
    local setting = setting_before(u, j)
    again = setting ~= nil
    j = setting or j
  end
  return j
end

--- The first item of the verb before an infinitive whose group begins at `group`: [declined] to say. Nil when another word
-- stands there.
function M.opens_infinitive(u, group)
  local k = group
  while k > 1 and grammar.opens_infinitive[u.low[k - 1]] do k = k - 1 end
  return k < group and k or nil
end

local function joins_names(u, k)
  return (u.low[k] == "and" or u.low[k] == "&") and k > 1 and u.cap[k - 1] and k < u.n and u.cap[k + 1]
end

local function is_finite_cue(u, k)
  local cue = u.cue_at[k]
  return cue and cue.tense ~= "base" and not u.cap[k]
end

-- Words that may end a noun phrase to their right; all others are passed by without a closer look.
local MAY_END = { ["and"] = true }
for _, set in ipairs { grammar.stop, grammar.clause, grammar.auxiliary } do
  for word in pairs(set) do MAY_END[word] = true end
end

--- Walks left from item `last` to where its noun phrase begins. `strict` is for what stands before an “and”: nil
-- unless it is nothing but
-- a noun phrase (“leaders from Norway and Canada said”, not “he left and Canada said”).
local function phrase_start(u, last, strict)
  local low, cue_at = u.low, u.cue_at
  local k = last
  local floor = max(1, last - LONGEST)
  while k >= floor do
    local word = low[k]
    if cue_at[k] and is_finite_cue(u, k) then break end
    if MAY_END[word] then
      if grammar.stop[word] or (grammar.clause[word] and k < last) or grammar.auxiliary[word] then break end
      if word == "and" and not joins_names(u, k) then
        local before = k > 1 and not strict and phrase_start(u, k - 1, true)
        return before and before or k + 1
      end
    end
    if strict and (byte(word, -1) == D and byte(word, -2) == E and not u.cap[k] or grammar.finite[word]
      or grammar.personal[word]) then return nil end
    k = k - 1
  end
  if strict and k >= 1 and not grammar.stop[u.low[k]] and not grammar.contrast[u.low[k]] then return nil end
  return k + 1
end

--- Drops what stands before the subject without a comma: “On Tuesday Berg”, “In the end the board”.
local function drop_opening(u, first, last)
  if not grammar.preposition[u.low[first]] and not grammar.time[u.low[first]] then return first end
  for k = last, first + 1, -1 do
    if grammar.determiner[u.low[k]] and k > first + 1 then return k end
    if u.cap[k] and not u.cap[k - 1] and not grammar.time[u.low[k]] then
      return k
    elseif u.cap[k] and grammar.time[u.low[k - 1]] then
      return k
    end
  end
  return last
end

--- The item before the insertion that ends at item `comma`: “Berg, the mayor [,]” gives Berg.
local OPENERS = { [","] = { [","] = true }, [")"] = { ["("] = true }, ["—"] = { ["—"] = true },
  ["–"] = { ["–"] = true },
                  ["-"] = { ["-"] = true }, ["--"] = { ["--"] = true }, ["]"] = { ["["] = true } }

local function insertion_start(u, at)
  local openers = OPENERS[u.low[at]]
  if not openers then return nil end
  local floor = max(1, at - 2 * LONGEST)
  for k = at - 1, floor, -1 do
    if openers[u.low[k]] then return k end
  end
end

local function names_somebody(u, first, last)
  for k = first, last do
    if u.cap[k] and not grammar.time[u.low[k]] and k > first then return true end
  end
  return u.cap[last]
end

--- A pronoun is a subject of its own, whatever stands before it: Then [she] said; allegations [he] denied.
local function pronoun_before(u, k)
  local word = u.low[k]
  if not grammar.personal[word] then return nil end
  local before = u.low[k - 1]
  if (word == "it" or word == "you") and grammar.preposition[before] then return nil end -- “those behind it said”
  local first = (before == "'" or before == "’") and k - 1 or k -- the end of a quotation that was not paired
  return { first = first, last = k, head = k, pronoun = word }
end

--- Whether the words can't be somebody: a figure, a participle (“when interviewed”), a clause (“the strike became a war”).
local function is_nobody(u, s)
  local word = u.low[s.head]
  if not word:find("[%a\128-\255]") then return true end
  if s.head == s.first and not u.cap[s.head] and word:sub(-2) == "ed" then return true end
  for k = s.first, s.head do
    if grammar.past_only[u.low[k]] then return true end
    if grammar.personal[u.low[k]] and k < s.head and u.low[k + 1] ~= "and" then return true end -- “she answers”
  end
  return false
end

--- Where the noun phrase right before a “who” begins, up to a preposition: was replaced by [a sign] that said.
local function nearest_start(u, last)
  local k = last
  while k > 1 and last - k < LONGEST // 3 and not u.q[k - 1] do
    local word = u.low[k - 1]
    if grammar.stop[word] or grammar.preposition[word] or grammar.clause[word] or grammar.auxiliary[word] then break end
    k = k - 1
    if grammar.determiner[word] then break end
  end
  return k
end

--- The “who” whose clause goes on to item `k`: people [who] have seen the bridge said. Nil when no such clause ends there.
local function clause_of_head(u, k)
  if k > 1 and (u.low[k] == "who" or u.low[k] == "which") then return k end
  if not grammar.auxiliary[u.low[k]] then return nil end
  for j = k - 1, max(2, k - LONGEST // 3), -1 do
    if u.low[j] == "who" or u.low[j] == "which" then return j end
    if grammar.stop[u.low[j]] or grammar.clause[u.low[j]] then return nil end
  end
end

--- The subject of the verb group that begins at item `verb`; nil when nothing that could speak stands there.
function M.before(u, verb)
  local last = verb - 1
  if last < 1 or u.q[last] or u.low[last] == "'" or u.low[last] == "’" then return nil end
  local pronoun = pronoun_before(u, last)
  if pronoun then return pronoun end
  local s = { first = nil, last = nil, head = nil, who = nil, insert_first = nil, insert_last = nil }
  if grammar.relative[u.low[last]] and last > 1 then
    s.who = last
    last = last - 1
    if u.low[last] == "," then last = last - 1 end
    if last < 1 or u.q[last] or u.low[s.who] == "whom" and u.low[last] == "of" then -- “both of whom said”
      return { first = s.who, last = s.who, head = s.who, who = s.who } end
    if u.low[s.who] == "that" and (u.low[s.who - 1] == "," or u.cue_at[s.who - 1] or #u.quotes == 0) then
      return nil end
  end
  local opener = insertion_start(u, last)
  if OPENERS[u.low[last]] then
    if not opener or opener <= 1 or u.q[opener - 1] then return nil end
    s.insert_first, s.insert_last = opener + 1, last - 1
    last = opener - 1
  end
  local word = u.low[last]
  if grammar.joiner[word] or grammar.stop[word] or grammar.preposition[word] or (grammar.clause[word]
    and not grammar.relative[word]) then return nil end
  s.head = last
  if s.who and u.cap[last] then
    s.first = last
    while s.first > 1 and u.cap[s.first - 1] and not u.q[s.first - 1] do s.first = s.first - 1 end
    return s
  end
  if s.who then
    s.first = nearest_start(u, last)
    return s
  end
  s.first = drop_opening(u, phrase_start(u, last), last)
  local who = s.first > 2 and clause_of_head(u, s.first - 1)
  if who and not grammar.stop[u.low[who - 1]] then -- “a guard who won’t be named said”
    s.head, last = who - 1, who - 1
    s.first = drop_opening(u, phrase_start(u, last), last)
  end
  if grammar.joiner[u.low[s.first]] then s.first = s.first + 1 end
  if s.first > last or (s.first > 1 and grammar.auxiliary[u.low[s.first - 1]]) then return nil end
  if s.insert_first and s.first > 2 and u.low[s.first - 1] == "," and not u.cap[s.first] and u.cap[s.first - 2] then
    -- “Lind, a former aide, now at the board, said”: the name stands one insertion further left
    s.insert_first = s.first
    s.head = s.first - 2
    s.first = drop_opening(u, phrase_start(u, s.head), s.head)
  end
  if grammar.time[u.low[s.head]] and s.head == s.first or is_nobody(u, s) then return nil end
  return s
end

--- Whether a verb stands between two items: “according to the mayor, Lind was late, …” names nobody the mayor could be.
local function holds_verb(u, first, last)
  for k = first, last do
    if grammar.finite[u.low[k]] then return true end
    if u.low[k] == "who" or u.low[k] == "which" then return false end
  end
  return false
end

local ENDS_INVERTED = { ["in"] = true, on = true, during = true, at = true, after = true, before = true, to = true,
  by = true,
                        as = true, when = true, ["while"] = true, about = true, through = true, via = true,
                          ["if"] = true }

--- The subject that begins at item `k`, behind a verb or “according to”.
function M.behind(u, k, stays)
  if k > u.n or u.q[k] or u.cue_at[k] and u.cue_at[k].source then return nil end
  local word = u.low[k]
  if grammar.stop[word] or grammar.preposition[word] or grammar.clause[word] or grammar.helper[word] then
    return nil end
  if grammar.time[word] and not grammar.determiner[u.low[k]] then return nil end
  local last = k
  local stop = min(u.n, k + LONGEST)
  while last < stop do
    local next_word = u.low[last + 1]
    if grammar.stop[next_word] or grammar.clause[next_word] then break end
    if not stays and (ENDS_INVERTED[next_word] or (grammar.time[next_word] and not u.cap[last])) then break end
    if not stays and grammar.time[next_word] and next_word:find("day$") then break end
    if grammar.auxiliary[next_word] and not stays and next_word ~= "to" then return nil end -- “…, say the smoke is back”
    if stays and grammar.personal[next_word] then break end -- “According to Berg it was closed”
    if next_word == "and" and not joins_names(u, last + 1) then break end
    last = last + 1
  end
  local s = { first = k, last = last, head = last }
  if u.low[last + 1] == "," and last + 2 <= u.n and not u.q[last + 2] then
    local comma = last + 2
    while comma < stop and not grammar.stop[u.low[comma]] do comma = comma + 1 end
    if names_somebody(u, last + 2, comma - 1) and not holds_verb(u, last + 2, comma - 1) then
      s.insert_first, s.insert_last = last + 2, comma - 1 end
  end
  return s
end

return M
