--- Cuts a text into the stretches one attribution can be found in: sentences, where a quotation counts as one word however many
-- sentences it holds (“Stop. Now,” he said.). Knows nothing of who speaks.
local M = {}

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
    if is_cue[k] then return k > i end
    if not doc:is(k, "capital") and not doc:is(k, "lower") then return false end
  end
  return false
end

--- The utterances that hold a quotation or a cue, in order: lists of { from, to = tokens, quotes = { quotation… }, cues = { cue… } }.
-- `quotations` and `cues` (tables with from, to) are in order; a cue inside a quotation is left out.
function M.of(doc, quotations, cues)
  local out, qi, ci = {}, 1, 1
  local is_cue = {}
  for _, cue in ipairs(cues) do is_cue[cue.from] = true end
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

--- Reads an utterance into items a rule can look at: parallel lists tok and last (its tokens; words joined by a
-- hyphen are one item), low (lower case), cap (begins with a capital letter) and q
-- (the quotation an item stands for; its low is "“”"). Fills unit.n.
function M.read(doc, unit)
  local tok, last, low, cap, q = {}, {}, {}, {}, {}
  local n, i, next_quote = 0, unit.from, 1
  local quotes = unit.quotes
  while i <= unit.to do
    n = n + 1
    local quote = quotes[next_quote]
    if quote and i >= quote.from then
      tok[n], last[n], low[n], q[n] = i, quote.to, "“”", quote
      i, next_quote = quote.to + 1, next_quote + 1
      quote.item = n
    else
      tok[n], low[n], cap[n] = i, doc:lower(i), doc:is(i, "capital")
      while doc:token(i + 1) == "-" and doc:is(i + 1, "glued") and doc:is(i + 2, "glued") and doc:is(i + 2, "word") do
        i = i + 2
        low[n] = low[n] .. "-" .. doc:lower(i)
      end
      last[n] = i
      i = i + 1
    end
  end
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
