--- Values as text for people: collections as short tables, elements field by field, plain tables as Lua writes them.
-- Everything fits the width, is cut after so many rows ("… 214 more of 239 quotes"), and can't harm a terminal.
-- Knows nothing of terminals: width, height and colour are given.

local columns_of = require "lib.collections.columns"
local collection = require "lib.collections.collection"
local drawing = require "lib.collections.drawing"
local element = require "lib.collections.element"
local groups = require "lib.collections.groups"
local style = require "lib.style"

local M = {}

local WIDTH, ROWS = 80, 20
local GAP = 2
local LEAST = 6

-- Tables.

local function read_cells(list, columns)
  local rows = {}
  for n, e in ipairs(list) do
    local row = { e = e }
    for k, column in ipairs(columns) do row[k] = column.read(e) end
    rows[n] = row
  end
  return rows
end

-- A column that is empty in all rows only takes room.
local function filled(rows, columns)
  local kept, at = {}, {}
  for k, column in ipairs(columns) do
    local is_filled = false
    for _, row in ipairs(rows) do is_filled = is_filled or row[k] ~= "" end
    if is_filled then kept[#kept + 1], at[#at + 1] = column, k end
  end
  for _, row in ipairs(rows) do
    local cells = {}
    for n, k in ipairs(at) do cells[n] = row[k] end
    row.cells = cells
  end
  return kept
end

local function natural(rows, columns)
  local widths = {}
  for k, column in ipairs(columns) do
    local widest = lede.width(column.title)
    for _, row in ipairs(rows) do widest = math.max(widest, lede.width(row.cells[k])) end
    widths[k] = column.most and math.min(widest, column.most) or widest
  end
  return widths
end

-- The spaces behind a column; the last has none.
local function gap_after(columns, k) return k == #columns and 0 or columns[k].gap or GAP end

local function total(widths, columns)
  local sum = 0
  for k, w in ipairs(widths) do sum = sum + w + gap_after(columns, k) end
  return sum
end

-- Two halves share what is left evenly.
local function share(widths, columns, room)
  local halves = {}
  for k, column in ipairs(columns) do
    if column.half then halves[#halves + 1] = k end
  end
  if #halves ~= 2 then return false end
  local a, b = halves[1], halves[2]
  local left = room - (total(widths, columns) - widths[a] - widths[b])
  local half = math.max(left // 2, LEAST)
  widths[a] = math.min(widths[a], math.max(half, left - widths[b]))
  widths[b] = math.min(widths[b], math.max(left - widths[a], LEAST))
  return true
end

local function shrink_to(widths, columns, room, is_wanted, least_of)
  for k = #widths, 1, -1 do
    local over = total(widths, columns) - room
    if over <= 0 then return end
    if is_wanted(columns[k]) then widths[k] = math.max(widths[k] - over, math.min(widths[k], least_of(columns[k]))) end
  end
end

local function fitted(widths, columns, room)
  if not room or total(widths, columns) <= room then return widths end
  if share(widths, columns, room) then return widths end
  shrink_to(widths, columns, room, function(c) return c.flex end, function(c) return c.least or LEAST end)
  shrink_to(widths, columns, room, function(c) return not c.right end, function() return LEAST end)
  return widths
end

local function cell_text(text, column, width)
  return (column.cut == "begin" and style.fit_end or style.fit)(text, width)
end

local function row_pieces(number, row, columns, widths, number_width)
  local pieces = { { "dim", (" "):rep(number_width - #number) .. number }, "  " }
  for k, column in ipairs(columns) do
    local text = cell_text(row.cells[k], column, widths[k])
    local gap = style.gap(text, widths[k])
    if column.right then pieces[#pieces + 1] = gap end
    pieces[#pieces + 1] = column.paint and { column.paint, text } or text
    pieces[#pieces + 1] = ((column.right or column.tight) and "" or gap) .. (" "):rep(gap_after(columns, k))
  end
  return pieces
end

-- Where the words of a column go on in the next lines, below where they began.
local function flowing(columns)
  for k, column in ipairs(columns) do
    if column.flex and not column.half then return k end
  end
end

local function wrapped_rows(number, row, columns, widths, number_width, k)
  local parts = style.wrap(row.cells[k], widths[k])
  local before = number_width + 2
  for n = 1, k - 1 do before = before + widths[n] + gap_after(columns, n) end
  row.cells[k] = parts[1] or ""
  local lines = { row_pieces(number, row, columns, widths, number_width) }
  for n = 2, #parts do lines[n] = { (" "):rep(before), parts[n] } end
  return lines
end

local function head_pieces(columns, widths, number_width)
  local out, has = { (" "):rep(number_width + 2) }, false
  for k, column in ipairs(columns) do
    local text = style.fit(column.title, widths[k])
    local gap = style.gap(text, widths[k])
    out[#out + 1] = column.right and gap .. text or text .. gap
    out[#out + 1] = (" "):rep(gap_after(columns, k))
    has = has or column.title ~= ""
  end
  return has and { { "dim", (table.concat(out):gsub(" +$", "")) } }
end

local function counted(n, shape)
  local many = shape.many
  if n ~= 1 then return style.thousands(n) .. " " .. many end
  return (shape.one:gsub("^an? ", "1 "))
end

local function table_lines(c, pen, height, wraps)
  local shape, count = collection.shape(c), #c
  if count > 0 and shape.draw then return shape.draw(c, pen, height) end
  if count == 0 then return { { { "dim", "no " .. shape.many } } } end
  local shown = height and math.min(count, count == height + 1 and count or height) or count
  local list = {}
  for n = 1, shown do list[n] = c[n] end
  local rows = read_cells(list, columns_of.of(shape))
  local columns = filled(rows, columns_of.of(shape))
  local number_width = #tostring(shown)
  local widths = fitted(natural(rows, columns), columns, pen.width and pen.width - number_width - 2)
  local lines = { head_pieces(columns, widths, number_width) or nil }
  local k = wraps and flowing(columns)
  for n, row in ipairs(rows) do
    local more = k and wrapped_rows(tostring(n), row, columns, widths, number_width, k)
      or { row_pieces(tostring(n), row, columns, widths, number_width) }
    table.move(more, 1, #more, #lines + 1, lines)
  end
  local more = count > shown and ("… %s more of "):format(style.thousands(count - shown)) or ""
  lines[#lines + 1] = { { "dim", (" "):rep(number_width + 2) .. more .. counted(count, shape) } }
  return lines
end


-- One element, field by field.

local function value_text(value)
  if collection.is(value) then return counted(#value, collection.shape(value)) end
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

local function lines_of(value, pen, height, wraps)
  if collection.is(value) then return table_lines(value, pen, height, wraps) end
  if element.sort(value) or groups.is(value) then return element_lines(value, pen) end
  if drawing.is(value) then return value.draw(pen) end
end

--- A value as text that ends without a line feed. opts: width (80; false: nothing is cut), height (rows of a table:
-- 20; false: all), color, mode ("table", "json", "csv" or "md"), wrap (long texts go on in the next line instead of
-- being cut).
function M.text(value, opts)
  opts = opts or {}
  if opts.mode and opts.mode ~= "table" and (collection.is(value) or element.sort(value)) then
    return (require("lib.collections.export").text(value, opts.mode):gsub("\r?\n$", ""))
  end
  local width, height = opts.width, opts.height
  if width == nil then width = math.tointeger(tonumber(os.getenv "COLUMNS")) or WIDTH end
  if height == nil then height = ROWS end
  local pen = style.pen { width = width or nil, color = opts.color }
  local lines = lines_of(value, pen, height or nil, opts.wrap)
  return lines and (pen:lines(lines):gsub("\n$", "")) or plain_text(value, pen)
end

M.counted = counted

return M
