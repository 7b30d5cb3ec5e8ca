--- Why lede says so: the rule that made a mark, the words it went by, and where a speaker's name came from.

local columns = require "lib.collections.columns"
local drawing = require "lib.collections.drawing"
local element = require "lib.collections.element"
local style = require "lib.style"

local M = {}

local KINDS = {
  direct = "a sentence or more in quotation marks",
  mixed = "some words in quotation marks, in a sentence that reports the rest",
  indirect = "what somebody is reported to have said, without quotation marks",
  term = "a name, a title or so-called scare quotes: nobody's speech",
}

local AROUND = 50 -- bytes

local function in_context(text, first, last)
  local before, after = element.piece(text, first - AROUND, first - 1), element.piece(text, last + 1, last + AROUND)
  return ("…%s[%s]%s…"):format((before:gsub("^%S*%s", "", 1)), element.piece(text, first, last), (after:gsub("%s%S*$", "", 1)))
end

local function fits(name, words)
  local plain = lede.fold(words):gsub("’s$", ""):gsub("'s$", "")
  return lede.fold(name):find(plain, 1, true) ~= nil
end

-- The first place that gives the name in full.
local function full_mention(mark)
  local source = mark._source
  if not source.gives.entities then return nil end
  for _, entity in ipairs(source:marks(mark._i, "entities")) do
    if entity.name == mark.speaker and entity.text == mark.speaker then return entity end
  end
  local first, last = source:text(mark._i):find(mark.speaker, 1, true)
  return first and { first = first, last = last }
end

local function name_rows(mark, text, rows)
  local first, last = mark.speaker_first, mark.speaker_last
  if not mark.speaker then
    rows[#rows + 1] = { "speaker", "unknown: no speaker stands with these words, and none could be inferred" }
    return
  end
  rows[#rows + 1] = { "speaker", mark.speaker .. (mark.speaker_kind and " (" .. mark.speaker_kind .. ")" or "") }
  if not first then
    rows[#rows + 1] = { "", mark.rule == "fix" and "set by a correction" or "inferred: no name stands with these words" }
    return
  end
  local words = text:sub(first, last)
  rows[#rows + 1] = { "named by", in_context(text, first, last) }
  if words == mark.speaker then return end
  local full = full_mention(mark)
  if words:find(mark.speaker, 1, true) then return end
  local how = fits(mark.speaker, words) and "in full" or "stands for"
  local elsewhere = mark.speaker .. ", as lede's lists or other mentions have it"
  rows[#rows + 1] = { how, full and in_context(text, full.first, full.last) or elsewhere }
end

local function rows_of(mark)
  local text, rows = mark.doc.text, {}
  rows[1] = { "kind", mark.kind .. (mark.layer == "quotes" and KINDS[mark.kind] and ": " .. KINDS[mark.kind] or "") }
  rows[2] = { "rule", (mark.rule or "none is named") .. " (plugin " .. mark._source:plugin_of(mark.layer) .. ")" }
  local fields = mark._shape.set.by_name
  if fields.cue and mark.cue_first then
    rows[#rows + 1] = { "cue", in_context(text, mark.cue_first, mark.cue_last) }
  elseif fields.cue then
    rows[#rows + 1] = { "cue", "none: no verb of saying stands with it" }
  end
  if fields.speaker and mark.kind ~= "term" then name_rows(mark, text, rows) end
  for _, name in ipairs { "name", "value", "unit", "role", "of", "stands_for", "where", "reason" } do
    if fields[name] and mark[name] ~= nil then rows[#rows + 1] = { name, tostring(mark[name]) } end
  end
  rows[#rows + 1] = { "from", ("%s, bytes %d to %d"):format(mark.doc.id, mark.first, mark.last) }
  return rows
end

local function row_lines(rows, pen)
  local lines, wide = {}, 0
  for _, row in ipairs(rows) do wide = math.max(wide, #row[1]) end
  for _, row in ipairs(rows) do
    local parts = drawing.flow({ { "plain", style.words(row[2]) } }, "", pen:left(wide + 4))
    for n, part in ipairs(parts) do
      local label = n == 1 and row[1] or ""
      lines[#lines + 1] = { "  ", { "dim", label }, (" "):rep(wide - #label + 2), table.unpack(part) }
    end
  end
  return lines
end

--- mark:why()
function M.mark(mark)
  return drawing.new(function(pen)
    local words = mark.layer == "quotes" and columns.quoted(mark) or style.words(mark.text)
    local lines = drawing.flow({ { "cyan", words } }, "", pen.width)
    local rows = row_lines(rows_of(mark), pen)
    return table.move(rows, 1, #rows, #lines + 1, lines)
  end)
end

return M
