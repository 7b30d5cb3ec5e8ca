--- Tells the language of a text from its small words, or from its script. Works on strings; knows nothing of documents.
local data = require "data.languages"

local M = {}

local FEWEST = 8 -- words a text must have
local SHARE = 0.12 -- of its words that must be small words of the language
local CLEARLY = 1.5 -- times as many as English ones: languages share some
local ENOUGH = 40 -- words of which so many are English that the rest need not be looked at
local NONE = {}

-- Word -> the languages that have it among their small words.
local LANGUAGES = {}
for code, known in pairs(data.words) do
  for word in pairs(known) do
    LANGUAGES[word] = LANGUAGES[word] or {}
    table.insert(LANGUAGES[word], code)
  end
end

--- How many words a text has, and how many of them each language has among its small words.
local function count(text)
  local hits, all = {}, 0
  for code in pairs(data.words) do hits[code] = 0 end
  for word in lede.lower(text):gmatch("[%a\128-\255]+") do
    all = all + 1
    for _, code in ipairs(LANGUAGES[word] or NONE) do hits[code] = hits[code] + 1 end
  end
  return all, hits
end

local function script_of(codepoint)
  for _, script in ipairs(data.scripts) do
    if codepoint >= script[1] and codepoint <= script[2] then return script[3] end
  end
end

--- The language most of the letters tell; nil for Latin letters. Japanese is known by any of its own among the Chinese.
local function by_script(text)
  if not text:find("[\205-\224\227-\237]") then return nil end -- no first byte of any of the scripts
  local counts, all = {}, 0
  for _, codepoint in utf8.codes(text) do
    if codepoint > 0x40 then
      all = all + 1
      local code = script_of(codepoint)
      if code then counts[code] = (counts[code] or 0) + 1 end
    end
  end
  if counts.ja and counts.zh then counts.ja, counts.zh = counts.ja + counts.zh, nil end
  for code, n in lede.sorted_pairs(counts) do
    if n * 2 > all then return code end
  end
end

--- Whether a text is plain English by its most frequent words: cheap, for every document asks.
local function is_english(text)
  local all, hits = 0, 0
  local known = data.words.en
  for word in text:gmatch("%l+") do
    all = all + 1
    if known[word] then hits = hits + 1 end
    if all % ENOUGH == 0 and hits > CLEARLY * SHARE * all then return true end
  end
  return hits >= 4 and hits > 2 * SHARE * all
end

--- The language of a text as ISO 639 has it, "en", "de" …; nil where the text is too short or nothing tells.
function M.of(text)
  if is_english(text) then return "en" end
  local code = by_script(text)
  if code then return code end
  local all, hits = count(text)
  if all < FEWEST then return nil end
  local best = "en"
  for other, n in lede.sorted_pairs(hits) do
    if n > hits[best] then best = other end
  end
  return hits[best] >= SHARE * all and hits[best] > CLEARLY * hits.en and best or hits.en >= SHARE * all and "en" or nil
end

return M
