--- Collections as files: CSV for a spreadsheet, JSON Lines and JSON for programs, a Markdown table for a text.
-- Marks have the columns of `lede run --format csv`, articles as JSON Lines are records that lede reads again.

local blame = require "lib.collections.blame"
local collection = require "lib.collections.collection"
local columns_of = require "lib.collections.columns"
local csv = require "lib.csv"
local element = require "lib.collections.element"

local M = {}

local PLAIN = { string = true, number = true, boolean = true }


-- What an element comes to as plain values.

local function facts(doc) return { id = doc.id, title = doc.title, outlet = doc.outlet, date = doc.date, url = doc.url } end

-- Offsets as records have them: bytes from 0, without the one at `end`.
local function exported_offsets(mark)
  local out = {}
  for key, value in pairs(mark) do
    local stem, which = key:match("^(.-)_?(first)$")
    if not stem then stem, which = key:match("^(.-)_?(last)$") end
    if which and math.type(value) == "integer" then
      out[(stem ~= "" and stem .. "_" or "") .. (which == "first" and "start" or "end")] = which == "first" and value - 1 or value
    elseif type(value) == "table" and type(value[1]) == "table" then
      out[key] = {}
      for n, piece in ipairs(value) do out[key][n] = exported_offsets(piece) end
    else
      out[key] = value
    end
  end
  return out
end

local function own_fields(group)
  local out = { count = #group.members, documents = group.documents, outlets = group.outlets }
  for n, name in ipairs(group._shape.names) do out[name] = group._keys[n] end
  return out
end

--- An element as a plain table that JSON can hold.
function M.plain(e)
  local sort = element.sort(e)
  if sort == "article" then
    local record = e.record
    record.layers = {}
    for layer, marks in pairs(e.layers) do
      record.layers[layer] = {}
      for n, mark in ipairs(marks) do record.layers[layer][n] = exported_offsets(mark) end
    end
    return record
  end
  if sort == "mark" then
    local out = exported_offsets(e.record)
    out.doc, out.layer = facts(e.doc), e.layer
    return out
  end
  if e._members then return own_fields(e) end
  local out = {}
  for key, value in pairs(e) do
    local is_plain = PLAIN[type(value)] or type(value) == "table" and not getmetatable(value)
    if element.sort(value) == "article" then
      out[key] = facts(value)
    elseif is_plain and not key:find("^_") then
      out[key] = value
    end
  end
  return out
end


local NO_COLUMN = { table = true, collection = true, article = true, mark = true }

-- The formats: each takes a collection, and calls `put` with pieces of text.

local function json_lines(c, put)
  for e in c:each() do put(lede.to_json(M.plain(e)) .. "\n") end
end

local function json(c, put)
  put("[")
  for n, e in ipairs(c) do put((n > 1 and ",\n " or "\n ") .. lede.to_json(M.plain(e))) end
  put("\n]\n")
end

local function mark_rows(c, shape, put)
  local gives = {}
  gives[shape.layer] = c._source.gives[shape.layer]
  local columns = csv.columns(gives)
  put(csv.header(columns))
  for e in c:each() do put(csv.row(columns, e.doc, shape.layer, e.record)) end
end

local function field_columns(shape)
  local columns = {}
  for _, field in ipairs(shape.set.list) do
    if not NO_COLUMN[field.type] then
      columns[#columns + 1] = { title = field.name, read = function(e) return e[field.name] end }
    end
  end
  return columns
end

local function group_columns(shape)
  local columns = {}
  for n, name in ipairs(shape.names) do columns[n] = { title = name, read = function(g) return g._keys[n] end } end
  for _, name in ipairs { "count", "documents", "outlets", "since", "until" } do
    columns[#columns + 1] = { title = name, read = function(g) return g[name] end }
  end
  return columns
end

local function comma_separated(c, put)
  local shape = collection.shape(c)
  if shape.sort == "mark" then return mark_rows(c, shape, put) end
  local columns = shape.sort == "group" and group_columns(shape) or field_columns(shape)
  put(csv.header(columns))
  for e in c:each() do put(csv.row(columns, e)) end
end

local MARKDOWN = { ["|"] = "\\|", ["\\"] = "\\\\", ["<"] = "&lt;", [">"] = "&gt;" }

local function markdown(c, put)
  local columns, titles, rule = columns_of.of(collection.shape(c)), {}, {}
  for n, column in ipairs(columns) do titles[n], rule[n] = column.title, column.right and "---:" or "---" end
  put("| " .. table.concat(titles, " | ") .. " |\n| " .. table.concat(rule, " | ") .. " |\n")
  for e in c:each() do
    local cells = {}
    for n, column in ipairs(columns) do cells[n] = column.read(e):gsub("[|\\<>]", MARKDOWN) end
    put("| " .. table.concat(cells, " | ") .. " |\n")
  end
end

local WRITERS = { csv = comma_separated, jsonl = json_lines, ndjson = json_lines, json = json, md = markdown }

local function writer_of(format)
  local write = WRITERS[format]
  if not write then blame.raise("there is no format '%s'; there are csv, jsonl, json and md", lede.visible(tostring(format))) end
  return write
end

--- Calls put(piece) for all pieces of a collection, or of one element, in a format: "csv", "jsonl", "json" or "md".
function M.write(value, format, put)
  local c = collection.is(value) and value or collection.list(value._shape, { value }, value._source)
  writer_of(format)(c, put)
end

local function exists(path)
  local file = io.open(path, "rb")
  if file then file:close() end
  return file ~= nil
end

--- :export("quotes.csv"), also .jsonl, .json, .md: writes the file, and returns how many elements there are in it.
-- One that is there is refused unless { overwrite = true } follows. nil and a message when it can't be written.
function M.export(c, path, options)
  if type(path) ~= "string" then blame.raise("export to which file? its ending says how: csv, jsonl, json or md") end
  local write = writer_of(path:match("%.(%w+)$") or path)
  if exists(path) and not (options and options.overwrite) then
    local shown = lede.visible(path)
    blame.raise("%s is there already; to replace it: :export(\"%s\", { overwrite = true })", shown, shown)
  end
  local file, message = io.open(path, "wb")
  if not file then return nil, message end
  local failed
  write(c, function(s)
    if not failed then failed = select(2, file:write(s)) end
  end)
  local closed, why = file:close()
  if failed or not closed then return nil, path .. ": " .. (failed or why) end
  return #c
end

return M
