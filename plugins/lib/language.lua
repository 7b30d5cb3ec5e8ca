--- Tells the language of a text from its small words, or from its script. Works on strings; knows nothing of documents.
local data = require "data.languages"

local M = {}

local FEWEST = 8 -- words a text must have
local SHARE = 0.12 -- of its words that must be small words of the language
local CLEARLY = 1.5 -- times as many as English ones: languages share some
local ENOUGH = 60 -- tokens of which so many are English words that the rest need not be looked at
local NONE = {}

-- Word -> the languages that have it among their small words.
local LANGUAGES, english = {}, {}
for code, known in pairs(data.words) do
  for word in pairs(known) do
    LANGUAGES[word] = LANGUAGES[word] or {}
    table.insert(LANGUAGES[word], code)
    if code == "en" then english[#english + 1] = word end
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

local ENGLISH = lede.phrases(english)

--- Whether the text of a document is plain English, by the first of its words from token `from` on: cheap, for every document
-- asks. False tells nothing.
function M.is_english(doc, from)
  local hits = 0
  for _ in ENGLISH:each(doc, from, from + ENOUGH - 1) do hits = hits + 1 end
  return hits > CLEARLY * SHARE * ENOUGH
end

--- The language of a text as ISO 639 has it, "en", "de" …; nil where the text is too short or nothing tells.
function M.of(text)
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
