--- Says how well a sentence stands by itself: whether it names, counts or gives a source, is filler, or points back.
-- Looks at the tokens of a document, as a letter each: what a word may do, and which mark it is.
--
--   local reading = telling.begin(doc)
--   local facts = telling.facts(reading, 3)     -- the third sentence: { worth = 140, source = true, points_back = false }
local words = require "data.telling"

local M = {}

local ENOUGH, TOO_LONG = 50, 360 -- bytes
local PLAIN = 100                -- what a plain sentence is worth, in hundredths
local GOOD, FILLER, BACK, FRAGMENT, QUESTION, SHORT, LONG, SPEECH = 20, -60, -60, -50, -40, -50, -20, -15

-- A letter a mark: quotation marks that open, close or do either, single ones likewise, stops, and what else may end a sentence.
local MARKS = { ["“"] = "q", ["”"] = "c", ['"'] = "t", ["‘"] = "o", ["’"] = "a", ["'"] = "a", [","] = "k", ["?"] = "u",
  ["!"] = "z", ["."] = "z", ["…"] = "z", [")"] = "r" }
local STOP = ("z"):byte()
local PRONOUNS = { he = true, she = true, they = true }

--- f: it counts; h: a pronoun that speaks; d: it points back at the beginning of a sentence; s: somebody says it; j: it joins
-- to what stands before; w: who; x: another word.
local function class_of(word)
  if MARKS[word] then return MARKS[word] end
  if not word:find("[%w\128-\255]") or word == "i" then return nil end
  if word == "who" then return "w" end
  if PRONOUNS[word] then return "h" end
  if words.joining[word] then return "j" end
  if words.dangling[word] then return "d" end
  if words.saying[word] then return "s" end
  return (word:find("%d") or word:sub(-4) == "teen" or words.multiples[word]) and "f" or "x"
end

local classes, vague = lede.classes(class_of), lede.phrases(words.vague)

--- What M.facts reads in: a document's tokens as letters, which of them each sentence has, and where vague phrases begin.
function M.begin(doc)
  local at = {}
  for from in vague:each(doc) do at[#at + 1] = from end
  return { doc = doc, letters = classes:read(doc), sets = classes:sets(doc), vague = at }
end

--- Letters as one number, in which classes:sets says what a sentence has.
local function set_of(letters)
  local set = 0
  for _, byte in ipairs { letters:byte(1, -1) } do set = set | 1 << (byte >= 97 and byte - 97 or byte - 65 + 26) end
  return set
end

local QUOTES, SOURCE, FIGURE = set_of "qctoa", set_of "sS", set_of "fF"

local function is_vague(reading, from, to)
  for _, at in ipairs(reading.vague) do
    if at >= from and at <= to then return true end
  end
  return false
end

--- Whether quotation marks open that do not close, or close that did not open.
local function is_torn(s)
  local depth, straight = 0, 0
  for mark in s:gmatch("[qct]") do
    if mark == "t" then straight = straight + 1 else depth = depth + (mark == "q" and 1 or -1) end
    if depth < 0 then return true end
  end
  local opened, closed = s:find("o", 1, true), s:find("[kuz]a")
  if closed and not (opened and opened < closed) or opened and not s:find("a", opened, true) then return true end
  return depth > 0 or straight % 2 == 1
end

--- Whether it only says something, and who does stands elsewhere.
local function is_only_speech(s) return s:find("^[qto].*[cta]$") and not s:find("[ku][cta]%l") end

local function said_by_pronoun(s) return s:find("^[qto].-[ct]h") or s:find("[kuz][cta]sh") end

--- What quotation marks say of a sentence with some: what is taken off for them, and whether it points back.
local function facts_of_quotes(s)
  local torn = is_torn(s) or is_only_speech(s)
  local worth, by_pronoun = torn and BACK or 0, said_by_pronoun(s)
  if s:find("^[qto]") then worth = worth + SPEECH end
  if by_pronoun then worth = worth + BACK end
  return worth, torn or by_pronoun
end

--- How many tokens at `from` only join a sentence to what stands before it, when it can do without them: 2 for "Meanwhile,
-- Anna Berg …".
function M.joining(reading, from) return reading.letters:find("^[jJ]k%u", from) and 2 or 0 end

local function begins_dangling(letters, from)
  return letters:find("^[qctoakuzr.]*[hdHD]", from) or letters:find("^%ak?w", from)
    or letters:find("^[jJ][^k]", from) or letters:find("^[jJ]k%U", from)
end

--- What the end of tokens from..to takes off: a question, or no end at all.
local function ending(letters, from, to)
  if letters:byte(to) == STOP then return 0 end
  local tail = letters:sub(math.max(from, to - 3), to):match("[zurcta]+$")
  if not tail then return FRAGMENT end
  return tail:find("^u") and QUESTION or 0
end

--- How well sentence `s`, or those from it to sentence `last`, stand by themselves: { worth (hundredths; a plain sentence has
-- 100), source (whether somebody says it), points_back (whether it needs what stands before it) }.
function M.facts(reading, s, last)
  local letters, set = reading.letters, 0
  local begin, _, from = reading.doc:sentence(s)
  local _, stop, _, to = reading.doc:sentence(last or s)
  for k = s, last or s do set = set | reading.sets[k] end
  local bytes, worth, back = stop - begin + 1, PLAIN + ending(letters, from, to), false
  if set & SOURCE ~= 0 then worth = worth + GOOD end
  if set & FIGURE ~= 0 then worth = worth + GOOD end
  if letters:find("[^qtouz]%u", from) then worth = worth + GOOD end
  if bytes < ENOUGH then worth = worth + SHORT elseif bytes > TOO_LONG then worth = worth + LONG end
  if reading.vague[1] and is_vague(reading, from, to) then worth = worth + FILLER end
  if begins_dangling(letters, from) then worth, back = worth + BACK, true end
  if set & QUOTES ~= 0 then
    local less, torn = facts_of_quotes(letters:sub(from, to))
    worth, back = worth + less, back or torn and true or false
  end
  return { worth = worth, source = set & SOURCE ~= 0, points_back = back }
end

--- The facts of a sentence { s (its number), … }, found when they are first asked for.
function M.of(reading, sentence)
  sentence.facts = sentence.facts or M.facts(reading, sentence.s)
  return sentence.facts
end

--- Whether a text says what is still to come.
function M.is_ahead(text)
  local lower = " " .. text:lower() .. " "
  for _, phrase in ipairs(words.ahead) do
    if lower:find(phrase, 1, true) then return true end
  end
  return false
end

return M
