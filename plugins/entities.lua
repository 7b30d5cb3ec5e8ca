--- Finds who and what a text names: persons, organizations, places, events and roles, dates, money and counts.
-- Reads the layer `structure`; gives `entities`: a mark each, with one canonical `name` for all the forms of a name
-- (US, U.S., United States), the `value` and `unit` of figures and dates, and the rule that made it. Findings: who and what
-- several documents name, and figures on which they differ. Knows nothing of quotations or topics.
--
-- The steps, in order: what the lists know (lib/gazetteer) · runs of capitals cut into names and judged by their own words and
-- neighbours (lib/mentions) · judged again by the whole document (lib/evidence) · what is still open weighed by what was learned
-- from labelled news (lib/tagged) · slips of the pen (lib/typos) · named (lib/naming) · dates and amounts (lib/calendar,
-- lib/amounts). The word lists are in data/; a name that is missed or wrong is best added there.
local aliases = require "lib.aliases"
local amounts = require "lib.amounts"
local body = require "lib.body"
local calendar = require "lib.calendar"
local evidence = require "lib.evidence"
local figures = require "lib.figures"
local gazetteer = require "lib.gazetteer"
local heads = require "data.heads"
local lines = require "lib.lines"
local mentions = require "lib.mentions"
local naming = require "lib.naming"
local surnames = require "lib.surnames"
local tagged = require "lib.tagged"
local typos = require "lib.typos"

local M = {
  api = 1,
  name = "entities",
  needs = { "structure" },
  gives = {
    entities = { name = "name", value = "string", unit = "string", of = "string", stands_for = "string", role = "string" },
  },
}

--- The tokens of paragraph `p`: first, last.
local function tokens_of(doc, p)
  local _, _, from_sentence, to_sentence = doc:paragraph(p)
  local _, _, from = doc:sentence(from_sentence)
  local _, _, _, to = doc:sentence(to_sentence)
  return from, to
end

--- Every mention outside the page furniture; `skipped` gets the tokens of the furniture.
local function find_mentions(doc, hits, skipped)
  local place_of, found = body.reader(doc), {}
  for p, first, last in doc:paragraphs() do
    local from, to = tokens_of(doc, p)
    local place = place_of(first) or place_of(last)
    lines.mark(doc, hits.text, first, last, hits.first)
    if place == "furniture" then
      for i = from, to do skipped[i] = true end
    elseif (place == "title" or place == "heading") and mentions.is_title_case(doc, from, to) then
      mentions.find_in_title(doc, hits, from, to, found)
    else
      mentions.find(doc, hits, from, to, found)
    end
  end
  return found
end

local NAMED = { person = true, org = true, place = true, event = true }

function M.document(doc)
  local hits, out, taken = gazetteer.look_up(doc), {}, {}
  local found = find_mentions(doc, hits, taken)
  aliases.forbid(found)
  local known = evidence.decide(doc, hits, found)
  tagged.decide(doc, hits, found)
  typos.correct(doc, hits, found)
  aliases.forbid(found)
  aliases.find(doc, found, taken)
  naming.name_all(doc, hits, found, known)
  aliases.name(found)
  naming.roles(doc, hits, found, out)
  for _, m in ipairs(found) do
    if NAMED[m.kind] then
      out[#out + 1] = { first = m.first, last = m.last, kind = m.kind, name = m.name, rule = m.rule, of = m.of, role = m.role,
                        stands_for = m.stands_for }
    end
  end
  calendar.find(doc, hits, out, taken)
  amounts.find(doc, hits, out, taken)
  aliases.name_holders(out)
  return { entities = out }
end

--- Every country has a Defence Ministry: across documents it needs its country's name.
local function full_name(e)
  if e.kind == "org" and e.of and heads.government[lede.lower(e.name:match("%S+$"))] then return e.name .. " (" .. e.of .. ")" end
  return e.name
end

--- acc.named: key -> kind, name, docs, times; acc.figures: see lib/figures.
function M.fold(acc, record)
  acc.named = acc.named or {}
  local seen = {}
  for _, e in ipairs(record.layers.entities) do
    if NAMED[e.kind] and e.name then
      local name = full_name(e)
      local key = e.kind .. ":" .. name
      local entry = acc.named[key] or { kind = e.kind, name = name, docs = 0, times = 0 }
      acc.named[key] = entry
      entry.times = entry.times + 1
      if not seen[key] then entry.docs = entry.docs + 1 end
      seen[key] = true
    end
  end
  acc.figures = figures.fold(acc.figures or {}, record)
  return acc
end

function M.merge(a, b)
  a.named = a.named or {}
  for key, entry in pairs(b.named or {}) do
    local mine = a.named[key]
    if mine then
      mine.docs, mine.times = mine.docs + entry.docs, mine.times + entry.times
    else
      a.named[key] = entry
    end
  end
  a.figures = figures.merge(a.figures or {}, b.figures or {})
  return a
end

--- A surname that is all a document gives goes to the one person of that name the others name in full.
local function with_surnames(named)
  local full, out = {}, {}
  for _, entry in lede.sorted_pairs(named) do
    local surname = entry.kind == "person" and surnames.of(entry.name)
    if surname then full[surname] = full[surname] == nil and entry.name or false end
  end
  for _, entry in lede.sorted_pairs(named) do
    local name = entry.kind == "person" and full[entry.name] or entry.name
    if not aliases.may_be(entry.name, name) then name = entry.name end
    local key = entry.kind .. ":" .. name
    local sum = out[key] or { kind = entry.kind, name = name, docs = 0, times = 0 }
    sum.docs, sum.times = sum.docs + entry.docs, sum.times + entry.times
    out[key] = sum
  end
  return out
end

function M.finish(acc)
  local out = {}
  for key, entry in lede.sorted_pairs(with_surnames(acc.named or {})) do
    if entry.docs > 1 then
      out[#out + 1] = { kind = "entity", key = key, entity_kind = entry.kind, name = entry.name, docs = entry.docs,
        times = entry.times }
    end
  end
  table.sort(out, function(a, b)
    if a.docs ~= b.docs then return a.docs > b.docs end
    if a.times ~= b.times then return a.times > b.times end
    return a.key < b.key
  end)
  for _, finding in ipairs(figures.finish(acc.figures or {})) do out[#out + 1] = finding end
  return out
end

return M
