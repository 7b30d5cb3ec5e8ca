--- Documents of a desk: nothing is read before it is asked for, tests of names, kinds, outlets and days become SQL, elements
-- come by the page, and what is counted is counted there. Knows the desk's tables (core/store/tables.c), nothing of how
-- collections behave. Documents have the numbers they have there.
--
-- What it offers is said in lib.collections.documents.

local collection = require "lib.collections.collection"
local element = require "lib.collections.element"
local scan = require "lib.collections.scan"
local where = require "lib.collections.where"

local M = {}

local PAGE = 100
local MOST_VALUES = 20000 -- different ones of a column, to be tested one by one
local MOST_WANTED = 900   -- of them in a query

local Desk = {}
Desk.__index = Desk

local FACTS = {
  title = true, outlet = true, date = true, date_from = true, id = true, url = true, lang = true, credit = true,
  byline = true,
}
local COUNTED = "words" -- as a type: how many words the text has
local LISTS = { credit = true, byline = true }

-- Of these there are as many values as rows.
local LONG = { text = true, title = true, id = true, path = true, url = true }


-- What there is.

-- attribute -> type, and the column of each key, as the desk has them.
local function read_layers(desk)
  local gives, tables = {}, {}
  for row in desk:rows [[SELECT layer, key, type, "table", "column" FROM layers ORDER BY layer, key]] do
    local layer = tables[row.layer] or { name = row.table, columns = { kind = "kind", text = "text", rule = "rule" }, types = {} }
    tables[row.layer], gives[row.layer] = layer, gives[row.layer] or {}
    local is_place = row.type == "start" or row.type == "end"
    if row.key ~= "" then layer.columns[row.key], layer.types[row.key] = row.column, row.type end
    if row.key ~= "" and not is_place then gives[row.layer][row.key] = row.type end
  end
  return gives, tables
end

--- The documents of the desk in a folder. Raises when there is none. options.fixes: where corrections go.
function M.open(folder, options)
  local desk, message = lede.desk(folder)
  if not desk then error(message, 0) end
  local gives, tables = read_layers(desk)
  return setmetatable({ desk = desk, folder = folder, options = options, gives = gives, tables = tables, amended = {},
    cache = setmetatable({}, { __mode = "v" }) }, Desk)
end

local function first(self, sql, ...)
  local walk, _, _, _ <close> = self.desk:rows(sql, ...)
  return (walk())
end

--- How many a query finds, where that takes no look at each.
function Desk:count() return first(self, "SELECT count(*) AS n FROM facts").n end

function Desk:failures()
  local list = {}
  for row in self.desk:rows "SELECT path, code, message FROM failed ORDER BY path" do
    list[#list + 1] = { doc = { id = row.path, path = row.path }, error = { code = row.code, message = row.message } }
  end
  return list
end

--- Which plugin gives a layer.
function Desk:plugin_of(layer)
  local row = first(self, "SELECT json_extract(record, '$.schema.' || json_quote(?) || '.plugin') AS plugin "
    .. "FROM records LIMIT 1", layer)
  return row and row.plugin or "unknown"
end


-- One document.

local function kept(self, key, make)
  local value = self.cache[key]
  if value == nil then
    value = make()
    if type(value) == "table" then self.cache[key] = value end
  end
  return value
end

function Desk:facts(i)
  return kept(self, "facts" .. i, function()
    local row = first(self, "SELECT f.id, f.title, f.outlet, f.date, f.date_from, f.url, f.lang, f.credit, f.byline, "
      .. "d.path, d.bytes FROM facts f JOIN documents d ON d.id = f.doc WHERE f.doc = ?", i) or {}
    for name in pairs(LISTS) do row[name] = row[name] and lede.from_json(row[name]) or {} end
    return row
  end)
end

function Desk:text(i)
  local row = first(self, "SELECT text FROM texts WHERE doc = ?", i)
  return row and row.text or ""
end

function Desk:errors(i)
  local row = first(self, "SELECT json_extract(record, '$.errors') AS errors FROM records WHERE doc = ?", i)
  return row and row.errors and lede.from_json(row.errors) or {}
end

-- Lists of places: offsets as Lua counts them.
local function placed(list)
  for _, place in ipairs(list) do
    if type(place) == "table" and place.start then
      place.first, place.last = place.start + 1, place["end"]
      place.start, place["end"] = nil, nil
    end
  end
  return list
end

local function value_of(value, type_name)
  if value == nil then return nil end
  if type_name == "boolean" then return value ~= 0 end
  if type_name == COUNTED then return element.count_words(value) end
  if type_name:find("%[%]") then return placed(lede.from_json(value) or {}) end
  return value
end

local function mark_of(row, layer)
  local mark = { first = row.start + 1, last = row["end"], kind = row.kind, rule = row.rule, text = row.text,
    parts = row.parts and placed(lede.from_json(row.parts)) }
  for key, column in pairs(layer.columns) do
    local type_name = layer.types[key]
    if type_name == "start" then
      mark[key:gsub("start$", "first")] = row[column] and row[column] + 1
    elseif type_name == "end" then
      mark[key:gsub("end$", "last")] = row[column]
    elseif type_name then
      mark[key] = value_of(row[column], type_name)
    end
  end
  return mark
end

function Desk:marks(i, name)
  local key, layer = name .. " " .. i, self.tables[name]
  return self.amended[key] or kept(self, key, function()
    local marks = {}
    for row in self.desk:rows(('SELECT * FROM "%s" WHERE doc = ? ORDER BY n'):format(layer.name), i) do
      marks[#marks + 1] = mark_of(row, layer)
    end
    return marks
  end)
end

function Desk:layers(i)
  local layers = {}
  for layer in pairs(self.gives) do layers[layer] = self:marks(i, layer) end
  return layers
end

function Desk:record(i)
  local record, message = self.desk:record(i)
  if not record then error(message, 0) end
  return record
end


-- Queries: which tests are SQL, which are tested on a row's values, which need the element.

-- The column of a field in a query of articles ("f") or of marks ("m"), and how it is read when not as the field's type; nil
-- when it has none.
local function column_of(self, query, field, of_document)
  local name = field.name
  if of_document or not query.layer then
    if name == "path" or name == "bytes" then return "d." .. name end
    return FACTS[name] and "f." .. name or nil
  end
  local layer = self.tables[query.layer]
  if name == "first" then return 'm."start" + 1' end
  if name == "last" then return 'm."end"' end
  local key = name:gsub("_first$", "_start"):gsub("_last$", "_end")
  local column = layer.columns[layer.types[key] and key or name]
  if not column and name == "words" then return "m.text", COUNTED end
  if not column then return nil end
  return ('m."%s"'):format(column) .. (layer.types[key] == "start" and " + 1" or "")
end

local function source_of(self, query)
  if not query.layer then return "FROM facts f JOIN documents d ON d.id = f.doc" end
  local name = self.tables[query.layer].name
  return ('FROM "%s" m JOIN facts f ON f.doc = m.doc JOIN documents d ON d.id = m.doc'):format(name)
end

-- The values of a column that pass; nil when there are too many of them. `none` tells whether NULL passes.
local function wanted_values(self, query, column, test)
  local values, none, seen = {}, false, 0
  local sql = ("SELECT DISTINCT %s AS v %s LIMIT %d"):format(column, source_of(self, query), MOST_VALUES + 1)
  for row in self.desk:rows(sql) do
    seen = seen + 1
    local value = value_of(row.v, test.field.type)
    if test.holds(value) then
      if value == nil then none = true else values[#values + 1] = row.v end
    end
  end
  if seen > MOST_VALUES or #values > MOST_WANTED then return nil end
  return values, none
end

local function add_in(plan, column, values, none)
  local list = #values > 0 and ("%s IN (%s)"):format(column, ("?, "):rep(#values):sub(1, -3)) or nil
  local null = none and column .. " IS NULL" or nil
  plan.where[#plan.where + 1] = "(" .. (list and null and list .. " OR " .. null or list or null or "0") .. ")"
  table.move(values, 1, #values, #plan.values + 1, plan.values)
end

local function add_test(self, query, plan, test)
  local column, read = column_of(self, query, test.field, test.of_document)
  if not column or read or type(test.asked) == "function" and not test.plain or LISTS[test.field.name] then
    plan.elements[#plan.elements + 1] = test
    return
  end
  local values, none
  if not LONG[test.field.name] then values, none = wanted_values(self, query, column, test) end
  if values then return add_in(plan, column, values, none) end
  plan.rows[#plan.rows + 1] = { test = test, column = column, as = "t" .. #plan.rows + 1 }
end

-- What a query comes to: { where, values, rows, elements }; made once a query.
local function plan_of(self, query)
  if query.plan then return query.plan end
  local plan = { where = {}, values = {}, rows = {}, elements = {} }
  for _, tests in ipairs { query.usual or {}, query.tests } do
    for _, test in ipairs(tests) do add_test(self, query, plan, test) end
  end
  if query.within then
    plan.where[#plan.where + 1] = ("%s IN (%s)"):format(query.layer and "m.doc" or "f.doc", table.concat(query.within, ", "))
  end
  query.plan = plan
  return plan
end

local function sql_of(self, query, plan, what, order)
  local conditions = plan.where[1] and " WHERE " .. table.concat(plan.where, " AND ") or ""
  local by = not order and "" or query.layer and " ORDER BY m.doc, m.n" or " ORDER BY f.doc"
  return ("SELECT %s %s%s%s"):format(what, source_of(self, query), conditions, by)
end

local function places_of(query) return query.layer and "m.doc AS doc, m.n AS n" or "f.doc AS doc, 0 AS n" end

-- Iterates over rows { doc, n, … } that pass all tests on their values; `more` are further columns.
local function passing_rows(self, query, plan, more)
  local what = { places_of(query), table.unpack(more or {}) }
  for _, each in ipairs(plan.rows) do what[#what + 1] = each.column .. " AS " .. each.as end
  local sql = sql_of(self, query, plan, table.concat(what, ", "), true)
  local walk, _, _, closing = self.desk:rows(sql, table.unpack(plan.values))
  local function passes(row)
    for _, each in ipairs(plan.rows) do
      if not each.test.holds(value_of(row[each.as], each.test.field.type)) then return false end
    end
    return true
  end
  return function()
    local row
    repeat row = walk() until not row or passes(row)
    return row
  end, nil, nil, closing
end

local function is_all_sql(plan) return not plan.rows[1] and not plan.elements[1] end

--- How many a query finds; nil when that takes a look at each.
function Desk:count_of(query)
  local plan = plan_of(self, query)
  return is_all_sql(plan) and first(self, sql_of(self, query, plan, "count(*) AS n"), table.unpack(plan.values)).n or nil
end

--- The place of the n-th that a query finds, by the page.
function Desk:place_at(query, n)
  local plan = plan_of(self, query)
  if not is_all_sql(plan) then return collection.found(query)[n] end
  local page = plan.page
  if not page or n <= page.before or n > page.before + PAGE then
    page = { before = (n - 1) // PAGE * PAGE }
    local sql = sql_of(self, query, plan, places_of(query), true) .. (" LIMIT %d OFFSET %d"):format(PAGE, page.before)
    for row in self.desk:rows(sql, table.unpack(plan.values)) do page[#page + 1] = collection.place(row.doc, row.n) end
    plan.page = page
  end
  return page[n - page.before]
end

--- Iterates over place and values of readers, as SQL has them; nil when a value or a test needs the element.
function Desk:values(query, readers)
  local plan, columns, types = plan_of(self, query), {}, {}
  if plan.elements[1] then return nil end
  for k, reader in ipairs(readers) do
    local column, read = column_of(self, query, reader, reader.of_document)
    if not column then return nil end
    columns[k] = column .. " AS v" .. k
    types[k] = read or reader.type or LISTS[reader.name] and "name[]" or "string"
  end
  local walk, _, _, closing = passing_rows(self, query, plan, columns)
  return function()
    local row = walk()
    if not row then return nil end
    local values = {}
    for k in ipairs(readers) do values[k] = value_of(row["v" .. k], types[k]) end
    return collection.place(row.doc, row.n), values
  end, nil, nil, closing
end

--- The places of all that a query asks for.
function Desk:find(query)
  local plan, found = plan_of(self, query), {}
  for row in passing_rows(self, query, plan) do
    local passes = not plan.elements[1] or where.passes(plan.elements, query.shape:element(self, row.doc, row.n))
    if passes then found[#found + 1] = collection.place(row.doc, row.n) end
  end
  return found
end

function Desk.narrow(_, query, tests) return scan.narrow(query, tests) end

--- Numbers of the documents whose title or text has all the terms (lib.collections.search), by the full text.
function Desk:search(terms)
  local parts, found = {}, {}
  for n, term in ipairs(terms) do
    local words = term:gsub('"', " "):gsub("^%s+", ""):gsub("%s+$", "")
    parts[n] = ('"%s"%s'):format(words, term:find(" $") and "" or "*")
  end
  local query = "{title text} : (" .. table.concat(parts, " AND ") .. ")"
  for row in self.desk:rows("SELECT rowid AS doc FROM search WHERE search MATCH ?", query) do found[row.doc] = true end
  return found
end


-- Across documents, and corrections.

--- What holds across documents: what the desk has found, or, of some documents, what comes of these.
function Desk:findings(within)
  local list = {}
  if not within then
    for row in self.desk:rows "SELECT finding FROM findings ORDER BY n" do
      list[#list + 1] = lede.from_json(row.finding)
    end
    return list
  end
  local session = lede.session()
  for _, i in ipairs(within) do
    local row = first(self, "SELECT partial FROM partials WHERE doc = ?", i)
    if row then session:add(row.partial) end
  end
  return session:findings()
end

--- The file of corrections: beside the desk's database, unless another was named.
function Desk:fixes_file() return self.options and self.options.fixes or self.folder .. "/fixes.jsonl" end

function Desk.fixes_hint(_, path)
  return ("the desk takes it up with lede watch --fixes %s --rerun …"):format(path)
end

--- Whether lede would take a file of corrections; raises when not.
function Desk.try_fixes(_, path) return lede.session { fixes = path } end

--- Puts a change of lib.fixing on a mark, for as long as these documents are open: the desk itself takes it up when
-- lede watch does.
function Desk:amend(i, j, name, change, in_hand)
  local marks = self:marks(i, name)
  self.amended[name .. " " .. i] = marks
  require("lib.fixing").apply(change, marks[j], in_hand)
end

return M
