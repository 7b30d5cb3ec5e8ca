--- Picks some of many texts, the best first, that do not repeat each other. How much each says of what all say, vectors tell
-- (lib/weights). Lists are walked in their own order, so equal lists give equal results; whoever wants the same from any
-- order sorts first. Knows nothing of documents.
--
--   local scores = vectors:rank()                             -- or vectors:centroid(): linear, a little worse
--   local best = ranking.pick(items, { sentences = 3, score = …, similar = … })
local M = {}

local MISSES = 3    -- items too long for the words that are left: what is worth less is not put in to fill them
local BALANCE = 0.7 -- of worth against newness (Carbonell and Goldstein 1998, MMR)

local function words_in(text)
  local _, n = text:gsub("%S+", "")
  return n
end

--- Whether an item still fits: `limits` has sentences or words; the first one always does.
local function fits(limits, count, used, item)
  if limits.words then return count == 0 or used + words_in(item.text) <= limits.words end
  return count < limits.sentences
end

local function best_of(items, left, worth, repeated, balance)
  local best, most
  for i = 1, #items do
    if left[i] then
      local value = balance * worth[i] - (1 - balance) * repeated[i]
      if not most or value > most then best, most = i, value end
    end
  end
  return best, most
end

--- Picks items one by one, each the best that is left after what it repeats of those picked. Of equals the first one.
-- options: sentences or words (the length); score(item) from 0 to 1; similar(item, item) from 0 to 1; same: from this likeness on
-- an item is left out (0.6); least: a value below which none is picked; balance. Items have a `text` when `words` is given.
function M.pick(items, options)
  local left, worth, repeated, out, used, missed = {}, {}, {}, {}, 0, 0
  for i, item in ipairs(items) do left[i], worth[i], repeated[i] = true, options.score(item), 0 end
  local same, balance = options.same or 0.6, options.balance or BALANCE
  while true do
    local i, value = best_of(items, left, worth, repeated, balance)
    if not i or options.least and value < options.least then return out end
    if options.sentences and #out == options.sentences or missed == MISSES then return out end
    left[i] = nil
    if fits(options, #out, used, items[i]) then
      out[#out + 1], used = items[i], used + (options.words and words_in(items[i].text) or 0)
      for j, item in ipairs(items) do
        if left[j] then
          local alike = options.similar(item, items[i])
          if alike >= same then left[j] = nil elseif alike > repeated[j] then repeated[j] = alike end
        end
      end
    else
      missed = missed + 1
    end
  end
end

return M
