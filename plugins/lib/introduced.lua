--- Names a role by the person whom the next paragraph begins with: “The mayor’s new aide has said that …” and below it
-- “Anna Berg offered the update on Monday”. News leads with the role and gives the name in the second paragraph.
local speakers = require "lib.speakers"
local forms = require "lib.cue_forms"
local grammar = require "data.grammar"

local M = {}

local LONGEST_NAME = 4 -- tokens

--- The words of the first paragraph of the story: first, last; and the offset at which the next one begins.
local function lead(doc)
  local first, last
  for f, l, kind in doc:each("structure", "first", "last", "kind") do
    if kind == "body" and last then return first, last, f end
    if kind == "body" then first, last = f, l end
  end
end

--- Whether the name goes on as the subject of a sentence that may tell more of the same: “offered”, “was”, “, who”,
-- “, 54,”; not an act such as “criticized”, which somebody else may do.
local function goes_on(doc, i)
  local word = doc:lower(i)
  if word == "," then
    local behind = doc:lower(i + 1)
    return behind == "who" or behind ~= nil and behind:find("^%d+$") ~= nil
  end
  local _, form = forms.beside_quotes:at(doc, i)
  local cue = form and forms.word[form]
  if cue and cue.act and not cue.say then return false end
  return cue ~= nil or word ~= nil and (grammar.finite[word] or grammar.helper[word] or word:find("ed$") ~= nil)
end

--- The full name that begins at offset `at` and stands nowhere before; nil where none does.
local function new_name(state, at)
  local doc = state.doc
  local token = doc:token_at(at)
  local from, to = doc:runs("capital", 2, token, token + LONGEST_NAME)()
  if from ~= token or to - from >= LONGEST_NAME then return nil end
  local first, last = doc:span(from, to)
  local name = speakers.person_at(state.people, first, last)
  return name and doc:find(doc:token(to)) >= at and goes_on(doc, to + 1) and name or nil
end

--- Whether a phrase means one certain person: the mayor, Berg’s new chief of staff; not “an official”.
local function is_definite(text)
  return text:find("^[Tt]he ") or text:find("'s ", 1, true) or text:find("’s ", 1, true)
end

--- Gives the marks whose speaker is a role that the first paragraph leads with the name of whoever has it.
function M.name(state)
  local first, last, behind = lead(state.doc)
  local role
  for _, mark in ipairs(state.out) do
    if not role and behind and mark.speaker_kind == "role" and mark.speaker_first and mark.speaker_first >= first
      and mark.speaker_first <= last and is_definite(mark.speaker) and speakers.is_human(mark.speaker) then
      role = { phrase = mark.speaker, name = new_name(state, behind) }
    end
    if role and role.name and mark.speaker == role.phrase then
      mark.speaker, mark.speaker_kind = role.name, "person"
    end
  end
end

return M
