--- Pairs quotation marks. Reads tokens and paragraphs; knows nothing of who speaks.
-- Gives the outermost quotations of a document in order, each a table:
--   from, to      tokens: the opening and the closing mark (the last token of the text where the closing one is
-- missing)
--   first, last   offsets of the words between the marks
--   ending        the last word or mark inside, closing marks of inner quotations aside
--   closed        whether a closing mark stands there
--   parts         where an unclosed quotation goes on behind an opening mark in the next paragraph: first, last of
-- each piece
-- One walk over the marks of each paragraph with a stack, so that any input takes linear time.
local M = {}

-- What a mark can be, and which marks it pairs with. “Both” is decided by the white space around it.
local ROLES = {
  ["“"] = { "open", "double" }, ["”"] = { "close", "double" }, ["„"] = { "open", "double" }, ['"'] = { "both",
    "double" },
  ["``"] = { "open", "double" }, ["''"] = { "both", "double" }, ["‘‘"] = { "open", "double" }, ["’’"] = { "close",
    "double" },
  ["`"] = { "open", "single" }, ["‟"] = { "open", "double" }, ["＂"] = { "both", "double" },
  ["‘"] = { "open", "single" }, ["’"] = { "close", "single" }, ["'"] = { "both", "single" }, ["‚"] = { "open",
    "single" },
  ["«"] = { "both", "angle" }, ["»"] = { "both", "angle" },
  ["「"] = { "open", "corner" }, ["」"] = { "close", "corner" }, ["『"] = { "open", "corner" }, ["』"] = { "close",
    "corner" },
}

-- Words that begin with an apostrophe: ’em, ’til, ’90s.
local ELIDED = { em = true, til = true, tis = true, twas = true, cause = true, n = true, round = true, bout = true }

--- All quotation marks of the text, in order: { from, to = tokens, can, family, glued_left, glued_right }.
local function all_marks(doc)
  local list, is = {}, doc.is
  for i, text in doc:tokens(1, #doc, "mark") do
    local role = ROLES[text]
    if role then
      list[#list + 1] = { text = text, from = i, to = i, can = role[1], family = role[2], glued_left = is(doc, i, "glued"),
                          glued_right = is(doc, i + 1, "glued") }
    end
  end
  return list
end

local function is_apostrophe(doc, mark)
  local word = doc:lower(mark.to + 1)
  return word and (ELIDED[word] or word:find("^%d")) and mark.family == "single"
end

--- Whether the mark may open a quotation here.
local function opens(doc, mark)
  if mark.can == "open" then return mark.glued_right or not mark.glued_left end
  if mark.text == "«" then return true end -- also with a space behind it
  if mark.can == "close" and mark.family ~= "double" then return false end
  if mark.can == "close" and not mark.glued_left and doc:is(mark.from, "first") then return true end
  if not mark.glued_right or is_apostrophe(doc, mark) then return false end
  if not mark.glued_left then return true end
  local before = doc:token(mark.from - 1)
  return before:find("^[%(%[{/]$") ~= nil or before == "—" or before == "–" or before == "-" or ROLES[before] ~= nil
end

--- Whether the mark may close one. A space before a straight or single mark means it does not, unless one follows it
-- too (“,' "”).
local function closes(mark, open)
  if mark.family == "angle" and open then return mark.text ~= open.text end -- « … » and » … «
  if mark.text == "“" and open and open.text == "„" then return mark.glued_left end
  if mark.can == "open" then return mark.glued_left and not mark.glued_right end
  if mark.family == "double" then return mark.glued_left or mark.can == "close" or not mark.glued_right end
  return mark.glued_left
end

--- An apostrophe behind s (“the workers’ party”) closes nothing while a better mark follows in the paragraph.
local function is_possessive(doc, marks, n, stop)
  local mark = marks[n]
  if mark.family ~= "single" then return false end
  if mark.glued_right then
    local after = doc:kind(mark.to + 1)
    return after == "word" or after == "number"
  end
  if not (doc:lower(mark.from - 1) or ""):find("s$") then return false end
  local nearest = marks[n + 1]
  return nearest ~= nil and n + 1 <= stop and nearest.family == "single" and closes(nearest) and not opens(doc,
    nearest)
end

--- True where a paragraph has as many opening as closing curly marks: only then do they nest.
local function is_balanced(marks, from, to)
  local open, close = 0, 0
  for n = from, to do
    if marks[n].family == "double" then
      if marks[n].can == "open" then open = open + 1 elseif marks[n].can == "close" then close = close + 1 end
    end
  end
  return open == close
end

--- The last mark or word inside, closing marks of inner quotations aside: how the speech ends.
local function ending(doc, open, close)
  local i = close.from - 1
  while i > open.to and ROLES[doc:token(i)] do i = i - 1 end
  return i > open.to and doc:token(i) or nil
end

local function quotation(doc, open, close)
  local q = { ending = ending(doc, open, close), from = open.from, to = close.to, closed = true,
    family = open.family }
  local _, before = doc:span(open.to)
  local after = doc:span(close.from)
  q.first, q.last = before + 1, after - 1
  if q.first <= q.last and close.from - open.to > 1 then
    q.first = doc:span(open.to + 1)
    local _, last = doc:span(close.from - 1)
    q.last = last
  end
  return q
end

--- Pairs the marks `from`..`to`, all of one paragraph. Appends outermost quotations to `out`; returns the opening
-- double mark left
-- unclosed, if any.
local function pair_paragraph(doc, marks, from, to, out)
  local stack, depth, nests = {}, 0, is_balanced(marks, from, to)
  local found = {}
  for n = from, to do
    local mark = marks[n]
    local top = depth > 0 and stack[depth] or nil
    if top and top.family == mark.family and closes(mark, top) and not is_possessive(doc, marks, n, to) then
      depth = depth - 1
      if mark.from - top.to > 1 then found[#found + 1] = quotation(doc, top, mark) end
    elseif mark.family == "double" and depth > 1 and closes(mark) and stack[depth].family == "single"
      and stack[depth - 1].family == "double" and not opens(doc, mark) then
      depth = depth - 2
      found[#found + 1] = quotation(doc, stack[depth + 1], mark)
    elseif opens(doc, mark) then
      if not (top and top.family == mark.family and not nests) then depth = depth + 1 end
      stack[depth] = mark
    end
  end
  local unclosed
  for d = 1, depth do
    if stack[d].family == "double" then unclosed = unclosed or stack[d] end
  end
  for _, q in ipairs(found) do
    while #out > 0 and out[#out].from > q.from do out[#out] = nil end
    out[#out + 1] = q
  end
  return unclosed
end

--- A quotation whose closing mark is missing, up to the end of its paragraph.
local function unclosed_quotation(doc, open, last_token)
  if last_token <= open.to then return nil end
  local first = doc:span(open.to + 1)
  local _, last = doc:span(last_token)
  return { from = open.from, to = last_token, first = first, last = last, closed = false,
    ending = doc:token(last_token), family = open.family }
end

local function paragraph_tokens(doc, p)
  local _, _, s, e = doc:paragraph(p)
  local _, _, from = doc:sentence(s)
  local _, _, _, to = doc:sentence(e)
  return from, to
end

--- Joins a piece that opens a paragraph to the quotation the paragraph before left open.
local function continue(before, q)
  before.parts = before.parts or { { first = before.first, last = before.last } }
  before.parts[#before.parts + 1] = { first = q.first, last = q.last }
  before.to, before.last, before.closed, before.ending = q.to, q.last, q.closed, q.ending
end

--- Whether an opening mark without a closing one still opens a quotation: a curly mark, or one that begins its
-- paragraph. A straight mark
-- elsewhere is believed only when the next paragraph goes on behind an opening mark.
local function is_believed(open, paragraph_from) return open.can == "open" or open.from == paragraph_from end

--- Drops what stands inside the quotation that begins with `open`.
local function drop_inside(out, open, floor)
  while #out > floor and out[#out].from > open.from do out[#out] = nil end
end

--- The outermost quotations of the document, in order.
function M.quotations(doc)
  local marks, out = all_marks(doc), {}
  local n, left_open = 1, nil -- left_open: { quotation, paragraph, believed }
  while n <= #marks do
    local p = doc:paragraph_at((doc:span(marks[n].from)))
    local from, to = paragraph_tokens(doc, p)
    local stop = n
    while stop < #marks and marks[stop + 1].from <= to do stop = stop + 1 end
    local goes_on = left_open and left_open.paragraph == p - 1 and marks[n].from == from and opens(doc, marks[n])
    if left_open and goes_on and not left_open.believed then
      drop_inside(out, left_open.quotation, left_open.floor)
      out[#out + 1] = left_open.quotation
    end
    local floor = #out
    local unclosed = pair_paragraph(doc, marks, n, stop, out)
    local q = unclosed and unclosed_quotation(doc, unclosed, to)
    local believed = q and is_believed(unclosed, from)
    if believed then
      drop_inside(out, unclosed, floor)
      out[#out + 1] = q
    end
    local opener = out[floor + 1]
    if goes_on and opener and opener.from == from then
      continue(left_open.quotation, opener)
      table.remove(out, floor + 1)
      if q == opener then q = left_open.quotation end
    end
    left_open = q and { quotation = q, paragraph = p, believed = believed, floor = floor }
    n = stop + 1
  end
  return out
end

return M
