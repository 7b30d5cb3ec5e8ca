--- Cuts a text into the stretches one attribution can be found in: sentences, where a quotation counts as one word
-- however many
-- sentences it holds (“Stop. Now,” he said.). Knows nothing of who speaks.
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

--- What of a piece that ends with token `to` belongs to it: how many of the quotations from number `n` on begin in it.
local function count_quotations(quotations, n, to)
  local count = 0
  while quotations[n + count] and quotations[n + count].from <= to do count = count + 1 end
  return count
end

--- Iterates over the utterances that hold a quotation or a cue, in order. There is one table for all of them: an utterance holds
-- until the next one is asked for. It has from, to = tokens, quotes = { quotation… }, and the numbers of its cues, first_cue and last_cue.
-- `quotations` (tables with from, to) and `cues` (lists from, to) are in order, is_cue(doc, i) tells whether a verb of speech stands
-- at token i.
function M.each(doc, quotations, cues, is_cue)
  local starts, stop = doc:starts("sentence"), #doc
  local u = { from = 0, to = 0, quotes = {}, first_cue = 1, last_cue = 0, n = 0, tok = {}, low = {}, cap = {}, q = {}, at = {} }
  local qi, ci, s = 1, 1, 1
  return function()
    local quote, cue = quotations[qi], cues.from[ci]
    if not quote and not cue then return nil end
    local from, to
    from, to, s = piece_of(starts, s, quote and (not cue or quote.from < cue) and quote.from or cue)
    u.from, u.quotes = from, {}
    repeat
      local behind = nil
      for _ = 1, count_quotations(quotations, qi, to) do
        u.quotes[#u.quotes + 1] = quotations[qi]
        qi = qi + 1
      end
      local last = u.quotes[#u.quotes]
      if last and to < stop and (last.to > to or last.to == to and #u.quotes < LONGEST and goes_on(doc, to + 1, last,
        is_cue)) then
        behind, to, s = piece_of(starts, s, to + 1)
      end
    until not behind
    u.to, u.first_cue = to, ci
    while cues.from[ci] and cues.from[ci] <= to do ci = ci + 1 end
    u.last_cue = ci - 1
    return u
  end
end

--- Reads an utterance into items a rule can look at: parallel lists tok (its first token; words joined by a hyphen
-- are one item), low (lower
-- case), cap (has a capital letter) and q (the quotation an item stands for; its low is "“”"). Items follow each
-- other without a gap. Fills n, and `at` with the items of the quotations.
function M.read(doc, u)
  doc:items(u, u.from, u.to, u.quotes)
  return u
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
  return doc:span(unit.tok[a], M.last_token(unit, b))
end

return M
