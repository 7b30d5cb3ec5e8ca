--- Decides what lists, rules and the document left open, by weights learned from labelled news (lede.tagger;
-- scripts/dev/names.lua makes them). Every mention of a name in the document has a say, the known ones too. What a list or a sure
-- rule decided stands.
local hints = require "lib.hints"

local M = {}

local TAGGER = lede.tagger("data/names.tagger")
local KINDS = { "person", "org", "place" }
local INDEX = { person = 1, org = 2, place = 3 }

-- Rules that guess: where the weights speak clearly against one of them, they count more.
local GUESSES = { default = true, ending = true, preposition = true, acronym = true, ["noun-behind"] = true, ["noun-of"] = true,
  ["surname-alone"] = true, ["title-comma"] = true, ["same-name"] = true }

-- By how much a kind beats "no name" (below 0: loses), in natural logarithms; chosen where precision and recall balance.
local ENOUGH = -0.6      -- to be a name at all
local CLEARLY = 1      -- ahead of the kind that a rule guessed
local HOPELESS = -3    -- no name, though a rule guessed one

local function is_open(m)
  return m.kind == nil or GUESSES[m.rule] and INDEX[m.kind]
end

--- The mentions of each name that has an open one, by its text; the texts, and all those mentions, in the order of the document.
local function open_groups(found)
  local groups, texts, wanted = {}, {}, {}
  for _, m in ipairs(found) do
    if is_open(m) and not groups[m.text] then
      groups[m.text] = {}
      texts[#texts + 1] = m.text
    end
  end
  for _, m in ipairs(texts[1] and found or texts) do
    local group = groups[m.text]
    if group then group[#group + 1], wanted[#wanted + 1] = m, m end
  end
  return groups, texts, wanted
end

--- How far each kind is ahead of "no name" for all mentions of a group together. They are no independent witnesses: n of them
-- count as the root of n.
local function weigh(doc, known, group)
  local ahead = { 0, 0, 0 }
  for _, m in ipairs(group) do
    local outside, person, org, place = TAGGER:weigh(doc, known, m.from, m.to)
    ahead[1] = ahead[1] + person - outside
    ahead[2] = ahead[2] + org - outside
    ahead[3] = ahead[3] + place - outside
  end
  local root = math.sqrt(#group)
  for k = 1, 3 do ahead[k] = ahead[k] / root end
  return ahead
end

local function best_of(ahead)
  local best = 1
  for k = 2, 3 do
    if ahead[k] > ahead[best] then best = k end
  end
  return best
end

local function set(m, kind)
  m.kind, m.rule, m.name = kind, kind and "learned", nil
end

local function settle(m, ahead, best)
  if not is_open(m) then return end
  if m.kind == nil then
    if ahead[best] >= ENOUGH then set(m, KINDS[best]) end
  elseif ahead[best] < HOPELESS then
    set(m, nil)
  elseif ahead[best] - ahead[INDEX[m.kind]] >= CLEARLY then
    set(m, KINDS[best])
  end
end

--- Gives open mentions a kind, or takes a guessed one away.
function M.decide(doc, hits, found)
  local groups, texts, wanted = open_groups(found)
  if #texts == 0 then return end
  local known = hints.of(doc, hits, found, wanted)
  for _, text in ipairs(texts) do
    local ahead = weigh(doc, known, groups[text])
    local best = best_of(ahead)
    for _, m in ipairs(groups[text]) do settle(m, ahead, best) end
  end
end

return M
