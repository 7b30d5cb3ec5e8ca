--- Collections of plain tables: findings, documents that failed, and what fields there are.

local blame = require "lib.collections.blame"
local collection = require "lib.collections.collection"
local fields = require "lib.collections.fields"

local M = {}

local FIELDS = fields.plain {
  { "name", "string", "how it is called" }, { "type", "string", "what its values are" }, { "about", "string", "what it means" },
}

local FAILURES = fields.plain {
  { "id", "string", "the document" }, { "code", "string", "what is wrong, in a word" },
  { "message", "text", "what is wrong, and what to do" },
}

local TYPES = { name = "name", speaker = "name", text = "text", outlet = "name" }

local function type_of(name, value)
  if TYPES[name] then return TYPES[name] end
  if math.type(value) then return math.type(value) == "integer" and "integer" or "number" end
  return type(value) == "table" and "list" or type(value)
end

local described

local function described_shape(of) return described(of) end

local function shape(one, many, set, sort)
  return { one = one, many = many, set = set, sort = sort, described = described_shape }
end

-- Rows answer to their fields, and to nothing else.
local function rows(of, list)
  local mt = { __name = of.sort, __tostring = function(row) return require("lib.view").text(row) end }
  function mt.__index(row, key)
    if type(key) ~= "string" or of.set.by_name[key] or key:find("^_") then return nil end
    local doc = rawget(row, "doc")
    if type(doc) == "table" and fields.of_article.by_name[key] then return doc[key] end
    if key ~= "doc" then
      blame.unknown(key, fields.names(of.set), "field of " .. of.one)
    end
  end
  for i, row in ipairs(list) do
    local copy = { _shape = of }
    for key, value in pairs(row) do copy[key] = value end
    list[i] = setmetatable(copy, mt)
  end
  return collection.list(of, list)
end

local FIELD_SHAPE = shape("a field", "fields", FIELDS, "field")

function described(of)
  local list = {}
  for i, each in ipairs(of.set.list) do list[i] = each end
  return rows(FIELD_SHAPE, list)
end

--- Whether a value is an element of such a collection.
function M.is(value)
  local of = type(value) == "table" and rawget(value, "_shape")
  return of ~= nil and of.described == described_shape
end

--- A collection of plain tables, which answer to the fields of their shape.
M.shape, M.of = shape, rows

--- What fields the elements of a shape have.
function M.fields(of) return described(of) end

--- What holds across the documents `within` (numbers; nil: all).
function M.findings(source, within)
  local list, types = {}, {}
  for i, finding in ipairs(source:findings(within)) do
    list[i] = finding
    for name, value in pairs(finding) do types[name] = types[name] or type_of(name, value) end
  end
  types.kind, types.key = "string", "string"
  local table_of = { { "kind", "string", "what sort of finding" }, { "key", "string", "what it is about" } }
  for name, type in lede.sorted_pairs(types) do table_of[#table_of + 1] = { name, type, "" } end
  return rows(shape("a finding", "findings", fields.plain(table_of), "finding"), list)
end

--- Documents that could not be read.
function M.failures(source)
  local list = {}
  for i, record in ipairs(source:failures()) do
    list[i] = { id = record.doc.id, code = record.error.code, message = record.error.message }
  end
  return rows(shape("a document that failed", "failed", FAILURES, "failure"), list)
end

return M
