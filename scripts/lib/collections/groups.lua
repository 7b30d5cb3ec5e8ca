--- Groups: elements that share a value, such as all quotes of one speaker, all mentions of one person, all that is
-- of one day. A group has its key under the name of the field, how many elements and documents it has, and, as its
-- own, the fields of the first of its elements.

local blame = require "lib.collections.blame"
local collection = require "lib.collections.collection"
local fields = require "lib.collections.fields"
local listed = require "lib.collections.listed"
local where = require "lib.collections.where"

local M = {}

local function own_fields(names, types, inner)
  local rows = {}
  for i, name in ipairs(names) do rows[i] = { name, types[i], "what they share" } end
  local more = {
    { "count", "integer", "how many " .. inner.many }, { "documents", "integer", "in how many documents" },
    { "outlets", "list", "of which outlets" }, { "since", "date", "the earliest day" }, { "until", "date", "the latest day" },
    { "members", "collection", "the " .. inner.many .. " of the group" }, { "key", "string", "the value they share" },
  }
  table.move(more, 1, #more, #rows + 1, rows)
  return fields.plain(rows)
end


-- A group.

local function documents(group)
  local seen, count = {}, 0
  for _, place in ipairs(collection.places(group._members)) do
    local doc = type(place) == "table" and rawget(place, "doc")
    local i = math.type(place) and (collection.unplace(place)) or doc and doc.id
    if i and not seen[i] then seen[i], count = true, count + 1 end
  end
  return count
end

-- Findings are of no document.
local function doc_of(e) return listed.is(e) and rawget(e, "doc") or not listed.is(e) and e.doc or nil end

local function outlets(group)
  local seen, list = {}, {}
  for e in group._members:each() do
    local doc = doc_of(e)
    local outlet = doc and doc.outlet
    if outlet and not seen[outlet] then seen[outlet], list[#list + 1] = true, outlet end
  end
  table.sort(list)
  return list
end

local function extreme(group, is_better)
  local best
  for e in group._members:each() do
    local doc = doc_of(e)
    local date = doc and doc.date
    if date and (not best or is_better(date, best)) then best = date end
  end
  return best
end

local COMPUTED = {
  count = function(g) return #g._members end,
  documents = documents,
  outlets = outlets,
  since = function(g) return extreme(g, function(a, b) return a < b end) end,
  ["until"] = function(g) return extreme(g, function(a, b) return a > b end) end,
  members = function(g) return g._members end,
  key = function(g) return g._keys[1] end,
}

local metatable = { __name = "group" }

-- What the group itself doesn't know, the first of its elements that does tells.
local function told(group, key)
  for e in group._members:each() do
    local value = e[key]
    if value ~= nil or key == "doc" then return value end
  end
end

function metatable.__index(group, key)
  local shape = group._shape
  for n, name in ipairs(shape.names) do
    if key == name then return group._keys[n] end
  end
  if COMPUTED[key] then return COMPUTED[key](group) end
  if key == "fields" then return function() return shape:described() end end
  if key == shape.inner.many then return group._members end
  if type(key) == "string" and key:find("^_") then return nil end
  if not shape.inner.set.by_name[key] and not fields.of_article.by_name[key] then
    blame.unknown(key, fields.names(shape.set), "field of " .. shape.one)
  end
  return told(group, key)
end

function metatable.__tostring(group) return require("lib.view").text(group) end

--- Whether a value is a group.
function M.is(value) return type(value) == "table" and getmetatable(value) == metatable end


-- Making them.

local function key_id(keys, count)
  local parts = {}
  for n = 1, count do parts[n] = keys[n] == nil and "\0" or tostring(keys[n]) end
  return table.concat(parts, "\1")
end

local function add(sums, keys, count, place, is_person)
  local id = key_id(keys, count)
  local sum = sums.by_id[id]
  if not sum then
    sum = { keys = keys, places = {}, is_person = false }
    sums.by_id[id], sums[#sums + 1] = sum, sum
  end
  sum.places[#sum.places + 1] = place
  sum.is_person = sum.is_person or is_person
end

-- A field with several values puts the element into several groups.
local function gather(c, readers)
  local sums, count = { by_id = {} }, #readers
  local by_name = collection.shape(c).set.by_name
  local kind = by_name.speaker_kind and "speaker_kind" or by_name.kind and "kind"
  local more = table.move(readers, 1, count, 1, {})
  more[count + 1] = kind and { name = kind }
  for place, keys in collection.values(c, more) do
    local is_person = keys[count + 1] == "person"
    if count == 1 and type(keys[1]) == "table" then
      for _, key in ipairs(keys[1]) do add(sums, { key }, 1, place, is_person) end
    else
      add(sums, keys, count, place, is_person)
    end
  end
  return sums
end

local function last_word(name) return lede.fold(name):match("([^%s]+)$") end

-- A surname that is all a document gives is the one person of that name whom the others name in full.
local function join_surnames(sums)
  local full = {}
  for _, sum in ipairs(sums) do
    local name = sum.keys[1]
    if sum.is_person and name and name:find(" ", 1, true) then
      local surname = last_word(name)
      full[surname] = full[surname] == nil and sum or false
    end
  end
  local out = {}
  for _, sum in ipairs(sums) do
    local name = sum.keys[1]
    local whole = sum.is_person and name and not name:find(" ", 1, true) and full[lede.fold(name)]
    if whole then table.move(sum.places, 1, #sum.places, #whole.places + 1, whole.places) else out[#out + 1] = sum end
  end
  return out
end

local function described(shape) return require("lib.collections.listed").fields(shape) end

local groups_where

local function shape_of(c, names, types, many, one)
  local inner = collection.shape(c)
  local shape = { one = one or "a group of " .. inner.many, many = many or "groups", sort = "group", names = names,
    inner = inner, set = fields.set(own_fields(names, types, inner).list, inner.set.list), described = described,
    where = groups_where, source_of = c }
  function shape.find(groups, asked) return groups:where { [names[1]] = asked } end
  return shape
end

local function made(shape, c, sums)
  local list = {}
  for n, sum in ipairs(sums) do
    table.sort(sum.places, function(a, b) return math.type(a) and math.type(b) and a < b end)
    local members = collection.subset(c, sum.places)
    list[n] = setmetatable({ _shape = shape, _keys = sum.keys, _members = members, _n = #sum.places }, metatable)
  end
  return list
end

local function readers_of(c, names)
  local readers, types = {}, {}
  for n, name in ipairs(names) do
    local field, of_document = fields.find(collection.shape(c).set, name)
    readers[n] = { name = field.name, type = field.type, of_document = of_document }
    types[n] = field.type:gsub("%[%]$", "")
  end
  return readers, types
end

local function grouped(c, names, many, one)
  local readers, types = readers_of(c, names)
  local sums = gather(c, readers)
  if #names == 1 and types[1] == "name" then sums = join_surnames(sums) end
  for n, reader in ipairs(readers) do names[n] = reader.name end
  local shape = shape_of(c, names, types, many, one)
  return shape, made(shape, c, sums)
end

-- The largest first; of equals the one that came first.
local function by_size(list)
  local order = {}
  for n, group in ipairs(list) do order[group] = n end
  table.sort(list, function(a, b)
    if a._n ~= b._n then return a._n > b._n end
    return order[a] < order[b]
  end)
  return list
end

-- The elements of groups, for what asks for elements.
local function flat(c)
  local shape = collection.shape(c)
  if shape.sort ~= "group" then return c end
  local list = {}
  for group in c:each() do
    local more = collection.places(group._members)
    table.move(more, 1, #more, #list + 1, list)
  end
  return collection.subset(shape.source_of, list)
end

M.flat = flat

--- :by("speaker"), :by("speaker", "doc.outlet"): a group for each value, the largest first.
function M.by(c, ...)
  if select("#", ...) == 0 or (...) == nil then blame.raise("group by what? name a field, such as :by(\"doc.outlet\")") end
  local inner = flat(c)
  local shape, list = grouped(inner, { ... })
  return collection.list(shape, by_size(list))
end

--- Marks of one name as one element: people, places, topics. `many` and `one` are how they are called.
function M.named(c, many, one)
  local shape, list = grouped(c, { "name" }, many, one)
  return collection.list(shape, by_size(list))
end

-- Tests of a group's own fields choose groups; others choose among the elements, and what is left is grouped.
function groups_where(c, asked)
  local shape = collection.shape(c)
  local own = own_fields(shape.names, {}, shape.inner)
  local of_groups, of_elements = {}, {}
  for name, value in lede.sorted_pairs(asked) do
    local place = own.by_name[name] and of_groups or of_elements
    place[name] = value
  end
  if not next(asked) or next(of_groups) then c = collection.filter(c, where.tests(shape.set, of_groups)) end
  if not next(of_elements) then return c end
  local inner = collection.filter(flat(c), where.tests(shape.inner.set, of_elements))
  local _, list = grouped(inner, table.move(shape.names, 1, #shape.names, 1, {}), shape.many, shape.one)
  return collection.list(shape, by_size(list))
end

--- What happened when: a group for each day, in order; what has no date comes last.
function M.timeline(c)
  local inner = flat(c)
  local shape, list = grouped(inner, { "doc.date" }, "days", "a day")
  table.sort(list, function(a, b)
    local x, y = a._keys[1], b._keys[1]
    if x == nil or y == nil then return x ~= nil and y == nil end
    return x < y
  end)
  shape.is_timeline = true
  return collection.list(shape, list)
end

return M
