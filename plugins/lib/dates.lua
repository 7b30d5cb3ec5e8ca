--- Dates and datelines as news writes them. Works on strings; knows nothing of documents.
local M = {}

local MONTHS = {}
for n, names in ipairs { "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
  "august aug", "september sept sep",
                         "october oct", "november nov", "december dec" } do
  for name in names:gmatch("%a+") do MONTHS[name] = n end
end

local DAYS = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function iso(year, month, day)
  local y, d = tonumber(year), tonumber(day)
  local leap = y % 4 == 0 and (y % 100 ~= 0 or y % 400 == 0)
  local most = month and DAYS[month] and (DAYS[month] + (month == 2 and leap and 1 or 0))
  if not most or y < 1500 or y > 2200 or d < 1 or d > most then return nil end
  return string.format("%04d-%02d-%02d", y, month, d)
end

--- Whether "2026-01-07" is a day there is.
function M.is_day(text)
  local y, m, d = text:match("^(%d%d%d%d)%-(%d%d)%-(%d%d)$")
  return y ~= nil and iso(y, tonumber(m), d) ~= nil
end

local LONGEST = 20 -- bytes before a year that a month and a day may take

--- A date around the year that stands at at..stop - 1: its value, first, last, and 1 for 2026-01-07, 2 for January 7,
-- 2026 and Jan. 7, 2026, 3 for 7 January 2026.
local function around(text, at, year, stop)
  local month, day, last = text:match("^%-(%d%d)%-(%d%d)()%f[%D]", stop)
  if month then return iso(year, tonumber(month), day), at, last - 1, 1 end
  local before = text:sub(at < LONGEST and 1 or at - LONGEST, at - 1)
  local first
  first, month, day = before:match("%f[%a]()(%a+)%.? (%d%d?),? $")
  local value = month and MONTHS[month:lower()] and iso(year, MONTHS[month:lower()], day)
  if value then return value, at - #before + first - 1, stop - 1, 2 end
  first, day, month = before:match("%f[%d]()(%d%d?) (%a+)%.?,? $")
  value = month and MONTHS[month:lower()] and iso(year, MONTHS[month:lower()], day)
  if value then return value, at - #before + first - 1, stop - 1, 3 end
end

--- The first full date in a text: ISO value, first, last. 2026-01-07, else January 7, 2026 · Jan. 7, 2026, else 7 January 2026.
function M.find(text)
  local found, from, to, rank = nil, nil, nil, 4
  for at, year, stop in text:gmatch("%f[%d]()(%d%d%d%d)()%f[%D]") do
    local value, first, last, way = around(text, at, year, stop)
    if way and way < rank then found, from, to, rank = value, first, last, way end
    if rank == 1 then break end
  end
  return found, from, to
end

--- Whether the text before a date is nothing but the day of the week.
function M.is_weekday(text)
  return text:match("^%s*(%a+day),?%s*$") ~= nil
end

local NO_PLACE = { breaking = true, update = true, updated = true, watch = true, video = true, exclusive = true,
  opinion = true, analysis = true, live = true,
                   poll = true, report = true, ["q"] = true, ["a"] = true, note = true, correction = true }

--- Only names, an agency in parentheses, a date: nothing in lower case but small words of names.
local SMALL = { de = true, la = true, el = true, al = true, ["and"] = true, of = true, on = true, the = true }

local function is_place_phrase(place)
  local words = 0
  for word in place:gsub("%b()", " "):gmatch("[%a\128-\255]+") do
    words = words + 1
    if NO_PLACE[word:lower()] or not word:find("^[%u\128-\255]") and not SMALL[word] then return false end
  end
  return words <= 7 and (words > 0 or place:find("^%(%u")) ~= nil
end

local DASHES = { "—", "–", "--", "-", "_" }

--- What stands before the first such dash of a paragraph’s head and may be a place, and where the text behind the dash begins.
local function place_before(head, dash)
  if not head:find(dash, 1, true) then return nil end
  local behind = "%s*" .. dash:gsub("%-", "%%-")
  local place, stop = head:match("^%s*([^.!?“”\"]-%S)" .. behind .. "%s+()")
  if not place then place, stop = head:match("^%s*([%u][%u%s.,']+%S)" .. behind .. "%s+()") end
  if not place then place, stop = head:match("^%s*(%u[%w%s.,']-%(%u[%w /]+%))" .. behind .. "%s*()") end
  return place, stop
end

--- A dateline at the start of a paragraph: how many bytes it takes, its dash or colon and the space behind included;
-- nil where there is none.
-- HARBOUR CITY (AP) — … · NORTHWICK, Dec. 2 (UPI) — … · Northwick, Norway — … · Northwick: … · (Reuters) - …
function M.dateline(text)
  local head = text:sub(1, 90)
  for _, dash in ipairs(DASHES) do
    local place, stop = place_before(head, dash)
    if place and is_place_phrase(place) then return stop - 1 end
  end
  local place, stop = head:match("^(%u[%a'’]+%s?%u?[%a'’]*):%s+()%u")
  if place and not NO_PLACE[place:lower()] and #text > 120 then return stop - 1 end
end

return M
