--- Where in a page a place stands: what plugins ask of the layer `structure`.
local M = {}

local PLACES = { title = "title", heading = "heading", caption = "caption", furniture = "furniture",
  byline = "furniture", date = "furniture", outlet = "furniture", credit = "furniture" }

--- A function from an offset to "title", "heading", "caption", "furniture", or nil for the body.
function M.reader(doc)
  local first, last, place = {}, {}, {}
  for f, l, kind in doc:each("structure", "first", "last", "kind") do
    local n = #first + 1
    if PLACES[kind] and (n == 1 or f > last[n - 1]) then -- a mark inside another adds nothing
      first[n], last[n], place[n] = f, l, PLACES[kind]
    end
  end
  local from, to, here = 1, 0, nil -- the stretch asked for last: most questions come in the order of the text
  return function(at)
    if at >= from and at <= to then return here end
    local low, high = 1, #first
    while low <= high do
      local middle = (low + high) // 2
      if at < first[middle] then high = middle - 1
      elseif at > last[middle] then low = middle + 1
      else
        from, to, here = first[middle], last[middle], place[middle]
        return here
      end
    end
    from, to, here = (last[high] or 0) + 1, (first[low] or math.maxinteger) - 1, nil
    return nil
  end
end

return M
