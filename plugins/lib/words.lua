--- Small questions about single words, asked for most words of a text: by their last bytes, which is faster than a pattern.
local M = {}

-- Endings of a possessive by their length: Berg’s, Berg's, voters’, voters'.
local ENDINGS = { [4] = "’s", [3] = "’", [2] = "'s", [1] = "'" }

--- How many bytes of a word are its possessive ending; 0 for a word that is none.
local function ending(word)
  local last = word:byte(-1)
  if last ~= 115 and last ~= 39 and last ~= 0x99 then return 0 end -- s, ', the last byte of ’
  for length = 4, 1, -1 do
    if word:sub(-length) == ENDINGS[length] then return length end
  end
  return 0
end

--- Whether a word is a possessive: Berg’s, voters’.
function M.is_possessive(word) return ending(word) > 0 end

--- A name without its possessive ending.
function M.without_possessive(word)
  local length = ending(word)
  return length > 0 and word:sub(1, -length - 1) or word
end

return M
