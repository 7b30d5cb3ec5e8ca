--- Every form of every cue of data/cues.lua, and the matchers that find them in a text. Knows nothing of what stands around
-- one.
local verbs = require "lib.verbs"
local data = require "data.cues"

local M = {}

--- Form -> the word it is a form of: { base =, and each class of data/cues.lua, true or false }. The forms of a verb share a
-- table.
M.word = {}

--- Form -> "past", "base", "third", "ing", "participle"; "none" where it is no verb.
M.tense = {}

--- The forms of nouns that carry a clause; “claim” and “warning” are forms of verbs as well.
M.is_noun = {}

local forms, written = {}, {} -- all forms in order; as verbs are written in the data -> their words

-- With all fields there are: one that is there is set faster than one that is not.
local function new_word(base)
  return { base = base, say = false, clausal = false, mind = false, finding = false, wish = false, act = false, judge = false,
    voice = false, question = false, cites = false, source = false, noun = false }
end

local function copy(word)
  local other = new_word(word.base)
  for field, value in pairs(word) do other[field] = value end
  return other
end

--- A form of two words, such as a past that is also another verb's base, keeps its base and tense and gains the class.
local function add(form, word, tense, class)
  local known = M.word[form]
  if not known then
    M.word[form], M.tense[form], forms[#forms + 1] = word, tense, form
  elseif known ~= word then
    M.word[form] = copy(known)
    M.word[form][class] = true
  end
end

local function add_verb(verb, class)
  local word = written[verb]
  if word then
    word[class] = true
    return
  end
  local base, third, past, ing, participle = verbs.forms(verb)
  word = new_word(base)
  word[class], written[verb] = true, word
  add(past, word, "past", class)
  add(base, word, "base", class)
  add(third, word, "third", class)
  add(ing, word, "ing", class)
  add(participle, word, "participle", class)
end

for _, class in ipairs { "say", "clausal", "mind", "finding", "wish", "act", "judge", "voice", "question", "cites" } do
  for verb in data[class]:gmatch("%S+") do add_verb(verb, class) end
end

local SOURCE = new_word(nil)
SOURCE.source = true
for _, phrase in ipairs(data.source) do add(phrase, SOURCE, "none", "source") end

--- The forms of verbs that have such nouns as their object.
M.expresses = {}
for verb in data.expresses:gmatch("%S+") do
  for _, form in ipairs { verbs.forms(verb) } do M.expresses[form] = true end
end

--- The word of all nouns that carry a clause.
M.NOUN = new_word(nil)
M.NOUN.noun = true
for noun in data.noun:gmatch("%S+") do
  for _, form in ipairs { noun, noun .. "s" } do
    M.is_noun[form] = true
    if not M.word[form] then add(form, M.NOUN, "none", "noun") end
  end
end

local everywhere, beside_quotes = {}, {}
for _, form in ipairs(forms) do
  local word = M.word[form]
  if word.say or word.mind or word.wish or word.act or word.question or word.cites or word.source or word.noun
    or M.is_noun[form] then everywhere[#everywhere + 1] = form end
  if not word.noun then beside_quotes[#beside_quotes + 1] = form end
end

--- Verbs of speech and mind are looked for everywhere; the rest only where there are quotation marks.
M.everywhere, M.beside_quotes = lede.phrases(everywhere), lede.phrases(beside_quotes)

return M
