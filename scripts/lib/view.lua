--- Values as text for people: collections as short tables, elements field by field, plain tables as Lua writes them.
-- Everything fits the width, is cut after so many rows ("… 214 more of 239 quotes"), and can't harm a terminal.
-- Knows nothing of terminals: width, height and colour are given.

local collection = require "lib.collections.collection"
local drawing = require "lib.collections.drawing"
local element = require "lib.collections.element"
local groups = require "lib.collections.groups"
local listed = require "lib.collections.listed"
local style = require "lib.style"
local tables = require "lib.collections.tables"

local M = {}

local WIDTH, ROWS = 80, 20
local GAP = 2
local LEAST = 6

-- One element, field by field.

local function value_text(value)
  if collection.is(value) then return tables.counted(#value, collection.shape(value)) end
  if element.sort(value) == "mark" then return style.words(value.text) end
  if element.sort(value) == "article" then return style.words(value.title or value.id) end
  if type(value) == "table" then
    local ok, json = pcall(lede.to_json, value)
    return ok and style.words(json) or "(a table)"
  end
  return style.words(tostring(value))
end

-- What is the same as another field, or of no use to the eye.
local HIDDEN = {
  record = true, layers = true, first = true, last = true, members = true, layer = true, parts = true, quoted = true,
  key = true,
}

local function is_nothing(value)
  if value == nil then return true end
  return type(value) == "table" and not collection.is(value) and not element.sort(value) and next(value) == nil
end

local function field_rows(e, shape)
  local rows = {}
  for _, field in ipairs(shape.set.list) do
    if not HIDDEN[field.name] and not field.name:find("_first$") and not field.name:find("_last$") then
      local value = e[field.name]
      if not is_nothing(value) then rows[#rows + 1] = { field.name, value_text(value) } end
    end
  end
  return rows
end

local function element_lines(e, pen)
  local shape = e._shape
  local set = shape
  if groups.is(e) then set = { set = { list = table.move(shape.set.list, 1, #shape.names + 6, 1, {}) } } end
  local rows, wide = field_rows(e, set), 0
  for _, row in ipairs(rows) do wide = math.max(wide, #row[1]) end
  local lines = {}
  for _, row in ipairs(rows) do
    lines[#lines + 1] = { { "dim", row[1] }, (" "):rep(wide - #row[1] + GAP), row[2] }
  end
  if pen.width then
    for _, line in ipairs(lines) do line[3] = style.fit(line[3], math.max(pen.width - wide - GAP, LEAST)) end
  end
  return lines
end


-- Anything else.

local function plain_text(value, pen)
  if type(value) == "string" then return lede.visible(value) end
  if type(value) ~= "table" then return tostring(value) end
  local mt = getmetatable(value)
  if mt and mt.__tostring and not value._shape then return tostring(value) end
  local ok, json = pcall(lede.to_json, value)
  return style.fit(ok and style.words(json) or tostring(value), pen.width and pen.width * ROWS)
end

local function write_value(value, pen, height, wraps, put)
  if collection.is(value) then
    tables.write(value, pen, height, wraps, put)
  elseif element.sort(value) or groups.is(value) or listed.is(value) then
    put(pen:lines(element_lines(value, pen)))
  elseif drawing.is(value) then
    put(pen:lines(value.draw(pen)))
  else
    put(plain_text(value, pen) .. "\n")
  end
end

--- Calls put(text) for the pieces of a value's text, the last of which ends with a line feed. opts: width (80; false: nothing is
-- cut), height (rows of a table: 20; false: all), color, mode ("table", "json", "csv" or "md"), wrap (long texts go on in
-- the next line instead of being cut).
function M.write(value, opts, put)
  opts = opts or {}
  if opts.mode and opts.mode ~= "table" and (collection.is(value) or element.sort(value)) then
    return require("lib.collections.export").write(value, opts.mode, put)
  end
  local width, height = opts.width, opts.height
  if width == nil then width = math.tointeger(tonumber(os.getenv "COLUMNS")) or WIDTH end
  if height == nil then height = ROWS end
  write_value(value, style.pen { width = width or nil, color = opts.color }, height or nil, opts.wrap, put)
end

--- The same as one text, which ends without a line feed.
function M.text(value, opts)
  local out = {}
  M.write(value, opts, function(s) out[#out + 1] = s end)
  return (table.concat(out):gsub("\r?\n$", ""))
end

M.counted = tables.counted

return M
