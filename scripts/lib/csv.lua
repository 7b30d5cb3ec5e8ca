--- Records as CSV (RFC 4180) for a spreadsheet: one row a mark, one column a fact.
-- The columns are the same for a whole run, whatever is in its documents:
--
--   id, outlet, date, layer, kind, text    which document, and what was found in it
--   name, speaker, …                       every attribute the run's plugins declare, the usual ones first
--   start, end, parts                      where it stands: bytes from 0, without the one at `end`
--   cue_start, cue_end, …                  where an attribute stands
--   rule                                   the plugin's rule that found it
--
-- What is missing is an empty cell; the values of a list are joined with "; ", parts are "12..40; 52..80". A text
-- that a spreadsheet would take for a formula gets an apostrophe before it. Knows nothing of files: it returns strings.

local M = {}

local USUAL = { "name", "speaker", "speaker_kind", "cue", "value", "unit" }

-- Attributes of these names would be taken for the document's: they are called mark_date and so on.
local TAKEN = { id = true, outlet = true, date = true, layer = true }

local FORMULA = "^[=+%-@\t\r\n]"
-- The full-width forms of = + - @, which a spreadsheet may read as these.
local WIDE_FORMULA = { ["＝"] = true, ["＋"] = true, ["－"] = true, ["＠"] = true }


-- Columns: a title and how to read the value from document, layer and mark.

local function document_column(field)
  return { title = field, read = function(doc) return doc[field] end }
end

local function mark_column(field)
  return { title = TAKEN[field] and "mark_" .. field or field, read = function(_, _, mark) return mark[field] end }
end

-- Lua counts bytes from 1 and includes the last: 1..5 is 0..5 without the one at 5.
local function start_column(title, field)
  return { title = title, read = function(_, _, mark) return mark[field] and mark[field] - 1 end }
end

local function end_column(title, field)
  return { title = title, read = function(_, _, mark) return mark[field] end }
end

-- A placed attribute ("name, span") has a value and a place, a "span" only a place; a list ("span[]") is a value.
local function split(schemas)
  local values, places = {}, {}
  for _, attributes in pairs(schemas) do
    for name, type in pairs(attributes) do
      for word in type:gmatch("[%a%[%]]+") do
        if word == "span" then places[name] = true else values[name] = true end
      end
    end
  end
  return values, places
end

local function in_usual_order(values)
  local names, seen = {}, {}
  for _, name in ipairs(USUAL) do
    if values[name] then names[#names + 1], seen[name] = name, true end
  end
  for name in lede.sorted_pairs(values) do
    if not seen[name] then names[#names + 1] = name end
  end
  return names
end

--- The columns of a run. `schemas` says of each layer what attributes its marks have, as plugins do in `gives`:
-- { quotes = { speaker = "name, span", cue = "string, span" } }.
function M.columns(schemas)
  local columns = {}
  local function add(column) columns[#columns + 1] = column end
  local values, places = split(schemas)
  for _, field in ipairs { "id", "outlet", "date" } do add(document_column(field)) end
  add { title = "layer", read = function(_, layer) return layer end }
  add(mark_column("kind"))
  add(mark_column("text"))
  for _, name in ipairs(in_usual_order(values)) do add(mark_column(name)) end
  add(start_column("start", "first"))
  add(end_column("end", "last"))
  add(mark_column("parts"))
  for name in lede.sorted_pairs(places) do
    add(start_column(name .. "_start", name .. "_first"))
    add(end_column(name .. "_end", name .. "_last"))
  end
  add(mark_column("rule"))
  return columns
end


-- Cells.

-- The shortest digits that are read back as the same number.
local function digits(n)
  if math.type(n) == "integer" then return ("%d"):format(n) end
  if n ~= n or n == math.huge or n == -math.huge then return "" end
  local short = ("%.15g"):format(n)
  return tonumber(short) == n and short or ("%.17g"):format(n)
end

-- 12..40, not 12-40: that is a day in December to a spreadsheet.
local function item(value)
  if type(value) == "number" then return digits(value) end
  if type(value) == "table" then return ("%d..%d"):format(value.first - 1, value.last) end
  return tostring(value)
end

local function joined(list)
  local out = {}
  for i, value in ipairs(list) do out[i] = item(value) end
  return table.concat(out, "; ")
end

-- A file's name may be any bytes, where one that is not UTF-8 makes the whole table unreadable.
local function as_utf8(s)
  local at, out = 1, {}
  repeat
    local fine, bad = utf8.len(s, at)
    out[#out + 1] = s:sub(at, (bad or 0) - 1)
    if bad then out[#out + 1] = "\u{FFFD}" end
    at = (bad or 0) + 1
  until fine
  return table.concat(out)
end

-- A number stays one, whatever its sign: only a text can be a formula.
local function cell(value)
  if value == nil then return "" end
  if type(value) == "number" then return digits(value) end
  local s = type(value) == "table" and joined(value) or as_utf8(tostring(value))
  if s:find(FORMULA) or WIDE_FORMULA[s:sub(1, 3)] then s = "'" .. s end
  if s:find('[",\r\n]') or s:find("^ ") or s:find(" $") then s = '"' .. s:gsub('"', '""') .. '"' end
  return s
end


--- The first line of the file.
function M.header(columns)
  local cells = {}
  for i, column in ipairs(columns) do cells[i] = cell(column.title) end
  return table.concat(cells, ",") .. "\r\n"
end

--- One row: what the columns read from a document, a layer and a mark.
function M.row(columns, doc, layer, mark)
  local cells = {}
  for i, column in ipairs(columns) do cells[i] = cell(column.read(doc, layer, mark)) end
  return table.concat(cells, ",") .. "\r\n"
end

--- The rows of a record, layer by layer in order of name; those of one layer when `only` names it. "" for a document
-- that failed. The text is exact: what control characters a document has are in it.
function M.rows(record, columns, only)
  local out = {}
  for layer, marks in lede.sorted_pairs(record.layers or {}) do
    if not only or layer == only then
      for _, mark in ipairs(marks) do out[#out + 1] = M.row(columns, record.doc, layer, mark) end
    end
  end
  return table.concat(out)
end

return M
