--- Who said what: quotes in aligned rows of speaker, cue and words, and which of many to show.
-- Reads marks of the layer `quotes` as plain tables. Knows nothing of the document around them.

local style = require "lib.style"

local M = {}

local INDENT = "  "
local CUE = 14 -- columns: "told reporters"
local KIND_WORTH = { direct = 3, mixed = 2, indirect = 1 }

local function is_named(quote)
  return quote.speaker and quote.speaker_kind ~= "anonymous"
end

-- How telling a quote is: whose it is comes before how literal it is.
local function worth_of(quote)
  local worth = KIND_WORTH[quote.kind] or 0
  if is_named(quote) then return worth + 4 end
  return quote.speaker and worth + 2 or worth
end

-- The best quote of each speaker is worth more than a second one of another: { at, worth } for each quote.
local function ranking(quotes)
  local order, best = {}, {}
  for i, quote in ipairs(quotes) do
    local place = { at = i, worth = worth_of(quote) }
    local so_far = best[quote.speaker or ""]
    if not so_far or place.worth > so_far.worth then best[quote.speaker or ""] = place end
    order[i] = place
  end
  best[""] = nil
  for _, place in pairs(best) do place.worth = place.worth + 3 end
  return order
end

-- The `count` most telling quotes, in the order of the text.
local function most_telling(quotes, count)
  local order = ranking(quotes)
  table.sort(order, function(a, b)
    if a.worth ~= b.worth then return a.worth > b.worth end
    return a.at < b.at
  end)
  local picked = table.move(order, 1, math.min(count, #order), 1, {})
  table.sort(picked, function(a, b) return a.at < b.at end)
  for i, place in ipairs(picked) do picked[i] = quotes[place.at] end
  return picked
end

-- The words said, without the "she said" between the parts.
local function words_of(quote)
  local text = quote.text or ""
  if not quote.parts or #quote.parts < 2 then return style.words(text) end
  local said = {}
  for i, part in ipairs(quote.parts) do
    said[i] = text:sub(part.first - quote.first + 1, part.last - quote.first + 1)
  end
  return style.words(table.concat(said, " … "))
end

-- The speaker in at most `columns`; that a source has no name is never cut off.
local function speaker_of(quote, columns)
  if not quote.speaker then return "—" end
  local note = is_named(quote) and "" or " (unnamed)"
  -- Of "President Berg’s new chief of staff" the end says who it is; cut there, Berg would seem to speak.
  local fit = quote.speaker_kind == "role" and style.fit_end or style.fit
  return fit(style.words(quote.speaker), columns - lede.width(note)) .. note
end

-- Whether all of the words are literal; mixed speech may have quotation marks of its own around those that are.
local function is_literal(quote)
  if quote.kind == "indirect" then return false end
  local quoted = quote.kind == "mixed" and quote.quoted
  if not quoted or not quoted[1] then return true end
  return quoted[1].first <= quote.first and quoted[#quoted].last >= quote.last
end

-- Literal words stand in quotation marks, which stay when the words are cut.
local function said_cell(quote, columns)
  local words = words_of(quote)
  if not is_literal(quote) then return style.fit(words, columns) end
  return "“" .. style.fit(words, columns and math.max(columns - 2, 1)) .. "”"
end

local function column(cells, most)
  local columns = style.widest(cells, most)
  return columns, columns > 0 and 2 or 0
end

local function rows_of(quotes, pen)
  local most = pen.width and math.max(pen.width * 3 // 10, 14) or 40
  local speakers, cues = {}, {}
  for i, quote in ipairs(quotes) do
    speakers[i] = speaker_of(quote, most)
    cues[i] = style.fit(style.words(quote.cue or ""), CUE)
  end
  local who, after_who = column(speakers, most)
  local how, after_how = column(cues, CUE)
  local left = pen:left(#INDENT + who + after_who + how + after_how)
  local lines = {}
  for i, quote in ipairs(quotes) do
    local paint = speakers[i] == speakers[i - 1] and "dim" or "cyan"
    lines[i] = {
      INDENT, { paint, speakers[i] }, style.gap(speakers[i], who + after_who),
      { "dim", cues[i] }, style.gap(cues[i], how + after_how), said_cell(quote, left),
    }
  end
  return lines
end

--- At most `room` lines for some quotes; the last says how many more there are. `pen` is a pen of lib/style.
function M.lines(quotes, room, pen)
  if #quotes <= room then return rows_of(quotes, pen) end
  local lines = rows_of(most_telling(quotes, room - 1), pen)
  local more = style.count(#quotes - #lines, "more quote")
  lines[#lines + 1] = { INDENT, { "dim", "… " .. more } }
  return lines
end

return M
