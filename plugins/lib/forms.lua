--- Forms of words: possessives, contractions, endings. Works on strings; knows nothing of documents.
-- Lua's character classes know bytes only, so that the two apostrophes are told apart by hand.
local M = {}

local byte, sub = string.byte, string.sub
local S, STRAIGHT, CURLY_END = 115, 39, 0x99 -- s, ', the last byte of ’

--- The word without the mark of the possessive: Kyiv’s -> Kyiv, allies' -> allies.
function M.bare(word)
  local n = #word
  local last, before = byte(word, n), byte(word, n - 1)
  if last == S then
    if before == STRAIGHT then return sub(word, 1, n - 2) end
    if before == CURLY_END and sub(word, -4) == "’s" then return sub(word, 1, n - 4) end
  elseif last == STRAIGHT and before == S then
    return sub(word, 1, n - 1)
  elseif last == CURLY_END and sub(word, -4) == "s’" then
    return sub(word, 1, n - 3)
  end
  return word
end

--- Whether the word ends in 's.
function M.is_possessive(word)
  local n = #word
  if byte(word, n) ~= S then return false end
  local before = byte(word, n - 1)
  return before == STRAIGHT or before == CURLY_END and sub(word, -4) == "’s"
end

local CONTRACTED = { ve = true, ll = true, re = true, d = true, m = true, t = true }

--- We’ve, You'll, Don’t.
function M.is_contraction(word)
  local tail = word:match("'(%a+)$") or word:match("’(%a+)$")
  return tail ~= nil and CONTRACTED[tail] or false
end

--- Whether `word` ends in one of `endings`, a set of endings of two to six bytes, and has three bytes more before it.
function M.ends_in(word, endings)
  for n = 2, math.min(6, #word - 3) do
    if endings[sub(word, -n)] then return true end
  end
  return false
end

return M
