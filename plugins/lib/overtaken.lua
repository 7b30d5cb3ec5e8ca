--- Finds sentences that a later document has overtaken: another figure for the same thing, or what was still to come has
-- happened. Works on items { text, row, date, … } with rows of vectors (lib/weights) and ISO dates. Which is later their
-- dates tell, as far as both go, or the sentence itself: "up from 14" is later than 14. Where neither does, nothing overtakes
-- anything.
--
--   overtaken.label(items, overtaken.index(all), vectors)   -- sets item.later = the item that overtakes it, and item.why
local telling = require "lib.telling"
local weights = require "lib.weights"
local words = require "data.telling"

local M = {}

local ALIKE = 0.3       -- two sentences speak of the same thing
local ALIKE_AHEAD = 0.4 -- and, without a figure to show it, surely
local MANY = 100        -- sentences: a unit more of them count ("people") is looked up no further
local BOUND = { least = true, than = true, over = true, nearly = true, almost = true } -- "at least 14" does not deny 17
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

--- Whether the number at `i` is only a bound of what is meant: "at least 14", "12 to 14".
local function is_bound(list, i)
  return BOUND[list[i - 1]] or list[i - 1] == "to" and list[i - 2] ~= nil and number_of(list[i - 2]) ~= nil
end

local function add(values, unit, value)
  values[unit] = values[unit] or {}
  values[unit][value] = true
end

--- What a text counts: unit (a term) -> set of values; and likewise what it was before ("to 17 from 14").
function M.figures(text)
  local list, now, before, i = tokens(text), {}, {}, 1
  while i <= #list do
    local value = not is_bound(list, i) and number_of(list[i])
    if value then
      local side, multiple = list[i - 1] == "from" and before or now, words.multiples[list[i + 1]]
      if multiple then value, i = value * multiple, i + 1 end
      local unit = list[i + 1]
      if unit and SKIPPED[unit] then unit = list[i + 2] end
      unit = unit and not number_of(unit) and (unit == "per" and "percent" or weights.term(unit) or unit)
      if unit then add(side, unit, value) end
    end
    i = i + 1
  end
  return now, before
end

--- The sentences of a set by what they count, for `label`; fills item.figures and item.before.
function M.index(items)
  local by_unit = {}
  for _, item in ipairs(items) do
    item.figures, item.before = {}, {}
    if item.text:find("%a %a") then item.figures, item.before = M.figures(item.text) end
    for _, side in ipairs { item.figures, item.before } do
      for unit in lede.sorted_pairs(side) do
        local list = by_unit[unit] or {}
        by_unit[unit] = list
        if list[#list] ~= item then list[#list + 1] = item end
      end
    end
  end
  return by_unit
end

--- Whether two sets of values, either of which may be nil, have one in common.
local function agree(values, others)
  for value in pairs(others and values or {}) do
    if others[value] then return true end
  end
  return false
end

--- Whether dates show that `late` is later, as far as both go: of 2026-03-10 and 2026-03-10T14:05 neither is.
local function is_newer(late, early)
  if not (early.date and late.date) then return false end
  local n = math.min(#early.date, #late.date)
  return late.date:sub(1, n) > early.date:sub(1, n)
end

--- Notes `late` as what overtakes `early`, unless something later still does.
local function note(early, late, why)
  if not early.later or is_newer(late, early.later) then early.later, early.why = late, why end
end

local function compare_figures(early, by_unit, vectors)
  for unit, values in lede.sorted_pairs(early.figures) do
    local others = by_unit[unit]
    for i = 1, #others <= MANY and #others or 0 do
      local late = others[i]
      local told = is_newer(late, early) or not is_newer(early, late) and agree(late.before[unit], values)
      if told and not agree(values, late.figures[unit]) and vectors:cosine(late.row, early.row) >= ALIKE then
        note(early, late, "figure")
      end
    end
  end
end

local function compare_ahead(early, items, vectors)
  if not telling.is_ahead(early.text) then return end
  for _, late in ipairs(items) do
    if is_newer(late, early) and vectors:cosine(late.row, early.row) >= ALIKE_AHEAD and not telling.is_ahead(late.text) then
      note(early, late, "ahead")
    end
  end
end

--- Sets `later` (the item, the latest of several) and `why` ("figure" or "ahead") of each of `items` that is overtaken,
-- clears them of the others. What is still to come is looked for among `items`, other figures in the whole set, by its index.
function M.label(items, by_unit, vectors)
  for _, early in ipairs(items) do early.later, early.why = nil, nil end
  for _, early in ipairs(items) do
    compare_figures(early, by_unit, vectors)
    compare_ahead(early, items, vectors)
  end
  return items
end

return M
