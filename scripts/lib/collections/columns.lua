--- Which columns a table of elements has, by what sort they are. Each cell is safe text in one line.
-- A column: title, read(element), and: flex (takes the room that is left), half (two of them share it), least
-- (columns it keeps), most, right (aligned so), cut ("begin" where the end says most), gap (spaces behind it), tight
-- (the next begins where it ends), paint.

local style = require "lib.style"

local M = {}

local function words(value) return value ~= nil and style.words(value) or "" end

local function file_name(id) return id and style.name(id:match("[^/]+$") or id) or "" end

--- Where an element is from, in a word: the outlet, else the file.
function M.source(doc)
  if not doc then return "" end
  return doc.outlet and words(doc.outlet) or file_name(doc.id)
end

local function date_of(doc) return doc and doc.date and words(doc.date:sub(1, 10)) or "" end

local function from(title, read, more)
  local column = more or {}
  column.title, column.read = title, read
  return column
end

local DATE = from("date", function(e) return date_of(e.doc) end)
local SIMPLE = { name = true, string = true, integer = true, number = true, date = true }
local OWN = { kind = true, rule = true, layer = true, words = true, first = true, last = true }

local SOURCE = from("from", function(e) return M.source(e.doc) end, { paint = "dim", most = 22, cut = "begin" })

-- The words said, without the "she said" between the parts.
local function said(quote)
  local text, parts = quote.text, quote.parts
  if not parts or #parts < 2 then return text end
  local pieces = {}
  for n, part in ipairs(parts) do pieces[n] = text:sub(part.first - quote.first + 1, part.last - quote.first + 1) end
  return table.concat(pieces, " … ")
end

M.said = said

-- Whether quotation marks belong around the words: mixed speech has its own around those that are literal.
function M.is_literal(quote)
  local quoted = quote.quoted
  if quote.kind == "indirect" then return false end
  if quote.kind ~= "mixed" or not quoted or not quoted[1] then return true end
  return quoted[1].first <= quote.first and quoted[#quoted].last >= quote.last
end

--- The words of a quote as they are printed: literal ones in quotation marks.
function M.quoted(quote)
  local text = words(said(quote))
  return M.is_literal(quote) and "“" .. text .. "”" or text
end

local function speaker(quote)
  if not quote.speaker then return "—" end
  return words(quote.speaker) .. (quote.speaker_kind == "anonymous" and " (unnamed)" or "")
end

local QUOTES = {
  from("speaker", speaker, { paint = "cyan", most = 26 }),
  from("kind", function(q) return words(q.kind) end, { paint = "dim" }),
  from("words", M.quoted, { flex = true, least = 24 }),
  DATE, SOURCE,
}

local ARTICLES = {
  DATE,
  from("outlet", function(a) return words(a.outlet) end, { most = 22, paint = "cyan" }),
  from("title", function(a) return words(a.title or "(no title)") end, { flex = true, least = 24 }),
  from("words", function(a) return a.words and style.thousands(a.words) or "" end, { right = true }),
  from("file", function(a) return file_name(a.id) end, { paint = "dim", most = 28, cut = "begin" }),
}

-- Of a line of text: the spaces at its ends are part of it.
local function stretch(text) return lede.visible((text:gsub("%s+", " "))) end

local HITS = {
  SOURCE,
  from("", function(h) return stretch(h.left) end,
    { flex = true, cut = "begin", right = true, least = 16, half = true, gap = 0 }),
  from("", function(h) return stretch(h.text) end, { paint = "bold", gap = 0, tight = true }),
  from("", function(h) return stretch(h.right) end, { flex = true, least = 16, half = true }),
}

-- What is counted, unless the words say so themselves.
local function unit_of(figure)
  local unit = figure.unit
  return unit and not lede.lower(figure.text):find(lede.lower(unit), 1, true) and words(unit) or ""
end

local LEAD = 12 -- bytes before a figure that are shown with it

-- A figure among its words, most of which are those behind it: they say what is counted.
local function around(figure)
  local context = figure.context
  local at = context:find("[" .. figure.text:gsub("%s+", " ") .. "]", 1, true) or 1
  local before = context:sub(1, at - 1)
  if #before > LEAD then before = "…" .. (before:sub(-LEAD):match("^%S*%s(.*)$") or "") end
  return words(before .. context:sub(at))
end

local FIGURES = {
  from("figure", function(f) return words(f.text) end, { most = 30, paint = "cyan" }),
  from("value", function(f) return words(f.value) end, { right = true, most = 16 }),
  from("counts", unit_of, { most = 20 }),
  from("in", around, { flex = true, least = 24 }),
  SOURCE,
}

-- A figure that differs: "people: 14 people (Monitor), 17 people (Courier)".
local function side_by_side(finding)
  local list, seen = {}, {}
  for _, value in ipairs(finding.values) do
    local text = ("%s (%s)"):format(value.text or value.value, value.outlet or file_name(value.doc))
    if not seen[text] then list[#list + 1], seen[text] = text, true end
  end
  return words(("%s: %s"):format(finding.key, table.concat(list, ", ")))
end

local function finding_text(finding)
  local values = rawget(finding, "values")
  if type(values) == "table" and type(values[1]) == "table" then return side_by_side(finding) end
  return words(rawget(finding, "name") or rawget(finding, "text") or finding.key)
end

local FINDINGS = {
  from("kind", function(f) return words(f.kind) end, { paint = "dim", most = 14 }),
  from("articles", function(f) return words(rawget(f, "docs")) end, { right = true }),
  from("", finding_text, { flex = true, least = 24 }),
}

local FIELDS = {
  from("field", function(f) return words(f.name) end, { paint = "cyan", most = 24 }),
  from("type", function(f) return words(f.type) end, { paint = "dim" }),
  from("", function(f) return words(f.about) end, { flex = true }),
}

local FAILURES = {
  from("document", function(f) return style.name(f.id) end, { most = 40, cut = "begin" }),
  from("why", function(f) return words(f.message) end, { flex = true }),
}

local VERSIONS = {
  from("from", function(v) return words(v.from) end, { paint = "cyan", most = 26 }),
  from("date", function(v) return words(v.date and v.date:sub(1, 10)) end, { paint = "dim" }),
  from("speaker", function(v) return words(v.speaker or "—") end, { most = 22 }),
  from("words", function(v) return v.shown end, { flex = true, wraps = true }),
}

local BY_SORT = { article = ARTICLES, hit = HITS, finding = FINDINGS, field = FIELDS, failure = FAILURES, version = VERSIONS }

-- Marks of any layer: its attributes that are one value each, then the words.
local function of_layer(shape)
  local columns = { from("kind", function(m) return words(m.kind) end, { paint = "dim", most = 12 }) }
  for _, field in ipairs(shape.set.list) do
    local is_place = field.name:find("_first$") or field.name:find("_last$")
    if #columns < 4 and SIMPLE[field.type] and not OWN[field.name] and not is_place then
      columns[#columns + 1] = from(field.name, function(m) return words(m.record[field.name]) end, { most = 24 })
    end
  end
  columns[#columns + 1] = from("text", function(m) return words(m.text) end, { flex = true, least = 24 })
  columns[#columns + 1] = SOURCE
  return columns
end

local function example(group)
  local first = group.members[1]
  if not first then return "" end
  local record = first._mark
  if record and record.speaker ~= nil then return M.quoted(first) end
  if record then return words(first.sentence) end
  return words(first._source and first.title or rawget(first, "name") or rawget(first, "text") or rawget(first, "key"))
end

local function of_groups(shape)
  local columns = {}
  for n, name in ipairs(shape.names) do
    local function key(g) return g._keys[n] == nil and "—" or words(tostring(g._keys[n])) end
    columns[n] = from(name, key, { paint = "cyan", most = 32 })
  end
  local many = shape.inner.many == shape.many and "times" or shape.inner.many
  columns[#columns + 1] = from(many, function(g) return style.thousands(#g._members) end, { right = true })
  if shape.inner.sort == "mark" then
    columns[#columns + 1] = from("articles", function(g) return style.thousands(g.documents) end, { right = true })
  end
  columns[#columns + 1] = from("", example, { flex = true, paint = "dim" })
  return columns
end

--- The columns for elements of a shape.
function M.of(shape)
  if shape.columns then return shape.columns end
  if BY_SORT[shape.sort] then return BY_SORT[shape.sort] end
  if shape.sort == "group" then return of_groups(shape) end
  if shape.set.by_name.speaker and shape.set.by_name.cue then return QUOTES end
  if shape.many == "figures" then return FIGURES end
  return of_layer(shape)
end

return M
