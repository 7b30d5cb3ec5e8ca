--- What stands before the cursor: the chain of names, indices and calls in `quotes{ … }:top(3)[1].`, and what it comes to as far
-- as that can be known without calling anything of the user's.

local collection = require "lib.collections.collection"
local source = require "lib.repl.source"

local M = {}

-- Methods that give a collection of the same sort.
local SAME = { where = true, sort = true, top = true, slice = true, search = true }

local OPENING = { [")"] = "(", ["}"] = "{", ["]"] = "[" }

--- The tokens of a text as a list of { first, last, word }.
function M.tokens(text)
  local tokens = {}
  for first, last, word in source.tokens(text) do tokens[#tokens + 1] = { first = first, last = last, word = word } end
  return tokens
end

function M.is_name(token) return token and token.word:find("^[%a_][%w_]*$") ~= nil end

function M.is_string(token) return token and token.word:find("^[\"'%[]") ~= nil and #token.word > 1 end

local function opens(token) return token.word:find("^[({%[]$") ~= nil end

-- The token that opens what token `n` closes.
local function opener(tokens, n)
  local depth = 0
  for i = n, 1, -1 do
    if OPENING[tokens[i].word] then depth = depth + 1 end
    if opens(tokens[i]) then depth = depth - 1 end
    if depth == 0 then return i end
  end
end

--- The innermost bracket that is still open behind token `n`; nil when there is none.
function M.open_bracket(tokens, n)
  local depth = 0
  for i = n, 1, -1 do
    if OPENING[tokens[i].word] then depth = depth + 1 end
    if opens(tokens[i]) then
      if depth == 0 then return i end
      depth = depth - 1
    end
  end
end

-- One step from token `n` back: what it is, and the token before it.
local function step_back(tokens, n)
  local token = tokens[n]
  if OPENING[token.word] then
    local first = opener(tokens, n)
    local inside = first == n - 2 and math.tointeger(tonumber(tokens[n - 1].word))
    if not first then return nil end
    return token.word == "]" and { index = inside } or { call = true }, first - 1
  end
  if M.is_string(token) then return { call = true }, n - 1 end
  if not M.is_name(token) then return nil end
  local before = tokens[n - 1] and tokens[n - 1].word
  local sep = (before == "." or before == ":") and before or nil
  return { name = token.word, sep = sep }, sep and n - 2 or 0
end

--- The steps of the chain that ends at token `n`, first to last: { name, sep }, { index }, { call }; nil when it is none.
function M.to(tokens, n)
  local steps = {}
  while tokens[n] do
    local step, before = step_back(tokens, n)
    if not step then return nil end
    table.insert(steps, 1, step)
    n = before
  end
  return steps[1] and steps[1].name and steps or nil
end

local function get(value, key)
  local found, inner = pcall(function() return value[key] end)
  return found and inner or nil
end

-- What a step behind `value` comes to. A method that gives the same sort is as good as the collection itself.
local function behind(value, step, following, is_ready)
  local is_collection = collection.is(value)
  if step.call then return is_collection and value or nil end
  if step.index then return (is_ready or not is_collection) and get(value, step.index) or nil end
  if is_collection and SAME[step.name] and following and following.call then return value end
  return step.name and get(value, step.name) or nil
end

--- What the steps come to; nil where that can't be known. Elements of collections are looked at where that takes no waiting.
function M.value(steps, is_ready)
  local value = steps and _G[steps[1].name]
  for i = 2, steps and #steps or 0 do
    if value == nil then return nil end
    value = behind(value, steps[i], steps[i + 1], is_ready)
  end
  return value
end

return M
