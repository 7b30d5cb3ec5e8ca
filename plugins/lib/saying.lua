--- Makes marks of what the rules of `quotes` found: offsets, kind, the quoted pieces, cue and speaker. Knows nothing
-- of how it was found.
local utterances = require "lib.utterances"
local clauses = require "lib.clauses"
local speakers = require "lib.speakers"
local grammar = require "data.grammar"

local M = {}

--- Trims parts, drops missing ones; first and last item.
local function tidy(u, parts)
  local out = {}
  for n = 1, 2 do
    if parts[n] then out[#out + 1] = clauses.trim(u, parts[n]) end
  end
  return out
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

--- Offsets of what was said, and its pieces where it has several.
local function all_offsets(doc, u, parts, kind)
  local first, last, inner = offsets(doc, u, parts[1], kind)
  if not (inner or parts[2]) then return first, last, nil end
  local pieces = {}
  for _, part in ipairs(parts) do
    local from, to, several = offsets(doc, u, part, kind)
    append(pieces, several or { { first = from, last = to } })
  end
  return first, pieces[#pieces].last, pieces
end

local function kind_of(u, parts)
  if #u.quotes == 0 then return "indirect" end
  local quoted, plain = false, false
  for _, part in ipairs(parts) do
    for k = part[1], part[2] do
      if u.q[k] and not u.q[k].term then quoted = true elseif not grammar.stop[u.low[k]] then plain = true end
    end
  end
  return quoted and (plain and "mixed" or "direct") or "indirect"
end

--- The pieces within quotation marks; nil where nothing stands within any.
local function use_quotes(u, parts)
  if #u.quotes == 0 then return nil end
  local list = {}
  for _, part in ipairs(parts) do
    for k = part[1], part[2] do
      local q = u.q[k]
      if q then
        q.used = true
        if not q.term then append(list, q.parts or { q }) end
      end
    end
  end
  return list
end

--- The mark for what a rule found: { parts, subject | said_by }, by a cue or without one. `state` is that of `quotes`:
-- doc, people, where.
function M.new(state, u, found, rule, cue)
  local doc, parts = state.doc, tidy(u, found.parts)
  if #parts == 0 then return nil end
  local kind, s, by = kind_of(u, parts), found.subject, found.said_by
  local first, last, pieces = all_offsets(doc, u, parts, kind)
  local quoted = use_quotes(u, parts)
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

--- Adds a quotation to a mark that goes on in it: “…,” he said. “…”
function M.extend(mark, q)
  mark.parts = mark.parts or { { first = mark.first, last = mark.last } }
  mark.quoted = mark.quoted or {}
  append(mark.parts, q.parts or { q })
  append(mark.quoted, q.parts or { q })
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
