--- Sets figures of several documents side by side: different numbers for the same counted thing in similar words.
-- Works on records; knows nothing of how figures were found.
local common = require "data.common"

local M = {}

-- Spans of time are told in too many ways to be set against each other.
local NOT_COMPARED = { years = true, months = true, weeks = true, days = true, hours = true, minutes = true, seconds = true, times = true, others = true, things = true }

local REACH = 90 -- bytes of text on either side that say what is counted
local LEAST_SHARED = 3 -- words two contexts share when they speak of the same thing

--- The telling words around first..last, as a set.
local function context(text, first, last)
  local around = text:sub(math.max(1, first - REACH), first - 1):gsub("^%S*%s", "") .. " " .. text:sub(last + 1, last + REACH):gsub("%s%S*$", "")
  local words = {}
  for word in lede.fold(around):gmatch("%a[%a']+") do
    if #word > 3 and not common.opening[word] then words[word:sub(1, 6)] = true end
  end
  return words
end

--- Adds the counts of a record: unit -> list of occurrences.
function M.fold(acc, record)
  for _, e in ipairs(record.layers.entities) do
    if e.kind == "number" and e.unit and e.value and not NOT_COMPARED[e.unit] then
      local list = acc[e.unit] or {}
      acc[e.unit] = list
      list[#list + 1] = { value = e.value, text = e.text, doc = record.doc.id, outlet = record.doc.outlet, first = e.first, last = e.last,
                          words = context(record.text, e.first, e.last) }
    end
  end
  return acc
end

function M.merge(a, b)
  for unit, list in pairs(b) do
    local mine = a[unit] or {}
    a[unit] = mine
    for _, entry in ipairs(list) do mine[#mine + 1] = entry end
  end
  return a
end

local function shared(a, b)
  local n = 0
  for word in pairs(a) do
    if b[word] then n = n + 1 end
  end
  return n
end

local function in_order(list)
  local sorted = table.move(list, 1, #list, 1, {})
  table.sort(sorted, function(a, b)
    if a.doc ~= b.doc then return a.doc < b.doc end
    return a.first < b.first
  end)
  return sorted
end

--- Occurrences that speak of the same thing as the first of them.
local function clusters(list)
  local out = {}
  for _, entry in ipairs(in_order(list)) do
    local home
    for _, cluster in ipairs(out) do
      if shared(cluster[1].words, entry.words) >= LEAST_SHARED then home = cluster; break end
    end
    if home then home[#home + 1] = entry else out[#out + 1] = { entry } end
  end
  return out
end

local function differ(cluster)
  local docs, values, n_docs, n_values = {}, {}, 0, 0
  for _, entry in ipairs(cluster) do
    if not docs[entry.doc] then docs[entry.doc], n_docs = true, n_docs + 1 end
    if not values[entry.value] then values[entry.value], n_values = true, n_values + 1 end
  end
  return n_docs > 1 and n_values > 1
end

--- A finding for each counted thing on which documents differ.
function M.finish(acc)
  local out = {}
  for unit, list in lede.sorted_pairs(acc) do
    for n, cluster in ipairs(clusters(list)) do
      if differ(cluster) then
        local values = {}
        for _, entry in ipairs(cluster) do
          values[#values + 1] = { value = entry.value, text = entry.text, doc = entry.doc, outlet = entry.outlet, first = entry.first, last = entry.last }
        end
        out[#out + 1] = { kind = "figure", key = n == 1 and unit or unit .. "#" .. n, unit = unit, values = values }
      end
    end
  end
  return out
end

return M
