-- corpus.lua: makes up English news text, for measuring speed and memory.
--
--   build/lede scripts/dev/corpus.lua --bytes 10000000 --seed 1 > FILE
--   build/lede scripts/dev/corpus.lua --files 5000 --size 4000 --seed 1 --folder DIR
--
-- The same seed gives the same bytes. The text means nothing, but has the shape of news: a headline, a byline and a
-- dateline, people introduced in full and then named by surname or pronoun, direct, split, mixed and indirect speech,
-- figures, dates, abbreviations, addresses, headings and the odds and ends at the foot of a page; common words are
-- common and rare ones rare. Plain Lua 5.4 runs it as well.

local random = math.random

-- Chance.

local function chance(share) return random() < share end

local function pick(list) return list[random(#list)] end

-- Zipf's law as Mandelbrot mended it: the n-th of the list comes up in proportion to 1 / (n + 8), e ^ u being log-uniform.
local function by_rank(list)
  local first = 9
  return list[math.floor(first * ((#list + first) / first) ^ random()) - first + 1]
end

local function words(text)
  local list = {}
  for word in text:gmatch("%S+") do list[#list + 1] = word:gsub("_", " ") end
  return list
end

local function shuffled(list)
  for i = #list, 2, -1 do
    local j = random(i)
    list[i], list[j] = list[j], list[i]
  end
  return list
end

-- Every `before` with every `after`.
local function crossed(before, after)
  local list = {}
  for _, a in ipairs(before) do
    for _, b in ipairs(after) do list[#list + 1] = a .. b end
  end
  return shuffled(list)
end

local function append(list, more) return table.move(more, 1, #more, #list + 1, list) end

-- Words.

local lexicon -- filled by new_lexicon, so that the order of its rare words follows the seed

local nouns = [[year government people report company plan law country vote deal election budget court bill party
  market police official state city program group case agreement minister decision bank policy price team leader
  attack school power war rate crisis hospital tax family member campaign job water meeting worker border trade
  proposal talks project study system fund student protest oil road reform farmer strike judge union army housing
  vaccine airport investment rule data debt pipeline child teacher summit election_campaign storm flood doctor
  ceasefire lawsuit sanction station harbor bridge committee pension ballot coalition inquiry currency prison
  refugee factory railway commission resident fire river forest island museum orchestra championship festival]]

local verbs = [[reject approve support oppose demand announce delay expand cancel review suspend sign accept block
  threaten discuss criticize defend finance launch close open question endorse investigate replace extend limit
  condemn restore abandon postpone tighten monitor inspect reduce rescue renew repair consult visit boycott overturn]]

local adjectives = [[new last former public national local political economic foreign military early federal recent
  major senior international central regional final legal annual independent financial domestic controversial joint
  temporary rural coastal interim so-called long-awaited cross-border emergency second unprecedented state-owned
  low-income armed partial narrow bipartisan nuclear peaceful seasonal damaged]]

local prefixes = [[inter re over sub micro trans counter bio geo eco hydro agro tele pre macro multi ultra neo mid- post-
  anti- non- pro- ex- half-]]

local stems = [[structure finance market network regulation transport logistics settlement development inspection
  taxation certification engineering storage agreement chemistry supply examination therapy climate revision harvest
  inflation insurance geology lending mining nutrition parliament payment physics placement policing production profit
  publisher quarantine reactor recovery retailer safety sculpture sector sensor shipment shortage software statute
  subsidy surgery surplus survey tariff tenant textile theater threat timber tourism trader treatment treaty trial
  tunnel turbine turnout valley vehicle venture verdict veteran village vineyard violation virus voter voyage wage
  warehouse warning weapon welfare wetland witness workshop writer yield]]

local manners = [[sharply quietly publicly repeatedly narrowly again formally unanimously privately largely briefly]]

local sayings = [[said said said said told_reporters added warned stated noted insisted argued explained announced
  acknowledged conceded recalled stressed]]

local first_names = [[Maria Ahmed Elena James Amina Wei José Olga Daniel Fatima Tomás Priya Lars Chloe Kwame Yuki
  Ingrid Samuel Zoë Mehmet Ngozi Piotr Aisha Björn Lucía Ravi Hannah Dmytro Sana Marek Renée Tariq Sofia Émile Grace
  Nikolai Leila Andrés Mina Oskar Thandiwe Jürgen Beatriz Hassan Anneli Carlos Mei-Lin Patrick Zanele Łukasz]]

local surname_heads = [[Kov Mar And Ok Ben Stav Hol Ru Tan Fer Dr Lind Mor Sz Gom Iv Nak Per Wer Cast Br Jan Ad Vel
  Quin Has Ber Sør Mül Ňem Dv Gar O’D Mac]]

local surname_tails = [[ć son tin nov ler for ñez berg ski ra mura dez quist well ström meier da gue vić ton ani
  land wicz]]

local place_heads = [[Harl Vostr Kelm Nybor Bexm Dunm Kand Östr San_Mir Port_Esk Al-Nad Fort_Br St._And New_Cald Rib
  Lake_Ans Tarn Lower_Tams Qas Marr]]

local place_tails = [[ow ava outh ough oor ere elu él ir andt ers er eira ell ów in ry ay]]

local countries = [[Vessany Calmora Ostrelia Kharand Norvania Belcastro Tamura Zembe]]

local bodies = [[Ministry_of_Finance Central_Bank Supreme_Court Health_Ministry National_Assembly Border_Guard
  Federal_Energy_Agency Labor_Party Progressive_Alliance Teachers’_Union Northern_Trade_Commission Red_Harbor_Group
  Institute_for_Public_Policy World_Transit_Fund Human_Rights_Council University_of_Kelmouth]]

local roles = [[President Prime_Minister Foreign_Minister Mayor Gov. Sen. Dr. Judge Gen. Professor Interior_Minister
  Energy_Secretary Bishop Police_Chief]]

local callings = [[economist farmer teacher spokesman spokeswoman lawyer nurse analyst bus_driver historian engineer
  student climate_scientist shopkeeper union_leader]]

local function new_lexicon()
  local rare = crossed(words(prefixes), words(stems))
  local surname_ends = crossed(words "a e i o ale ero ima ora", words(surname_tails))
  return {
    noun = append(append(words(nouns), words(stems)), rare), verb = words(verbs), adjective = words(adjectives),
    manner = words(manners), saying = words(sayings), first = words(first_names),
    surname = crossed(words(surname_heads), surname_ends), place = crossed(words(place_heads), words(place_tails)),
    country = words(countries), body = words(bodies), role = words(roles), calling = words(callings),
    agency = words "Sundwire Norpress Vantage-9 KPA",
    day = words "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    month = words "January February March April May June July August September October November December",
    short_month = words "Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec.",
  }
end

-- The verbs above are regular and double no consonant.
local function past(verb)
  if verb:find("e$") then return verb .. "d" end
  return (verb:gsub("([^aeiou])y$", "%1i")) .. "ed"
end

local function plural(noun)
  if noun:find("s$") then return noun end
  if noun:find("[^aeiou]y$") then return noun:sub(1, -2) .. "ies" end
  if noun:find("sh$") or noun:find("ch$") or noun:find("x$") then return noun .. "es" end
  return ({ child = "children", people = "people" })[noun] or noun .. "s"
end

local function with_article(phrase)
  if chance(0.65) then return "the " .. phrase end
  local vowel = phrase:find("^[aeio]") or phrase:find("^u[^n]") or phrase:find("^unp")
  return (vowel and "an " or "a ") .. phrase
end

local function capitalized(text) return (text:gsub("^%l", string.upper)) end

local function with_commas(n)
  local digits, count = tostring(n), 1
  while count > 0 do digits, count = digits:gsub("^(%d+)(%d%d%d)", "%1,%2") end
  return digits
end

-- People: full at first, then by surname or pronoun.

local function new_person()
  local person = { surname = by_rank(lexicon.surname), pronoun = pick { "he", "she" } }
  person.full = by_rank(lexicon.first) .. (chance(0.08) and " J. " or " ") .. person.surname
  if chance(0.6) then
    person.introduced = pick(lexicon.role) .. " " .. person.full
  else
    person.introduced = ("%s, %s,"):format(person.full, with_article(pick(lexicon.calling)))
  end
  return person
end

-- Each story has a cast, so that names recur within an article and differ between articles.
local function new_story()
  local story = { cast = {}, place = by_rank(lexicon.place), country = pick(lexicon.country) }
  for i = 1, random(3, 6) do story.cast[i] = new_person() end
  story.open, story.close = table.unpack(pick { { "“", "”" }, { "“", "”" }, { "“", "”" }, { '"', '"' }, { "‘", "’" } })
  story.apostrophe = story.open == '"' and "'" or "’"
  return story
end

local function mention(story)
  local person = by_rank(story.cast)
  local known = person.known
  person.known, story.last = true, person
  if not known then return person.introduced end
  return chance(0.75) and person.surname or person.full
end

-- The one just named by a pronoun, most of the time.
local function mention_again(story)
  if story.last and chance(0.6) then return story.last.pronoun end
  return mention(story)
end

-- Slots and templates.

local templates -- name of a slot -> its templates, the most common first

local slots = {
  noun = function() return by_rank(lexicon.noun) end,
  nouns = function() return plural(by_rank(lexicon.noun)) end,
  verb = function() return by_rank(lexicon.verb) end,
  verbed = function() return past(by_rank(lexicon.verb)) end,
  adj = function() return by_rank(lexicon.adjective) end,
  manner = function() return pick(lexicon.manner) end,
  said = function() return pick(lexicon.saying) end,
  thing = function()
    local noun = by_rank(lexicon.noun)
    return with_article(chance(0.45) and by_rank(lexicon.adjective) .. " " .. noun or noun)
  end,
  person = mention,
  again = mention_again,
  here = function(story) return story.place end,
  country = function(story) return story.country end,
  place = function() return by_rank(lexicon.place) end,
  body = function() return "the " .. by_rank(lexicon.body) end,
  group = function() return pick { "aides to", "critics of", "lawyers for", "a deputy to", "opponents of" } end,
  surname = function(story) return pick(story.cast).surname end,
  agency = function() return pick(lexicon.agency) end,
  day = function() return pick(lexicon.day) end,
  month = function() return pick(lexicon.month) end,
  date = function()
    local year = chance(0.3) and ", " .. random(2019, 2026) or ""
    return pick(chance(0.7) and lexicon.short_month or lexicon.month) .. " " .. random(1, 28) .. year
  end,
  year = function() return tostring(random(1960, 2026)) end,
  few = function() return pick { "two", "three", "four", "five", "six", "seven", "nine", "11", "14", "17", "38" } end,
  many = function() return with_commas(random(3) == 1 and random(100, 999) * 1000 or random(40, 9800)) end,
  percent = function()
    return random(1, 97) .. (chance(0.3) and "." .. random(0, 9) or "") .. pick { "%", " percent" }
  end,
  money = function()
    return pick { "$", "$", "$", "€", "£" } .. random(1, 90) .. "." .. random(1, 9) .. pick { " million", " billion" }
  end,
  time = function() return random(1, 12) .. pick { " a.m.", " p.m.", ":30 p.m." } end,
  nth = function() return random(4, 20) .. "th" end,
  link = function()
    return ("https://www.%s.example/%d/%s"):format(pick(lexicon.verb), random(2019, 2026), pick(lexicon.verb))
  end,
  handle = function() return "@" .. by_rank(lexicon.surname):gsub("[^%a]", "") end,
  apos = function(story) return story.apostrophe end,
  open = function(story) return story.open end,
  close = function(story) return story.close end,
}

local function lines(text)
  local list = {}
  for line in text:gmatch("[^\n]+") do
    line = line:match("^%s*(.-)%s*$")
    if line ~= "" then list[#list + 1] = line end
  end
  return list
end

templates = {
  clause = lines [[
    {thing} {verbed} {thing}
    {thing} of {nouns} will {verb} {thing} {when}
    {thing} that {body} {verbed} in {place} has not been {verbed} since {year}
    {nouns} in {place} have {manner} {verbed} {thing}
    the {noun} was {verbed} by {body}
    {thing} had been {verbed} {when}, after {few} {nouns} {verbed} {thing}
    {body} would {verb} {thing} if {nouns} were {verbed}
    more than {many} {nouns} were {verbed} in {year}
  ]],
  when = lines [[
    on {day}
    last week
    on {date}
    in {month} {year}
    earlier this year
    overnight
    at {time} on {day}
    for the {nth} time since {year}
    before the end of {year}
  ]],
  plain = lines [[
    {thing} {verbed} {thing} {when}, {body} said.
    {body} {manner} {verbed} {thing} in {here} {when} to {verb} {nouns} and {nouns} for the {noun} of {country}.
    {when}, {thing} {verbed} {nouns} from {place}, where {clause}.
    The {noun}, which {verbed} {thing} in {year}, is expected to {verb} {nouns} across {country}.
    At least {few} {nouns} were {verbed} and {many} others had to leave their homes, according to {body}.
    It was not clear whether {clause}.
    {clause}, while {clause}.
    The {noun} would cost {money}, or {percent} of the {adj} budget, and {verb} {nouns} until {year}.
    In {place}, {nouns} and {nouns} {verbed} {thing} as {clause}.
    {clause}; {clause}.
    About {percent} of {nouns} said they would {verb} {thing}, up from {percent} in {month}.
    The {adj} {noun} — the {nth} since {year} — comes as {clause}.
    There was no {adj} comment from {body}.
    {person} met {nouns} from the U.S., {country} and the E.U. in {here} {when}.
    {body} (see {link}) {verbed} {thing} {when}.
    {person} wrote as {handle} that {clause}.
    But {nouns} didn{apos}t {verb} {thing}, and {clause}.
  ]],
  said_that = lines [[
    {person} said {clause}.
    {again} {said} that {clause}.
    According to {person}, {clause}.
    {person} told {body} that {clause}, and that {clause}.
    {nouns} say {clause}.
    A person familiar with the {noun}, who spoke on condition of anonymity, said {clause}.
    {person} denied that {clause}.
    {surname}{apos}s {noun} is that {clause}, {group} {surname} said.
  ]],
  spoken = lines [[
    We will {verb} {thing}
    There is no {noun} without {nouns}
    I don{apos}t think {clause}
    Nobody in {country} wants to {verb} {thing}, and we won{apos}t
    It{apos}s {thing}
    {clause}, and I have said so {when}
    Our {nouns} deserve {thing}
    If {clause}, then {clause}
  ]],
  quoted = lines [[
    {open}{spoken},{close} {person} said.
    {open}{spoken},{close} {again} said. {open}{spoken}.{close}
    {person} said: {open}{spoken}. {spoken}.{close}
    {open}{spoken},{close} said {person}.
    {person} called {thing} {open}{adj} and {adj}{close} and {verbed} {thing}.
    {open}{spoken},{close} {again} told reporters in {here} {when}, adding that {clause}.
    {open}{spoken}!{close}
    The so-called {open}{adj} {noun}{close} {verbed} {thing} {when}.
  ]],
  headline = lines [[
    {country} {nouns} {verb} {adj} {noun} as {nouns} {verb} {noun}
    {here}: {nouns} to {verb} {thing}, says {body}
    {few} {nouns} {verbed} after {noun} in {here}
    What {thing} means for {nouns}
  ]],
  heading = lines [[
    {adj} {nouns}
    {open}{spoken}{close}
    What happens next
    {nouns} and {nouns}
  ]],
  foot = lines [[
    Share this article
    Read more: {headline}
    {many} comments
    Subscribe to our newsletter
    Leave a comment
    ___
    Associated reporters in {place} contributed to this report.
  ]],
}

local fill

-- What a slot stands for: a word, or a template filled in its turn.
local function slot_value(name, story)
  local slot = slots[name]
  if slot then return (slot(story)) end
  return fill(by_rank(templates[name]), story)
end

function fill(template, story)
  return (template:gsub("{(%w+)}", function(name)
    local value = slot_value(name, story)
    return name == "spoken" and capitalized(value) or value
  end))
end

-- An appositive ends with a comma; another mark may follow it.
local function tidy(text) return (text:gsub(",([,.;:])", "%1"):gsub("%.%.", ".")) end

local function line_of(name, story) return capitalized(tidy(slot_value(name, story))) end

-- Articles.

local function paragraph(story)
  local sentences = {}
  for i = 1, random(1, 4) do
    local kind = random()
    sentences[i] = line_of(kind < 0.55 and "plain" or kind < 0.75 and "said_that" or "quoted", story)
  end
  return table.concat(sentences, " ")
end

local function dateline(story)
  return tidy(fill(pick {
    "{here}, {country} ({agency}) — ", "{here}: ", "", "", "{here} ({agency}) -- ", "{here} — ",
  }, story))
end

local function opening(story)
  local parts = {}
  if chance(0.9) then parts[1] = line_of("headline", story) end
  if chance(0.6) then parts[#parts + 1] = "By " .. new_person().full end
  if chance(0.5) then parts[#parts + 1] = slots.date() end
  parts[#parts + 1] = dateline(story) .. paragraph(story)
  return parts
end

-- One article of at least `size` bytes.
local function article(size)
  local story = new_story()
  local gap = chance(0.7) and "\n\n" or "\n"
  local parts = opening(story)
  local length = #table.concat(parts, gap)
  while length < size do
    local part = chance(0.12) and line_of("heading", story) or paragraph(story)
    parts[#parts + 1] = part
    length = length + #gap + #part
  end
  for _ = 1, random(0, 3) do parts[#parts + 1] = line_of("foot", story) end
  return table.concat(parts, gap) .. "\n"
end

-- What is asked for.

-- The first `bytes` of `text`, ending between two characters.
local function cut(text, bytes)
  if #text <= bytes then return text end
  return text:sub(1, utf8.offset(text, 0, bytes + 1) - 1)
end

local function write_bytes(bytes, size)
  local left = bytes
  while left > 0 do
    local text = cut(article(size) .. "\n", left)
    if text == "" then text = ("\n"):rep(left) end
    io.write(text)
    left = left - #text
  end
end

-- A folder for every thousand files, so that none gets too big.
local function write_files(count, folder, size)
  for i = 0, count - 1 do
    local part = ("%s/%04d"):format(folder, i // 1000)
    if i % 1000 == 0 then assert(os.execute("mkdir -p '" .. part:gsub("'", "'\\''") .. "'")) end
    local file = assert(io.open(("%s/%07d.txt"):format(part, i), "w"))
    assert(file:write(article(size)))
    assert(file:close())
  end
end

local usage = "usage: corpus.lua (--bytes N | --files N --folder DIR) [--size BYTES] [--seed N]\n"

local function options()
  local given = { size = 4000, seed = 1 }
  for i = 1, #arg, 2 do
    local name, value = arg[i]:match("^%-%-(%a+)$"), arg[i + 1]
    if name ~= "folder" then value = math.tointeger(tonumber(value)) end
    if not name or not value then
      io.stderr:write(usage)
      os.exit(2)
    end
    given[name] = value
  end
  return given
end

local given = options()
math.randomseed(given.seed)
lexicon = new_lexicon()
if given.bytes then
  write_bytes(given.bytes, given.size)
elseif given.files and given.folder then
  write_files(given.files, given.folder, given.size)
else
  io.stderr:write(usage)
  os.exit(2)
end
