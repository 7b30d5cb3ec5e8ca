--- Finds what a query asks for by looking at one document after another.
-- A query: { source, layer (nil: the articles themselves), tests, usual (tests that hold unless their field is asked for),
-- within (numbers of documents; nil: all) }. Knows nothing of how a source keeps its documents.

local collection = require "lib.collections.collection"
local where = require "lib.collections.where"

local M = {}

--- The query with more tests.
function M.narrow(query, tests)
  local narrower = {}
  for key, value in pairs(query) do narrower[key] = value end
  narrower.found, narrower.plan = nil, nil
  narrower.tests = table.move(query.tests, 1, #query.tests, 1, {})
  for _, test in ipairs(tests) do
    narrower.tests[#narrower.tests + 1] = test
    if test.field.name == "kind" then narrower.usual = {} end
  end
  return narrower
end

local function split(query)
  local of_document, of_mark = {}, {}
  for _, tests in ipairs { query.usual or {}, query.tests } do
    for _, test in ipairs(tests) do
      local list = (test.of_document or not query.layer) and of_document or of_mark
      list[#list + 1] = test
    end
  end
  return of_document, of_mark
end

local function each_number(query)
  local n, list = 0, query.within
  local count = list and #list or query.source:count()
  return function()
    n = n + 1
    if n <= count then return list and list[n] or n end
  end
end

local function find_marks(query, i, tests, found)
  local source = query.source
  local shape = query.shape
  for j, mark in ipairs(source:marks(i, query.layer)) do
    local passes = not mark.deleted and (not tests[1] or where.passes(tests, shape:element(source, i, j)))
    if passes then found[#found + 1] = collection.place(i, j) end
  end
end

--- The places of all that a query asks for, in the order of the documents.
function M.find(query)
  local of_document, of_mark = split(query)
  local found = {}
  for i in each_number(query) do
    if not of_document[1] or where.passes(of_document, query.article(query.source, i)) then
      if query.layer then find_marks(query, i, of_mark, found) else found[#found + 1] = collection.place(i, 0) end
    end
  end
  return found
end

return M
