--- Finds sentences that a later document has overtaken: another figure for the same thing, or what was still to come has happened.
-- Works on items { text, vector, date, … } with vectors of lib/weights and ISO dates; without two dates nothing overtakes anything.
--
--   overtaken.label(items)   -- sets item.later = the item that overtakes it, and item.figure where it is about a figure
local telling = require "lib.telling"
local weights = require "lib.weights"
local words = require "data.telling"

local M = {}

local ALIKE = 0.3       -- two sentences speak of the same thing
local ALIKE_AHEAD = 0.4 -- and, without a figure to show it, surely
local SKIPPED = { more = true, other = true, least = true, nearly = true, about = true, some = true, of = true, the = true }

--- The value of a word as a number; nil for one that is none.
local function number_of(word)
  if words.numbers[word] then return words.numbers[word] end
  local digits = word:gsub(",(%d%d%d)", "%1")
  return digits:find("^%d+%.?%d*$") and tonumber(digits) or nil
end

--- The words of a text in small letters; figures keep their point.
local function tokens(text)
  local out = {}
  local plain = lede.fold(text):gsub("\xE2\x80.", " "):gsub("%((.-)%)", " "):gsub("%%", " percent ")
  for word in plain:gmatch("[%w\128-\255][%w\128-\255%.,]*") do
    out[#out + 1] = word:gsub("[%.,]+$", "")
  end
  return out
end

--- What a text counts: unit (a term) -> set of values.
function M.figures(text)
  local list, out, i = tokens(text), {}, 1
  while i <= #list do
    local value = number_of(list[i])
    if value then
      local multiple = words.multiples[list[i + 1]]
      if multiple then value, i = value * multiple, i + 1 end
      local unit = list[i + 1]
      if unit and SKIPPED[unit] then unit = list[i + 2] end
      unit = unit and not number_of(unit) and (unit == "per" and "percent" or weights.term(unit))
      if unit then
        out[unit] = out[unit] or {}
        out[unit][value] = true
      end
    end
    i = i + 1
  end
  return out
end

--- The unit for which the two give different values; nil where they agree on one or count other things.
local function clash(a, b)
  for unit, values in lede.sorted_pairs(a) do
    local others = b[unit]
    if others then
      local agree = false
      for value in pairs(values) do agree = agree or others[value] end
      if not agree then return unit end
    end
  end
end

local function overtakes(late, early, figures)
  local alike = weights.cosine(late.vector, early.vector)
  if alike < ALIKE then return nil end
  local unit = clash(figures[early], figures[late])
  if unit then return "figure" end
  return alike >= ALIKE_AHEAD and telling.is_ahead(early.text) and not telling.is_ahead(late.text) and "ahead" or nil
end

--- Sets `later` (the item, the latest of several) and `why` ("figure" or "ahead") of each item that is overtaken; clears them of the others.
function M.label(items)
  local figures = {}
  for _, item in ipairs(items) do figures[item], item.later, item.why = M.figures(item.text), nil, nil end
  for _, early in ipairs(items) do
    for _, late in ipairs(items) do
      local newer = early.date and late.date and late.date > early.date and not (early.later and early.later.date >= late.date)
      local why = newer and overtakes(late, early, figures)
      if why then early.later, early.why = late, why end
    end
  end
  return items
end

return M
