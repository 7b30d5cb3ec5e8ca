--- Collections as tables for people: columns that fit a width, numbered rows, how many there are. A table of any length is made
-- piece by piece: its columns are as wide as the first rows need. Knows nothing of what the columns hold.

local collection = require "lib.collections.collection"
local columns_of = require "lib.collections.columns"
local style = require "lib.style"

local M = {}

local GAP = 2
local LEAST = 6
local PIECE = 500 -- rows

-- Rows of cells of some columns.
local function read_cells(list, columns)
  local rows = {}
  for n, e in ipairs(list) do
    local row = {}
    for k, column in ipairs(columns) do row[k] = column.read(e) end
    rows[n] = row
  end
  return rows
end

-- A column that is empty in all rows only takes room.
local function filled(rows, columns)
  local kept = {}
  for k, column in ipairs(columns) do
    local is_filled = false
    for _, row in ipairs(rows) do is_filled = is_filled or row[k] ~= "" end
    if is_filled then kept[#kept + 1] = column end
  end
  return kept
end

local function natural(rows, columns)
  local widths = {}
  for k, column in ipairs(columns) do
    local widest = lede.width(column.title)
    for _, row in ipairs(rows) do widest = math.max(widest, lede.width(row[k])) end
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

-- Where the words of a column go on in the next lines, below where they began.
local function flowing(columns)
  for k, column in ipairs(columns) do
    if column.flex and not column.half then return k end
  end
end

-- How rows are laid out, from the first of them: columns, their widths, that of the numbers, the column that is wrapped.
local function layout_of(list, columns, last, pen, wraps)
  local layout = { columns = filled(read_cells(list, columns), columns), number_width = #tostring(last) }
  local room = pen.width and pen.width - layout.number_width - 2
  layout.widths = fitted(natural(read_cells(list, layout.columns), layout.columns), layout.columns, room)
  layout.wrapped = wraps and flowing(layout.columns)
  return layout
end


-- Rows.

local function row_pieces(number, row, layout)
  local pieces = { { "dim", (" "):rep(layout.number_width - #number) .. number }, "  " }
  for k, column in ipairs(layout.columns) do
    local text = cell_text(row[k], column, layout.widths[k])
    local gap = style.gap(text, layout.widths[k])
    if column.right then pieces[#pieces + 1] = gap end
    pieces[#pieces + 1] = column.paint and { column.paint, text } or text
    pieces[#pieces + 1] = ((column.right or column.tight) and "" or gap) .. (" "):rep(gap_after(layout.columns, k))
  end
  return pieces
end

-- Adds the lines of a row whose wrapped cell takes several.
local function add_row(lines, number, row, layout)
  local k = layout.wrapped
  local parts = k and style.wrap(row[k], layout.widths[k]) or {}
  if k then row[k] = parts[1] or "" end
  lines[#lines + 1] = row_pieces(number, row, layout)
  if #parts < 2 then return end
  local before = layout.number_width + 2
  for n = 1, k - 1 do before = before + layout.widths[n] + gap_after(layout.columns, n) end
  for n = 2, #parts do lines[#lines + 1] = { (" "):rep(before), parts[n] } end
end

local function head_pieces(layout)
  local out, has = { (" "):rep(layout.number_width + 2) }, false
  for k, column in ipairs(layout.columns) do
    local text = style.fit(column.title, layout.widths[k])
    local gap = style.gap(text, layout.widths[k])
    out[#out + 1] = column.right and gap .. text or text .. gap
    out[#out + 1] = (" "):rep(gap_after(layout.columns, k))
    has = has or column.title ~= ""
  end
  return has and { { "dim", (table.concat(out):gsub(" +$", "")) } } or nil
end

--- "25 quotes", "1 quote".
function M.counted(n, shape)
  if n ~= 1 then return style.thousands(n) .. " " .. shape.many end
  return (shape.one:gsub("^an? ", "1 "))
end

local function foot(count, shown, shape, indent)
  local more = count > shown and ("… %s more of "):format(style.thousands(count - shown)) or ""
  return { { "dim", (" "):rep(indent) .. more .. M.counted(count, shape) } }
end

-- How many of `count` rows are shown: a line that says "1 more" might as well show it.
local function shown_of(count, height)
  return height and count > height + 1 and height or count
end

-- Iterates over pieces of a collection: the number of the first element, a list of them.
local function pieces_of(c, shown)
  local walk, at = c:each(), 0
  return function()
    local list, first = {}, at + 1
    while at < shown and #list < PIECE do at, list[#list + 1] = at + 1, walk() end
    if list[1] then return first, list end
  end
end

local function short_list(c, shown)
  local list = {}
  for n = 1, shown do list[n] = c[n] end
  return list
end

--- Calls put(text) for the pieces of a table. `height`: rows at most; nil for all. `wraps`: long texts go on in the next line.
function M.write(c, pen, height, wraps, put)
  local shape, count = collection.shape(c), #c
  if count == 0 then return put(pen:line { { "dim", "no " .. shape.many } }) end
  if shape.draw then return put(pen:lines(shape.draw(c, pen, height))) end
  local shown, columns, layout = shown_of(count, height), columns_of.of(shape), nil
  local source = shown <= PIECE and collection.subset(c, short_list(c, shown)) or c -- a few are had without finding all
  for first, list in pieces_of(source, shown) do
    local lines = {}
    if not layout then
      layout = layout_of(list, columns, shown, pen, wraps)
      lines[1] = head_pieces(layout)
    end
    for n, row in ipairs(read_cells(list, layout.columns)) do add_row(lines, tostring(first + n - 1), row, layout) end
    put(pen:lines(lines))
  end
  put(pen:line(foot(count, shown, shape, layout.number_width + 2)))
end

return M
