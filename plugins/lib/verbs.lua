--- Spells out the forms of English verbs. Knows nothing of documents.
local M = {}

local byte, sub = string.byte, string.sub
local E, Y, H = byte("eyh", 1, 3)

local function bytes(letters)
  local set = {}
  for n = 1, #letters do set[byte(letters, n)] = true end
  return set
end

local VOWELS, HISSES, HISSES_BEFORE_H = bytes "aeiou", bytes "sxz", bytes "cs"

-- By the last bytes and without patterns: hundreds of verbs are spelled out each time the program starts.
local function regular(verb)
  local before, last = byte(verb, -2, -1)
  if last == Y and not VOWELS[before] then
    local stem = sub(verb, 1, -2)
    return verb, stem .. "ies", stem .. "ied", verb .. "ing", stem .. "ied"
  end
  local stem = last == E and sub(verb, 1, -2) or verb
  local hisses = HISSES[last] or last == H and HISSES_BEFORE_H[before]
  local past = stem .. "ed"
  return verb, verb .. (hisses and "es" or "s"), past, stem .. "ing", past
end

--- The five forms of a verb: base, third person, past, ing, participle. `written` is a base form of a regular verb
-- ("note", "try") or all forms between commas ("say,says,said,saying").
-- A word behind an underscore stays: "call_on" gives "calls on", "called on", …
function M.forms(written)
  if written:find(",", 1, true) then
    local base, third, past, ing, participle = written:gsub("_", " "):match("^(.-),(.-),(.-),([^,]+),?(.*)$")
    return base, third, past, ing, participle ~= "" and participle or past
  end
  if written:find("_", 1, true) then
    local verb, tail = written:match("^(.-)_(.+)$")
    local forms = { M.forms(verb) }
    for n, form in ipairs(forms) do forms[n] = form .. " " .. tail:gsub("_", " ") end
    return table.unpack(forms)
  end
  return regular(written)
end

return M
