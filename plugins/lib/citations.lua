--- Judges sentences for a summary and picks a few that do not repeat each other. Works on strings; knows nothing of documents.
local common = require "data.common"

local M = {}

local ENOUGH, TOO_LONG = 60, 320 -- bytes
local MOST_SHARED = 0.5 -- of the shorter sentence's words

local DANGLING = { he = true, she = true, they = true, it = true, this = true, that = true, these = true, those = true, but = true, ["and"] = true, so = true, his = true, her = true,
  their = true, its = true, such = true, also = true, however = true, meanwhile = true, instead = true, ["then"] = true, there = true }

local QUESTION = ("?"):byte()
local SPEECH = { " said", " told ", "according to", " says" }

local function has_source(text)
  for _, words in ipairs(SPEECH) do
    if text:find(words, 1, true) then return true end
  end
  return false
end

-- Bytes of the marks that may close a quotation behind the last stop: " ' ” ’
local CLOSES = {}
for _, c in ipairs { ("\"'”’"):byte(1, -1) } do CLOSES[c] = true end
local STOPS = { [("."):byte()] = true, [("!"):byte()] = true, [("?"):byte()] = true }

--- Whether the text ends with a stop, or with one and what closes a quotation.
local function is_finished(text)
  local i = #text
  while CLOSES[text:byte(i)] do i = i - 1 end
  return STOPS[text:byte(i)] or false
end

--- How well a sentence stands alone: names, figures and sources speak for it, a dangling beginning and undue length against it.
function M.quality(text)
  local score = 1.0
  local first = text:match("^[\"'“‘]*(%a+)")
  if first and DANGLING[first:lower()] then score = score - 0.6 end
  if #text < ENOUGH then score = score - 0.5 elseif #text > TOO_LONG then score = score - 0.4 end
  if text:find("%d") then score = score + 0.2 end
  if text:find("%l%s+%u%l") then score = score + 0.2 end
  if has_source(text) then score = score + 0.2 end
  if text:byte(-1) == QUESTION then score = score - 0.3 end
  if not is_finished(text) then score = score - 0.5 end
  return score
end

local function word_set(text)
  local words, n = {}, 0
  for word in lede.fold(text):gmatch("%a[%a']+") do
    if #word > 3 and not common.opening[word] and not words[word] then
      words[word], n = true, n + 1
    end
  end
  return words, n
end

local function repeats(a, b)
  local words, n = word_set(a)
  local others, m = word_set(b)
  local shared = 0
  for word in pairs(words) do
    if others[word] then shared = shared + 1 end
  end
  return shared > MOST_SHARED * math.max(1, math.min(n, m))
end

--- The best of `list` (tables with text, score, doc, first), at most `most`, none repeating another; the order is total, so that
-- it does not depend on the order of the list.
function M.pick(list, most)
  local sorted, out = table.move(list, 1, #list, 1, {}), {}
  table.sort(sorted, M.before)
  for _, candidate in ipairs(sorted) do
    local new = true
    for _, chosen in ipairs(out) do new = new and not repeats(chosen.text, candidate.text) end
    if new then out[#out + 1] = candidate end
    if #out == most then break end
  end
  return out
end

function M.before(a, b)
  if a.score ~= b.score then return a.score > b.score end
  if a.doc ~= b.doc then return a.doc < b.doc end
  return a.first < b.first
end

return M
