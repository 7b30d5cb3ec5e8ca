--- Finds who said what: direct, mixed and indirect speech with cue and speaker, and quoted terms apart from speech.
-- Reads the layer `structure`, and `entities` where it is present; gives `quotes`. Knows nothing of topics.
-- `speaker` says it; `citing` is whom the speaker has it from: “…, the Post reported, citing Mayor Anna Berg.”
--
-- The steps, in the order a text meets them:
--   1. Quotation marks are paired. A text that is not English gets these and no speakers.
--   2. lib/labels takes the turns of an interview, and titles such as “Berg: bridge stays closed”.
--   3. A matcher finds the cues (data/cues.lua); lib/utterances cuts the text into sentences in which a quotation
--      counts as one word.
--   4. The frames below try each cue of an utterance: “…,” said X · “…,” X said · X said: “…” · X said that … ·
--      According to X, … A frame names the words, the cue and the subject; its key is the `rule` of the mark.
--   5. What quotations are left: speech without a cue of its own goes to the current speaker, short ones are terms.
--   6. A role that the story leads with gets the name that the second paragraph gives (lib/introduced).
local aliases = require "lib.aliases"
local utterances = require "lib.utterances"
local subjects = require "lib.subjects"
local clauses = require "lib.clauses"
local speakers = require "lib.speakers"
local places = require "lib.body"
local cues = require "lib.cues"
local forms = require "lib.cue_forms"
local saying = require "lib.saying"
local uncued = require "lib.uncued"
local labels = require "lib.labels"
local introduced = require "lib.introduced"
local statements = require "lib.statements"
local grammar = require "data.grammar"

local M = {
  api = 1,
  name = "quotes",
  needs = { "structure" },
  wants = { "entities" },
  gives = { quotes = { cue = "string, span", speaker = "name, span", speaker_kind = "string", where = "string",
    citing = "name, span", quoted = "span[]" } },
  settings = { indirect = true },
}

----------------------------------------------------------------------------------------------------------------------
-- Frames. Examples stand above each and are tested. A frame takes the utterance and a cue { first, last = items, class
-- flags }; gives { parts, subject } or nothing. `parts` are pairs of items { a, b }: the words said.

local frames = {}

-- Verbs that stand before their subject behind a bare comma: The bridge is closed, said Berg.
local COMMA_INVERTS = { say = true, add = true, note = true, write = true, report = true, explain = true,
  argue = true, predict = true, warn = true, insist = true, claim = true, declare = true, suggest = true, observe = true,
  conclude = true, complain = true, admit = true, recall = true, announce = true, confirm = true, state = true }

--- “It is late,” said Berg.   “It is late,” said the mayor, adding that he was tired.   The bridge is closed, said Berg.
function frames.quote_verb_subject(u, cue)
  local before = cue.first - 1
  if u.low[before] == "'" and u.q[before - 1] then before = before - 1 end -- a mark left over of '…'''
  if not u.q[before] and u.low[before] ~= "," then return nil end
  if not (cue.say or cue.voice) or cue.tense == "ing" then return nil end
  if not u.q[before] and (not COMMA_INVERTS[cue.base] or cue.subject) then return nil end
  local subject = subjects.behind(u, cue.last + 1)
  if not subject then return nil end
  local left = clauses.left(u, u.q[before] and before or before - 1)
  if not left then return nil end
  if not u.q[before] and not clauses.ends_after(u, subject.insert_last or subject.last) then return nil end
  return { parts = { left, clauses.resumed(u, (subject.insert_last or subject.last) + 1, not u.q[before]) },
    subject = subject, trailing = true }
end

--- “It is late,” Berg said.   “It,” Berg said, “is late.”   The bridge, Berg said, was closed.
function frames.quote_subject_verb(u, cue)
  if not (cue.say or cue.voice or cue.mind) or cue.tense == "ing" or cue.passive then return nil end
  local subject = cue.subject
  if not subject or subject.who then return nil end
  local before = subject.first - 1
  if u.low[before] == "as" and before > 1 then before = before - 1 end -- “…,” as Berg put it
  if before < 1 or not (u.q[before] or u.low[before] == ",") then return nil end
  if u.q[before] and u.q[before].term == "title" then return nil end -- on “Harbour Live,” Berg said
  if not u.q[before] and not u.q[before - 1] and (cue.mind or not cue.say) then return nil end
  local resumed, silent = clauses.resumed(u, clauses.behind_cue(u, cue), not u.q[before])
  if not resumed and not silent then
    if not u.q[before] or not cue.say and not cue.voice then return nil end
    if clauses.content_begins(u, cue.last + 1, cue) and not clauses.is_whole(u.q[before]) then return nil end
    if not clauses.finishes(u, before) then return nil end
  end
  local left = clauses.left(u, u.q[before] and before or before - 1)
  if not left then return nil end
  if clauses.is_setting(u, left, resumed) then
    if not resumed then return nil end
    left, resumed = resumed, nil
  end
  return { parts = { left, resumed }, subject = subject, trailing = true }
end

--- According to Berg, the bridge was closed.   The bridge was closed, according to Berg.
function frames.source(u, cue)
  local subject = subjects.behind(u, cue.last + 1, true)
  if not subject then return nil end
  if cue.first <= 2 and not u.q[1] or grammar.joiner[u.low[cue.first - 1]] and cue.first <= 3 then
    if grammar.personal[u.low[subject.last + 1]] then
      local right = clauses.right(u, subject.last + 1, cue)
      return right and { parts = { right }, subject = subject }
    end
    local comma = (subject.insert_last or subject.last) + 1
    if u.low[comma] ~= "," then
      comma = subject.last + 1
      subject.insert_first = nil
    end
    while comma <= u.n and u.low[comma] ~= "," do comma = comma + 1 end
    comma = clauses.behind_participle(u, comma)
    local right = clauses.right(u, comma + 1, cue)
    return right and { parts = { right }, subject = subject }
  end
  local before = cue.first - 1
  if u.low[before] == "," then before = before - 1 end
  local left = clauses.left(u, before)
  local inner = left and u.cue_at[left[2]]
  if inner and inner.subject and inner.subject.first == left[1] then return nil end -- “…,” Berg said, according to Lind
  local resumed = u.q[before] and clauses.resumed(u, (subject.insert_last or subject.last) + 1)
  return left and { parts = { left, resumed }, subject = subject, trailing = true }
end

-- Verbs that make hearsay in the passive.
local HEARSAY = { say = true, report = true, believe = true, expect = true, allege = true, think = true, know = true,
  rumor = true }

--- The bridge is said to be unsafe.   The mayors are expected to resign.
function frames.hearsay(u, cue)
  if not cue.passive or not HEARSAY[cue.base] or u.low[cue.last + 1] ~= "to" or not cue.subject then return nil end
  local right = clauses.right(u, cue.last + 1, cue)
  return right and { parts = { { cue.subject.first, cue.subject.head }, right } }
end

local FURTHEST_AGENT = 8 -- items between a passive verb and its “by”

--- The item of the “by” behind a passive verb: was called “reckless” [by] critics. Nil without one.
local function by_behind(u, cue)
  for k = cue.last + 1, math.min(u.n, cue.last + FURTHEST_AGENT) do
    if u.low[k] == "by" then return k end
    if grammar.stop[u.low[k]] and not u.q[k] or grammar.clause[u.low[k]] and u.low[k] ~= "as" then return nil end
  end
end

--- The plan was described by critics as “reckless and late”.   It was called “late” by critics.   The law was rejected by most.
-- Without a “by” nobody says it: the bridge is called “iron lady”.
function frames.passive(u, cue)
  if not cue.passive or not cue.subject or #u.quotes == 0 and not cue.act then return nil end
  local by = by_behind(u, cue)
  local agent = by and subjects.behind(u, by + 1)
  if not agent then return nil end
  local spoken_of, right = { cue.subject.first, cue.subject.head }, nil
  if by > cue.last + 1 then
    right = { cue.last + 1, by - 1 }
  elseif agent.last < u.n and #u.quotes > 0 then
    right = clauses.right(u, agent.last + 1, cue)
  end
  if right and clauses.has_quote(u, right) then return { parts = { spoken_of, right }, subject = agent } end
  return #u.quotes == 0 and { parts = { spoken_of }, subject = agent } or nil
end

--- Whether the reader is meant: “if you want to know more”, “you say tomato”.
local function is_reader(u, subject, cue)
  return type(subject) == "table" and u.low[subject.head] == "you" and (not cue.say or cue.tense == "base")
end

--- Berg said the bridge was closed.   Berg warned that “ice” had formed.   Berg said: “Stop it.”   She left, adding it was
-- late.
function frames.subject_verb_content(u, cue)
  local subject = cue.subject or (cue.tense == "ing" and "same") or (cue.coordinate and "same")
  if not subject or cue.passive then return nil end
  local from = clauses.content_begins(u, cue.last + 1, cue)
  if not from then return nil end
  local right = clauses.right(u, from, cue)
  if not right then return nil end
  local has_quote = clauses.has_quote(u, right)
  if not has_quote and (not clauses.reports(u, from, cue) or is_reader(u, subject, cue)) then return nil end
  local only_voice = cue.voice and not (cue.say or cue.judge or cue.act)
  if has_quote and only_voice and not clauses.opens_with_quote(u, from) then return nil end
  local relative = type(subject) == "table" and has_quote and clauses.relative_before(u, subject.first)
  if relative then return { parts = { { relative, relative }, right }, subject = subject } end
  return { parts = { right }, subject = subject }
end

local MOST_BETWEEN = 3 -- items between a verb and its noun: expressed [deep and growing] concern

--- Who expresses what the noun at item `k` holds: the council expressed concern that. A phrase, or nil.
local function expressed_by(u, k)
  for j = k - 1, math.max(1, k - MOST_BETWEEN - 1), -1 do
    if forms.expresses[u.low[j]] then return subjects.before(u, subjects.verb_group(u, j)) end
    if grammar.stop[u.low[j]] or grammar.preposition[u.low[j]] then return nil end
  end
end

--- The council had heard Berg’s claim that the bridge was closed.
-- Not where a verb is still to come: Berg’s claim that it was closed is odd.
function frames.noun_that(u, cue)
  local opens = cue.last + 2
  if not (grammar.personal[u.low[opens]] or grammar.determiner[u.low[opens]] or u.cap[opens]) then return nil end
  local subject = clauses.is_object(u, cue.first) and uncued.owner(u, cue.last + 1) or expressed_by(u, cue.first)
  local right = subject and clauses.right(u, opens, cue)
  return right and { parts = { right }, subject = subject }
end

-- The frames a cue is tried in, by what kind of word it is.
local SOURCE = { "source" }
local SPEECH = { "hearsay", "passive", "quote_verb_subject", "quote_subject_verb", "subject_verb_content" }
local NOUN = { "noun_that" }
local OTHER = { "hearsay", "passive", "subject_verb_content" }

local function frames_for(cue)
  if cue.source then return SOURCE end
  if cue.noun then return NOUN end
  return (cue.say or cue.voice or cue.mind) and SPEECH or OTHER
end

----------------------------------------------------------------------------------------------------------------------
-- One utterance after the other.

local function is_free(u, parts)
  for n = 1, 2 do
    if parts[n] and not clauses.is_free(u, parts[n]) then return false end
  end
  return true
end

--- The last byte of the dateline; 0 where there is none.
local function dateline_end(doc)
  for last, kind in doc:each("structure", "last", "kind") do
    if kind == "dateline" then return last end
  end
  return 0
end

--- The item at which the words of an utterance begin: behind the dateline.
local function begins(state, u)
  local k = 1
  if state.dateline_end == 0 then return k end
  while k < u.n and state.doc:span(u.tok[k]) <= state.dateline_end do k = k + 1 end
  return k
end

--- The mark of the first frame of a cue that holds, added to what was found; nil where none does. `last` is the mark before.
local function try(state, u, cue, last)
  local rules = frames_for(cue)
  for n = 1, #rules do
    local rule = rules[n]
    local found = frames[rule](u, cue)
    if found and found.subject == "same" then
      found.said_by = last or cues.main_subject(state, u, cue)
      if not found.said_by then found = nil end
    end
    if found and is_free(u, found.parts) then
      local mark = saying.new(state, u, found, rule, cue)
      if mark and (state.settings.indirect or mark.kind ~= "indirect") then
        state.out[#state.out + 1] = mark
        clauses.claim(u, found.parts)
        if found.trailing then state.open = mark end
        return mark
      end
    end
  end
end

--- The cue that ends a sentence without quotations, “…, Lind said.”: all before it is what Lind said, other cues too.
local function closing_cue(u)
  local cue = #u.quotes == 0 and u.verbs[#u.verbs]
  if cue and cue.source and u.low[cue.first - 1] == "," and cue.first > 3 and #u.verbs > 1 then return cue end
  local subject = cue and cue.say and cue.subject
  return subject and not subject.who and u.low[subject.first - 1] == "," and clauses.closes(u, cue) and cue or nil
end

--- Attributions of one utterance, left to right.
local function attribute(state, u, where)
  u.begins = begins(state, u)
  cues.place(state.doc, u, where)
  if #u.quotes > 0 then clauses.find_terms(state.doc, u) end
  local closing = closing_cue(u)
  local last = closing and try(state, u, closing)
  for n = 1, #u.verbs do
    local cue = u.verbs[n]
    local source = last and cue.cites and cue.tense == "ing" and subjects.behind(u, cue.last + 1)
    if source then
      saying.cite(state, u, last, source)
    elseif cue ~= closing then
      last = try(state, u, cue, last) or last
    end
  end
  return last
end

--- An utterance that is nothing but a quotation.
local function is_bare(u)
  local bare = #u.quotes == 1 and u.q[1]
  return bare and (u.n == 1 or (u.n == 2 and grammar.stop[u.low[2]])) and bare or nil
end

function M.document(doc, settings)
  local quotations = doc:quotations()
  local state = { doc = doc, settings = settings, out = {}, dateline_end = dateline_end(doc),
    people = speakers.open(doc, quotations), where = places.reader(doc) }
  if doc.lang and not doc.lang:find("^en") then
    uncued.without_speakers(state, quotations)
    return { quotes = state.out }
  end
  local turns = labels.turns(state)
  if settings.indirect then labels.headlines(state, quotations, turns) end
  local has_turns = next(turns) ~= nil
  local before -- the last token of the utterance before
  for u in utterances.each(doc, quotations, cues) do
    local at = doc:span(u.from)
    local where = state.where(at)
    if where ~= "furniture" and not (has_turns and turns[doc:paragraph_at(at)]) then
      local open = state.open
      state.open = nil
      utterances.read(doc, u)
      local q = is_bare(u)
      if q and open and clauses.follows(doc, before, u) and not q.used then
        saying.extend(open, q)
        state.open = open
      else
        local last = attribute(state, u, where)
        uncued.leftovers(state, u)
        if last then state.last_mark = last end
      end
      before = u.to
    end
  end
  introduced.name(state)
  for _, mark in ipairs(state.out) do
    mark.speaker, mark.citing = aliases.called(mark.speaker), aliases.called(mark.citing)
    if mark.parts and #mark.parts < 2 then mark.parts = nil end
    if mark.kind == "term" or mark.kind == "indirect" or mark.quoted and #mark.quoted == 0 then mark.quoted = nil end
  end
  return { quotes = state.out }
end

M.fold, M.merge, M.finish = statements.fold, statements.merge, statements.finish

return M
