--- Finds dates in words and figures and works out the day they mean, as ISO 8601, from the document's own date.
-- A date that cannot be worked out ("recently", "Tuesday" in an undated text) has no value. Knows nothing of names.
local units = require "data.units"

local M = {}

local S = ("s"):byte()

local function word_list()
  local out = {}
  for _, set in ipairs { units.month, units.weekday } do
    for word in pairs(set) do
      if word ~= "may" and word ~= "march" and word ~= "mar" then out[word:gsub("^%l", string.upper)] = word end
    end
  end
  out.May, out.March = "may", "march"
  for word in pairs(units.day_word) do
    out[word] = word
    out[word:gsub("^%l", string.upper)] = word
  end
  for _, period in ipairs { "year", "month", "week" } do
    for _, which in ipairs { "last", "this", "next" } do
      out[which .. " " .. period] = which .. " " .. period
      out[which:gsub("^%l", string.upper) .. " " .. period] = which .. " " .. period
    end
  end
  return out
end

--- What a date is found by; lib/gazetteer looks for it.
M.WORDS = lede.phrases(word_list(), { case = "exact" })

-- Behind these a bare year is a date: "in 1998".
local BEFORE_YEAR = lede.set [[in since by of from until till during before after late early mid circa between through around to
  the ( and spring summer autumn fall winter]]

--- Days since 1 January 1970, and back (the civil calendar by whole eras of 400 years).
local function to_days(y, m, d)
  if m <= 2 then y = y - 1 end
  local era = y // 400
  local of_era = y - era * 400
  local of_year = (153 * (m + (m > 2 and -3 or 9)) + 2) // 5 + d - 1
  return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
end

local function from_days(days)
  days = days + 719468
  local era = days // 146097
  local rest = days - era * 146097
  local of_era = (rest - rest // 1460 + rest // 36524 - rest // 146096) // 365
  local of_year = rest - (365 * of_era + of_era // 4 - of_era // 100)
  local mp = (5 * of_year + 2) // 153
  local d, m = of_year - (153 * mp + 2) // 5 + 1, mp + (mp < 10 and 3 or -9)
  return of_era + era * 400 + (m <= 2 and 1 or 0), m, d
end

local function iso(y, m, d) return string.format("%04d-%02d-%02d", y, m, d) end

local function iso_of_days(days) return iso(from_days(days)) end

local LENGTH = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

--- The day of `m`/`d` nearest to the document's date.
local function nearest_year(base, m, d)
  if not base then return nil end
  local year = from_days(base)
  local best
  for y = year - 1, year + 1 do
    local days = to_days(y, m, d)
    if not best or math.abs(days - base) < math.abs(best - base) then best = days end
  end
  return iso_of_days(best)
end

--- Weekday of a day, Monday being 1.
local function weekday_of(days) return (days + 3) % 7 + 1 end

local AHEAD = lede.set [[will shall due scheduled expected planned plans until till by before next coming tomorrow upcoming
  begins starts opens]]

--- Whether the words before token `i`, up to ten in its sentence, speak of what is to come.
local function looks_ahead(doc, hits, i)
  for j = i - 1, i - 10, -1 do
    if AHEAD[hits.low[j] or ""] then return true end
    if j < 1 or doc:is(j, "first") then return false end
  end
  return false
end

--- "Tuesday": the last one up to the document's day; "next Tuesday", "will meet on Tuesday": the first from it on.
local function resolve_weekday(base, weekday, before, ahead)
  if not base then return nil end
  local back = (weekday_of(base) - weekday) % 7
  if before == "next" or ahead and back > 0 then return iso_of_days(base - back + 7) end
  if before == "last" and back == 0 then back = 7 end
  return iso_of_days(base - back)
end

local function resolve_period(base, which, period)
  if not base then return nil end
  local y, m = from_days(base)
  local step = which == "last" and -1 or which == "next" and 1 or 0
  if period == "year" then return string.format("%04d", y + step) end
  if period == "month" then
    local n = y * 12 + m - 1 + step
    return string.format("%04d-%02d", n // 12, n % 12 + 1)
  end
  local monday = base - weekday_of(base) + 1 + 7 * step
  return iso_of_days(monday) .. "/" .. iso_of_days(monday + 6)
end

local function number_at(doc, i, least, most)
  local text = doc:token(i)
  local n = text and (text:match("^%d+$") or text:match("^(%d+)%a%a$"))
  n = n and tonumber(n)
  return n and math.type(n) == "integer" and n >= least and n <= most and n or nil
end

--- A year at token `i`, or behind a comma there: year, its token.
local function year_at(doc, hits, i)
  local y = number_at(doc, i, 1000, 2199)
  if y then return y, i end
  if hits.low[i] == "," then
    y = number_at(doc, i + 1, 1000, 2199)
    if y then return y, i + 1 end
  end
end

--- A date with the month at `i`: from, to, value, rule; nil where the month stands alone in a way that may be a name.
local function month_date(doc, hits, i, month, base)
  local day, from, to = number_at(doc, i + 1, 1, LENGTH[month]), i, i + 1
  if not day then
    day, from, to = number_at(doc, i - 1, 1, LENGTH[month]), i - 1, i
    if day and doc:is(i - 1, "glued") then day = nil end
    if not day and hits.low[i - 1] == "of" then
      day, from = number_at(doc, i - 2, 1, LENGTH[month]), i - 2
    end
  end
  if day then
    local year, at = year_at(doc, hits, to + 1)
    if year then return from, at, iso(year, month, day), "day-month-year" end
    return from, to, nearest_year(base, month, day), "day-month"
  end
  local year, at = year_at(doc, hits, i + 1)
  if year then return i, at, string.format("%04d-%02d", year, month), "month-year" end
  local word = hits.low[i]
  if (word == "may" or word == "march") and not BEFORE_YEAR[hits.low[i - 1] or ""] then return nil end
  local resolved = nearest_year(base, month, 15)
  return i, i, resolved and resolved:sub(1, 7), "month"
end

local function add(doc, out, taken, from, to, value, rule)
  local first, last = doc:span(from, to)
  if doc:token(to):byte(-1) == S then
    local text = doc:sub(first, last)
    if text:sub(-4) == "’s" then last = last - 4 elseif text:sub(-2) == "'s" then last = last - 2 end
  end
  out[#out + 1] = { first = first, last = last, kind = "date", value = value, rule = rule }
  for i = from, to do taken[i] = true end
end

local function by_words(doc, hits, base, out, taken)
  for _, date in ipairs(hits.dates) do
    local i, last, word = date.at, date.to, date.word
    local month, weekday, step = units.month[word], units.weekday[word], units.day_word[word]
    if taken[i] then goto next end -- part of the date before
    if month then
      local from, to, value, rule = month_date(doc, hits, i, month, base)
      if from then add(doc, out, taken, from, to, value, rule) end
    elseif weekday then
      local before = hits.low[i - 1]
      add(doc, out, taken, i, i, resolve_weekday(base, weekday, before, base and looks_ahead(doc, hits, i)), "weekday")
    elseif step then
      add(doc, out, taken, i, i, base and iso_of_days(base + step), "day-word")
    else
      local which, period = word:match("^(%a+) (%a+)$")
      add(doc, out, taken, i, last, resolve_period(base, which, period), "period")
    end
    ::next::
  end
end

--- Years and decades in figures: "in 1998", "the 1990s".
local function by_figures(doc, hits, out, taken)
  for i, text in doc:tokens(1, #doc, "digit") do
    local length = #text
    if not taken[i] then
      if length == 10 and text:find("^%d%d%d%d%-%d%d%-%d%d$") then
        add(doc, out, taken, i, i, text, "iso")
      elseif length == 5 and text:find("^[12]%d%d0s$") then
        add(doc, out, taken, i, i, text:sub(1, 4) .. "/" .. text:sub(1, 3) .. "9", "decade")
      elseif length == 4 and text:find("^[12][089]%d%d$") and BEFORE_YEAR[hits.low[i - 1] or ""]
        and not (doc:is(i + 1, "lower") and units.plural[hits.low[i + 1]]) then
        add(doc, out, taken, i, i, text, "year")
      end
    end
  end
end

--- Adds the dates of the document to `out` and their tokens to `taken`. `hits`: see lib/gazetteer.
function M.find(doc, hits, out, taken)
  local y, m, d = (doc.date or ""):match("^(%d%d%d%d)%-(%d%d)%-(%d%d)")
  local base = y and to_days(tonumber(y), tonumber(m), tonumber(d))
  by_words(doc, hits, base, out, taken)
  by_figures(doc, hits, out, taken)
end

return M
