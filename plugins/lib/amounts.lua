--- Finds money, percentages, fractions and counts: the figure as a plain decimal, and what it counts.
-- Ordinals (15th), clock times, scores and telephone numbers are no amounts. Knows nothing of names.
local units = require "data.units"

local M = {}

local function word_list()
  local out = { "half", "third", "thirds", "quarter", "quarters", "fifth", "fifths", "tenth", "sixth", "eighth",
    "fourth", "fourths" }
  for word in lede.sorted_pairs(units.number_word) do out[#out + 1] = word end
  return out
end

--- What an amount in words is found by; lib/gazetteer looks for it.
M.WORDS = lede.phrases(word_list())

--- Moves the decimal point of "1.25" by `places`, exactly: 6 -> "1250000".
local function shift(figure, places)
  local whole, part = figure:match("^(%d*)%.?(%d*)$")
  part = part .. ("0"):rep(places - #part)
  local moved = whole .. part:sub(1, places)
  local rest = part:sub(places + 1)
  moved = moved:gsub("^0+(%d)", "%1")
  rest = rest:gsub("0+$", "")
  return rest ~= "" and moved .. "." .. rest or moved
end

--- "1,250.5" -> "1250.5"; nil for what is no plain figure ("15th", "1.2.3", "5bn" gives "5", "bn").
local function figure_of(text)
  if not text:find("%D") then return text end
  local digits, tail = text:match("^([%d,%.]+)(%a*)$")
  if not digits then return nil end
  if digits:find(",") then
    if not digits:find("^%d%d?%d?,%d%d%d") or digits:find(",%d%d?$") or digits:find(",%d%d?,") or digits:find(",%d%d%d%d") then
      return nil
    end
    digits = digits:gsub(",", "")
  end
  if not digits:find("^%d+%.?%d*$") then return nil end
  digits = digits:gsub("%.$", "")
  if tail ~= "" and not units.magnitude[tail:lower()] then return nil end
  return digits, tail ~= "" and tail:lower() or nil
end

--- Words "million", "thousand" behind token `to` move the point: the figure, the last token.
local function with_magnitude(doc, hits, figure, to)
  local word = hits.low[to + 1]
  local places = word and #word > 2 and units.magnitude[word]
  if places then return shift(figure, places), to + 1 end
  if word == "-" and doc:is(to + 1, "glued") then
    local behind = hits.low[to + 2]
    if behind and #behind > 2 and units.magnitude[behind] then return shift(figure, units.magnitude[behind]), to + 2 end
  end
  return figure, to
end

--- The noun that is counted: within four words, before any mark or small word: its unit and token.
local STOPS = lede.set [[of in on at to by for and or a the that who which with from were was is are have had has would will
  as than after before against when if but into per among between said]]

local S = ("s"):byte()

local function counted(doc, hits, to)
  local word = hits.low[to + 1]
  if word == "-" then
    local noun = doc:is(to + 1, "glued") and units.singular[hits.low[to + 2] or ""]
    return noun, noun and to + 2
  end
  for j = to + 1, to + 4 do
    word = hits.low[j]
    if not word or STOPS[word] or not word:find("^[%a\128-\255]") then return nil end
    if units.plural[word] or word:byte(-1) == S and #word > 3 and word:find("[^su]s$") and not units.no_plural[word] then
      if word:find("'", 1, true) or word:find("’", 1, true) then return nil end
      return word, j
    end
  end
end

--- The currency in front of token `i`: ISO code, first token.
local function currency_before(doc, hits, i)
  local sign = doc:token(i - 1)
  if not sign or #sign > 4 then return nil end
  local letters = doc:is(i - 1, "glued") and hits.low[i - 2]
  if sign == "$" and letters and units.dollar_of[letters] then return units.dollar_of[letters], i - 2 end
  local code = units.currency_sign[sign] or units.currency_sign[sign:lower()]
  if code then return code, i - 1 end
  local prefix = sign:match("^(%u+)%$$")
  if prefix and units.dollar_of[prefix:lower()] then return units.dollar_of[prefix:lower()], i - 1 end
end

local function percent_at(hits, i)
  local word = hits.low[i]
  if word == "%" or word == "percent" or word == "pct" then return i end
  if word == "per" and hits.low[i + 1] == "cent" then return i + 1 end
  if word == "percentage" and (hits.low[i + 1] or ""):find("^point") then return i + 1 end
end

local function mark(doc, from, to, kind, value, unit, rule)
  local first, last = doc:span(from, to)
  return { first = first, last = last, kind = kind, value = value, unit = unit, rule = rule }
end

--- What the figure in tokens from..to is: a mark, or nil.
local function amount(doc, hits, from, to, figure)
  local code, start = currency_before(doc, hits, from)
  if code then return mark(doc, start, to, "money", figure, code, "currency-before") end
  local after = hits.low[to + 1]
  local currency = after and units.currency_word[after]
  if currency then return mark(doc, from, to + 1, "money", figure, currency, "currency-behind") end
  local percent = percent_at(hits, to + 1)
  if percent then return mark(doc, from, percent, "number", figure, "percent", "percent") end
  local unit, last = counted(doc, hits, to)
  if unit then return mark(doc, from, last, "number", figure, unit, "count") end
end

local function is_loose(doc, i)
  if doc:is(i, "glued") then
    local before = doc:token(i - 1)
    if before == "-" or before == ":" or before == "/" or before == "." or before == "+" or before == "#" or before == "_" then
      return false
    end
  end
  local after = doc:token(i + 1)
  if after and doc:is(i + 1, "glued") and (after == ":" or after == "/" or after == "-") and doc:is(i + 2, "digit") then
    return false
  end
  return true
end

local function by_figures(doc, hits, out, taken)
  for i, text in doc:tokens(1, #doc, "digit") do
    if not taken[i] and #text < 24 then
      local figure, tail = figure_of(text)
      if figure and is_loose(doc, i) then
        local to = i
        if tail then figure = shift(figure, units.magnitude[tail]) else figure, to = with_magnitude(doc, hits, figure, i) end
        local m = amount(doc, hits, i, to, figure)
        if not m and to > i then m = mark(doc, i, to, "number", figure, nil, "figure") end
        if m then
          out[#out + 1] = m
          taken[i] = true
        end
      end
    end
  end
end

--- "two-thirds", "a fifth", "half": the value, first and last token.
local function fraction(hits, i)
  local word = hits.low[i]
  local parts = units.fraction_word[word]
  if parts then
    local before = hits.low[i - 1]
    if word == "half" and hits.low[i + 1] ~= "of" and hits.low[i + 1] ~= "the" then return nil end
    if before == "a" and hits.low[i + 1] == "of" then return 1 / parts, i - 1, i end
    if word == "half" then return 0.5, i, i end
    return nil
  end
  local count = units.number_word[word]
  local j = hits.low[i + 1] == "-" and i + 2 or i + 1
  local below = units.fraction_word[hits.low[j] or ""]
  if count and below and count < below and hits.low[j] ~= "half" and (j == i + 2 or count > 1 or hits.low[j + 1] == "of") then
    return count / below, i, j
  end
end

local function by_words(doc, hits, out, taken)
  for _, i in ipairs(hits.numbers) do
    if not taken[i] and not (doc:is(i, "glued") and hits.low[i - 1] == "-") then
      local value, from, to = fraction(hits, i)
      if value then
        out[#out + 1] = mark(doc, from, to, "number", ("%.4g"):format(value), nil, "fraction")
        for j = from, to do taken[j] = true end
      else
        local n = units.number_word[hits.low[i]]
        to = i
        if n and n >= 20 and n % 10 == 0 and hits.low[i + 1] == "-" then
          local ones = units.number_word[hits.low[i + 2] or ""]
          if ones and ones < 10 then n, to = n + ones, i + 2 end
        end
        if n then
          local figure
          figure, to = with_magnitude(doc, hits, tostring(n), to)
          local m = amount(doc, hits, i, to, figure)
          if m then out[#out + 1] = m end
          for j = i, to do taken[j] = true end
        end
      end
    end
  end
end

--- Adds the amounts of the document to `out`; `taken` holds tokens that belong to dates. `hits`: see lib/gazetteer.
function M.find(doc, hits, out, taken)
  by_figures(doc, hits, out, taken)
  by_words(doc, hits, out, taken)
end

return M
