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
  return function(at)
    local low, high = 1, #first
    while low <= high do
      local middle = (low + high) // 2
      if at < first[middle] then high = middle - 1
      elseif at > last[middle] then low = middle + 1
      else return place[middle] end
    end
  end
end

return M
