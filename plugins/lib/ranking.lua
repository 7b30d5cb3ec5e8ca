--- Ranks texts by how much they share with the others, and picks some that do not repeat each other.
-- Works on vectors of lib/weights. Each list is walked in its own order, so equal lists give equal results to the last bit;
-- whoever wants the same from any order sorts first. Knows nothing of documents.
--
--   local scores = ranking.graph(vectors)                     -- or ranking.centroid(vectors): linear, a little worse
--   local best = ranking.pick(items, { sentences = 3, score = …, similar = … })
local weights = require "lib.weights"

local M = {}

local ALIKE = 0.1   -- a weaker likeness is none (Erkan and Radev 2004, LexRank)
local DAMPING = 0.85
local ROUNDS = 15
local COMMON = 150  -- texts: a term in more of them says nothing of which are alike
local MISSES = 3    -- items too long for the words that are left: what is worth less is not put in to fill them
local BALANCE = 0.7 -- of worth against newness (Carbonell and Goldstein 1998, MMR)

--- For each vector the indices of those that share a telling term with it, ascending.
local function neighbours(vectors)
  local holders = {}
  for i, vector in ipairs(vectors) do
    for _, term in ipairs(vector.terms) do
      local list = holders[term]
      if list then list[#list + 1] = i else holders[term] = { i } end
    end
  end
  local out = {}
  for i, vector in ipairs(vectors) do
    local near, seen = {}, { [i] = true }
    for _, term in ipairs(vector.terms) do
      local list = holders[term]
      for k = 1, #list <= COMMON and #list or 0 do
        local j = list[k]
        if not seen[j] then seen[j], near[#near + 1] = true, j end
      end
    end
    table.sort(near)
    out[i] = near
  end
  return out
end

--- Edges of the graph: for each vector indices and shares; the shares of one add up to 1.
local function edges(vectors)
  local out = {}
  for i, near in ipairs(neighbours(vectors)) do
    local at, share, sum = {}, {}, 0
    for _, j in ipairs(near) do
      local alike = weights.cosine(vectors[i], vectors[j])
      if alike >= ALIKE then at[#at + 1], share[#share + 1], sum = j, alike, sum + alike end
    end
    for k = 1, #share do share[k] = share[k] / sum end
    out[i] = { at = at, share = share }
  end
  return out
end

--- Scores by a random walk over likeness; they add up to about 1. Isolated texts keep the least.
function M.graph(vectors)
  local n, links = #vectors, edges(vectors)
  local scores = {}
  for i = 1, n do scores[i] = 1 / n end
  for _ = 1, ROUNDS do
    local nextscores = {}
    for i = 1, n do nextscores[i] = (1 - DAMPING) / n end
    for i = 1, n do
      local at, share = links[i].at, links[i].share
      for k = 1, #at do nextscores[at[k]] = nextscores[at[k]] + DAMPING * scores[i] * share[k] end
    end
    scores = nextscores
  end
  return scores
end

--- Scores by likeness to the sum of all, from 0 to 1.
function M.centroid(vectors)
  local all, scores = weights.centroid(vectors), {}
  for i, vector in ipairs(vectors) do scores[i] = weights.cosine(vector, all) end
  return scores
end

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
    if not i or options.least and value < options.least or options.sentences and #out == options.sentences or missed == MISSES then return out end
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
