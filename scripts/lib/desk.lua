--- What is asked of a desk often: words in its articles, who is quoted, who and what is named. Each gives rows, the best or newest first.
-- These are methods of lede.desk(folder). Options of all: since, before (days, as 2026-03-12), outlet (a name), limit (20). Knows SQL
-- and the desk's tables (core/store/tables.c), nothing of printing.

local names = require "lib.collections.names"

local M = {}

local LIMIT = 20

-- Marks what a snippet was found by; no text of news has these.
M.OPEN, M.CLOSE = "\2", "\3"


-- Conditions.

-- The values of a query, in the order of its ?.
local function question(parts, values) return { parts = parts or {}, values = values or {} } end

local function add(q, sql, ...)
  q.parts[#q.parts + 1] = sql
  for _, value in ipairs { ... } do q.values[#q.values + 1] = value end
end

local function rows_of(desk, q)
  local list = {}
  for row in desk:rows(table.concat(q.parts, " "), table.unpack(q.values)) do list[#list + 1] = row end
  return list
end

-- Adds "COLUMN IN (?, …)"; of no names none is it.
local function add_one_of(q, column, list)
  if not list[1] then return add(q, "AND 0") end
  add(q, ("AND %s IN (%s)"):format(column, ("?, "):rep(#list):sub(1, -3)), table.unpack(list))
end

--- Names of a column that are the one asked for, as names match: "Putin" is "Vladimir Putin" too.
local function matching(desk, asked, sql)
  local is, list = names.matcher(asked), {}
  for row in desk:rows(sql) do
    if is(row.name) then list[#list + 1] = row.name end
  end
  return list
end

local function add_options(desk, q, options)
  if options.since then add(q, "AND f.date >= ?", options.since) end
  if options.before then add(q, "AND f.date < ?", options.before) end
  if options.outlet then
    add_one_of(q, "f.outlet", matching(desk, options.outlet, "SELECT DISTINCT outlet AS name FROM facts WHERE outlet IS NOT NULL"))
  end
end


-- Words.

-- Every word by itself in quotation marks, so that nothing in it means something to SQLite.
local function plain(words)
  local list = {}
  for word in words:gsub('"', " "):gmatch("%S+") do list[#list + 1] = '"' .. word .. '"' end
  return table.concat(list, " ")
end

local function found(desk, words, options)
  local q = question()
  add(q, "SELECT d.id AS doc, d.path, f.outlet, f.title, f.date, highlight(search, 0, ?, ?) AS marked_title, "
    .. "snippet(search, 1, ?, ?, '…', 32) AS snippet FROM search CROSS JOIN documents d ON d.id = search.rowid CROSS JOIN facts f ON f.doc = d.id "
    .. "WHERE search MATCH ?", M.OPEN, M.CLOSE, M.OPEN, M.CLOSE, "{title text} : (" .. words .. ")")
  add_options(desk, q, options)
  add(q, "ORDER BY rank LIMIT ?", options.limit or LIMIT)
  return rows_of(desk, q)
end

--- Articles with all of these words in title or text: rows with doc (for desk:record), path, outlet, title, date, snippet and marked_title, in which lib.desk's OPEN
-- and CLOSE stand around what was found. Words may be put together as FTS5 has it ("new bridge" OR tunnel, ferr*, NOT); what it doesn't
-- understand is taken as plain words.
function M.search(desk, words, options)
  options = options or {}
  local ok, rows = pcall(found, desk, words, options)
  if ok then return rows end
  local quoted = plain(words)
  if quoted == "" then return {} end
  return found(desk, quoted, options)
end


-- Names.

-- The full text's own way to say "one of these names is in the document".
local function any_of(list)
  local phrases = {}
  for i, name in ipairs(list) do phrases[i] = '"' .. name:gsub('"', '""') .. '"' end
  return "names : (" .. table.concat(phrases, " OR ") .. ")"
end

local function marks_named(desk, view, attribute, list, options)
  if not list[1] then return {} end
  local q = question()
  add(q, ("SELECT m.* FROM search CROSS JOIN %s m ON m.doc = search.rowid CROSS JOIN facts f ON f.doc = m.doc WHERE search MATCH ?")
    :format(view), any_of(list))
  add_one_of(q, ("m.%s"):format(attribute), list)
  add_options(desk, q, options)
  add(q, "ORDER BY f.date DESC, m.doc, m.\"start\" LIMIT ?", options.limit or LIMIT)
  return rows_of(desk, q)
end

--- Rows of the view `quotes` whose speaker is the one asked for.
function M.quotes_by(desk, name, options)
  local list = matching(desk, name, "SELECT name FROM speakers")
  return marks_named(desk, "quotes", "speaker", list, options or {})
end

--- Rows of the view `entities` that name whom or what is asked for.
function M.mentions_of(desk, name, options)
  local list = matching(desk, name, "SELECT DISTINCT name FROM names WHERE layer = 'entities'")
  return marks_named(desk, "entities", "name", list, options or {})
end

return M
