--- Finds sentences that a later document has overtaken: another figure for the same thing, or what was still to come has happened.
-- Works on items { text, vector, date, … } with vectors of lib/weights and ISO dates; without two dates nothing overtakes anything.
--
--   overtaken.label(items, overtaken.index(all))   -- sets item.later = the item that overtakes it, and item.why
local telling = require "lib.telling"
local weights = require "lib.weights"
local words = require "data.telling"

local M = {}

local ALIKE = 0.3       -- two sentences speak of the same thing
local ALIKE_AHEAD = 0.4 -- and, without a figure to show it, surely
local MANY = 100        -- sentences: a unit more of them count ("people") is looked up no further
local BOUND = { least = true, than = true, over = true, nearly = true, almost = true, to = true } -- "at least 14" does not deny 17
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
    local value = not BOUND[list[i - 1]] and number_of(list[i])
    if value then
      local multiple = words.multiples[list[i + 1]]
      if multiple then value, i = value * multiple, i + 1 end
      local unit = list[i + 1]
      if unit and SKIPPED[unit] then unit = list[i + 2] end
      unit = unit and not number_of(unit) and (unit == "per" and "percent" or weights.term(unit) or unit)
      if unit then
        out[unit] = out[unit] or {}
        out[unit][value] = true
      end
    end
    i = i + 1
  end
  return out
end

--- The sentences of a set by what they count, for `label`; fills item.figures.
function M.index(items)
  local by_unit = {}
  for _, item in ipairs(items) do
    item.figures = item.text:find("%a %a") and M.figures(item.text) or {}
    for unit in lede.sorted_pairs(item.figures) do
      by_unit[unit] = by_unit[unit] or {}
      table.insert(by_unit[unit], item)
    end
  end
  return by_unit
end

local function agree(values, others)
  for value in pairs(values) do
    if others[value] then return true end
  end
  return false
end

local function is_newer(late, early) return early.date and late.date and late.date > early.date end

--- Notes `late` as what overtakes `early`, unless something later still does.
local function note(early, late, why)
  if not early.later or late.date > early.later.date then early.later, early.why = late, why end
end

local function compare_figures(early, by_unit)
  for unit, values in lede.sorted_pairs(early.figures) do
    local others = by_unit[unit]
    for i = 1, #others <= MANY and #others or 0 do
      local late = others[i]
      if is_newer(late, early) and not agree(values, late.figures[unit]) and weights.cosine(late.vector, early.vector) >= ALIKE then
        note(early, late, "figure")
      end
    end
  end
end

local function compare_ahead(early, items)
  if not telling.is_ahead(early.text) then return end
  for _, late in ipairs(items) do
    if is_newer(late, early) and weights.cosine(late.vector, early.vector) >= ALIKE_AHEAD and not telling.is_ahead(late.text) then
      note(early, late, "ahead")
    end
  end
end

--- Sets `later` (the item, the latest of several) and `why` ("figure" or "ahead") of each of `items` that is overtaken, clears them of the others.
-- What is still to come is looked for among `items`, other figures in the whole set, by its index.
function M.label(items, by_unit)
  for _, early in ipairs(items) do
    early.later, early.why = nil, nil
    if early.date then
      compare_figures(early, by_unit)
      compare_ahead(early, items)
    end
  end
  return items
end

return M
