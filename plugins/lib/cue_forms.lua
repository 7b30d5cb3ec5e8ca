--- Every form of every cue of data/cues.lua, and the matchers that find them in a text. Knows nothing of what stands around
-- one.
local verbs = require "lib.verbs"
local data = require "data.cues"

local M = {}

-- The classes a word can have: those of data/cues.lua; `noun` where it is no verb, `also_noun` where it is a noun as well.
local CLASSES = { "say", "clausal", "mind", "finding", "wish", "act", "judge", "voice", "question", "cites" }
local ALL = { "source", "noun", "also_noun", table.unpack(CLASSES) }

--- A form as the matchers give it -> its word: { base (nil where it is no verb), tense ("past", "base", "third", "ing",
-- "participle", or "none"), and each class, true or false }. Read from what `write` has written, when it is asked for first.
M.word = setmetatable({}, { __index = function(words, written)
  local tense, base, classes = written:match("^(%a+)|(.-)|(.*)$")
  local word = { tense = tense, base = base ~= "" and base or nil }
  for _, class in ipairs(ALL) do word[class] = false end
  for class in classes:gmatch("%S+") do word[class] = true end
  words[written] = word
  return word
end })

--- The word of all nouns that carry a clause.
M.NOUN = M.word["none||noun"]

-- What is spelled out: form -> { base =, and its classes }, which the forms of a verb share, and -> its tense.
local function new_forms() return { word = {}, tense = {}, is_noun = {} } end

--- A form of two words, such as a past that is also another verb's base, keeps its base and tense and gains the class.
local function add(forms, form, word, tense, class)
  local known = forms.word[form]
  if not known then
    forms.word[form], forms.tense[form] = word, tense
  elseif known ~= word then
    local other = { [class] = true }
    for field, value in pairs(known) do other[field] = value end
    forms.word[form] = other
  end
end

local function add_verb(forms, written, verb, class)
  local word = written[verb]
  if word then
    word[class] = true
    return
  end
  local base, third, past, ing, participle = verbs.forms(verb)
  word = { base = base, [class] = true }
  written[verb] = word
  add(forms, past, word, "past", class)
  add(forms, base, word, "base", class)
  add(forms, third, word, "third", class)
  add(forms, ing, word, "ing", class)
  add(forms, participle, word, "participle", class)
end

local function add_nouns(forms)
  local word = { noun = true }
  for noun in data.noun:gmatch("%S+") do
    for _, form in ipairs { noun, noun .. "s" } do
      forms.is_noun[form] = true
      if not forms.word[form] then add(forms, form, word, "none", "noun") end
    end
  end
end

--- All forms there are, with their words.
local function spell_out()
  local forms, written = new_forms(), {}
  for _, class in ipairs(CLASSES) do
    for verb in data[class]:gmatch("%S+") do add_verb(forms, written, verb, class) end
  end
  for _, phrase in ipairs(data.source) do add(forms, phrase, { source = true }, "none", "source") end
  add_nouns(forms)
  return forms
end

--- A form as one string, for M.word.
local function write(forms, form)
  local word, classes = forms.word[form], {}
  for _, class in ipairs(ALL) do
    if word[class] or class == "also_noun" and forms.is_noun[form] and not word.noun then classes[#classes + 1] = class end
  end
  return forms.tense[form] .. "|" .. (word.base or "") .. "|" .. table.concat(classes, " ")
end

--- The matcher of the forms whose word is `wanted`; its values are what M.word reads. Thousands of forms take time: they are
-- spelled out at `make`, and where a file they are made of has changed since.
local function matcher(name, wanted)
  return lede.phrases(function()
    local forms, chosen = spell_out(), {}
    for form, word in pairs(forms.word) do
      if wanted(word, forms.is_noun[form]) then chosen[form] = write(forms, form) end
    end
    return chosen
  end, { name = name, from = { "lib/cue_forms.lua", "lib/verbs.lua", "data/cues.lua" } })
end

--- Verbs of speech and mind are looked for everywhere; the rest only where there are quotation marks.
M.everywhere = matcher("everywhere", function(word, is_noun)
  return word.say or word.mind or word.wish or word.act or word.question or word.cites or word.source or is_noun
end)
M.beside_quotes = matcher("beside quotes", function(word) return not word.noun end)

--- The forms of verbs that have such nouns as their object.
M.expresses = {}
for verb in data.expresses:gmatch("%S+") do
  for _, form in ipairs { verbs.forms(verb) } do M.expresses[form] = true end
end

return M
