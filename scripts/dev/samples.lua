--- Labelled texts for a tagger, from files of tokens and from patterns of sentences with blanks for made-up names.
-- A sample is { text =, spans = { { first, last, kind }, ... } }: bytes, 1-based, inclusive. Knows nothing of taggers.
local M = {}

---------------------------------------------------------------------------------------------------------------------------------
-- Files of tokens

-- Written without a space before them.
local LEANS_LEFT = {}
for mark in (", . ; : ! ? ) % 's ’s ' n't"):gmatch("%S+") do LEANS_LEFT[mark] = true end

--- Joins the tokens of sentences as they would be printed, a paragraph each, and turns B- and I- labels into spans.
local function compose(sentences)
  local parts, spans, at = {}, {}, 1
  local function put(text)
    parts[#parts + 1] = text
    at = at + #text
  end
  for _, sentence in ipairs(sentences) do
    local quoted, leans, span = false, true, nil
    for _, token in ipairs(sentence) do
      local closes = token.text == '"' and quoted
      if not leans and not closes and not LEANS_LEFT[token.text] then put(" ") end
      local bio, kind = token.label:match("^([BI])%-(.+)$")
      if not bio then
        span = nil
      elseif bio == "B" or not span or span[3] ~= kind then
        span = { at, 0, kind }
        spans[#spans + 1] = span
      end
      put(token.text)
      if span then span[2] = at - 1 end
      if token.text == '"' then quoted = not quoted end
      leans = token.text == "(" or token.text == "$" or token.text == '"' and quoted
    end
    put("\n\n")
  end
  return { text = table.concat(parts), spans = spans }
end

--- Whether a sentence shares a name with those before it, as sentences of one document do.
local function continues(sentence, seen)
  for i = 2, #sentence do
    local text = sentence[i].text
    if text:find("^%u") and seen[text] then return true end
  end
  return false
end

local LEAST, MOST = 3, 25 -- sentences of a document, where nothing marks its end

--- The sentences of a file: a token and its label a line, tabs between (columns in the middle are skipped), an empty line
-- between sentences. Calls `take` with each, and with nil where a line "-DOCSTART-" begins a document.
local function each_sentence(file, take)
  local sentence = {}
  for line in file:lines() do
    local text, label = line:match("^([^\t]+)\t.-([^\t]*)$")
    if line:find("^%-DOCSTART%-") then
      take(nil)
    elseif text then
      sentence[#sentence + 1] = { text = text, label = label }
    elseif #sentence > 0 then
      take(sentence)
      sentence = {}
    end
  end
  if #sentence > 0 then take(sentence) end
end

--- One sample a document. Where documents are not marked, sentences that share names with those before them make up one.
function M.read(path)
  local file = path:find("%.gz$") and assert(io.popen(("zcat '%s'"):format(path:gsub("'", "'\\''")))) or assert(io.open(path))
  local samples, document, seen = {}, {}, {}
  local function close()
    if #document > 0 then samples[#samples + 1] = compose(document) end
    document, seen = {}, {}
  end
  each_sentence(file, function(sentence)
    if not sentence or #document >= MOST or #document >= LEAST and not continues(sentence, seen) then close() end
    if not sentence then return end
    document[#document + 1] = sentence
    for _, token in ipairs(sentence) do seen[token.text] = true end
  end)
  close()
  file:close()
  return samples
end

---------------------------------------------------------------------------------------------------------------------------------
-- Made-up names

local ONSETS = { "b", "br", "ch", "d", "dr", "f", "g", "gr", "h", "j", "k", "kh", "kr", "l", "m", "n", "p", "r", "s", "sh",
  "st", "t", "th", "tr", "v", "w", "y", "z", "" }
local VOWELS = { "a", "e", "i", "o", "u", "a", "e", "o", "ai", "ee", "ou", "ia" }
local CODAS = { "", "", "", "n", "r", "l", "s", "m", "t", "nd", "ck", "rt", "ng", "sk" }
local ENDS_OF_SURNAMES = { "ov", "son", "ez", "ian", "sen", "er", "man", "ic", "ini", "o", "ski", "a", "i", "ell", "" , "", "" }
local ENDS_OF_PLACES = { "ton", "ville", "a", "i", "berg", "stan", "o", "ia", "ford", "abad", "", "", "" }
local CLUBS = { "United", "City", "Rovers", "Tigers", "Hawks", "Lions", "Kings", "Bears", "Stars", "Giants", "Wolves",
  "Athletic", "Rangers", "Bulls" }
local FIRMS = { "Inc.", "Corp.", "Ltd.", "Group", "Bank", "Holdings", "Systems", "Airlines", "Motors",
  "Industries", "Partners", "Foods", "Energy", "Media", "Brothers" }
local BODIES = { "Party", "Front", "Council", "Commission", "Ministry", "Institute", "University", "College",
  "Association", "Federation", "Agency", "Committee", "Union", "Movement", "Times", "Court", "Hospital", "School", "Museum",
  "Society", "Foundation", "Army", "Brigade", "Church", "Alliance", "Orchestra" }
local GROUNDS = { "Park", "County", "River", "Street", "Island", "Valley", "Bay", "Hills", "Bridge", "Avenue",
  "Province", "District", "Airport", "Lake", "Square" }
local WHICH = { "National", "Democratic", "People's", "Central", "International", "United", "Northern", "Royal", "Free",
  "New", "General", "American" }

local function one_of(list) return list[math.random(#list)] end

local function capital(word) return (word:gsub("^%l", string.upper)) end

local function stem(syllables)
  local out = {}
  for _ = 1, syllables do out[#out + 1] = one_of(ONSETS) .. one_of(VOWELS) .. one_of(CODAS) end
  return table.concat(out)
end

-- `known`: lists of words and names to take some from, so that those are met as well: words, given, surnames, places.
local function maker(known)
  local function mostly_made(list, make) return math.random() < 0.35 and #list > 0 and one_of(list) or make() end
  local function given() return mostly_made(known.given, function() return capital(stem(2)) end) end
  local function made_with(ends) return function() return capital(stem(math.random(2)) .. one_of(ends)) end end
  local function surname() return mostly_made(known.surnames, made_with(ENDS_OF_SURNAMES)) end
  local function place() return mostly_made(known.places, made_with(ENDS_OF_PLACES)) end
  local function word() return capital(one_of(known.words)) end
  local function name() return capital(stem(math.random(2))) end
  local function acronym()
    local out = {}
    for _ = 1, math.random(2, 4) do out[#out + 1] = string.char(64 + math.random(26)) end
    return table.concat(out)
  end
  local ORGS = {
    function() return name() end,
    function() return name() end,
    function() return word() .. " " .. word() end,
    function() return (math.random() < 0.5 and name() or word()) .. " " .. one_of(FIRMS) end,
    function() return (math.random() < 0.5 and place() or one_of(WHICH)) .. " " .. one_of(BODIES) end,
    function() return (math.random() < 0.5 and name() or word()) .. " " .. one_of(BODIES) end,
    function() return one_of(WHICH) .. " " .. word() .. " " .. one_of(BODIES) end,
    function() return one_of(BODIES) .. " of " .. place() end,
    function() return surname() .. " & " .. surname() end,
    function() return acronym() end,
  }
  local THINGS = {
    word,
    name,
    function() return word() .. " " .. word() end,
    function() return name() .. " " .. math.random(9) end,
    function() return "The " .. word() .. " " .. word() end,
    function() return word() .. " of " .. word() end,
  }
  local MIDDLES = {
    function() return " " .. string.char(64 + math.random(26)) .. "." end,
    function() return " " .. given() end,
    function() return " " .. one_of { "de", "van", "al", "bin" } end,
  }
  local function person()
    local middle_of = MIDDLES[math.random(10)]
    local last = surname()
    local middle = middle_of and middle_of() or ""
    return given() .. middle .. " " .. last, last
  end
  local function team()
    local of = math.random() < 0.7 and place() or name()
    return math.random() < 0.5 and of .. " " .. one_of(CLUBS) or of
  end
  local function ground()
    if math.random() < 0.2 then return "Lake " .. name() end
    return (math.random() < 0.3 and word() or name()) .. " " .. one_of(GROUNDS)
  end
  return {
    P = { "person", person }, S = { "person", surname }, G = { "person", given },
    O = { "org", function() return one_of(ORGS)() end }, A = { "org", acronym },
    T = { "org", team },
    L = { "place", place }, C = { "place", ground },
    X = { nil, function() return one_of(THINGS)() end },
  }
end

--- The text of a pattern with its blanks filled; in one text a blank with a digit is always the same.
local function filled(pattern, make)
  local parts, spans, at, same = {}, {}, 1, {}
  local function put(text)
    parts[#parts + 1] = text
    at = at + #text
  end
  local function fill(letter, digit)
    local key = letter .. digit
    if digit == "" or not same[key] then
      local text, surname = make[letter][2]()
      same[key] = text
      if letter == "P" and digit ~= "" then same["S" .. digit] = surname end
    end
    if make[letter][1] then spans[#spans + 1] = { at, at + #same[key] - 1, make[letter][1] } end
    put(same[key])
  end
  local from = 1
  for first, letter, digit, last in pattern:gmatch("(){(%u)(%d?)}()") do
    put(pattern:sub(from, first - 1))
    fill(letter, digit)
    from = last
  end
  put(pattern:sub(from))
  return { text = table.concat(parts), spans = spans }
end

--- `times` samples a pattern of the file at `path`; see there. The same for the same `seed`.
function M.make_up(path, times, known, seed)
  math.randomseed(seed)
  local samples, make = {}, maker(known)
  for line in io.lines(path) do
    if line ~= "" and not line:find("^#") then
      for _ = 1, times do samples[#samples + 1] = filled(line, make) end
    end
  end
  return samples
end

return M
