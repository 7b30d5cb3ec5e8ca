--- Puts picked sentences into an order that reads: what matters most first, then as it happened and as documents tell it.
-- Works on items { doc, first, date, place (0: the beginning of its document, 1000: its end), later }. Knows nothing of texts.
local M = {}

--- Whether `a` is told before `b`: what is overtaken last, then the earlier date, then the place in the document.
local function before(a, b)
  if (a.later == nil) ~= (b.later == nil) then return a.later == nil end
  if a.date and b.date and a.date ~= b.date then return a.date < b.date end
  if a.doc ~= b.doc then
    if a.place ~= b.place then return a.place < b.place end
    return a.doc < b.doc
  end
  return a.first < b.first
end

-- Dates that are missing on one side make `before` no order among three; so each item is put where it fits, one by one.
local function insert(list, item, from)
  local at = #list + 1
  while at > from and before(item, list[at - 1]) do at = at - 1 end
  table.insert(list, at, item)
end

local function of_one_document(items)
  for _, item in ipairs(items) do
    if item.doc ~= items[1].doc then return false end
  end
  return true
end

--- The items, picked best first, as they are to be read: those of one document as it tells them; else the best one that still
-- holds, then the others.
function M.reading(items)
  if not items[1] then return {} end
  if of_one_document(items) then
    local sorted = table.move(items, 1, #items, 1, {})
    table.sort(sorted, function(a, b) return a.first < b.first end)
    return sorted
  end
  local lead = 1
  while items[lead] and items[lead].later do lead = lead + 1 end
  if not items[lead] then lead = 1 end
  local out = { items[lead] }
  for i, item in ipairs(items) do
    if i ~= lead then insert(out, item, 2) end
  end
  return out
end

return M
