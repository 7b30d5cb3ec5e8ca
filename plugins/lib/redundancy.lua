--- Finds sentences that say the same in nearly the same words, and which of them to keep.
-- Works on rows of vectors (lib/weights). Knows nothing of documents.
--
--   for _, group in ipairs(redundancy.groups(vectors, items, better)) do print(group[1].text, #group) end
local M = {}

local SAME = 0.75  -- of the shorter one's weight stands in the longer
local FEW = 4      -- terms: below that, all of them must be shared
local LENGTH = 2.5 -- one of so much the length says more than the other

--- The two rows with the shorter one first, and how many terms each has.
local function by_length(vectors, i, j)
  local short, long = vectors:size(i), vectors:size(j)
  if short > long then return j, i, long, short end
  return i, j, short, long
end

--- How much of the shorter row the other repeats, from 0 to 1.
function M.overlap(vectors, i, j)
  i, j = by_length(vectors, i, j)
  return vectors:contained(i, j)
end

--- Whether two rows are near-identical.
function M.same(vectors, i, j)
  local short, long
  i, j, short, long = by_length(vectors, i, j)
  if short == 0 or long > LENGTH * short then return false end
  return vectors:contained(i, j) >= (short < FEW and 1 or SAME)
end

--- Groups of near-identical items { row, … }, each with the one to keep first. `better(a, b)` is a total order: whether a is
-- kept rather than b. An item joins the first group whose head it is near to; heads are the better ones, so the result is the
-- same whatever the order was.
-- `differ(a, b)`, when it is given, keeps two apart that say another thing in the same words.
function M.groups(vectors, items, better, differ)
  local sorted, groups = table.move(items, 1, #items, 1, {}), {}
  table.sort(sorted, better)
  for _, item in ipairs(sorted) do
    local home
    for _, group in ipairs(groups) do
      local apart = differ and differ(group[1], item)
      if not apart and M.same(vectors, group[1].row, item.row) then home = group; break end
    end
    if home then home[#home + 1] = item else groups[#groups + 1] = { item } end
  end
  return groups
end

return M
