--- An article as it was read: quotes and names in colour, each quote with its number in article.quotes, and what was
-- left out in grey, with the reason.

local columns = require "lib.collections.columns"
local drawing = require "lib.collections.drawing"
local style = require "lib.style"

local M = {}

local NAMES = { person = true, org = true, place = true }
local HEADS = { title = true, heading = true }

local function marks_of(article, layer) return article._source.gives[layer] and article._source:marks(article._i, layer) or {} end


-- What every byte belongs to: spans { first, last, what, note } in order of where they begin.

-- The pieces of a mark that is not in one.
local function pieces(mark) return mark.parts or { mark } end

local function add(spans, mark, what, note)
  for n, piece in ipairs(pieces(mark)) do
    spans[#spans + 1] = { first = piece.first, last = piece.last, what = what, note = n == 1 and note or nil }
  end
end

local function spans_of(article)
  local spans = {}
  if article._source.gives.quotes then
    for n, quote in ipairs(article.quotes) do add(spans, quote.record, "quote", "[" .. n .. "]") end
  end
  for _, mark in ipairs(marks_of(article, "entities")) do
    if NAMES[mark.kind] then add(spans, mark, "name") end
  end
  table.sort(spans, function(a, b)
    if a.first ~= b.first then return a.first < b.first end
    return a.last > b.last
  end)
  return spans
end

local PAINT = { quote = "cyan", name = "bold", both = "bold cyan", head = "bold" }

-- Where the paint may change between two offsets.
local function borders(spans, first, last)
  local at = { [first] = true, [last + 1] = true }
  for _, span in ipairs(spans) do
    if span.first <= last and span.last >= first then
      at[math.max(span.first, first)], at[math.min(span.last, last) + 1] = true, true
    end
  end
  local list = {}
  for offset in pairs(at) do list[#list + 1] = offset end
  table.sort(list)
  return list
end

local function paint_at(spans, offset, is_head)
  local quoted, named
  for _, span in ipairs(spans) do
    if span.first <= offset and offset <= span.last then
      if span.what == "quote" then quoted = true else named = true end
    end
  end
  return is_head and PAINT.head or quoted and named and PAINT.both or quoted and PAINT.quote or named and PAINT.name or "plain"
end

local function note_at(spans, offset)
  for _, span in ipairs(spans) do
    if span.first == offset and span.note then return span.note end
  end
end

-- A function that gives the spans between two offsets; it is asked from left to right.
local function window(spans)
  local from = 1
  return function(first, last)
    local some, n = {}, from
    while spans[from] and spans[from].last < first do from = from + 1 end
    n = math.max(n, from)
    while spans[n] and spans[n].first <= last do
      if spans[n].last >= first then some[#some + 1] = spans[n] end
      n = n + 1
    end
    return some
  end
end

local function stretches(text, spans_in, first, last, is_head)
  local near = spans_in(first, last)
  local at, out = borders(near, first, last), {}
  for n = 1, #at - 1 do
    local note = note_at(near, at[n])
    if note then out[#out + 1] = { "dim", note } end
    out[#out + 1] = { paint_at(near, at[n], is_head), lede.visible((text:sub(at[n], at[n + 1] - 1):gsub("%s", " "))) }
  end
  return out
end


-- Line by line.

local function part_at(parts_in, first, last)
  local left_out, head
  for _, mark in ipairs(parts_in(first, last)) do
    if mark.kind == "furniture" then left_out = mark end
    head = head or HEADS[mark.kind]
  end
  return left_out, head
end

local function left_out_lines(text, mark, reason, pen)
  local note = reason and "  · left out: " .. style.words(mark.reason or mark.rule or "page furniture") or ""
  local words = style.words(text)
  return { { { "dim", "  " .. style.fit(words, pen:left(2 + lede.width(note))) }, { "dim", note } } }
end

local function body_lines(article, pen, lines)
  local text, spans_in, parts_in = article.text, window(spans_of(article)), window(marks_of(article, "structure"))
  local last_reason
  for first, line, next_line in text:gmatch("()([^\r\n]*)\r?\n?()") do
    if first > #text then break end
    local left_out, is_head = part_at(parts_in, first, next_line - 1)
    local more
    if not line:find("%S") then
      more = lines[#lines] and lines[#lines][1] and { {} } or {}
    elseif left_out then
      more = left_out_lines(line, left_out, left_out.reason ~= last_reason, pen)
    else
      more = drawing.flow(stretches(text, spans_in, first, first + #line - 1, is_head), "", pen.width)
    end
    if line:find("%S") then last_reason = left_out and left_out.reason end
    table.move(more, 1, #more, #lines + 1, lines)
  end
  return lines
end

local function fact_line(article)
  local facts = { article.outlet or "outlet unknown", article.date or "date unknown", style.name(article.id) }
  return { { "dim", style.words(table.concat(facts, " · ")) } }
end

--- article:show()
function M.article(article)
  return drawing.new(function(pen) return body_lines(article, pen, { fact_line(article), {} }) end)
end

--- mark:show(): the paragraph it stands in.
function M.mark(mark)
  return drawing.new(function(pen)
    local doc = mark.doc
    local text = doc.text
    local first = (text:sub(1, mark.first - 1):match("^.*()\n") or 0) + 1
    local last = (text:find("\n", mark.last, true) or #text + 1) - 1
    local spans = {}
    add(spans, mark.record, "quote")
    local lines = drawing.flow(stretches(text, window(spans), first, last), "", pen.width)
    table.insert(lines, 1, { { "dim", columns.source(doc) .. (doc.date and "  " .. doc.date or "") } })
    return lines
  end)
end

return M
