--- Whether a name is the one that is asked for: "Putin" finds "Vladimir Putin".
-- Case, accents and the usual ways to spell a name in Latin letters make no difference. A part of a name finds it when it
-- is a run of its words; what belongs to somebody is not that somebody ("Putin’s spokesman", "Bank of England").

local M = {}

-- Behind these words stands what the name is about, not whose it is.
local OF = { of = true, ["for"] = true, ["in"] = true, at = true, de = false }

local ENDINGS = { { "yy$", "y" }, { "iy$", "y" }, { "ij$", "y" }, { "ii$", "y" }, { "yi$", "y" } }

local LISTS = { "persons", "orgs", "places" }

-- One spelling for Zelensky, Zelenskyy and Zelenskiy.
local function spelled(word)
  for _, ending in ipairs(ENDINGS) do word = word:gsub(ending[1], ending[2]) end
  return word
end

local function words_of(name)
  local words = {}
  for word in lede.fold(name):gsub("’", "'"):gsub("[–—]", " "):gmatch("[^%s,.;:()/\"-]+") do words[#words + 1] = spelled(word) end
  return words
end

-- What lede's lists call a name: "Kiev" is "Kyiv".
local function listed(name)
  for _, list in ipairs(LISTS) do
    local file = io.open(lede.root .. "/plugins/data/" .. list .. ".tsv", "rb")
    local text = file and file:read("a") or ""
    if file then file:close() end
    local first, last = text:find("\n" .. name .. "\t", 1, true)
    local usual = first and text:match("^%a+ ([^\n]+)", last + 1)
    if usual then return usual end
  end
end

local function same_word(asked, word)
  return asked == word or #asked == 1 and word:sub(1, 1) == asked
end

-- Whether the words asked for are those from `at` on, and nobody else's.
local function runs_at(words, at, asked)
  for n = 1, #asked do
    if not same_word(asked[n], words[at + n - 1]) then return false end
  end
  for n = at + #asked, #words do
    if words[n]:find("'s?$") then return false end -- Berg and Dorn’s idea
  end
  return not OF[words[at - 1]]
end

local function has(words, asked)
  for at = 1, #words - #asked + 1 do
    if runs_at(words, at, asked) then return true end
  end
  return false
end

--- A function that tells of a name whether it is the one asked for.
---@param asked string
---@return fun(name: string): boolean
function M.matcher(asked)
  local usual = listed(asked)
  local forms = { words_of(asked), usual and words_of(usual) }
  local known = {}
  return function(name)
    local answer = known[name]
    if answer == nil then
      answer = false
      local words = words_of(name)
      for _, form in ipairs(forms) do answer = answer or #form > 0 and has(words, form) end
      known[name] = answer
    end
    return answer
  end
end

--- The name with a word most like what is asked for, where a letter or two went wrong; else nil.
---@param asked string
---@param list string[]
---@return string?
function M.nearest(asked, list)
  local words, whose = {}, {}
  local function add(word, name)
    if not whose[word] then words[#words + 1], whose[word] = word, name end
  end
  for _, name in ipairs(list) do add(lede.fold(name), name) end -- whole names before their parts
  for _, name in ipairs(list) do
    for _, word in ipairs(words_of(name)) do add(word, name) end
  end
  local near = lede.nearest(lede.fold(asked), words)
  return near and whose[near]
end

return M
