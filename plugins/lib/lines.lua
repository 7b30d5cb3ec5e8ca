--- Tells lines that somebody ended (a signature, a list of names, an address) from those that are only wrapped: what begins
-- one of the former begins anew, as a sentence does. Knows nothing of names.
local M = {}

local find = string.find

--- Where the lines of first..last begin, and how long each is, in bytes.
local function lines_in(text, first, last)
  local starts, lengths, at = {}, {}, first
  while at <= last do
    local stop = find(text, "\n", at, true) or last + 1
    if stop > last then stop = last + 1 end
    starts[#starts + 1], lengths[#lengths + 1] = at, stop - at
    at = stop + 1
  end
  return starts, lengths
end

local function longest_of(lengths)
  local most = 0
  for _, length in ipairs(lengths) do most = math.max(most, length) end
  return most
end

--- Marks in `first` (token -> true) the tokens that begin a line of the paragraph at offsets from..to although the line before
-- had room for its first word: as long as the longest line, a wrapped one has none.
function M.mark(doc, text, from, to, first)
  local stop = find(text, "\n", from, true)
  if not stop or stop > to then return end
  local starts, lengths = lines_in(text, from, to)
  local most = longest_of(lengths)
  for n = 2, #starts do
    local word = find(text, "%s", starts[n]) or to + 1
    if lengths[n - 1] + 1 + word - starts[n] <= most then
      local token = doc:token_at(starts[n])
      if token then first[token] = true end
    end
  end
end

return M
