--- Cuts a text into the stretches one attribution can be found in: sentences, where a quotation counts as one word however many
-- sentences it holds (“Stop. Now,” he said.). Knows nothing of who speaks.
local M = {}

local MANY_WORDS = 20000

--- A quotation that ends in one of these may still be followed by its own “Clinton asked”.
local OPEN_END = { ["?"] = true, ["!"] = true, ["…"] = true, ["..."] = true, ["—"] = true, ["–"] = true, ["-"] = true }

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

--- The utterances that hold a quotation or a cue, in order: lists of { from, to = tokens, quotes = { quotation… }, cues = { cue… } }.
-- `quotations` and `cues` (tables with from, to) are in order, is_cue(doc, i) tells whether a verb of speech stands at token i; a cue inside a quotation is left out.
function M.of(doc, quotations, cues, is_cue)
  local out, qi, ci = {}, 1, 1
  local s, held = 1, nil
  local _, _, from, to = doc:sentence(1)
  while from do
    local unit = held or { from = from, quotes = {}, cues = {} }
    unit.to, held = to, nil
    while quotations[qi] and quotations[qi].from <= to do
      unit.quotes[#unit.quotes + 1] = quotations[qi]
      qi = qi + 1
    end
    local quote = unit.quotes[#unit.quotes]
    s = s + 1
    local _, _, next_from, next_to = doc:sentence(s)
    if quote and next_from then
      if quote.to > to or (quote.to == to and goes_on(doc, next_from, quote, is_cue)) then held = unit end
    end
    if not held then
      local inside = 1
      while cues[ci] and cues[ci].from <= to do
        local cue = cues[ci]
        while unit.quotes[inside] and unit.quotes[inside].to < cue.from do inside = inside + 1 end
        local q = unit.quotes[inside]
        if cue.from >= unit.from and not (q and q.from <= cue.to) then unit.cues[#unit.cues + 1] = cue end
        ci = ci + 1
      end
      if #unit.quotes > 0 or #unit.cues > 0 then out[#out + 1] = unit end
    end
    from, to = next_from, next_to
  end
  return out
end

-- Words met before, in lower case. Filled as they are asked for; emptied when large.
local LOWER, known

local function forget_words()
  known = 0
  LOWER = setmetatable({}, { __index = function(self, text)
    known = known + 1
    local lower = lede.lower(text)
    self[text] = lower
    return lower
  end })
end

forget_words()

--- A hyphen between two words without white space: land-use.
local function is_hyphen(doc, i) return doc:is(i, "glued") and doc:is(i + 1, "glued") and doc:is(i + 1, "word") end

-- The items of the utterance in hand. One set of lists serves every utterance: only one is looked at at a time.
local tok, last, low, cap, q = {}, {}, {}, {}, {}
local filled = 0

--- Appends the tokens from..to behind item `n`; returns the last item.
local function read_words(doc, n, from, to)
  local skip = 0
  for i, text in doc:tokens(from, to) do
    if i > skip then
      if text == "-" and n > 0 and last[n] == i - 1 and i < to and is_hyphen(doc, i) then
        low[n], last[n], skip = low[n] .. "-" .. doc:lower(i + 1), i + 1, i + 1
      else
        n = n + 1
        local lower = LOWER[text]
        tok[n], last[n], low[n], cap[n], q[n] = i, i, lower, lower ~= text, nil
      end
    end
  end
  return n
end

--- Reads an utterance into items a rule can look at: parallel lists tok and last (its tokens; words joined by a hyphen are one item), low
-- (lower case), cap (has a capital letter) and q (the quotation an item stands for; its low is "“”"). Fills unit.n. The lists hold
-- until the next utterance is read.
function M.read(doc, unit)
  if known > MANY_WORDS then forget_words() end
  local n, from = 0, unit.from
  for _, quote in ipairs(unit.quotes) do
    n = read_words(doc, n, from, quote.from - 1) + 1
    tok[n], last[n], low[n], cap[n], q[n] = quote.from, quote.to, "“”", false, quote
    from = quote.to + 1
  end
  n = read_words(doc, n, from, unit.to)
  for k = n + 1, filled do tok[k], last[k], low[k], cap[k], q[k] = nil, nil, nil, nil, nil end
  filled = n
  unit.n, unit.tok, unit.last, unit.low, unit.cap, unit.q = n, tok, last, low, cap, q
  return unit
end

--- Offsets of the items from a to b, both included; a quotation counts with its marks.
function M.span(doc, unit, a, b)
  local first = doc:span(unit.tok[a])
  local _, last = doc:span(unit.last[b])
  return first, last
end

return M
