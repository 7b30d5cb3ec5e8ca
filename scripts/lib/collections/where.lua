--- Conditions: { speaker = "Putin", kind = { "direct", "mixed" }, since = "2026-01-05" } as tests of elements.
-- How a value is compared depends on the field's type: names as names, texts by the words in them, dates by their beginning
-- ("2026-01" is all of January) or as a range ("2026-01-05/2026-01-08"), others whole and without regard to case. A list
-- is any of its values; true is anything at all, false nothing; a function decides by itself.

local blame = require "lib.collections.blame"
local fields = require "lib.collections.fields"
local names = require "lib.collections.names"
local words = require "lib.collections.words"

local M = {}

local function folded(value) return type(value) == "string" and lede.fold(value) or value end

-- A piece of the text, with the same words.
local function contains(asked)
  local wanted = words.plain(asked):gsub("^ ", ""):gsub(" $", "")
  return function(value) return words.plain(value):find(wanted, 1, true) ~= nil end
end

local function on_day(asked)
  local from, to = asked:match("^(.-)/(.*)$")
  if not from then return function(value) return value:sub(1, #asked) == asked end end
  return function(value) return value >= from and value:sub(1, #to) <= to end
end

local function equal(asked)
  local wanted = folded(asked)
  return function(value) return folded(value) == wanted end
end

local COMPARE = { name = names.matcher, text = contains, date = on_day }

local function is_list(type_name) return type_name:find("%[%]$") ~= nil or type_name == "list" end

-- A test of one value against one that is asked for.
local function single(type_name, asked)
  local how = type(asked) == "string" and COMPARE[type_name:gsub("%[%]$", "")] or equal
  local test = how(asked)
  if not is_list(type_name) then return function(value) return value ~= nil and test(value) end end
  return function(list)
    for _, value in ipairs(list or {}) do
      if test(value) then return true end
    end
    return false
  end
end

local function presence(wanted)
  return function(value) return (value ~= nil) == wanted end
end

local function any(type_name, list, name)
  local tests = {}
  for i, asked in ipairs(list) do tests[i] = single(type_name, asked) end
  if not tests[1] then blame.raise("%s: an empty list finds nothing; was a value in it nil?", name) end
  return function(value)
    for _, test in ipairs(tests) do
      if test(value) then return true end
    end
    return false
  end
end

local function test_of(field, asked)
  if type(asked) == "function" then return asked end
  if type(asked) == "boolean" and field.type ~= "boolean" then return presence(asked) end
  if type(asked) == "table" then return any(field.type, asked, field.name) end
  return single(field.type, asked)
end

local function day(name, asked)
  if type(asked) ~= "string" or not asked:find("^%d%d%d%d") then
    blame.raise("%s is '%s'; it is a day such as 2026-01-07", name, lede.visible(tostring(asked)))
  end
  return asked
end

-- Two conditions that are no fields of anything.
local SPECIAL = {
  since = function(asked) return function(value) return value ~= nil and value >= asked end end,
  ["until"] = function(asked) return function(value) return value ~= nil and value:sub(1, #asked) <= asked end end,
}

--- Tests from a table of conditions: a list of { field, of_document, asked, holds(value, element) }. `set` is what
-- fields there are. Raises for an unknown field, and for no condition at all: a value that is nil leaves no trace in
-- a table.
function M.tests(set, conditions)
  local tests = {}
  for name, asked in lede.sorted_pairs(conditions) do
    if type(name) ~= "string" then blame.raise("write a condition as { field = value }, not as { value }") end
    if SPECIAL[name] and not set.by_name[name] then
      tests[#tests + 1] = { field = fields.of_article.by_name.date, of_document = true, asked = asked, special = name,
        holds = SPECIAL[name](day(name, asked)) }
    else
      local field, of_document = fields.find(set, name)
      tests[#tests + 1] = { field = field, of_document = of_document, asked = asked, holds = test_of(field, asked) }
    end
  end
  if not tests[1] then blame.raise("no condition is given; was its value nil? without any, leave the braces out") end
  return tests
end

--- Whether an element passes all tests.
function M.passes(tests, element)
  for _, test in ipairs(tests) do
    local of = test.of_document and element.doc or element
    if not test.holds(of[test.field.name], element) then return false end
  end
  return true
end

return M
