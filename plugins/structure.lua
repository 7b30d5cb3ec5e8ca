--- Tells the parts of an article: title, byline, dateline, date, outlet, credit, headings, captions, body, and the
-- page around it.
-- Reads paragraphs; gives `structure`. Knows nothing of names, quotations or topics.
--
-- Each paragraph is tried by the rules below in their order; the first that holds gives its mark. What no rule knows
-- is `body`.
-- A fact is only stated where it stands: no title is no mark (never the lead); outlet (whose page it is) and credit
-- (whose reporting it is)
-- are different facts. A language is stated only where it is another than English.
-- A date that is not given as the publication date has a rule that begins with "inferred".
local furniture = require "data.furniture"
local outlets = require "data.outlets"
local dates = require "lib.dates"
local language = require "lib.language"

local M = {
  api = 1,
  name = "structure",
  gives = { structure = { name = "name", value = "date", reason = "string" } },
}

local byte = string.byte
local CLOSING = byte(")")

local LONGEST_LINE = 250 -- bytes; a longer paragraph is no title, byline, credit or piece of furniture
local LONGEST_CAPTION = 600

----------------------------------------------------------------------------------------------------------------------
-- What a line looks like.

local function count_words(line)
  local _, n = line:gsub("%S+", "")
  return n
end

--- The number of words of a paragraph, counted when it is first asked for.
local function words(p)
  if not p.count then p.count = count_words(p.text) end
  return p.count
end

--- Whether most words begin with a capital letter: Harbour Bridge Closed Again.
local function is_title_case(line)
  local capitals, count = 0, 0
  for word in line:gmatch("%S+") do
    if #word > 3 or word:find("^%u") then
      count = count + 1
      if word:find("^[^%l]*%u") then capitals = capitals + 1 end
    end
  end
  return count > 1 and capitals * 4 >= count * 3
end

--- The last bytes of a line are enough to see how it ends; a pattern that is sought in all of it is slow.
local function tail(line) return line:sub(-8) end

local function ends_sentence(line)
  local t = tail(line)
  return t:find("[.!?]['\")%]]*$") ~= nil or t:find("[.!?]”$") ~= nil or t:find("[.!?]’$") ~= nil
    or t:find("…$") ~= nil
end

local function ends_in_stop(line)
  local t = tail(line)
  return t:find("%.['\")]*$") ~= nil or t:find("%.”$") ~= nil or t:find("%.’$") ~= nil
end

--- Whether the last byte of a line is one of `marks`.
local function ends_in(line, marks) return marks:find(line:sub(-1), 1, true) ~= nil end

--- No full stop at the end: the look of titles and headings.
local function is_headline(line, count)
  return count >= 1 and count <= 24 and not ends_in(line, ",;:") and not ends_in_stop(line)
end

----------------------------------------------------------------------------------------------------------------------
-- Rules. Each takes a paragraph { text, first, last, words, n } and the state; gives a list of marks, or nothing.

local rules = {}

local function mark(p, kind, rule, extra)
  if not extra then return { first = p.first, last = p.last, kind = kind, rule = rule } end
  extra.first, extra.last, extra.kind, extra.rule = extra.first or p.first, extra.last or p.last, kind, rule
  return extra
end

--- Offsets of a piece of the paragraph that begins at its byte `at`.
local function piece(p, at, text, m)
  m.first, m.last = p.first + at - 1, p.first + at + #text - 2
  return m
end

local KEY = 3 -- bytes

--- The letters that all lines a pattern holds for begin with; nil where they are too few for a key.
local function key_of(pattern)
  local letters, after = pattern:match("^^([%l ]+)(.?)")
  if letters and after:find("[?*-]") then letters = letters:sub(1, -2) end
  return letters and #letters >= KEY and letters:sub(1, KEY) or nil
end

--- The patterns by the first letters they ask for, so that a line is compared with few; "digit" has those that
-- begin with one, "" the rest, each of these with the letters a line must hold.
local function by_beginning(patterns)
  local index = { [""] = {} }
  for _, entry in ipairs(patterns) do
    local key = key_of(entry[1]) or entry[1]:find("^%d", 1, true) and "digit" or ""
    index[key] = index[key] or {}
    table.insert(index[key], { entry[1], entry[2], entry[3] or 40, key == "" and entry[1]:match("%l+") or nil })
  end
  return index
end

local FURNITURE = by_beginning(furniture)

local function furniture_in(list, p, line)
  if not list then return nil end
  for n = 1, #list do
    local entry = list[n]
    local letters = entry[4]
    if (not letters or line:find(letters, 1, true)) and line:find(entry[1]) and words(p) <= entry[3] then
      return { mark(p, "furniture", entry[2], { reason = entry[2] }) }
    end
  end
end

local function begins_like_furniture(doc, p)
  return FURNITURE[doc:sub(p.first, math.min(p.last, p.first + KEY - 1)):lower()] ~= nil
end

--- Leave a Reply · 0 comments · You may also like
function rules.furniture(p)
  local known = FURNITURE[p.text:sub(1, KEY):lower()]
  if not known and #p.text > 100 then return nil end
  local line = p.text:lower()
  if line:find("^%d") then known = FURNITURE.digit end
  return furniture_in(known, p, line) or furniture_in(FURNITURE[""], p, line)
end

--- date 2026-01-07 The Harbour Post / local
function rules.date_line(p, state)
  if state.body > 0 then return nil end
  local at, iso, rest_at, rest = p.text:match("^[Dd]ate:?%s+()(%d%d%d%d%-%d%d%-%d%d)%s*()(.*)$")
  if not iso or not dates.is_day(iso) then return nil end
  local out = { mark(p, "furniture", "date line", { reason = "date line" }), mark(p, "date", "date line", piece(p, at,
    iso, { value = iso })) }
  local name = rest:match("^(.-)%s*/") or rest
  if name:find("%a") then out[3] = mark(p, "outlet", "date line", piece(p, rest_at, name, { name = name })) end
  return out
end

--- Published January 7, 2026 · Updated: 7 Jan 2026, 10:30 · January 7, 2026
function rules.published(p, state)
  if state.body > 1 or words(p) > 14 then return nil end
  local iso, first, last = dates.find(p.text)
  if not iso then return nil end
  local before, after = p.text:sub(1, first - 1), p.text:sub(last + 1)
  local announced = before:lower():find("publish") or before:lower():find("updated") or before:lower():find("posted")
    or before:lower():find("date")
  if not announced and (before:find("%a%a") and not dates.is_weekday(before)) then return nil end
  if not announced and count_words(after) > 5 then return nil end
  return { mark(p, "date", announced and "published" or "date alone", piece(p, first, p.text:sub(first, last),
    { value = iso })) }
end

--- By Anna Berg · By Anna Berg and Tom Lind, The Harbour Post
function rules.byline(p)
  local at, names = p.text:match("^[Bb][Yy]:?%s+()(%u.*)$")
  if not at or words(p) > 14 or ends_sentence(p.text) and not names:find("%u%.$") then return nil end
  local list = names:match("^(.-),") or names:match("^(.-)%s[|•–—-]") or names
  local out, from = {}, at
  for name, separator in (list .. " and "):gmatch("(.-)(%s+and%s+)") do
    if name:find("^%u") and count_words(name) <= 5 then out[#out + 1] = mark(p, "byline", "by", piece(p, from, name,
      { name = name })) end
    from = from + #name + #separator
  end
  return #out > 0 and out or nil
end

--- Every piece between slashes is an agency: AP/ABC.
local function all_agencies(text)
  local found = {}
  for at, name in text:gmatch("()([^/,&]+)") do
    local trimmed = name:match("^%s*(.-)%s*$")
    if not (outlets.agencies[trimmed] or outlets.names[trimmed]) then return nil end
    found[#found + 1] = { at = at + #name:match("^%s*"), name = trimmed }
  end
  return #found > 0 and found or nil
end

local SOURCES = { "^[Ss]ources?:%s*()(.-)%.?$", "^SOURCE:%s*()(.-)$", "^[Vv]ia:%s*()(.-)%.?$",
  "^[Ww]ith %a+ from%s+()(.-)%.?$", "^[Cc]redit:%s*()(.-)%.?$" }

local function named_source(line)
  if not line:find("^[SsVvWwCc]") then return nil end
  for _, pattern in ipairs(SOURCES) do
    local at, name = line:match(pattern)
    if at then return at, name end
  end
end

--- Source: The Harbour Post · AP/ABC · With inputs from Reuters
function rules.credit(p)
  if #p.text > 100 then return nil end
  local at, name = named_source(p.text)
  if at and name ~= "" and words(p) <= 10 then return { mark(p, "credit", "source line", piece(p, at, name,
    { name = name })) } end
  if ends_in(p.text, ".,:?!\"") or words(p) > 6 then return nil end
  local open, inner = p.text:match("^%s*[%(%[—–-]*%s*()(.-)%s*[%)%]]*$")
  local found = all_agencies(inner)
  if not found then return nil end
  local out = {}
  for n, each in ipairs(found) do
    out[n] = mark(p, "credit", "agency line", piece(p, open + each.at - 1, each.name, { name = each.name }))
  end
  return out
end

-- Words one of which every caption has that neither begins with FILE nor ends in a bracket.
local CAPTION_WORDS = lede.phrases { "photo", "photos", "photograph", "image", "images", "getty" }

local function holds_any(phrases, doc) return phrases:each(doc)() ~= nil end

local function may_be_caption(text, state)
  return byte(text, -1) == CLOSING or byte(text, -2) == CLOSING or state.has_caption_words or text:find("^FILE")
    or text:find("]", -2, true)
end

--- … at the harbour on Tuesday. ( AP ) · Photo: Anna Berg · FILE - The bridge in 2019.
function rules.caption(p, state)
  local text = p.text
  if #text > LONGEST_CAPTION or not may_be_caption(text, state) then return nil end
  local inside = text:match("[%(%[]%s*([^%(%)%[%]]-)%s*[%)%]]%.?$")
  local agency = inside and (all_agencies(inside) or inside:find("^AP Photo") or inside:find("[Pp]hoto")
    or inside:find("Getty") or inside:find("Reuters$"))
  local label = text:find("^FILE%s*[%-–—]") or text:find("^File photo") or text:find("^[Pp]hotos?:")
    or text:find("^[Ii]mage:") or text:find("^PHOTO:")
  local by = text:find("Photo by [%u]") or text:find("Photograph: ") or text:find("Photo credit")
    or text:find("/Getty Images") or text:find("via Getty")
    or text:find("Image source")
  if agency then return { mark(p, "caption", "photo credit at its end") } end
  if label then return { mark(p, "caption", "photo label") } end
  if by then return { mark(p, "caption", "photo credit in it") } end
end

-- Words that end the name of an outlet: Harbour Bridge Closed - The Northwick Times.
local OUTLET_WORDS = { News = true, Times = true, Post = true, Journal = true, Herald = true, Tribune = true, Gazette = true,
  Today = true, TV = true, Daily = true, Online = true, Press = true, Guardian = true, Independent = true, Mail = true,
  Reuters = true, BBC = true, CNN = true, Jazeera = true, Courier = true, Star = true, Mirror = true, Telegraph = true }

--- The title without the outlet behind it, and the outlet: Harbour Bridge Closed | Harbour Post.
local function title_and_outlet(p, rule)
  local title, at, name
  if p.text:find("|", 1, true) then title, at, name = p.text:match("^(.-)%s+|%s+()([^|]+)$") end
  if not title then
    for _, dash in ipairs { "–", "—", "-" } do
      if p.text:find(dash, 1, true) then
        title, at, name = p.text:match("^(.+)%s+" .. dash:gsub("%-", "%%-") .. "%s+()(%u[%w%s.'&]+)$")
      end
      if title and OUTLET_WORDS[name:match("(%w+)$")] then break end
      title = nil
    end
  end
  if not title or count_words(name) > 5 or count_words(title) < 3 then return { mark(p, "title", rule) } end
  return { mark(p, "title", rule, piece(p, 1, title, {})),
    mark(p, "outlet", "behind the title", piece(p, at, name, { name = name })) }
end

--- The Harbour Courier: the name of the page above everything else.
function rules.masthead(p, state)
  if state.title or state.body > 0 or not state.next_text or words(p) > 4 then return nil end
  if not OUTLET_WORDS[p.text:match("(%w+)$")] or not is_title_case(p.text) then return nil end
  if words(p) > 2 and not p.text:find("^The ") then return nil end
  return { mark(p, "outlet", "masthead", { name = p.text }) }
end

--- The first line, when it looks like a headline and a story follows.
function rules.title(p, state)
  if state.title or state.body > 0 or words(p) > 24 then return nil end
  local next_text = state.next_text
  if not next_text then return nil end
  local headline = is_headline(p.text, words(p))
  if headline and words(p) < 3 and #next_text < 150 then
    local next_words = count_words(next_text)
    if next_words > 3 and is_headline(next_text, next_words) then
      return { mark(p, "furniture", "section name", { reason = "section name" }) }
    end
  end
  if headline and (not ends_sentence(p.text) or words(p) <= 16) then return title_and_outlet(p, "first line") end
  -- “Harbour Bridge Closed.”: some collections put a full stop behind every title
  if words(p) <= 20 and p.text:find("^[^.]*%.[\"'”’]*$") and (is_title_case(p.text) or dates.dateline(next_text)) then
    return title_and_outlet(p, "first line, headline case")
  end
end

--- A second headline below the title.
function rules.deck(p, state)
  if not state.title or state.body > 0 or not state.next_text or words(p) < 4 then return nil end
  return is_headline(p.text, words(p)) and { mark(p, "heading", "below the title") } or nil
end

--- HARBOUR CITY (AP) — · Northwick, Norway — · Northwick:
function rules.dateline(p, state)
  if state.body > 0 then return nil end
  local length = dates.dateline(p.text)
  if not length then return nil end
  local out = { mark(p, "dateline", "dateline", piece(p, 1, p.text:sub(1, length), {})) }
  local at, agency = p.text:sub(1, length):match("%(()([^%(%)]+)%)")
  if agency and all_agencies(agency) then out[#out + 1] = mark(p, "credit", "dateline", piece(p, at, agency,
    { name = agency })) end
  local iso, first, last = dates.find(p.text:sub(1, length))
  if iso then out[#out + 1] = mark(p, "date", "dateline", piece(p, first, p.text:sub(first, last),
    { value = iso })) end
  out[#out + 1] = mark(p, "body", "dateline")
  return out
end

--- The headlines of other stories below “You may also like”, up to the next sentence.
function rules.links(p, state)
  if not state.links or #p.text > 160 or ends_sentence(p.text) and not ends_in(p.text, "?") then return nil end
  return { mark(p, "furniture", "below related stories", { reason = "related stories" }) }
end

--- A short line without a full stop between paragraphs.
function rules.heading(p, state)
  if state.body == 0 or not state.next_text or #p.text > 120 or ends_in(p.text, ".") or words(p) > 14 then
    return nil
  end
  if ends_sentence(p.text) and not ends_in(p.text, "?") or ends_in(p.text, ",;:") then return nil end
  if p.text:find("^%u%l?%l?: ") then return nil end -- Q: … A: …
  if not p.text:find("^['\"]?[%u%d\128-\255]") or p.text:find("^[•*-]") then return nil end
  return { mark(p, "heading", "short line") }
end

local function these(names)
  local list = {}
  for name in names:gmatch("%S+") do list[#list + 1] = rules[name] end
  return list
end

local SHORT = these "furniture date_line published byline credit caption masthead title deck dateline links heading"
local LONG = these "caption dateline"

-- The same without the rules that hold for nothing behind the first paragraphs of a story.
local LATER_SHORT = these "furniture byline credit caption links heading"
local LATER_LONG = these "caption"

----------------------------------------------------------------------------------------------------------------------

--- Harbour.Az reports per local media: a page that names itself by its address, and its source.
local function self_report(doc, out, body)
  for n = 1, math.min(#body, 3) do
    local text = doc:sub(body[n].first, math.min(body[n].last, body[n].first + 600))
    local at, name, verb_end
    if text:find(" reports", 1, true) then
      at, name, verb_end = text:match("%f[%w]()(%u[%w]+%.%a%a%a?) reports()")
    end
    if at then
      local p = body[n]
      out[#out + 1] = mark(p, "outlet", "names itself", piece(p, at, name, { name = name }))
      local from, source = text:match("^[, ]+per ()([^.,;]+)", verb_end)
      if not from then from, source = text:match("^[, ]+citing ()([^.,;]+)", verb_end) end
      if from then out[#out + 1] = mark(p, "credit", "names its source", piece(p, from, source,
        { name = source })) end
      return
    end
  end
end

--- Discover more from The Harbour Post: the box names whose page it is.
local function outlet_of_box(p)
  local at, name = p.text:match("^[Dd]iscover more from ()(.+)$")
  if at then return mark(p, "outlet", "subscribe box", piece(p, at, name, { name = name })) end
end

--- When no line gives the publication date: the full date of a caption, or one of the first paragraphs that names the
-- day of the week as
-- well (“on Tuesday, January 6, 2026”). Any other date may be of something long past.
local function infer_date(doc, out, places)
  for _, m in ipairs(out) do
    if m.kind == "date" then return end
  end
  for n = 1, math.min(#places, 4) do
    local p = places[n]
    local text = doc:sub(p.first, math.min(p.last, p.first + 1000))
    local iso, first, last
    if p.kind == "caption" or text:find("day", 1, true) then iso, first, last = dates.find(text) end
    if iso and (p.kind == "caption" or text:sub(1, first - 1):find("%u%a+day,? $")) then
      out[#out + 1] = { first = p.first + first - 1, last = p.first + last - 1, kind = "date",
        rule = "inferred from " .. p.kind, value = iso }
      return
    end
  end
end

local SAMPLE = 500 -- bytes of a paragraph that tell its language

--- The beginning of a paragraph, cut between two characters.
local function beginning(doc, p)
  if p.last - p.first < SAMPLE then return doc:sub(p.first, p.last) end
  local text = doc:sub(p.first, p.first + SAMPLE - 1)
  local cut = text:find("[\192-\247][\128-\191]*$", -4)
  return cut and text:sub(1, cut - 1) or text
end

--- A text that is not English says so, by its first paragraphs: speakers and names are found in English only.
local function tell_language(doc, out, body)
  if not body[1] or language.is_english(doc, doc:token_at(body[1].first)) then return end
  local sample = {}
  for n, p in ipairs(body) do sample[n] = beginning(doc, p) end
  local code = language.of(table.concat(sample, " "))
  if code and code ~= "en" then
    out[#out + 1] = { first = body[1].first, last = body[1].last, kind = "lang", rule = "small words", name = code } end
end

--- Makes `p` paragraph `n` of the document; its `first` is nil past the last one.
local function read_paragraph(doc, p, n)
  p.first, p.last = doc:paragraph(n)
  p.text, p.count = nil, nil
end

local function try(list, p, state)
  for n = 1, #list do
    local marks = list[n](p, state)
    if marks then return marks end
  end
end

local function opening_of(doc, p) return doc:sub(p.first, math.min(p.last, p.first + 200)) end

--- The marks of a paragraph; nil where no rule knows it, for then it is body.
local function marks_of(doc, p, state)
  local size = p.last - p.first + 1
  if state.body > 2 and size > LONGEST_LINE // 2 and doc:sub(p.last, p.last) == "."
    and not begins_like_furniture(doc, p) then
    return nil -- a sentence among paragraphs, by far the most frequent case
  elseif size <= LONGEST_LINE then
    p.text = doc:sub(p.first, p.last)
    return try(state.body > 1 and LATER_SHORT or SHORT, p, state)
  elseif state.body < 3 or size <= LONGEST_CAPTION then
    p.text = doc:sub(p.first, math.min(p.last, p.first + LONGEST_CAPTION))
    return try(state.body > 1 and LATER_LONG or LONG, p, state)
  end
end

--- Adds a mark to what was found, and notes what it means for the paragraphs that follow.
local function add(state, p, m)
  local out, kind = state.out, m.kind
  out[#out + 1] = m
  if kind == "body" then
    state.body, state.links = state.body + 1, false
    if state.body <= 3 then
      state.places[#state.places + 1] = m
      state.opening[state.body] = m
    end
  elseif kind == "title" then
    state.title = true
  elseif kind == "caption" then
    state.places[#state.places + 1] = m
  elseif kind == "furniture" then
    state.links = m.reason == "related stories" and (state.links or words(p) <= 6)
    out[#out + 1] = outlet_of_box(p)
  end
end

--- What the rules know of the text: out = the marks so far; body = how many paragraphs of body there were; opening = the
-- first three of them, and places = these and the captions; has_caption_words; title, links; next_text = how the next
-- paragraph begins.
local function start(doc)
  return { out = {}, body = 0, opening = {}, places = {}, has_caption_words = holds_any(CAPTION_WORDS, doc),
    title = nil, links = nil, next_text = nil }
end

function M.document(doc)
  local state, n = start(doc), 1
  local p, following = { first = nil, last = nil, text = nil, count = nil },
    { first = nil, last = nil, text = nil, count = nil } -- two for all paragraphs, in turn
  read_paragraph(doc, following, n)
  while following.first do
    p, following, n = following, p, n + 1
    read_paragraph(doc, following, n)
    state.next_text = following.first and (state.body > 0 or opening_of(doc, following))
    local marks = marks_of(doc, p, state)
    if marks then
      for _, m in ipairs(marks) do add(state, p, m) end
    else
      add(state, p, { first = p.first, last = p.last, kind = "body", rule = "paragraph" })
    end
  end
  self_report(doc, state.out, state.opening)
  infer_date(doc, state.out, state.places)
  tell_language(doc, state.out, state.opening)
  return { structure = state.out }
end

return M
