--- Finds who said what: direct, mixed and indirect speech with cue and speaker, and quoted terms apart from speech.
-- Reads the layer `structure`, and `entities` where it is present; gives `quotes`. Knows nothing of topics.
--
-- The steps, in the order a text meets them:
--   1. lib/marks pairs quotation marks; a matcher finds the cues (data/cues.lua); lib/utterances cuts the text into sentences in which a
--      quotation counts as one word.
--   2. The frames below try each cue of an utterance: “…,” said X · “…,” X said · X said: “…” · X said that … · According to X, …
--      A frame names the words, the cue and the subject; its key is the `rule` of the mark.
--   3. What quotations are left: speech without a cue of its own goes to the current speaker, short ones are terms.
local marks = require "lib.marks"
local utterances = require "lib.utterances"
local subjects = require "lib.subjects"
local clauses = require "lib.clauses"
local speakers = require "lib.speakers"
local places = require "lib.body"
local cues = require "lib.cues"
local statements = require "lib.statements"
local grammar = require "data.grammar"

local M = {
  api = 1,
  name = "quotes",
  needs = { "structure" },
  wants = { "entities" },
  gives = { quotes = { cue = "string, span", speaker = "name, span", speaker_kind = "string", where = "string", quoted = "span[]" } },
  settings = { indirect = true },
}

---------------------------------------------------------------------------------------------------------------------------------
-- Frames. Each takes the utterance, a cue { first, last = items, class flags } and its verb group; gives { parts, subject } or nothing.
-- `parts` are pairs of items { a, b }: the words said.

local frames = {}

-- Verbs that stand before their subject behind a bare comma: The bridge is closed, said Berg.
local COMMA_INVERTS = { say = true, add = true, note = true, write = true, report = true, explain = true, argue = true }

--- “…,” said Berg.   “…,” said the mayor, adding …
function frames.quote_verb_subject(u, cue)
  local before = cue.first - 1
  if not u.q[before] and u.low[before] ~= "," then return nil end
  if not (cue.say or cue.voice) or cue.tense == "ing" then return nil end
  if not u.q[before] and (not COMMA_INVERTS[cue.base] or cue.subject) then return nil end
  local subject = subjects.behind(u, cue.last + 1)
  if not subject then return nil end
  local left = clauses.left(u, u.q[before] and before or before - 1)
  if not left then return nil end
  if not u.q[before] and not clauses.ends_after(u, subject.insert_last or subject.last) then return nil end
  return { parts = { left, clauses.resumed(u, (subject.insert_last or subject.last) + 1, not u.q[before]) }, subject = subject, trailing = true }
end

--- “…,” Berg said.   “…,” Berg said, “…”   The bridge, Berg said, was closed.
function frames.quote_subject_verb(u, cue)
  if not (cue.say or cue.voice or cue.mind) or cue.tense == "ing" or cue.passive then return nil end
  local subject = cue.subject
  if not subject or subject.who then return nil end
  local before = subject.first - 1
  if before < 1 or not (u.q[before] or u.low[before] == ",") then return nil end
  if not u.q[before] and not u.q[before - 1] and (cue.mind or not cue.say) then return nil end
  local resumed, silent = clauses.resumed(u, cue.last + 1, not u.q[before])
  if not resumed and not silent then
    if not u.q[before] or not cue.say and not cue.voice then return nil end
    if clauses.content_begins(u, cue.last + 1, cue) and not clauses.is_whole(u.q[before]) then return nil end
    if not clauses.finishes(u, before) then return nil end
  end
  local left = clauses.left(u, u.q[before] and before or before - 1)
  if not left then return nil end
  if clauses.is_setting(u, left) then
    if not resumed then return nil end
    left, resumed = resumed, nil
  end
  return { parts = { left, resumed }, subject = subject, trailing = true }
end

--- According to Berg, the bridge was closed.   The bridge was closed, according to Berg.
function frames.source(u, cue)
  if not cue.source then return nil end
  local subject = subjects.behind(u, cue.last + 1, true)
  if not subject then return nil end
  if cue.first <= 2 or grammar.joiner[u.low[cue.first - 1]] and cue.first <= 3 then
    local comma = (subject.insert_last or subject.last) + 1
    if u.low[comma] ~= "," then
      comma = subject.last + 1
      subject.insert_first = nil
    end
    while comma <= u.n and u.low[comma] ~= "," do comma = comma + 1 end
    local right = clauses.right(u, comma + 1, cue)
    return right and { parts = { right }, subject = subject }
  end
  local before = cue.first - 1
  if u.low[before] == "," then before = before - 1 end
  local left = clauses.left(u, before)
  return left and { parts = { left }, subject = subject, trailing = true }
end

-- Verbs that make hearsay in the passive.
local HEARSAY = { say = true, report = true, believe = true, expect = true, allege = true, think = true, know = true, rumor = true }

--- The bridge is said to be unsafe.   Both are expected to resign.
function frames.hearsay(u, cue)
  if not cue.passive or not HEARSAY[cue.base] or u.low[cue.last + 1] ~= "to" or not cue.subject then return nil end
  local right = clauses.right(u, cue.last + 1, cue)
  return right and { parts = { { cue.subject.first, cue.subject.head }, right } }
end

--- Berg said the bridge was closed.   Berg warned that “ice” had formed.   Berg said: “Stop.”   …, adding that …
function frames.subject_verb_content(u, cue)
  local subject = cue.subject or (cue.tense == "ing" and "same") or (cue.coordinate and "same")
  if not subject or cue.source or cue.noun_only then return nil end
  if cue.passive and not (cue.class_said) then return nil end
  local from = clauses.content_begins(u, cue.last + 1, cue)
  if not from then return nil end
  local right = clauses.right(u, from, cue)
  if not right then return nil end
  local has_quote = clauses.has_quote(u, right)
  if not has_quote and not clauses.reports(u, from, cue) then return nil end
  local relative = type(subject) == "table" and has_quote and clauses.relative_before(u, subject.first)
  if relative then return { parts = { { relative, relative }, right }, subject = subject } end
  return { parts = { right }, subject = subject }
end

local ORDER = { "source", "hearsay", "quote_verb_subject", "quote_subject_verb", "subject_verb_content" }

---------------------------------------------------------------------------------------------------------------------------------
-- From frames to marks.

--- Trims parts, drops missing ones; first and last item.
local function tidy(u, parts)
  local out = {}
  for n = 1, 2 do
    if parts[n] then out[#out + 1] = clauses.trim(u, parts[n]) end
  end
  return out
end

--- Offsets of a part; in direct speech without its quotation marks.
local function piece(doc, u, part, kind)
  local a, b = part[1], part[2]
  if kind == "direct" and a == b and u.q[a] then
    local q = u.q[a]
    return { first = q.first, last = q.last, pieces = q.parts }
  end
  local first, last = utterances.span(doc, u, a, b)
  return { first = first, last = last }
end

local function kind_of(u, parts)
  local quoted, plain = false, false
  for _, part in ipairs(parts) do
    for k = part[1], part[2] do
      if u.q[k] and not u.q[k].term then quoted = true elseif not grammar.stop[u.low[k]] then plain = true end
    end
  end
  return quoted and (plain and "mixed" or "direct") or "indirect"
end

local function use_quotes(u, parts)
  local list = {}
  for _, part in ipairs(parts) do
    for k = part[1], part[2] do
      local q = u.q[k]
      if q then
        q.used = true
        if not q.term then
          for _, p in ipairs(q.parts or { q }) do list[#list + 1] = { first = p.first, last = p.last } end
        end
      end
    end
  end
  return list
end

--- The mark for what a frame found.
local function to_mark(state, u, found, rule)
  local doc, parts = state.doc, tidy(u, found.parts)
  if #parts == 0 then return nil end
  local pieces, kind = {}, kind_of(u, parts)
  for _, part in ipairs(parts) do
    local p = piece(doc, u, part, kind)
    for _, each in ipairs(p.pieces or { p }) do pieces[#pieces + 1] = { first = each.first, last = each.last } end
  end
  local mark = { kind = kind, rule = rule, first = pieces[1].first, last = pieces[#pieces].last, parts = pieces,
                 quoted = use_quotes(u, parts), where = state.where(pieces[1].first) }
  if found.cue_first then mark.cue_first, mark.cue_last = utterances.span(doc, u, found.cue_first, found.cue_last) end
  if type(found.subject) == "table" then
    local s = found.subject
    mark.speaker, mark.speaker_kind = speakers.who(state.people, u, s)
    if mark.speaker then
      mark.speaker_first, mark.speaker_last = utterances.span(doc, u, s.who or s.first, s.who or math.max(s.head, s.insert_last or s.head))
    end
  elseif found.said_by then
    local by = found.said_by
    mark.speaker, mark.speaker_kind = by.speaker, by.speaker_kind
    mark.speaker_first, mark.speaker_last = by.speaker_first, by.speaker_last
  end
  return mark
end

--- Attributions of one utterance, left to right.
local function attribute(state, u)
  cues.place(state.doc, u, state.where((state.doc:span(u.from))))
  if #u.quotes > 0 then clauses.find_terms(state.doc, u) end
  local last
  for n, cue in ipairs(u.verbs) do
    cue.next = u.verbs[n + 1]
    if not cue.spent then
      for _, rule in ipairs(ORDER) do
        local found = frames[rule](u, cue)
        if found and found.subject == "same" then
          found.said_by = last or cues.main_subject(state, u, cue)
          if not found.said_by then found = nil end
        end
        local taken = found and clauses.is_free(u, found)
        if taken then
          found.cue_first, found.cue_last = cue.first, cue.last
          local mark = to_mark(state, u, found, rule)
          if mark and (state.settings.indirect or mark.kind ~= "indirect") then
            state.out[#state.out + 1] = mark
            last = mark
            clauses.claim(u, found)
            if found.trailing then state.open = mark end
            break
          end
        end
      end
    end
  end
  return last
end

--- Adds a quotation to a mark that goes on in it: “…,” he said. “…”
local function extend(mark, q)
  for _, p in ipairs(q.parts or { q }) do mark.parts[#mark.parts + 1] = { first = p.first, last = p.last } end
  for _, p in ipairs(q.parts or { q }) do mark.quoted[#mark.quoted + 1] = { first = p.first, last = p.last } end
  mark.last = q.last
  if mark.kind == "indirect" then mark.kind = "mixed" end
  q.used = true
end

--- An utterance that is nothing but a quotation.
local function is_bare(u)
  local bare = #u.quotes == 1 and u.q[1]
  return bare and (u.n == 1 or (u.n == 2 and grammar.stop[u.low[2]])) and bare or nil
end

---------------------------------------------------------------------------------------------------------------------------------
-- Quotations no frame claimed. Each rule takes the utterance and the item of the quotation; gives { speaker fields } or nothing.

local uncued = {}

--- Asked again, Berg shrugged: “No.”   On the radio she was blunter, “Close it.”
function uncued.introduced(state, u, k)
  local q = u.q[k]
  local mark = u.low[k - 1]
  if not (mark == ":" or mark == "," and clauses.is_sentence(q)) or not q.starts then return nil end
  local by = cues.main_subject(state, u, { first = k - 1 })
  return by or (mark == ":" and state.last_mark) or nil
end

--- “No,” Berg deadpanned.   A verb no list knows.
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

--- “The bridge is closed.” alone: the speaker of the turn before, or of the line that ends in a colon.
function uncued.turn(state, u, k)
  local q = u.q[k]
  if not clauses.is_sentence(q) then return nil end
  return state.announced or state.last_mark or {}
end

--- … where residents “had been told to leave by Friday” …: too many words for a name.
function uncued.fragment(state, u, k)
  local q = u.q[k]
  return q.to - q.from > 9 and {} or nil
end

local UNCUED = { "introduced", "followed", "turn", "fragment" }

--- Her claim that the council “hid figures”.   Many were convinced that it “must go”: a clause behind “that”, whatever stands before it.
local function that_clause(u, k)
  for j = k - 1, math.max(2, k - 25), -1 do
    if u.q[j] or u.claimed and u.claimed[j] then return nil end
    if u.low[j] == "that" and not u.q[j - 1] then
      local right = clauses.right(u, j + 1, { say = true })
      return right and right[2] >= k and right or nil, j
    end
  end
end

--- A term without the comma or full stop that stands inside the marks.
local function trim_term(doc, mark)
  local trimmed = doc:sub(mark.first, mark.last):match("^(.-)[,.;]$")
  if trimmed and #trimmed > 1 and not trimmed:find("%.%a$") then mark.last = mark.first + #trimmed - 1 end
end

local function leftover(state, u, k)
  local q = u.q[k]
  local mark = { first = q.first, last = q.last, where = state.where(q.first), parts = q.parts, kind = "term", rule = q.term or "no cue",
                 quoted = { { first = q.first, last = q.last } } }
  if not q.term then
    for _, rule in ipairs(UNCUED) do
      local by = uncued[rule](state, u, k)
      if by and not (mark.where and rule ~= "introduced") then
        mark.kind, mark.rule = "direct", rule
        mark.speaker, mark.speaker_kind, mark.speaker_first, mark.speaker_last = by.speaker, by.speaker_kind, nil, nil
        if rule ~= "turn" then mark.speaker_first, mark.speaker_last = by.speaker_first, by.speaker_last end
        break
      end
    end
  end
  if mark.kind == "term" then trim_term(state.doc, mark) end
  return mark
end

--- Marks for the quotations of an utterance that no frame claimed, and for terms inside what was said.
local function leftovers(state, u)
  for k = 1, #u.quotes > 0 and u.n or 0 do
    local q = u.q[k]
    local clause, that
    if q and not q.used and not q.term and not clauses.is_sentence(q) then clause, that = that_clause(u, k) end
    if clause then
      state.out[#state.out + 1] = to_mark(state, u, { parts = { clause }, said_by = cues.main_subject(state, u, { first = that }) }, "that_clause")
    elseif q and q.last >= q.first and (q.term or not q.used) then
      state.out[#state.out + 1] = leftover(state, u, k)
      q.used = true
    end
  end
  local announces = u.low[u.n] == ":" and cues.main_subject(state, u, { first = u.n })
  state.announced = announces or nil
end

function M.document(doc, settings)
  local state = { doc = doc, settings = settings, out = {}, people = speakers.open(doc), where = places.reader(doc) }
  local quotations = marks.quotations(doc)
  local units = utterances.of(doc, quotations, cues.find(doc), cues.is_cue)
  local before
  for n, u in ipairs(units) do
    local where = state.where((doc:span(u.from)))
    if where ~= "furniture" then
      local open = state.open
      state.open = nil
      utterances.read(doc, u)
      local q = is_bare(u)
      if q and open and clauses.follows(doc, before, u) and not q.used then
        extend(open, q)
        state.open = open
      else
        local last = attribute(state, u)
        leftovers(state, u)
        if last then state.last_mark = last end
      end
      before = u
    end
  end
  for _, mark in ipairs(state.out) do
    if mark.parts and #mark.parts < 2 then mark.parts = nil end
    if mark.kind == "term" or mark.kind == "indirect" or #(mark.quoted or {}) == 0 then mark.quoted = nil end
  end
  return { quotes = state.out }
end

M.fold, M.merge, M.finish = statements.fold, statements.merge, statements.finish

return M
