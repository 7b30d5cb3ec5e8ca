--- What `lede run` prints for people: one document in at most twelve lines, a document that failed, and findings.
-- Reads records as plain tables. Knows nothing of files, plugins or the terminal: it returns strings that end in a
-- line feed. opts = { color = boolean, width = columns or nil to cut nothing }.

local style = require "lib.style"
local said = require "lib.said"
local across = require "lib.across"

local M = {}

local LINES = 12
local QUOTE_LINES = 5 -- the quotes get at least these before other lines give way
local INDENT = "  "
local LABEL = #"left out: " -- labels are as wide as the widest of them

-- Which line is worth how much: when a document has more than twelve, the least gives way.
local WORTH = { topics = 1, terms = 4, others = 5, figures = 6, people = 7, ["left out"] = 8 }
local WORTH_OF_OTHERS = 3

local DATE_FROM = { given = "given", text = "from the text", inferred = "inferred" }

-- Layers shown in a form of their own, and those that only number the text.
local KNOWN_LAYERS = {
  structure = true, entities = true, quotes = true, topics = true, gist = true, tokens = true, sentences = true,
}


local function append(list, more)
  for _, value in ipairs(more) do list[#list + 1] = value end
  return list
end

local function marks(record, layer, kind)
  local found = {}
  for _, mark in ipairs(record.layers and record.layers[layer] or {}) do
    if not kind or mark.kind == kind then found[#found + 1] = mark end
  end
  return found
end

-- The distinct texts of some marks as items of a list, the most frequent first, else in the order of the text.
local function ranked(found, text_of)
  local items, at = {}, {}
  for i, mark in ipairs(found) do
    local text = text_of(mark)
    if text and text ~= "" then
      local item = at[text] or { text, times = 0, first = i }
      if not at[text] then at[text], items[#items + 1] = item, item end
      item.times = item.times + 1
    end
  end
  table.sort(items, function(a, b)
    if a.times ~= b.times then return a.times > b.times end
    return a.first < b.first
  end)
  for _, item in ipairs(items) do item[2] = item.times > 1 and "×" .. item.times or nil end
  return items
end


-- Head: title and file, then the facts.

local function title_line(doc, pen)
  local id = style.name(doc.id or doc.path or "?")
  if not doc.title or doc.title == "" then return { { "bold", style.fit_end(id, pen.width) } } end
  id = style.fit_end(id, pen.width and pen.width // 3)
  local title = style.fit(style.words(doc.title), pen:left(lede.width(id) + 2))
  return { { "bold", title }, "  ", { "dim", id } }
end

local function date_fact(doc)
  if not doc.date then return "date unknown" end
  local from = DATE_FROM[doc.date_from]
  return from and ("%s (%s)"):format(doc.date, from) or doc.date
end

local function facts_line(doc)
  local facts = { doc.outlet or "outlet unknown", date_fact(doc) }
  if doc.words then facts[#facts + 1] = style.count(doc.words, "word") end
  if doc.lang and not doc.lang:find("^en") then facts[#facts + 1] = ("language %s: speakers not looked for"):format(doc.lang) end
  append(facts, doc.credit or {})
  local byline = table.concat(doc.byline or {}, ", ")
  if byline ~= "" then facts[#facts + 1] = "by " .. byline:gsub("^[Bb][Yy] ", "") end
  return { { "dim", style.words(table.concat(facts, " · ")) } }
end

local function encoding_warning(doc)
  local warnings = {}
  if doc.guessed then warnings[1] = "encoding guessed: " .. (doc.encoding or "unknown") end
  if doc.replaced and doc.replaced > 0 then
    local where = doc.first_replaced and ", the first at byte " .. style.thousands(doc.first_replaced) or ""
    warnings[#warnings + 1] = style.count(doc.replaced, "character") .. " unreadable" .. where
  end
  return warnings[1] and { { { "yellow", "! " .. style.words(table.concat(warnings, "; ")) } } } or {}
end

local function plugin_errors(errors)
  if not errors or not errors[1] then return {} end
  local first = errors[1]
  local more = #errors > 1 and (" (and %d more)"):format(#errors - 1) or ""
  local who = style.words(first.plugin or "a plugin")
  return { { { "red", "! " .. who .. " failed" .. more .. ": " }, style.words(first.message or "") } }
end

local function head_lines(record, pen)
  local doc = record.doc
  local lines = { title_line(doc, pen), facts_line(doc) }
  append(lines, encoding_warning(doc))
  return append(lines, plugin_errors(record.errors))
end


-- One line each: terms, names, figures, topics, what was left out.

local function name_of(mark)
  return type(mark.name) == "string" and mark.name or mark.text
end

local function term_of(mark)
  return mark.text and "“" .. mark.text .. "”"
end

-- "35 countries" from the text "35" and the unit "countries"; "90%", "$5 million" and "four-year" say theirs themselves.
local function figure_of(mark)
  local text, unit = mark.text, mark.unit
  if not text or not unit or mark.kind == "money" or text:find("%%$") then return text end
  local stem = unit:lower():gsub("s$", "")
  if text:lower():gsub(" ", ""):find(stem, 1, true) or not unit:find("^%a") then return text end
  return text .. " " .. unit
end

-- A number that counts nothing says least.
local function figure_items(record)
  local counted, bare = {}, {}
  for _, mark in ipairs(marks(record, "entities")) do
    if mark.kind == "money" or mark.kind == "number" then
      local tells = mark.kind == "money" or mark.unit or mark.text:find("%%$")
      local list = tells and counted or bare
      list[#list + 1] = mark
    end
  end
  return ranked(append(counted, bare), figure_of)
end

local function topic_items(record)
  local found = marks(record, "topics")
  table.sort(found, function(a, b)
    if (a.weight or 0) ~= (b.weight or 0) then return (a.weight or 0) > (b.weight or 0) end
    return a.first < b.first
  end)
  local items = ranked(found, name_of)
  for _, item in ipairs(items) do item[2] = nil end
  return items
end

local function lines_in(text)
  local count = 0
  for _ in text:gmatch("[^\r\n]*[^%s][^\r\n]*") do count = count + 1 end
  return count
end

local function left_out_items(record)
  local count, reasons, seen = 0, {}, {}
  for _, mark in ipairs(marks(record, "structure", "furniture")) do
    count = count + lines_in(mark.text or "")
    if mark.reason and not seen[mark.reason] then
      seen[mark.reason] = true
      reasons[#reasons + 1] = mark.reason
    end
  end
  if count == 0 then return {} end
  return { { style.count(count, "line"), reasons[1] and "(" .. style.words(table.concat(reasons, ", ")) .. ")" } }
end

-- Layers of users' plugins: what they name, as often as they do.
local function other_layers(record)
  local lines = {}
  for layer, found in lede.sorted_pairs(record.layers or {}) do
    if not KNOWN_LAYERS[layer] then lines[#lines + 1] = { layer, ranked(found, name_of) } end
  end
  return lines
end

local function labelled(record)
  local lines = {
    { "terms", ranked(marks(record, "quotes", "term"), term_of) },
    { "people", ranked(marks(record, "entities", "person"), name_of) },
    { "others", ranked(append(marks(record, "entities", "org"), marks(record, "entities", "place")), name_of) },
    { "figures", figure_items(record) },
    { "topics", topic_items(record) },
  }
  append(lines, other_layers(record))
  lines[#lines + 1] = { "left out", left_out_items(record) }
  return lines
end

local function label_line(line, pen)
  local label = style.words(line[1]) .. ":"
  local columns = math.max(LABEL, lede.width(label) + 1)
  local pieces = { INDENT, { "dim", label }, style.gap(label, columns) }
  return append(pieces, style.list(line[2], pen:left(#INDENT + columns)))
end

-- Takes away the lines worth least until `room` is enough.
local function thin_out(lines, room)
  while #lines > math.max(room, 0) do
    local least, at = math.huge, nil
    for i, line in ipairs(lines) do
      local worth = WORTH[line[1]] or WORTH_OF_OTHERS
      if worth <= least then least, at = worth, i end
    end
    table.remove(lines, at)
  end
  return lines
end

local function filled(lines)
  local kept = {}
  for _, line in ipairs(lines) do
    if line[2][1] then kept[#kept + 1] = line end
  end
  return kept
end

local function quotations(record)
  local found = {}
  for _, mark in ipairs(marks(record, "quotes")) do
    if mark.kind ~= "term" then found[#found + 1] = mark end
  end
  return found
end


--- A document: its head, who said what, names and figures.
function M.document(record, opts)
  local pen = style.pen(opts)
  local lines = head_lines(record, pen)
  local quotes = quotations(record)
  local room = LINES - #lines
  local below = thin_out(filled(labelled(record)), room - math.min(#quotes, QUOTE_LINES))
  append(lines, said.lines(quotes, room - #below, pen))
  for _, line in ipairs(below) do lines[#lines + 1] = label_line(line, pen) end
  return pen:lines(lines)
end

--- A document that could not be read. Its message says what to do, so it is broken between words rather than cut.
function M.failure(record, opts)
  local pen = style.pen(opts)
  local doc, err = record.doc or {}, record.error or {}
  local name = style.name(doc.id or doc.path or err.where or "?")
  local lines = { { { "bold", style.fit_end(name, pen.width) } } }
  local why = (err.message or err.code or "unknown error"):gsub("^cannot be read: ", "")
  local message = style.words("not read: " .. why)
  for _, part in ipairs(style.wrap(message, pen:left(#INDENT))) do
    if #lines < LINES then lines[#lines + 1] = { INDENT, { "red", part } } end
  end
  return pen:lines(lines)
end

--- What holds across documents; see lib/across.
M.findings = across.findings

return M
