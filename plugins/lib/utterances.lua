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

--- Gives an utterance its cues, from number `ci` on; returns the number of the first behind it.
local function take_cues(unit, cues, ci)
  local inside = 1
  while cues[ci] and cues[ci].from <= unit.to do
    local cue = cues[ci]
    while unit.quotes[inside] and unit.quotes[inside].to < cue.from do inside = inside + 1 end
    local q = unit.quotes[inside]
    if cue.from >= unit.from and not (q and q.from <= cue.to) then unit.cues[#unit.cues + 1] = cue end
    ci = ci + 1
  end
  return ci
end

-- Tokens a sentence may have before it is cut: rules compare cues with each other, so that a “sentence” of a megabyte
-- would take hours.
local LONGEST = 300

--- Iterates over sentences, long ones in pieces: first token, last token.
local function pieces(doc)
  local s, from, last, stop = 0, 1, 0, 0
  return function()
    if last >= stop then
      s = s + 1
      local _
      _, _, from, stop = doc:sentence(s)
      if not from then return nil end
    else
      from = last + 1
    end
    last = math.min(stop, from + LONGEST - 1)
    return from, last
  end
end

--- A sentence for those that come without a quotation and without a cue: most do, and need no tables of their own.
local NONE = {}

--- The utterances that hold a quotation or a cue, in order: lists of { from, to = tokens, quotes = { quotation… },
-- cues = { cue… } }.
-- `quotations` and `cues` (tables with from, to) are in order, is_cue(doc, i) tells whether a verb of speech stands
-- at token i; a cue inside
-- a quotation is left out.
function M.of(doc, quotations, cues, is_cue)
  local out, qi, ci = {}, 1, 1
  local next_piece = pieces(doc)
  local start, quotes = nil, NONE -- of an utterance that goes on in the next sentence
  local from, to = next_piece()
  while from do
    local unit_from, unit_to = start or from, to
    while quotations[qi] and quotations[qi].from <= to do
      if quotes == NONE then quotes = {} end
      quotes[#quotes + 1] = quotations[qi]
      qi = qi + 1
    end
    local quote = quotes[#quotes]
    from, to = next_piece()
    if quote and from and (quote.to >= from or (quote.to == from - 1 and #quotes < LONGEST and goes_on(doc, from,
      quote, is_cue))) then
      start = unit_from
    else
      if quote or cues[ci] and cues[ci].from <= unit_to then
        local unit = { from = unit_from, to = unit_to, quotes = quotes, cues = {}, begins = nil, n = nil, tok = nil,
          low = nil, cap = nil, q = nil, quote_at = nil, verbs = nil, cue_at = nil, claims = nil, headline = nil }
        ci = take_cues(unit, cues, ci)
        if quote or #unit.cues > 0 then out[#out + 1] = unit end
      end
      start, quotes = nil, NONE
    end
  end
  return out
end

--- A hyphen between two words without white space: land-use.
local function is_hyphen(doc, i) return doc:is(i, "glued") and doc:is(i + 1, "glued") and doc:is(i + 1, "word") end

-- The items of the utterance in hand. One set of lists serves every utterance: only one is looked at at a time.
local tok, low, cap = {}, {}, {}
local filled = 0

--- Makes one item of words joined by a hyphen, from the hyphen at item `k` on; returns the last item.
local function join_words(doc, k, stop)
  local n = k - 1
  while k <= stop do
    if low[k] == "-" and k < stop and is_hyphen(doc, tok[k]) then
      low[n] = low[n] .. "-" .. low[k + 1]
      k = k + 2
    else
      n = n + 1
      tok[n], low[n], cap[n] = tok[k], low[k], cap[k]
      k = k + 1
    end
  end
  for rest = n + 1, stop do tok[rest], low[rest], cap[rest] = nil, nil, nil end
  return n
end

--- Appends the tokens from..to behind item `n`; returns the last item.
local function read_words(doc, n, from, to)
  local stop = doc:fill(low, n, "lower", from, to)
  doc:fill(cap, n, "cased", from, to)
  local joined
  for k = n + 1, stop do
    tok[k] = from + k - n - 1
    if low[k] == "-" and not joined and k > n + 1 and k < stop and is_hyphen(doc, tok[k]) then joined = k end
  end
  return joined and join_words(doc, joined, stop) or stop
end

--- Reads an utterance into items a rule can look at: parallel lists tok (its first token; words joined by a hyphen
-- are one item), low (lower
-- case), cap (has a capital letter) and q (the quotation an item stands for; its low is "“”"). Items follow each
-- other without a gap. Fills
-- unit.n, and unit.quote_at with the items of unit.quotes. The lists hold until the next utterance is read.
function M.read(doc, unit)
  local n, from, q, quote_at = 0, unit.from, {}, {}
  for nth = 1, #unit.quotes do
    local quote = unit.quotes[nth]
    n = (from < quote.from and read_words(doc, n, from, quote.from - 1) or n) + 1
    tok[n], low[n], cap[n], q[n] = quote.from, "“”", false, quote
    quote_at[nth] = n
    from = quote.to + 1
  end
  if from <= unit.to then n = read_words(doc, n, from, unit.to) end
  for k = n + 1, filled do tok[k], low[k], cap[k] = nil, nil, nil end
  filled = n
  unit.n, unit.tok, unit.low, unit.cap, unit.q, unit.quote_at = n, tok, low, cap, q, quote_at
  return unit
end

--- The last token of item `k`.
function M.last_token(unit, k) return k < unit.n and tok[k + 1] - 1 or unit.to end

--- The item that begins with token `i`; nil when it lies inside one.
function M.item_of(unit, i)
  local k = math.min(unit.n, i - unit.from + 1) -- items are never more than tokens
  while k > 1 and tok[k] > i do k = k - 1 end
  return tok[k] == i and k or nil
end

--- Offsets of the items from a to b, both included; a quotation counts with its marks.
function M.span(doc, unit, a, b)
  return doc:span(unit.tok[a], M.last_token(unit, b))
end

return M
