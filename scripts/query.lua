--- lede query DESK [WORDS]: what is in the desk that lede watch keeps: articles with some words, quotes, names, or what SQL asks.
-- The questions are lib.desk's; here are only the command line and printing.

local csv = require "lib.csv"
local desk_of = require "lib.desk"
local style = require "lib.style"

local INDENT = "  "

local function fail(message, status)
  io.stderr:write("lede query: ", lede.visible(message), "\n")
  os.exit(status or 2)
end

local function check_day(options, name)
  local day = options[name]
  if day and not day:find("^%d%d%d%d$") and not day:find("^%d%d%d%d%-%d%d$") and not day:find("^%d%d%d%d%-%d%d%-%d%d$") then
    fail(("--%s is '%s'; write a day as 2026-03-12, a month as 2026-03, or a year"):format(name, day))
  end
end

-- Exactly one question is asked.
local function check(options, words)
  local asked = (words ~= "" and 1 or 0) + (options.quotes_by and 1 or 0) + (options.entity and 1 or 0) + (options.sql and 1 or 0)
  if asked == 0 then fail("ask for some words, --quotes-by, --entity or --sql; see lede query --help") end
  if asked > 1 then fail("ask for one thing: words, --quotes-by, --entity or --sql") end
  if options.sql and (options.since or options.before or options.outlet or options.limit) then
    fail("with --sql put --since, --before, --outlet and --limit into the query: WHERE date >= '2026-03-12' … LIMIT 20")
  end
  check_day(options, "since")
  check_day(options, "before")
end


-- For programs.

-- JSON holds text; bytes that are none, as a path may have, are shown.
local function as_json(row)
  local out = {}
  for key, value in pairs(row) do
    out[key] = type(value) == "string" and not utf8.len(value) and lede.visible(value) or value
  end
  return lede.to_json(out)
end

local function csv_columns(names)
  local columns = {}
  for i, name in ipairs(names) do
    columns[i] = { title = name, read = function(row) return row[name] end }
  end
  return columns
end

local function print_csv(names, next_row)
  local columns = csv_columns(names)
  io.write(csv.header(columns))
  for row in next_row do io.write(csv.row(columns, row)) end
end

local function print_jsonl(_, next_row)
  for row in next_row do io.write(as_json(row), "\n") end
end


-- For people.

-- A text with what was found in it as pieces of a line.
local function pieces_of(marked, paint)
  local out = {}
  for before, found in (marked .. desk_of.OPEN .. desk_of.CLOSE):gmatch("([^\2]*)\2([^\3]*)\3") do
    out[#out + 1] = { "plain", before }
    out[#out + 1] = { paint, found }
  end
  return out
end

-- Words one by one, each with its paint; a word may change it in the middle: "bridge," of which "bridge" was found.
local function words_of(marked)
  local words, word = {}, {}
  for _, piece in ipairs(pieces_of(marked, "yellow")) do
    for text, space in piece[2]:gmatch("([^%s]*)([%s]*)") do
      if text ~= "" then word[#word + 1] = { piece[1], lede.visible(text) } end
      if space ~= "" and word[1] then
        words[#words + 1], word = word, {}
      end
    end
  end
  if word[1] then words[#words + 1] = word end
  return words
end

local function width_of(word)
  local columns = 0
  for _, piece in ipairs(word) do columns = columns + lede.width(piece[2]) end
  return columns
end

-- Lines of pieces, none wider than `columns`.
local function wrapped(marked, columns)
  local lines, used = {}, 0
  for _, word in ipairs(words_of(marked)) do
    local wide = width_of(word)
    if not lines[1] or used + 1 + wide > columns then
      lines[#lines + 1], used = { INDENT }, 0
    else
      table.insert(lines[#lines], " ")
      used = used + 1
    end
    table.move(word, 1, #word, #lines[#lines] + 1, lines[#lines])
    used = used + wide
  end
  return lines
end

local function print_blocks(rows, pen, lines_of)
  for i, row in ipairs(rows) do io.write(i > 1 and "\n" or "", pen:lines(lines_of(row, pen.width - #INDENT))) end
end

local function source_line(row, ...)
  local about = {}
  for _, value in ipairs { row.outlet or false, row.date or false, ... } do
    if value then about[#about + 1] = style.name(value) end
  end
  return about[1] and { INDENT, { "dim", table.concat(about, " · ") } }
end

local function article_lines(row, columns)
  local lines = { { { "bold", row.title and style.words(row.title) or style.name(row.path) } } }
  lines[#lines + 1] = source_line(row, row.title and row.path)
  return table.move(wrapped(row.snippet, columns), 1, columns, #lines + 1, lines)
end

-- The words said, without the "she said" between the parts.
local function said(row)
  local parts = row.parts and lede.from_json(row.parts)
  if not parts or not parts[2] then return row.text end
  for i, part in ipairs(parts) do parts[i] = row.text:sub(part.start - row.start + 1, part["end"] - row.start) end
  return table.concat(parts, " … ")
end

local function quote_lines(row, columns)
  local about = (row.cue and ", " .. row.cue or "") .. " (" .. row.kind .. ")"
  local lines = { { { "cyan", style.words(row.speaker) }, { "dim", lede.visible(about) } } }
  table.move(wrapped(said(row), columns), 1, columns, 2, lines)
  lines[#lines + 1] = source_line(row, row.path)
  return lines
end

local function mention_lines(row, columns)
  local times = row.mentions > 1 and " ×" .. row.mentions or ""
  local lines = { { { "cyan", style.words(row.name) }, { "dim", " (" .. lede.visible(row.kind or "") .. ")" .. times } } }
  table.move(wrapped(row.snippet, columns), 1, columns, 2, lines)
  lines[#lines + 1] = source_line(row, row.path)
  return lines
end

local function shown(value)
  return value == nil and "" or style.words(value)
end

local LEAST = 8 -- columns of a terminal in which a value can be read

-- Where there is no room for all, the widest columns give way; nil where nothing could be read then.
local function shrunk(widths, room)
  local sum = 2 * (#widths - 1)
  for _, w in ipairs(widths) do sum = sum + w end
  while sum > room do
    local widest = 1
    for k, w in ipairs(widths) do
      if w > widths[widest] then widest = k end
    end
    if widths[widest] <= LEAST then return nil end
    widths[widest], sum = widths[widest] - 1, sum - 1
  end
  return widths
end

-- Numbers stand under each other.
local function cell_pieces(value, width, is_last)
  local text = style.fit(shown(value), width)
  if math.type(value) then return style.gap(text, width), text, is_last and "" or "  " end
  return "", text, is_last and "" or style.gap(text, width + 2)
end

local function table_line(names, widths, read)
  local pieces = {}
  for k in ipairs(names) do table.move({ cell_pieces(read(k), widths[k], k == #names) }, 1, 3, #pieces + 1, pieces) end
  return pieces
end

local function widths_of(names, rows, most)
  local widths = {}
  for k, name in ipairs(names) do
    local cells = { style.words(name) }
    for i, row in ipairs(rows) do cells[i + 1] = shown(row[name]) end
    widths[k] = style.widest(cells, most)
  end
  return widths
end

-- One value a line, where a row has too many for one.
local function print_fields(names, rows, pen)
  local wide = style.widest(names, 24)
  for i, row in ipairs(rows) do
    if i > 1 then io.write("\n") end
    for _, name in ipairs(names) do
      local label = style.fit(style.words(name), wide)
      if row[name] ~= nil then io.write(pen:line { { "dim", label }, style.gap(label, wide + 2), shown(row[name]) }) end
    end
  end
end

local function print_table(names, rows, pen)
  local widths = shrunk(widths_of(names, rows, pen.width), pen.width)
  if not widths then return print_fields(names, rows, pen) end
  io.write(pen:line { { "dim", table.concat(table_line(names, widths, function(k) return names[k] end)) } })
  for _, row in ipairs(rows) do
    io.write(pen:line(table_line(names, widths, function(k) return row[names[k]] end)))
  end
end


-- Questions.

local ARTICLE = { "doc", "outlet", "date", "title", "path", "snippet" }
local QUOTE = { "doc", "outlet", "date", "speaker", "speaker_kind", "cue", "kind", "text", "path", "start", "end", "title" }
local MENTION = { "doc", "outlet", "date", "kind", "name", "mentions", "snippet", "path", "start", "end", "title" }

-- The columns of the answer, its rows, and how a person sees one.
local function answer(desk, options, words)
  if options.quotes_by then return QUOTE, desk:quotes_by(options.quotes_by, options), quote_lines end
  if options.entity then return MENTION, desk:mentions_of(options.entity, options), mention_lines end
  return ARTICLE, desk:search(words, options), article_lines
end

local function each(list)
  local i = 0
  return function()
    i = i + 1
    return list[i]
  end
end

-- For programs there is nothing around what was found.
local function unmarked(rows)
  for _, row in ipairs(rows) do row.snippet = row.snippet and row.snippet:gsub("[\2\3]", "") end
  return each(rows)
end

local FORMATS = { csv = print_csv, jsonl = print_jsonl }

local function print_sql(desk, options, pen)
  local names, next_row = desk:columns(options.sql), desk:rows(options.sql)
  local print_rows = FORMATS[options.format]
  if print_rows then return print_rows(names, next_row) end
  local rows = {}
  for row in next_row do rows[#rows + 1] = row end
  print_table(names, rows, pen)
end

local function nothing(desk, options)
  local later = desk:counts().unindexed > 0 and " yet: it is still being indexed"
  local why = not later and desk_of.unknown(desk, options) or "nothing of that is in the desk" .. (later or "")
  io.stderr:write("lede query: ", lede.visible(why), "\n")
end

local function run(desk, options, words)
  local out = lede.terminal()
  local pen = style.pen { width = out.width, color = options.color == "always" or options.color ~= "never" and out.color }
  if options.sql then return print_sql(desk, options, pen) end
  local names, rows, lines_of = answer(desk, options, words)
  local print_rows = FORMATS[options.format]
  if print_rows then return print_rows(names, unmarked(rows)) end
  if not rows[1] then nothing(desk, options) end
  print_blocks(rows, pen, lines_of)
end

local options, operands = lede.arguments "query"
local folder = table.remove(operands, 1)
local words = table.concat(operands, " ")
check(options, words)
local desk, message = lede.desk(folder)
if not desk then fail(message, 3) end
local ok, problem = pcall(run, desk, options, words)
if not ok then fail((tostring(problem):gsub("^[^\n]-%.lua:%d+: ", ""))) end
