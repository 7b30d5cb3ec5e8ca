--- Raises an error that blames the line of whoever uses the collections, however deep inside them it was noticed.

local M = {}

local OWN = "lib/collections/"

-- The place "file:line:" of the nearest caller outside this folder; "" when there is none.
local function place()
  local level = 3
  while true do
    local info = debug.getinfo(level, "Sl")
    if not info then return "" end
    local is_outside = info.currentline > 0 and not info.source:find(OWN, 1, true)
    if is_outside then return ("%s:%d: "):format(info.short_src, info.currentline) end
    level = level + 1
  end
end

--- Raises `message`, a format with its values.
function M.raise(message, ...)
  error(place() .. (select("#", ...) > 0 and message:format(...) or message), 0)
end

--- Raises that `word` is none of `known` (a list), naming the nearest; `what` says what it is no instance of.
function M.unknown(word, known, what)
  local shown, near = lede.visible(tostring(word)), lede.nearest(tostring(word), known)
  if near then M.raise("there is no %s '%s'; did you mean '%s'?", what, shown, near) end
  M.raise("there is no %s '%s'; there are %s", what, shown, table.concat(known, ", "))
end

return M
