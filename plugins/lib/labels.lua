--- Finds paragraphs that begin with who speaks and a colon: the turns of an interview (“Q: …”, “Q. …”, “BERG: …”) and headlines
-- (“Berg: bridge stays closed”). Knows nothing of cues and quotation marks.
local speakers = require "lib.speakers"

local M = {}

local LONGEST = 5 -- tokens of a label
local LEAST_TURNS = 3
local LEAST_WORDS = 4 -- tokens of a headline behind the colon

--- The token with the colon behind the label a paragraph begins with: capital words only.
local function colon_of(doc, from, to)
  for i = from, math.min(to, from + LONGEST) do
    if doc:token(i) == ":" then return i > from and i < to and i or nil end
    if not doc:is(i, "capital") and doc:token(i) ~= "." then return nil end
  end
end

--- Whether words that are no figures stand at from..to: not “Berg: 1,204.”
local function says_something(doc, from, to)
  for i = from, math.min(to, from + 2) do
    if doc:is(i, "word") then return true end
  end
  return false
end

--- Iterates over the paragraphs with a colon: number, first, last (offsets), from, to (sentences).
local function paragraphs(doc)
  local last = 0
  return function()
    local colon = doc:find(":", last + 1)
    local p = colon and doc:paragraph_at(colon)
    if not p then return nil end
    local first, stop, s, e = doc:paragraph(p)
    last = stop
    return p, first, last, s, e
  end
end

--- Adds the paragraphs that begin with “Q.” or “A.” to those with a colon: the mark behind the letter is the colon,
-- or the letter has it itself.
local function add_lettered(doc, out)
  if not doc:find("Q.") then return end
  for p, first in doc:paragraphs() do
    local letter = doc:sub(first, first + 1):match("^([QA])%.$")
    if letter then
      local from = doc:token_at(first)
      local _, _, s, e = doc:paragraph(p)
      local _, _, _, to = doc:sentence(e)
      local colon = doc:token(from) == letter and from + 1 or from
      if s and says_something(doc, colon + 1, to) then
        out[#out + 1] = { paragraph = p, from = from, colon = colon, to = to, at = first, label = letter }
      end
    end
  end
  table.sort(out, function(a, b) return a.paragraph < b.paragraph end)
end

--- Every labelled paragraph: { paragraph, from, colon, to = tokens, at, label }.
local function labelled(doc)
  local out = {}
  for p, first, _, s, e in paragraphs(doc) do
    local _, _, from = doc:sentence(s)
    local _, _, _, to = doc:sentence(e)
    local colon = from and colon_of(doc, from, to)
    if colon and says_something(doc, colon + 1, to) then
      out[#out + 1] = { paragraph = p, from = from, colon = colon, to = to, at = first,
        label = doc:sub(doc:span(from, colon - 1)) }
    end
  end
  add_lettered(doc, out)
  return out
end

--- The turns of a conversation: two speakers at least who speak twice, or one does and another in between.
local function conversation(list)
  local times, turns, several = {}, {}, false
  for _, turn in ipairs(list) do times[turn.label] = (times[turn.label] or 0) + 1 end
  for n, turn in ipairs(list) do
    local between = n > 1 and n < #list and list[n - 1].label == list[n + 1].label
    if times[turn.label] > 1 or between then
      turns[#turns + 1] = turn
      if turn.label ~= turns[1].label then several = true end
    end
  end
  return #turns >= LEAST_TURNS and several and turns or {}
end

local function mark_of(doc, turn, kind, rule, name, speaker_kind)
  local first = doc:span(turn.colon + 1)
  local _, last = doc:span(turn.to)
  local speaker_first = doc:span(turn.from)
  local speaker_last = speaker_first + #turn.label - 1
  local cue_first, cue_last
  if doc:token(turn.colon) == ":" then cue_first, cue_last = doc:span(turn.colon) end
  return { first = first, last = last, kind = kind, rule = rule, speaker = name, speaker_kind = speaker_kind,
    speaker_first = speaker_first, speaker_last = speaker_last, cue_first = cue_first, cue_last = cue_last }
end

--- Marks for the turns of an interview, added to state.out; the set of the paragraphs they fill.
function M.turns(state)
  local filled = {}
  state.labelled = labelled(state.doc)
  for _, turn in ipairs(conversation(state.labelled)) do
    if state.where(turn.at) ~= "furniture" then
      local name, kind = speakers.labelled(state.people, turn.label, turn.at)
      state.out[#state.out + 1] = mark_of(state.doc, turn, "direct", "turn of an interview", name, kind)
      filled[turn.paragraph] = true
    end
  end
  return filled
end

--- The quotations that begin between two tokens.
local function quotations_in(quotations, from, to)
  local list = {}
  for _, q in ipairs(quotations) do
    if q.from > to then break end
    if q.from >= from then list[#list + 1] = q end
  end
  return list
end

--- What is said behind a label with quotations in it, but not as a whole: Berg: plan is “a disgrace”.
local function make_mixed(mark, inside)
  mark.kind, mark.quoted = "mixed", {}
  for n, q in ipairs(inside) do mark.quoted[n] = { first = q.first, last = q.last } end
  return mark
end

--- Marks for titles that name a person or an organization before a colon, added to state.out; their paragraphs to `filled`.
function M.headlines(state, quotations, filled)
  for _, line in ipairs(state.labelled) do
    local inside = quotations_in(quotations, line.from, line.to)
    local is_whole = inside[1] and inside[1].from == line.colon + 1
    if line.to - line.colon > LEAST_WORDS and state.where(line.at) == "title" and not is_whole then
      local name, kind = speakers.labelled(state.people, line.label, line.at)
      if kind == "person" or kind == "org" then
        local mark = mark_of(state.doc, line, "indirect", "headline", name, kind)
        state.out[#state.out + 1] = inside[1] and make_mixed(mark, inside) or mark
        filled[line.paragraph] = true
      end
    end
  end
end

return M
