--- Texts as they are searched and compared: without case, accents and punctuation.

local M = {}

-- Dashes, quotation marks and other punctuation beyond ASCII, and the spaces there: U+2000 to U+206F, « and ».
local BEYOND = { "\226[\128\129][\128-\191]", "\194[\160\171\187]" }

--- The folded text with one space between its words and one at both ends, so that plain search finds whole words; asterisks stay.
function M.plain(text)
  text = lede.fold(text)
  for _, pattern in ipairs(BEYOND) do text = text:gsub(pattern, " ") end
  return " " .. text:gsub("[^%w\128-\255%*]+", " "):gsub("^ ", ""):gsub(" $", "") .. " "
end

--- Stands behind a shown word to which the next one is glued: partners—on. M.joined puts them together again.
M.GLUE = "\1"

--- Shown words as running text.
function M.joined(shown, from, to) return (table.concat(shown, " ", from, to):gsub(M.GLUE .. " ?", "")) end

--- The words of a text as they stand and as they are compared: { shown = …, plain = … }, at most `most`. A mark that stands
-- alone belongs to the word before it.
function M.split(text, most)
  local shown, plain = {}, {}
  for word in text:gsub("—(%S)", "—" .. M.GLUE .. " %1"):gmatch("%S+") do
    local bare = M.plain(word):gsub("[ %*]", "")
    if bare ~= "" then
      shown[#shown + 1], plain[#plain + 1] = word, bare
    elseif shown[1] then
      shown[#shown] = shown[#shown] .. " " .. word
    end
    if #shown == most then break end
  end
  return { shown = shown, plain = plain }
end

return M
