--- Collections: what scripts and the prompt see of many documents. A collection never changes; each method gives
-- another one. Its elements are found when they are needed. Knows what a collection is made of, nothing of where
-- documents come from or how anything is printed.
--
-- A collection is a query (which layer of which source, which tests) or a list of elements. An element of a query is
-- known by its place: the document's number and the mark's, in one integer.

local blame = require "lib.collections.blame"
local fields = require "lib.collections.fields"
local where = require "lib.collections.where"

local M = {}

local MARK_BITS = 24

local Collection = {}

-- Methods that live in modules of their own, loaded when they are called for: method -> module.
local LATE = {
  by = "groups", timeline = "groups", kwic = "kwic", search = "search", compare = "compare", export = "export",
}

--- The place of mark `j` (0: the article itself) of document `i`, and back.
function M.place(i, j) return i << MARK_BITS | j end
function M.unplace(place) return place >> MARK_BITS, place & (1 << MARK_BITS) - 1 end


-- Elements.

--- The places that a query finds, found once.
function M.found(query)
  if not query.found then query.found = query.source:find(query) end
  return query.found
end

local function places(c) return c._places or M.found(c._query) end

local function element(c, place)
  if type(place) == "table" then return place end
  return c._shape:element(c._source, M.unplace(place))
end

-- What a source can count without looking at each is counted so.
local function count(c)
  if c._places then return #c._places end
  local query = c._query
  return not query.found and query.source.count_of and query.source:count_of(query) or #places(c)
end

-- A source may know a few elements without finding all of them.
local function at(c, n)
  local query = c._query
  if query and not query.found and n > 0 and query.source.place_at then
    local place = query.source:place_at(query, n)
    return place and element(c, place)
  end
  local list = places(c)
  if n < 0 then n = #list + 1 + n end
  local place = list[n]
  return place and element(c, place)
end

-- The values that some readers { name, of_document } have of every element: iterates over place and list of values.
local function values(c, readers)
  local query = c._query
  if query and not query.found and query.source.values then
    local rows, _, _, closing = query.source:values(query, readers)
    if rows then return rows, nil, nil, closing end
  end
  local n, list = 0, places(c)
  return function()
    n = n + 1
    local place = list[n]
    if not place then return nil end
    local e, row = element(c, place), {}
    for k, reader in ipairs(readers) do row[k] = (reader.of_document and e.doc or e)[reader.name] end
    return place, row
  end
end

local function make(shape, source, fill)
  fill._shape, fill._source = shape, source
  return setmetatable(fill, Collection)
end

--- A collection of what a query finds: { source, layer, tests }.
function M.query(shape, query) return make(shape, query.source, { _query = query }) end

--- A collection of elements, or of places in a source.
function M.list(shape, list, source) return make(shape, source, { _places = list }) end

--- The same sort of collection with other elements of it.
function M.subset(c, list) return make(c._shape, c._source, { _places = list }) end

--- Whether a value is a collection.
function M.is(value) return type(value) == "table" and getmetatable(value) == Collection end

--- The places of its elements, shared: not to be changed.
M.places = places
M.element = element
M.values = values

--- The shape by which a collection is printed and asked.
function M.shape(c) return c._shape end


-- Methods.

--- Those that pass: :where{ field = value, … }, :where("field", value), :where(function(element) … end).
function Collection.where(c, asked, ...)
  if type(asked) == "string" then
    if (...) == nil then blame.raise("%s is compared with nil; is the value a variable that is not set?", asked) end
    asked = { [asked] = ... }
  end
  if type(asked) == "function" then
    local kept = {}
    for _, place in ipairs(places(c)) do
      if asked(element(c, place)) then kept[#kept + 1] = place end
    end
    return M.subset(c, kept)
  end
  if type(asked) ~= "table" then
    blame.raise("conditions are a table such as { speaker = \"Putin\" }, or a function; this is %s",
      asked == nil and "nil: is it a variable that is not set?" or "a " .. type(asked))
  end
  local shape = c._shape
  return shape.where and shape.where(c, asked) or M.filter(c, where.tests(shape.set, asked))
end

--- Those that pass tests of lib.collections.where.
function M.filter(c, tests)
  if c._query then return M.query(c._shape, c._query.source:narrow(c._query, tests)) end
  local kept = {}
  for _, place in ipairs(places(c)) do
    if where.passes(tests, element(c, place)) then kept[#kept + 1] = place end
  end
  return M.subset(c, kept)
end

-- Of two keys the smaller; nil comes last whichever way is up.
local function compare(a, b, down)
  if a == nil or b == nil then return (a ~= nil and b == nil) and -1 or (a == nil and b ~= nil) and 1 or 0 end
  local x, y = tonumber(a), tonumber(b) -- a figure's value is a number written down
  if x and y then a, b = x, y else a, b = tostring(a), tostring(b) end
  if a == b then return 0 end
  return (a < b) ~= down and -1 or 1
end

local function key_readers(c, ...)
  local readers = {}
  for n, path in ipairs { ... } do
    local down = path:sub(1, 1) == "-"
    local field, of_document = fields.find(c._shape.set, down and path:sub(2) or path)
    readers[n] = { name = field.name, type = field.type, of_document = of_document, down = down }
  end
  return readers
end

local function keyed(c, readers)
  local rows = {}
  for place, row in values(c, readers) do
    for k = 1, #readers do
      if type(row[k]) == "string" then row[k] = lede.fold(row[k]) end
    end
    row.place, row.n = place, #rows + 1
    rows[row.n] = row
  end
  return rows
end

local function by_function(c, less)
  local list = table.move(places(c), 1, #places(c), 1, {})
  table.sort(list, function(a, b) return less(element(c, a), element(c, b)) end)
  return M.subset(c, list)
end

--- In order of some fields, a minus for the largest first: :sort("doc.date", "-words"), or :sort(function(a, b) … end).
function Collection.sort(c, first, ...)
  if type(first) == "function" then return by_function(c, first) end
  if first == nil then blame.raise("sort by what? name a field, such as :sort(\"doc.date\")") end
  local readers = key_readers(c, first, ...)
  local rows = keyed(c, readers)
  table.sort(rows, function(a, b)
    for k, reader in ipairs(readers) do
      local order = compare(a[k], b[k], reader.down)
      if order ~= 0 then return order < 0 end
    end
    return a.n < b.n
  end)
  for n, row in ipairs(rows) do rows[n] = row.place end
  return M.subset(c, rows)
end

--- The first `n` (10), of the largest by a field when one is named.
function Collection.top(c, n, field)
  if type(n) == "string" then n, field = nil, n end
  if field then c = c:sort("-" .. field:gsub("^%-", "")) end
  return c:slice(1, n or 10)
end

--- From the n-th to the m-th, both included.
function Collection.slice(c, from, to)
  local list = places(c)
  return M.subset(c, table.move(list, math.max(from, 1), math.min(to or #list, #list), 1, {}))
end

--- How many there are; with a field, how many different values it has.
function Collection.count(c, field)
  return field == nil and #c or #c:values(field)
end

--- The different values of a field as a plain list, the most frequent first.
function Collection.values(c, field)
  local list = {}
  for group in c:by(field):each() do list[#list + 1] = group.key end
  return list
end

--- Iterates over the elements.
function Collection.each(c)
  local n, list = 0, places(c)
  return function()
    n = n + 1
    local place = list[n]
    return place and element(c, place)
  end
end

--- What fields its elements have: a collection of { name, type, about }.
function Collection.fields(c) return c._shape:described() end

for name, module in pairs(LATE) do
  Collection[name] = function(...) return require("lib.collections." .. module)[name](...) end
end

--- The methods of every collection, for completion.
M.methods = Collection


-- How it behaves as a value.

local function known(c)
  local names = {}
  for name in lede.sorted_pairs(Collection) do
    if not name:find("^_") then names[#names + 1] = name end
  end
  for _, name in ipairs(c._shape.members and c._shape.members() or {}) do names[#names + 1] = name end
  return names
end

local function index(c, key)
  if math.type(key) == "integer" then return at(c, key) end
  local method = Collection[key]
  if method ~= nil then return method end
  if type(key) == "string" and key:find("^_") then return nil end
  local member = c._shape.member and c._shape.member(c, key)
  if member ~= nil then return member end
  if c._shape.set.by_name[key] then
    blame.raise("'%s' is a field of each of the %s: %s[1].%s, or :by(\"%s\")", key, c._shape.many, c._shape.many, key, key)
  end
  blame.unknown(tostring(key), known(c), "part of " .. c._shape.many)
end

-- articles:quotes{ … } calls quotes with the articles before the conditions, which quotes has taken in already.
local function owner(value) return M.is(value) or require("lib.collections.element").sort(value) == "article" end

local function call(c, ...)
  local first, given = 1, select("#", ...)
  if owner((...)) then first = 2 end
  if given < first then
    if first == 1 then blame.raise("%s() asks for nothing; %s alone is all of them", c._shape.many, c._shape.many) end
    return c
  end
  local asked = select(first, ...)
  if type(asked) == "string" then return c._shape.find and c._shape.find(c, asked) or c:search(asked) end
  return c:where(asked)
end

Collection.__name = "collection"
Collection.__index = index
Collection.__call = call
Collection.__len = count
Collection.__pairs = function(c) return ipairs(c) end
Collection.__tostring = function(c) return require("lib.view").text(c) end
Collection.__newindex = function(c, key) blame.raise("%s can't be changed: [%s]", c._shape.many, tostring(key)) end

return M
