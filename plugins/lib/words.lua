--- Small questions about single words, asked for most words of a text: by their last bytes, which is faster than a pattern.
local M = {}

local byte, sub = string.byte, string.sub
local S, STRAIGHT, CURLY_END = 115, 39, 0x99 -- s, ', the last byte of ’

local MOST = 20000 -- words whose endings are known; then it begins anew, so that memory stays bounded

--- How many bytes of a word are its possessive ending, Berg’s, Berg's, voters’, voters'; 0 for a word that is none.
local function count_ending(word)
  local before, last = byte(word, -2, -1)
  if last == S then
    if before == STRAIGHT then return 2 end
    return before == CURLY_END and sub(word, -4) == "’s" and 4 or 0
  end
  if last == STRAIGHT or word == "'" then return 1 end
  return last == CURLY_END and sub(word, -3) == "’" and 3 or 0
end

local known, count = {}, 0

local function ending(word)
  if count == MOST then known, count = {}, 0 end
  known[word], count = count_ending(word), count + 1
  return known[word]
end

--- Whether a word is a possessive: Berg’s, voters’.
function M.is_possessive(word) return (known[word] or ending(word)) > 0 end

--- A name without its possessive ending.
function M.without_possessive(word)
  local length = known[word] or ending(word)
  return length > 0 and word:sub(1, -length - 1) or word
end

--- The last of several words: Foreign Minister Anna [Berg].
function M.last(words) return words:match("^.*%s(%S+)$") or words end

return M
