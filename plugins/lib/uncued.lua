--- The rules for quotations no cue claimed: behind a colon, before an unknown verb, alone in a turn, in a clause with
-- “that”; the rest are terms.
-- `state` is that of `quotes`: doc, people, where, out, last_mark, announced.
local saying = require "lib.saying"
local subjects = require "lib.subjects"
local clauses = require "lib.clauses"
local cues = require "lib.cues"
local grammar = require "data.grammar"
local data = require "data.cues"
local words = require "lib.words"

local MOST_BETWEEN = 8 -- items between “in her words” and the quotation

-- Possessive pronouns and whom they stand for.
local OWNERS = { his = "he", her = "she", their = "they", its = "it" }

local M = {}

--- The phrase that ends in the possessive at item `k`: Anna Berg’s, the old mayor’s.
local function possessor(u, k)
  local first = k
  if u.cap[k] then
    while u.cap[first - 1] and not u.q[first - 1] do first = first - 1 end
  end
  for j = first - 1, math.max(1, first - 4), -1 do
    if grammar.determiner[u.low[j]] then return { first = j, last = k, head = k } end
    if grammar.stop[u.low[j]] or grammar.preposition[u.low[j]] or grammar.finite[u.low[j]] then break end
  end
  return { first = first, last = k, head = k }
end

-- Rules. Examples stand above each and are tested. A rule takes the utterance and the item of the quotation; gives
-- { speaker fields }, empty where nobody is named, or nothing.
local uncued = {}

--- Asked again, Berg nodded: “No.”   Berg was blunter on the radio, “Close it now, all of it.”
function uncued.introduced(state, u, k)
  local q = u.q[k]
  local mark = u.low[k - 1]
  if not (mark == ":" or mark == "," and clauses.is_sentence(q)) or not q.starts then return nil end
  local by = cues.main_subject(state, u, { first = k - 1 }, true)
  return by or (mark == ":" and state.last_mark) or nil
end

--- “No,” Berg stuttered.
-- A verb no list knows.
function uncued.followed(state, u, k)
  local q = u.q[k]
  if not clauses.is_whole(q) or q.ending == "." then return nil end
  for j = k + 1, math.min(u.n, k + 6) do
    if grammar.stop[u.low[j]] then return nil end
    if j > k + 1 and u.low[j]:find("ed$") and not u.cap[j] and clauses.ends_after(u, j) then
      local subject = subjects.before(u, subjects.verb_group(u, j))
      if subject and subject.first == k + 1 then return cues.speaker_fields(state, u, subject) end
      return nil
    end
  end
end

--- “Safety first” – Mayor Anna Berg
function uncued.signed(state, u, k)
  if not grammar.dash[u.low[k + 1]] and u.low[k + 1] ~= "-" or k + 2 > u.n or u.n - k > 12 or not u.cap[k + 2] then return nil end
  for j = k + 2, u.n do
    if not u.cap[j] and u.low[j] ~= "," and not grammar.preposition[u.low[j]] then return nil end
  end
  local last = k + 2
  while last < u.n and u.cap[last + 1] do last = last + 1 end
  return cues.speaker_fields(state, u, { first = k + 2, last = last, head = last })
end

--- The bridge is, in her words, “a ruin.”   In the mayor’s words, it is “a ruin.”
function uncued.in_words(state, u, k)
  for j = k - 1, math.max(3, k - MOST_BETWEEN), -1 do
    if u.low[j] == "words" then
      if OWNERS[u.low[j - 1]] then return cues.speaker_fields(state, u, { first = j - 1, last = j - 1, head = j - 1,
        pronoun = OWNERS[u.low[j - 1]] }) end
      return words.is_possessive(u.low[j - 1]) and cues.speaker_fields(state, u, possessor(u, j - 1)) or nil
    end
    if u.q[j] then return nil end
  end
end

--- “The old bridge is closed.”
-- Alone: the speaker of the turn before, or of the line that ends in a colon.
function uncued.turn(state, u, k)
  local q = u.q[k]
  local alone = q.starts and clauses.is_whole(q) and (u.n == 1 or u.n == 2 and grammar.stop[u.low[2]])
  if not alone and not clauses.is_sentence(q) then return nil end
  return state.announced or state.last_mark or {}
end

--- It is a town where residents “had been thrown out of their own old houses” in May.
-- Too many words for a name. In headlines, which name less, sooner.
function uncued.fragment(state, u, k)
  local q = u.q[k]
  local most = state.where(q.first) and 5 or 9
  return q.to - q.from > most and {} or nil
end

local LONGEST_TERM = 5 -- tokens, marks included, that a quotation without words around it may have and be no speech

local UNCUED = { "in_words", "introduced", "followed", "signed", "turn", "fragment" }

local NOUNS = {}
for word in data.noun:gmatch("%S+") do NOUNS[word], NOUNS[word .. "s"] = true, true end

--- Whose claim it is, when the item before the “that” is such a noun: her claim, Berg’s claim, the claim of Berg. A
-- phrase, or nil.
function M.owner(u, that)
  local k = that - 1
  if NOUNS[u.low[k]] then
    if OWNERS[u.low[k - 1]] then return { first = k - 1, last = k - 1, head = k - 1,
      pronoun = OWNERS[u.low[k - 1]] } end
    return words.is_possessive(u.low[k - 1] or "") and possessor(u, k - 1) or nil
  end
  for j = that - 2, math.max(2, that - 10), -1 do
    if NOUNS[u.low[j - 1]] and (u.low[j] == "of" or u.low[j] == "by" or u.low[j] == "from") then
      return { first = j + 1, last = k, head = k } end
    if grammar.stop[u.low[j]] then return nil end
  end
end

--- Her claim that the council “hid figures”.   Many were convinced that it “must go”: a clause behind “that”,
-- whatever stands before it.
-- Gives the mark, or nil.
local function that_clause(state, u, k)
  for j = k - 1, math.max(2, k - 25), -1 do
    if u.q[j] or not clauses.is_free(u, { j, j }) then return nil end
    if u.low[j] == "that" and not u.q[j - 1] then
      local right = clauses.right(u, j + 1, { say = true })
      if not right or right[2] < k then return nil end
      local by = M.owner(u, j)
      local said_by = by and cues.speaker_fields(state, u, by) or cues.main_subject(state, u, { first = j })
      return saying.new(state, u, { parts = { right }, said_by = said_by }, "that_clause")
    end
  end
end

local function leftover(state, u, k)
  local q = u.q[k]
  local mark = { first = q.first, last = q.last, where = state.where(q.first), parts = q.parts, kind = "term",
    rule = q.term or "no cue",
                 quoted = { { first = q.first, last = q.last } } }
  if not q.term then
    for _, rule in ipairs(UNCUED) do
      local by = uncued[rule](state, u, k)
      if by and not (mark.where and rule == "turn") then
        mark.kind, mark.rule = "direct", rule
        mark.speaker, mark.speaker_kind, mark.speaker_first, mark.speaker_last = by.speaker, by.speaker_kind, nil, nil
        if rule ~= "turn" then mark.speaker_first, mark.speaker_last = by.speaker_first, by.speaker_last end
        break
      end
    end
  end
  if mark.kind == "term" then saying.trim_term(state.doc, mark) end
  return mark
end

--- Adds marks for the quotations of a text in another language: who speaks is not looked for, and what is no sentence, nor
-- before a comma or behind a colon as speech is, is a term.
function M.without_speakers(state, quotations)
  local doc = state.doc
  for _, q in ipairs(quotations) do
    local where = q.last >= q.first and state.where(q.first)
    if q.last >= q.first and where ~= "furniture" then
      local speech = q.to - q.from > LONGEST_TERM or clauses.is_whole(q) or doc:token(q.to + 1) == ","
        or doc:token(q.from - 1) == ":"
      state.out[#state.out + 1] = { first = q.first, last = q.last, where = where, parts = q.parts,
        kind = speech and "direct" or "term", rule = "not English" }
    end
  end
end

--- Adds marks to state.out for the quotations of an utterance that no frame claimed, and for terms inside what was
-- said.
function M.leftovers(state, u)
  for n = 1, #u.quotes do
    local k, q = u.at[n], u.quotes[n]
    if q.last >= q.first and (q.term or not q.used) then
      local clause = not q.used and not q.term and not clauses.is_sentence(q) and that_clause(state, u, k)
      state.out[#state.out + 1] = clause or leftover(state, u, k)
      q.used = true
    end
  end
  state.announced = u.low[u.n] == ":" and cues.main_subject(state, u, { first = u.n }, true) or nil
end

return M
