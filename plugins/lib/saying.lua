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
  if #u.quotes == 0 then return "indirect" end
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
  if #u.quotes == 0 then return list end
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

--- The mark for what a rule found: { parts, subject | said_by, cue_first, cue_last }. `state` is that of `quotes`:
-- doc, people, where.
function M.new(state, u, found, rule)
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
      mark.speaker_first, mark.speaker_last = utterances.span(doc, u, s.who or s.first, s.who or math.max(s.head,
        s.insert_last or s.head))
    end
  elseif found.said_by then
    local by = found.said_by
    mark.speaker, mark.speaker_kind = by.speaker, by.speaker_kind
    mark.speaker_first, mark.speaker_last = by.speaker_first, by.speaker_last
  end
  return mark
end

--- Adds a quotation to a mark that goes on in it: “…,” he said. “…”
function M.extend(mark, q)
  for _, p in ipairs(q.parts or { q }) do mark.parts[#mark.parts + 1] = { first = p.first, last = p.last } end
  for _, p in ipairs(q.parts or { q }) do mark.quoted[#mark.quoted + 1] = { first = p.first, last = p.last } end
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
