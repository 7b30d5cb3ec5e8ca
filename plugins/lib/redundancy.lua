--- Finds sentences that say the same in nearly the same words, and which of them to keep.
-- Works on items { text, vector, … } with vectors of lib/weights. Knows nothing of documents.
--
--   for _, group in ipairs(redundancy.groups(items, better)) do print(group[1].text, #group) end
local weights = require "lib.weights"

local M = {}

local SAME = 0.75 -- of the shorter one's weight stands in the longer
local FEW = 4     -- terms: below that, all of them must be shared
local LENGTH = 2.5 -- one of so much the length says more than the other
local COMMON = 60 -- groups: a term in more of them does not say which one it is

--- Whether two vectors are near-identical.
function M.same(a, b)
  local short, long = #a.terms, #b.terms
  if short > long then short, long = long, short end
  if short == 0 or long > LENGTH * short then return false end
  return weights.contained(a, b) >= (short < FEW and 1 or SAME)
end

--- How many terms `vector` shares with the head of each group: list of { group, shared }, the most first.
local function candidates(vector, holders)
  local shared, list = {}, {}
  for _, term in ipairs(vector.terms) do
    local groups = holders[term]
    if groups and #groups <= COMMON then
      for _, n in ipairs(groups) do
        if not shared[n] then list[#list + 1] = n end
        shared[n] = (shared[n] or 0) + 1
      end
    end
  end
  table.sort(list, function(a, b)
    if shared[a] ~= shared[b] then return shared[a] > shared[b] end
    return a < b
  end)
  return list
end

--- Groups of near-identical items, each with the one to keep first. `better(a, b)` is a total order: whether a is kept rather than b.
-- An item joins the group whose head it is near to; heads are the better ones, so the result is the same whatever the order was.
function M.groups(items, better)
  local sorted = table.move(items, 1, #items, 1, {})
  table.sort(sorted, better)
  local groups, holders = {}, {}
  for _, item in ipairs(sorted) do
    local home
    for _, n in ipairs(candidates(item.vector, holders)) do
      if M.same(groups[n][1].vector, item.vector) then home = groups[n]; break end
    end
    if home then
      home[#home + 1] = item
    else
      groups[#groups + 1] = { item }
      for _, term in ipairs(item.vector.terms) do
        holders[term] = holders[term] or {}
        table.insert(holders[term], #groups)
      end
    end
  end
  return groups
end

return M
