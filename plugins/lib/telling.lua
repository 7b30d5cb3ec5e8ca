--- Says how well a sentence stands by itself: whether it names, counts or gives a source, is filler, or points back.
-- Works on strings; knows nothing of documents.
--
--   telling.facts("He said 14 people were hurt.")  -- { figure = true, source = true, dangling = true, … }
--   telling.worth(facts)                            -- an integer, hundredths: the more the better
local words = require "data.telling"

local M = {}

local ENOUGH, TOO_LONG = 50, 360 -- bytes
local WORTH = { name = 20, figure = 20, source = 20, vague = -60, dangling = -60, torn = -60,
  fragment = -50, question = -40, short = -50, long = -20, speech = -15 }

local function opening(text) return text:match("^[^%a]*(%a+)") end

--- Whether quotation marks open that do not close, or close that did not open.
local function is_torn(text)
  local depth = 0
  for mark in text:gmatch("\xE2\x80[\x9C\x9D]") do
    depth = depth + (mark == "“" and 1 or -1)
    if depth < 0 then return true end
  end
  local opened, closed = text:find("‘", 1, true), text:find("[%.,%?!]’")
  if closed and not (opened and opened < closed) or opened and not text:find("’", opened, true) then return true end
  local _, straight = text:gsub('"', "")
  return depth > 0 or straight % 2 == 1
end

--- Whether it only says something, and who does stands elsewhere.
local function is_only_speech(text) return text:find("^[“‘\"]") ~= nil and text:find("[”’\"]$") ~= nil and not text:find("[,?!][”’\"]%s+%a") end

local function said_by_pronoun(text)
  local after = text:match("^[“‘\"].-[,?!][”’\"]%s+(%l+)") or text:match("^[“‘\"].-”%s+(%l+)")
  return after == "he" or after == "she" or after == "they" or text:find("[,?!][”’\"]%s+said%s+[hs]?h?e%f[%A]") ~= nil
end

-- The longest word of each vague phrase: most sentences have none of them, and need no search.
local vague_by_word = {}
for _, phrase in ipairs(words.vague) do
  local longest = ""
  for word in phrase:gmatch("%l+") do
    if #word > #longest then longest = word end
  end
  vague_by_word[longest] = true
end

--- What one word of a sentence, in small letters, says about it, for M.facts: "source", "vague" where it could be of a vague phrase, or nil.
function M.hint(word) return words.saying[word] and "source" or vague_by_word[word] and "vague" or nil end

local function read_hints(lower)
  local hints = {}
  for word in lower:gmatch("%l%l%l+") do
    local hint = M.hint(word)
    if hint then hints[hint] = true end
  end
  return hints
end

local function is_vague(lower)
  for _, phrase in ipairs(words.vague) do
    if lower:find(phrase, 1, true) then return true end
  end
  return false
end

local function begins_dangling(text)
  local first = opening(text)
  if not first then return false end
  if first ~= "US" and words.dangling[first:lower()] then return true end
  return text:find("^[%a’']+,? who%s") ~= nil
end

--- What holds of a sentence; fields that do not are nil. `hints`: the set of what M.hint says of its words, where the caller has them at hand.
function M.facts(text, hints)
  local lower = text:lower()
  hints = hints or read_hints(lower)
  local quotes = text:find("\xE2", 1, true) or text:find('"', 1, true) -- or other marks of several bytes
  local tail = text:sub(-8)
  return {
    name = text:find("[%l,] [“‘]?%u%l") and true or nil,
    figure = (text:find("%d") or lower:find("teen ", 1, true) or lower:find(" million", 1, true)) and true or nil,
    source = hints.source or lower:find("according to ", 1, true) and true or nil,
    vague = hints.vague and is_vague(lower) or nil,
    dangling = (begins_dangling(text) or quotes and said_by_pronoun(text)) or nil,
    torn = quotes and (is_torn(text) or is_only_speech(text)) or nil,
    fragment = not tail:find("[%.%?!%)\"'’”]$") or nil,
    question = tail:find("%?[\"”’]*$") and true or nil,
    short = #text < ENOUGH or nil,
    long = #text > TOO_LONG or nil,
    speech = quotes and text:find("^[“\"‘]") and true or nil,
  }
end

--- The worth of such facts in hundredths; a plain sentence has 100.
function M.worth(facts)
  local sum = 100
  for fact, worth in pairs(WORTH) do
    if facts[fact] then sum = sum + worth end
  end
  return sum
end

--- Whether a sentence needs what stands before it.
function M.needs_before(facts) return facts.dangling or facts.torn or false end

--- Whether it says what is still to come.
function M.is_ahead(text)
  local lower = " " .. text:lower() .. " "
  for _, phrase in ipairs(words.ahead) do
    if lower:find(phrase, 1, true) then return true end
  end
  return false
end

return M
