--- Finds names with a slip of the pen: one letter off a name that the document has more than once, and on no list: "Ukarine's".
-- Works on mentions; knows nothing of how they were found.
local gazetteer = require "lib.gazetteer"
local surnames = require "lib.surnames"

local M = {}

local byte, sub = string.byte, string.sub

local LEAST, LONG = 6, 7 -- bytes: shorter names are too near each other; of long ones a letter may be missing or wrong

-- What a name is taken for when nothing tells: of such mentions one may be a slip.
local GUESSES = { learned = true, default = true, ending = true, acronym = true, preposition = true, ["verb-behind"] = true,
  ["noun-behind"] = true, ["verb-before"] = true, row = true }

--- Whether two words of one length differ in one letter, or in two neighbours that changed places.
local function is_near(a, b, at)
  if sub(a, at + 1) == sub(b, at + 1) then return #a >= LONG end
  return byte(a, at) == byte(b, at + 1) and byte(a, at + 1) == byte(b, at) and sub(a, at + 2) == sub(b, at + 2)
end

--- Whether `a` is `b` with one slip, behind the first letter.
local function is_slip(a, b)
  if math.abs(#a - #b) > 1 or byte(a) ~= byte(b) or a == b then return false end
  local at = 1
  while byte(a, at) == byte(b, at) do at = at + 1 end
  if #a == #b then return is_near(a, b, at) end
  if #a > #b then a, b = b, a end
  return #a >= LONG and sub(a, at) == sub(b, at + 1) and b ~= a .. "s" -- all the Bergs
end

local function may_be_slip(doc, hits, m)
  local i = m.from
  return i == m.to and #m.text >= LEAST and not m.titled and (not m.kind or GUESSES[m.rule])
    and not hits.to[i] and not hits.given[i] and not hits.surname[i] and not gazetteer.is_word(doc, hits, i)
end

--- Single words that are names, surnames of full ones too, by their text: the first mention of each, and how often it stands
-- there.
local function names_of(found)
  local first, times = {}, {}
  for _, m in ipairs(found) do
    local word, of_full = m.text, m.from < m.to and m.kind == "person" and surnames.of(m.text)
    if of_full then word = of_full end
    if m.from == m.to or of_full then
      times[word] = (times[word] or 0) + 1
      if m.kind and m.kind ~= "event" then first[word] = first[word] or of_full and { kind = "person", text = word } or m end
    end
  end
  return first, times
end

--- The name that `text` must be, the one seen most often; nil where there is none.
local function meant(text, first, times)
  local best
  for other, m in pairs(first) do
    if times[other] > 1 and is_slip(text, other) then
      local more = not best and 1 or times[other] - times[best.text]
      if more > 0 or more == 0 and other < best.text then best = m end
    end
  end
  return best
end

--- Gives a mention that is a slip, and the only one of its kind, the kind and the name it was meant to have.
function M.correct(doc, hits, found)
  local first, times
  for _, m in ipairs(found) do
    if may_be_slip(doc, hits, m) then
      if not first then first, times = names_of(found) end
      local other = times[m.text] == 1 and meant(m.text, first, times)
      if other then m.kind, m.rule, m.text, m.name, m.refers = other.kind, "typo", other.text, other.name, other.refers end
    end
  end
end

return M
