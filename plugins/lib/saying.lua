--- Makes marks of what the rules of `quotes` found: offsets, kind, the quoted pieces, cue and speaker. Knows nothing
-- of how it was found.
local utterances = require "lib.utterances"
local clauses = require "lib.clauses"
local speakers = require "lib.speakers"
local grammar = require "data.grammar"

local M = {}

--- The parts trimmed, without those that are missing.
local function tidy(u, parts)
  local first, second = parts[1], parts[2]
  if first then first = clauses.trim(u, first) end
  if not second then return { first } end
  second = clauses.trim(u, second)
  return first and { first, second } or { second }
end

--- Offsets of a part, and its pieces where it has several; in direct speech without its quotation marks.
local function offsets(doc, u, part, kind)
  local a, b = part[1], part[2]
  local q = kind == "direct" and a == b and u.q[a]
  if q then return q.first, q.last, q.parts end
  return utterances.span(doc, u, a, b)
end

local function append(list, pieces)
  for _, p in ipairs(pieces) do list[#list + 1] = { first = p.first, last = p.last } end
end

--- Appends the words of a quotation, in pieces where it has several.
local function append_quotation(list, q)
  if q.parts then append(list, q.parts) else list[#list + 1] = { first = q.first, last = q.last } end
end

--- Offsets of what was said, and its pieces where it has several.
local function all_offsets(doc, u, parts, kind)
  local first, last, inner = offsets(doc, u, parts[1], kind)
  if not (inner or parts[2]) then return first, last, nil end
  local pieces = {}
  for _, part in ipairs(parts) do
    local from, to, several = offsets(doc, u, part, kind)
    if several then append(pieces, several) else pieces[#pieces + 1] = { first = from, last = to } end
  end
  return first, pieces[#pieces].last, pieces
end

--- Whether words stand outside quotation marks in a part.
local function has_words(u, part)
  local low = u.low
  for k = part[1], part[2] do
    if not grammar.stop[low[k]] then return true end
  end
  return false
end

--- What kind of speech the parts are, and the pieces within quotation marks; nil where nothing stands within any.
local function kind_and_quotes(u, parts)
  local at = u.at
  if #at == 0 then return "indirect", nil end
  local quoted, plain, list = false, false, {}
  for _, part in ipairs(parts) do
    plain = plain or has_words(u, part)
    for n = 1, #at do
      local q = u.quotes[n]
      if part[1] <= at[n] and at[n] <= part[2] then
        q.used = true
        if not q.term then
          quoted = true
          append_quotation(list, q)
        end
      end
    end
  end
  return quoted and (plain and "mixed" or "direct") or "indirect", list
end

--- The mark for what a rule found: { parts, subject | said_by }, by a cue or without one. `state` is that of `quotes`:
-- doc, people, where.
function M.new(state, u, found, rule, cue)
  local doc, parts = state.doc, tidy(u, found.parts)
  if #parts == 0 then return nil end
  local kind, quoted = kind_and_quotes(u, parts)
  local s, by = found.subject, found.said_by
  local first, last, pieces = all_offsets(doc, u, parts, kind)
  local speaker, speaker_kind, speaker_first, speaker_last, cue_first, cue_last
  if cue then cue_first, cue_last = utterances.span(doc, u, cue.first, cue.last) end
  if type(s) == "table" then
    speaker, speaker_kind = speakers.who(state.people, u, s)
    if speaker then
      speaker_first, speaker_last = utterances.span(doc, u, s.who or s.first, s.who or math.max(s.head,
        s.insert_last or s.head))
    end
  elseif by then
    speaker, speaker_kind, speaker_first, speaker_last = by.speaker, by.speaker_kind, by.speaker_first, by.speaker_last
  end
  return { kind = kind, rule = rule, first = first, last = last, parts = pieces, quoted = quoted,
    where = state.where(first), cue_first = cue_first, cue_last = cue_last, speaker = speaker,
    speaker_kind = speaker_kind, speaker_first = speaker_first, speaker_last = speaker_last }
end

--- Notes whom the speaker of a mark has it from, where the phrase is somebody who can say something: “…, citing two officials”.
function M.cite(state, u, mark, s)
  local name, kind = speakers.who(state.people, u, s)
  if not name or kind == "role" and not speakers.is_somebody(name) then return end
  mark.citing = name
  mark.citing_first, mark.citing_last = utterances.span(state.doc, u, s.first, s.head)
end

--- Adds a quotation to a mark that goes on in it: “…,” he said. “…”
function M.extend(mark, q)
  mark.parts = mark.parts or { { first = mark.first, last = mark.last } }
  mark.quoted = mark.quoted or {}
  append_quotation(mark.parts, q)
  append_quotation(mark.quoted, q)
  mark.last = q.last
  if mark.kind == "indirect" then mark.kind = "mixed" end
  q.used = true
end

--- A term without the comma or full stop that stands inside the marks.
function M.trim_term(doc, mark)
  local trimmed = doc:sub(mark.first, mark.last):match("^(.-)[,.;]$")
  if trimmed and #trimmed > 1 and not trimmed:find("%.%a$") then mark.last = mark.first + #trimmed - 1 end
end

return M
