-- Makes plugins/data/names.tagger, which plugins/entities.lua asks where lists and rules can't tell.
--
--   lede scripts/dev/names.lua GMB.tsv[.gz] OUT.tagger [--epochs=N] [--rate=X] [--penalty=X] [--hide=X] [--times=N]
--
-- GMB.tsv is the "entity annotated corpus" made from the Groningen Meaning Bank (ODbL 1.0): a token, its part of speech and its
-- label a line. To it come the sentences of scripts/dev/sentences.txt with made-up names. Each text is learned from several
-- times, with a part of the lists hidden: what counts is what to make of names that no list has.
package.path = lede.root .. "/plugins/?.lua;" .. package.path
local load_phrases = lede.phrases
function lede.phrases(what, options) -- luacheck: ignore 122
  return load_phrases(type(what) == "string" and lede.root .. "/plugins/" .. what or what, options)
end

local evidence = require "lib.evidence"
local gazetteer = require "lib.gazetteer"
local hints = require "lib.hints"
local mentions = require "lib.mentions"
local samples = require "dev.samples"

local NOTICE = [[
Who and what is named in news: made by scripts/dev/names.lua.
Contains information from the Groningen Meaning Bank entity annotated corpus, made available under the ODbL
(Open Database License 1.0, https://opendatacommons.org/licenses/odbl/1-0/).]]

local KINDS = { "person", "org", "place" }
local BEGINS = { person = 1, org = 3, place = 5 }
local SHARES = { 0.3, 0.6, 0.9 } -- of the lists that are hidden

local function options(args)
  local out = { epochs = 3, rate = 0.04, penalty = 0.1, hide = 0.9, times = 30, bits = 18 }
  for _, a in ipairs(args) do
    local name, value = a:match("^%-%-(%w+)=(.*)$")
    if name then out[name] = tonumber(value) or error("--" .. name .. " wants a number, not " .. value) else out[#out + 1] = a end
  end
  if #out ~= 2 then error("usage: lede scripts/dev/names.lua GMB.tsv[.gz] OUT.tagger", 0) end
  return out
end

---------------------------------------------------------------------------------------------------------------------------------
-- From that corpus' names to ours

local OURS = { per = "person", org = "org", geo = "place", gpe = "place", person = "person", place = "place" }

--- A title is no part of the name.
local function without_title(doc, hits, n)
  while n.from <= n.to do
    local word = doc:lower(n.from)
    if not hits.title[n.from] and doc:is(n.from, "capital") and word ~= "prime" and word ~= "vice" then return n end
    n.from = (hits.title_to[n.from] or n.from) + 1
  end
end

--- Peoples and religions are no names; a country is a place whatever it does.
local function without_peoples(doc, hits, n, label)
  local listed = hits.to[n.from] == n.to and hits.kind[n.from]
  if listed == "people" or label == "gpe" and listed ~= "place" then return nil end
  if listed == "place" or listed == "org" then n.kind = listed end
  if n.kind == "org" and doc:lower(n.from) == "the" and n.from < n.to then n.from = n.from + 1 end
  return n
end

local function names_in(doc, hits, spans)
  local out = {}
  for _, span in ipairs(spans) do
    local n = { from = doc:token_at(span[1]), to = doc:token_at(span[2]), kind = OURS[span[3]] }
    if n.kind == "person" then n = without_title(doc, hits, n) elseif n.kind then n = without_peoples(doc, hits, n, span[3]) end
    if n and n.kind then out[#out + 1] = n end
  end
  return out
end

--- One byte a token.
local function labels_of(doc, names)
  local out = {}
  for i = 1, #doc do out[i] = 0 end
  for _, n in ipairs(names) do
    for i = n.from, n.to do out[i] = BEGINS[n.kind] + (i > n.from and 1 or 0) end
  end
  for i = 1, #doc do
    local before = out[i - 1] or 0
    if out[i] > 0 and out[i] % 2 == 0 and before ~= out[i] and before ~= out[i] - 1 then out[i] = out[i] - 1 end
  end
  for i = 1, #doc do out[i] = string.char(out[i]) end
  return table.concat(out)
end

---------------------------------------------------------------------------------------------------------------------------------
-- What the plugin would know

--- Takes a share of the phrases that were found out of `hits`; a phrase is gone from all of the document.
local function hide(doc, hits, share)
  local gone = {}
  local function is_gone(from, to)
    local text = doc:sub(doc:span(from, to))
    if gone[text] == nil then gone[text] = math.random() < share end
    return gone[text]
  end
  for i = 1, #doc do
    local to = hits.to[i]
    if to and is_gone(i, to) then hits.to[i], hits.kind[i], hits.name[i] = nil, nil, nil end
    if (hits.given[i] or hits.surname[i]) and is_gone(i, i) then hits.given[i], hits.surname[i] = nil, nil end
  end
end

local function find(doc, hits)
  local found = {}
  for p in doc:paragraphs() do
    local _, _, first, last = doc:paragraph(p)
    local _, _, from = doc:sentence(first)
    local _, _, _, to = doc:sentence(last)
    mentions.find(doc, hits, from, to, found)
  end
  evidence.decide(doc, hits, found)
  return found
end

local function learn_from(trainer, sample)
  local doc = trainer:read(sample.text)
  local labels = labels_of(doc, names_in(doc, gazetteer.look_up(doc), sample.spans))
  for _, share in ipairs(sample.shares or SHARES) do
    local hits = gazetteer.look_up(doc)
    hide(doc, hits, share)
    trainer:add(doc, labels, hints.of(doc, hits, find(doc, hits), { { from = 1, to = #doc } }))
  end
end

--- The entries of a list in data/ whose value fits `wanted`.
local function entries(file, wanted)
  local out = {}
  for line in io.lines(lede.root .. "/plugins/data/" .. file) do
    local entry, value = line:match("^([^#\t][^\t]*)\t?(.*)$")
    if entry and (not wanted or value:find(wanted)) then out[#out + 1] = entry end
  end
  return out
end

---------------------------------------------------------------------------------------------------------------------------------

local opt = options(arg)
local trainer = lede.trainer { kinds = KINDS, hints = hints.COUNT, bits = opt.bits, capitals = true }
local known = {
  words = entries "words.tsv", places = entries "places.tsv",
  given = entries("names.tsv", "given"), surnames = entries("names.tsv", "surname"),
}
math.randomseed(1)
for _, sample in ipairs(samples.read(opt[1])) do learn_from(trainer, sample) end
for _, sample in ipairs(samples.make_up(lede.root .. "/scripts/dev/sentences.txt", opt.times, known, 2)) do
  sample.shares = { 0.5 }
  learn_from(trainer, sample)
end
local loss = trainer:run { epochs = opt.epochs, rate = opt.rate, penalty = opt.penalty, hide_words = opt.hide }
local weights = trainer:weights(NOTICE)
assert(assert(io.open(opt[2], "wb")):write(weights)):close()
print(("%s: %d bytes; loss a token %.4f"):format(opt[2], #weights, loss))
