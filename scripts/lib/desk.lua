--- What is asked of a desk often: words in its articles, who is quoted, who and what is named.
-- These are methods of lede.desk(folder). Options of all: since, before (days, as 2026-03-12), outlet (a name), limit (20).
-- Knows SQL and the desk's tables (core/store/tables.c), nothing of printing.

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

local OUTLETS = "SELECT DISTINCT outlet AS name FROM facts WHERE outlet IS NOT NULL"
local SPEAKERS = "SELECT name FROM speakers"
local ENTITIES = "SELECT DISTINCT name FROM names WHERE layer = 'entities'"

local function add_options(desk, q, options)
  if options.since then add(q, "AND f.date >= ?", options.since) end
  if options.before then add(q, "AND f.date < ?", options.before) end
  if options.outlet then
    add_one_of(q, "f.outlet", matching(desk, options.outlet, OUTLETS))
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
  add(q, "SELECT d.id AS doc, d.path, f.outlet, f.title, f.date, snippet(search, 1, ?, ?, '…', 32) AS snippet FROM search "
    .. "CROSS JOIN documents d ON d.id = search.rowid CROSS JOIN facts f ON f.doc = d.id WHERE search MATCH ?",
    M.OPEN, M.CLOSE, "{title text} : (" .. words .. ")")
  add_options(desk, q, options)
  add(q, "ORDER BY rank LIMIT ?", options.limit or LIMIT)
  local rows = rows_of(desk, q)
  for _, row in ipairs(rows) do row.snippet = row.snippet:gsub("%s+", " ") end
  return rows
end

--- Articles with all of these words in title or text, the best first: rows with doc (for desk:record), path, outlet, title,
-- date and snippet, in which lib.desk's OPEN and CLOSE stand around what was found. Words may be put together as FTS5 has it
-- ("new bridge" OR tunnel, ferr*, NOT); what it doesn't understand is taken as plain words.
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

-- Rows of a view over marks whose attribute is one of the names; their documents come from the full text, which has
-- them at once.
local function named(desk, columns, view, attribute, list, options, behind)
  if not list[1] then return {} end
  local q = question()
  add(q, ("SELECT %s FROM search CROSS JOIN %s m ON m.doc = search.rowid CROSS JOIN facts f ON f.doc = m.doc")
    :format(columns, view))
  add(q, "WHERE search MATCH ?", any_of(list))
  add_one_of(q, "m." .. attribute, list)
  add_options(desk, q, options)
  add(q, behind .. " LIMIT ?", options.limit or LIMIT)
  return rows_of(desk, q)
end

--- What somebody is quoted with, the newest first: rows of the view `quotes`.
function M.quotes_by(desk, name, options)
  local list = matching(desk, name, SPEAKERS)
  return named(desk, "m.*", "quotes", "speaker", list, options or {}, "ORDER BY f.date DESC, m.doc, m.\"start\"")
end

local AROUND = 120

-- Up to so many bytes before and behind a place, in whole words.
local function context(text, first, last)
  local before, behind = text:sub(math.max(first - AROUND, 1), first - 1), text:sub(last + 1, last + AROUND)
  before = first > AROUND + 1 and "…" .. before:gsub("^%S*%s+", "", 1) or before
  behind = #text > last + AROUND and behind:gsub("%s+%S*$", "", 1) .. "…" or behind
  return before:gsub("^.*\n", "") .. M.OPEN .. text:sub(first, last) .. M.CLOSE .. behind:gsub("\n.*$", "")
end

--- Articles in which somebody or something is named, the newest first: rows with doc, path, outlet, date, title, name, kind,
-- mentions, and the snippet around the first one, as of M.search.
function M.mentions_of(desk, name, options)
  local list = matching(desk, name, ENTITIES)
  local columns = 'm.doc, m.path, m.outlet, m.date, m.title, m.name, m.kind, count(*) AS mentions, '
    .. 'min(m."start") AS "start", m."end", (SELECT text FROM texts t WHERE t.doc = m.doc) AS text'
  local behind = "GROUP BY m.doc, m.name ORDER BY f.date DESC, m.doc, m.name"
  local rows = named(desk, columns, "entities", "name", list, options or {}, behind)
  for _, row in ipairs(rows) do
    row.snippet, row.text = context(row.text, row.start + 1, row["end"]), nil
  end
  return rows
end

local function is_unknown(desk, asked, sql) return asked and not matching(desk, asked, sql)[1] end

-- ": did you mean Dagny Okafor?", or nothing.
local function guess(desk, asked, sql)
  local list = {}
  for row in desk:rows(sql) do list[#list + 1] = row.name end
  local near = names.nearest(asked, list)
  return near and "; did you mean " .. near .. "?" or ""
end

--- Which name of a question that found nothing the desk doesn't know at all, in words; nil when it knows them.
---@param asked { quotes_by: string?, entity: string?, outlet: string? }
---@return string?
function M.unknown(desk, asked)
  for _, case in ipairs { { asked.quotes_by, SPEAKERS, "nobody called '%s' is quoted in the desk" },
    { asked.entity, ENTITIES, "nothing called '%s' is named in the desk" },
    { asked.outlet, OUTLETS, "no article in the desk is of '%s'" } } do
    local name, sql, message = table.unpack(case, 1, 3)
    if is_unknown(desk, name, sql) then return message:format(name) .. guess(desk, name, sql) end
  end
end

return M
