--- Figures that count the same: figures("countries") has every number of countries, the smallest first.

local collection = require "lib.collections.collection"

local M = {}

local PLURALS = { people = "person", men = "man", women = "woman", children = "child", percent = "percent" }
local ENDINGS = { { "ies$", "y" }, { "([sx]h?)es$", "%1" }, { "([^s])s$", "%1" } }

-- One form for countries and country.
local function singular(word)
  word = lede.fold(word)
  if PLURALS[word] then return PLURALS[word] end
  for _, ending in ipairs(ENDINGS) do
    local short, changed = word:gsub(ending[1], ending[2])
    if changed > 0 then return short end
  end
  return word
end

-- "per cent" and "%" are percent.
local function unit_of(asked)
  asked = lede.fold(asked):gsub("^%s+", ""):gsub("%s+$", "")
  if asked == "%" or asked == "per cent" or asked == "percentage" then return "percent" end
  return singular(asked)
end

-- The last word of a unit says what is counted: "European countries" are countries.
local function counts(unit, wanted)
  if unit_of(unit) == wanted then return true end
  local last = unit:match("([^%s]+)$")
  return last ~= nil and singular(last) == wanted
end

local function by_value(a, b)
  local x, y = tonumber(a.value), tonumber(b.value)
  if x and y and x ~= y then return x < y end
  if (x == nil) ~= (y == nil) then return x ~= nil end
  local day, other = a.doc.date or "9", b.doc.date or "9"
  if day ~= other then return day < other end
  return collection.place(a._i, a._j) < collection.place(b._i, b._j)
end

--- The figures of a collection that count `asked`, in order of their value.
function M.find(c, asked)
  local wanted = unit_of(asked)
  local units = {}
  for _, unit in ipairs(c:values("unit")) do
    if counts(unit, wanted) then units[#units + 1] = unit end
  end
  return units[1] and c:where({ unit = units }):sort(by_value) or c:slice(1, 0)
end

return M
