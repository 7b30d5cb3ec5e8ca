--- Small questions about single words. Lua patterns work on bytes, so the curly apostrophe needs a pattern of its
-- own.
local M = {}

--- Whether a word is a possessive: Berg’s, voters’.
function M.is_possessive(word)
  return word:find("’s?$") ~= nil or word:find("'s?$") ~= nil
end

--- A name without its possessive ending.
function M.without_possessive(word)
  return (word:gsub("’s?$", ""):gsub("'s?$", ""))
end

return M
