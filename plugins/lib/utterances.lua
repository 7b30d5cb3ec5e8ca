--- Cuts a text into the stretches one attribution can be found in: sentences, where a quotation counts as one word
-- however many sentences it holds (“Stop. Now,” he said.). Knows nothing of who speaks.
local M = {}

--- A quotation that ends in one of these may still be followed by its own “Berg asked”.
local OPEN_END = { ["?"] = true, ["!"] = true, ["…"] = true, ["..."] = true, ["—"] = true, ["–"] = true,
  ["-"] = true }

--- Whether the sentence that begins at token `i` only finishes the one before: lower case, or “Name cue” behind “…?”.
local function goes_on(doc, i, quotation, is_cue)
  if doc:is(i, "lower") then return true end
  if quotation.ending ~= "," and not OPEN_END[quotation.ending] then return false end
  local _, _, s = doc:paragraph(doc:paragraph_at((doc:span(i))))
  local _, _, paragraph_from = doc:sentence(s)
  if paragraph_from == i then return false end
  for k = i, i + 5 do
    if is_cue(doc, k) then return k > i end
    if not doc:is(k, "capital") and not doc:is(k, "lower") then return false end
  end
  return false
end

-- Tokens a sentence may have before it is cut: rules compare cues with each other, so that a “sentence” of a megabyte
-- would take hours.
local LONGEST = 300

--- Where the sentence, or the piece of a long one, that holds token `i` begins and ends. `starts` are the first tokens of
-- the sentences, `s` the number of one at or before it; gives the number of that which holds it as well.
local function piece_of(starts, s, i)
  while starts[s + 1] <= i do s = s + 1 end
  local from = starts[s]
  from = from + (i - from) // LONGEST * LONGEST
  return from, math.min(starts[s + 1] - 1, from + LONGEST - 1), s
end

--- The utterance of a quotation, from number `n` on: its first and last token, the quotations that begin in it, and
-- the number of the sentence it ends in. A quotation that goes on in the next sentence takes it along, and so does
-- one whose own “Berg said” stands there.
local function around_quotation(doc, starts, s, quotations, n, is_cue)
  local from, to
  from, to, s = piece_of(starts, s, quotations[n].from)
  local quotes, stop = {}, #doc
  while true do
    while quotations[n] and quotations[n].from <= to do
      quotes[#quotes + 1] = quotations[n]
      n = n + 1
    end
    local last = quotes[#quotes]
    if to == stop or last.to < to then break end
    if last.to == to and (#quotes >= LONGEST or not goes_on(doc, to + 1, last, is_cue)) then break end
    local _
    _, to, s = piece_of(starts, s, to + 1)
  end
  return from, to, quotes, s
end

local NONE = {}

-- The utterance in hand. One table serves all of them, in each document: its lists need not grow anew.
local u = { from = 0, to = 0, quotes = NONE, first_cue = 1, last_cue = 0, n = 0, tok = {}, low = {}, cap = {}, q = {}, at = {} }

--- Iterates over the utterances that hold a quotation or a cue, in order. There is one table for all of them: an
-- utterance holds until the next one is asked for. It has from, to = tokens, and quotes = { quotation… } or, where it
-- has none, the numbers of its cues, first_cue and last_cue. `quotations` (tables with from, to) are in order;
-- cues.find(doc, from, to) looks for cues between two tokens and gives their number, its list cues.from has their
-- tokens; cues.is_cue(doc, i) tells whether a verb of speech stands at token i.
function M.each(doc, quotations, cues)
  local starts, stop = doc:starts("sentence"), #doc
  local done, s, next_quotation = 0, 1, 1 -- all tokens up to `done` were looked at; `s` is the sentence at hand
  local from, to, quotes, behind -- the utterance of the next quotation; `behind` is the sentence it ends in
  local cue, cue_count = 1, 0 -- of the tokens before it
  return function()
    if cue > cue_count and not quotes then
      if done == stop then return nil end
      if quotations[next_quotation] then
        from, to, quotes, behind = around_quotation(doc, starts, s, quotations, next_quotation, cues.is_cue)
        next_quotation = next_quotation + #quotes
      end
      cue, cue_count = 1, cues.find(doc, done + 1, quotes and from - 1 or stop)
      done = quotes and to or stop
    end
    if cue <= cue_count then
      u.from, u.to, s = piece_of(starts, s, cues.from[cue])
      u.quotes, u.first_cue = NONE, cue
      while cue <= cue_count and cues.from[cue] <= u.to do cue = cue + 1 end
      u.last_cue = cue - 1
    elseif quotes then
      u.from, u.to, u.quotes, s = from, to, quotes, behind
      quotes = nil
    else
      return nil
    end
    return u
  end
end

--- Reads an utterance into items a rule can look at: parallel lists tok (its first token; words joined by a hyphen
-- are one item), low (lower case), cap (has a capital letter) and q (the quotation an item stands for; its low is
-- "“”"). Items follow each other without a gap. Fills n, and `at` with the items of the quotations.
function M.read(doc, unit)
  doc:items(unit, unit.from, unit.to, unit.quotes)
  return unit
end

--- The last token of item `k`.
function M.last_token(unit, k) return k < unit.n and unit.tok[k + 1] - 1 or unit.to end

--- The item that begins with token `i`; nil when it lies inside one.
function M.item_of(unit, i)
  local tok, k = unit.tok, math.min(unit.n, i - unit.from + 1) -- items are never more than tokens
  while k > 1 and tok[k] > i do k = k - 1 end
  return tok[k] == i and k or nil
end

--- Offsets of the items from a to b, both included; a quotation counts with its marks.
function M.span(doc, unit, a, b)
  local tok = unit.tok
  return doc:span(tok[a], b < unit.n and tok[b + 1] - 1 or unit.to)
end

return M
