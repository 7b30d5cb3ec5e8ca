--- Sets figures of several documents side by side: different numbers for the same counted thing in similar words.
-- Works on records; knows nothing of how figures were found.
local common = require "data.common"
local remember = require "lib.remember"

local M = {}

-- Spans of time are told in too many ways to be set against each other.
local NOT_COMPARED = lede.set [[
  years months weeks days hours minutes seconds times others things]]

local REACH = 140 -- bytes of its paragraph on either side say what is counted
local STEM = 5 -- injured, injuring, injuries
local COMMON = 200 -- clusters a word may be in and still tell
local MOST_VALUES = 5 -- if documents give more they must be of different things
local LEAST_SHARED, LEAST_SHARE = 3, 0.25 -- of the shorter context's words: then both speak of the same thing

--- The whole words around first..last in its paragraph.
local function around(text, first, last)
  local before, after = text:sub(math.max(1, first - REACH), first - 1), text:sub(last + 1, last + REACH)
  before = before:match("^.*\n(.*)$") or before
  after = after:match("^[^\n]*")
  return (before:match("%s(.*)$") or "") .. " " .. (after:match("^(.*)%s") or "")
end

--- Adds the counts of a record: unit -> list of occurrences.
function M.fold(acc, record)
  for _, e in ipairs(record.layers.entities) do
    local counts = e.kind == "number" or e.kind == "money"
    if counts and e.unit and e.value and not NOT_COMPARED[e.unit] then
      local list = acc[e.unit] or {}
      acc[e.unit] = list
      list[#list + 1] = { value = e.value, text = e.text, doc = record.doc.id, outlet = record.doc.outlet,
                          first = e.first, last = e.last,
                          around = around(record.text, e.first, e.last) }
    end
  end
  return acc
end

function M.merge(a, b)
  for unit, list in pairs(b) do
    local mine = a[unit]
    if mine then table.move(list, 1, #list, #mine + 1, mine) else a[unit] = list end
  end
  return a
end

--- The beginning of a word that tells what is counted; false for one that tells nothing.
local stem = remember(function(word)
  return #word > 2 and not common.opening[word] and word:sub(1, STEM)
end)

--- The telling words of what stands around a figure, each once: list, how many.
local function telling_words(text)
  local words, seen, n = {}, {}, 0
  for word in lede.fold(text):gmatch("%a[%a']+") do
    local beginning = stem[word]
    if beginning and not seen[beginning] then
      n = n + 1
      words[n], seen[beginning] = beginning, true
    end
  end
  return words, n
end

local function in_order(list)
  local sorted = table.move(list, 1, #list, 1, {})
  table.sort(sorted, function(a, b)
    if a.doc ~= b.doc then return a.doc < b.doc end
    return a.first < b.first
  end)
  return sorted
end

--- How many of the words each cluster's first has too; a word that very many have tells nothing.
local function shared_with(words, index)
  local counts = {}
  for _, word in ipairs(words) do
    local holders = index[word]
    if holders and #holders <= COMMON then
      for _, n in ipairs(holders) do counts[n] = (counts[n] or 0) + 1 end
    end
  end
  return counts
end

--- The first cluster that speaks of the same thing; nil when none does.
local function home_of(words, size, clusters, index)
  local best
  for n, shared in pairs(shared_with(words, index)) do
    local enough = shared >= LEAST_SHARED and shared >= LEAST_SHARE * math.min(size, clusters[n].size)
    if enough and (not best or n < best) then best = n end
  end
  return best
end

--- Occurrences in groups that speak of the same thing as the first of them. An index of words keeps this near-linear.
local function clusters_of(list)
  local clusters, index = {}, {}
  for _, entry in ipairs(in_order(list)) do
    local words, size = telling_words(entry.around)
    local n = home_of(words, size, clusters, index)
    if not n then
      n = #clusters + 1
      clusters[n] = { size = size }
      for _, word in ipairs(words) do
        index[word] = index[word] or {}
        table.insert(index[word], n)
      end
    end
    table.insert(clusters[n], entry)
  end
  return clusters
end

--- Whether there are several documents and several values; and how many values.
local function differ(cluster)
  local docs, values, n_docs, n_values = {}, {}, 0, 0
  for _, entry in ipairs(cluster) do
    if not docs[entry.doc] then docs[entry.doc], n_docs = true, n_docs + 1 end
    if not values[entry.value] then values[entry.value], n_values = true, n_values + 1 end
  end
  return n_docs > 1 and n_values > 1, n_values
end

--- A finding for each counted thing on which documents differ.
function M.finish(acc)
  local out = {}
  for unit, list in lede.sorted_pairs(acc) do
    for n, cluster in ipairs(differ(list) and clusters_of(list) or {}) do
      local differs, n_values = differ(cluster)
      if differs and n_values <= MOST_VALUES then
        local values = {}
        for _, entry in ipairs(cluster) do
          values[#values + 1] = { value = entry.value, text = entry.text, doc = entry.doc, outlet = entry.outlet,
            first = entry.first, last = entry.last }
        end
        out[#out + 1] = { kind = "figure", key = n == 1 and unit or unit .. "#" .. n, unit = unit, values = values }
      end
    end
  end
  return out
end

return M
