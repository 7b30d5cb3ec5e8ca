--- Chooses the sentences of one document that a summary could cite, and says what each is about.
-- A sentence that points back ("He", "But", half a quotation) takes the one before it along, or is left out. What is chosen stays
-- within a budget of bytes, so that what is kept of a document stays small. Knows nothing of other documents.
local telling = require "lib.telling"
local weights = require "lib.weights"

local M = {}

local MOST, BYTES = 18, 3700 -- sentences of a document, and bytes that keeping them takes
local OVERHEAD = 34          -- bytes of what is kept beside a text: where it stands, what it is worth
local CLOSELY = 32            -- sentences looked at closely
local LONGEST = 420          -- bytes of a citation
local BEFORE = 2             -- sentences a dangling one may take along
local LEAD = { 60, 35, 15 }  -- hundredths the first sentences of the body are worth more
local TOLD = 5               -- a term counts in what the document speaks of
local OWN = 1000             -- what the user asks for comes before all else
local NEW = 20               -- hundredths for each name or phrase no better sentence speaks of, up to three
local ENOUGH = 0.5           -- of the query's terms

--- Where datelines end, by where they begin: "HARSEL (AP) — " is no part of what is cited.
local function datelines(doc)
  local out = {}
  for first, last, kind in doc:each("structure", "first", "last", "kind") do
    if kind == "dateline" then out[first] = last end
  end
  return out
end

--- The body's sentences: { s, first, last, text, terms }, and how often the document uses each term.
local function body_of(doc, in_body)
  local low, out, times, ends = doc:list("lower"), {}, {}, datelines(doc)
  for s in doc:sentences() do
    local first, last, from, to = doc:sentence(s)
    if in_body[s] and to and to > from then
      local terms, seen, hints = {}, {}, {}
      for i = from, to do
        local word = low[i]
        local term, hint = weights.term(word), telling.hint(word)
        if hint then hints[hint] = true end
        if term and not seen[term] then seen[term], terms[#terms + 1], times[term] = true, term, (times[term] or 0) + 1 end
      end
      first = ends[first] and ends[first] < last and ends[first] + 1 or first
      out[#out + 1] = { s = s, first = first, last = last, text = doc:sub(first, last), terms = terms, hints = hints }
    end
  end
  return out, times
end

--- How much of what the document speaks of stands in a sentence; hundredths, at most 100.
local function centrality(item, times)
  local sum = 0
  for _, term in ipairs(item.terms) do
    if times[term] > 1 then sum = sum + math.min(times[term], TOLD) end
  end
  return math.min(100, 6 * sum // (1 + #item.terms // 12))
end

--- Takes along what a dangling sentence needs; false when that makes it too long, or there is none.
local function complete(doc, body, item)
  local facts = telling.facts(item.text, body[item.at].hints)
  local back = 0
  while telling.needs_before(facts) do
    back = back + 1
    local from = body[item.at - back]
    if back > BEFORE or not from or item.last - from.first >= LONGEST then return false end
    item.first, item.text = from.first, doc:sub(from.first, item.last)
    facts = telling.facts(item.text)
  end
  item.facts, item.back = facts, back
  return item.last - item.first < LONGEST
end

--- The share of the query's terms a sentence holds.
local function answers(item, wanted)
  local found, all = 0, 0
  local has = {}
  for _, term in ipairs(item.terms) do has[term] = true end
  for _, term in ipairs(wanted) do
    all = all + 1
    if has[term] then found = found + 1 end
  end
  return all > 0 and found / all or 0
end

--- Adds what the user asks for to item.topics.
local function add_wanted(item, sentence, options)
  local share = options.query and answers(sentence, options.query.terms) or 0
  if share >= ENOUGH then
    item.worth, item.topics[#item.topics + 1] = item.worth + math.floor(OWN * share), options.query.name
  end
  for _, name in ipairs(options.own and options.own[item.at] or {}) do
    item.worth, item.topics[#item.topics + 1] = item.worth + OWN, name
  end
end

--- How much a sentence adds to what is kept: its worth, and what it is the first to speak of.
local function gain(item, covered)
  local new = 0
  for _, name in ipairs(item.topics) do
    if not covered[name] then new = new + 1 end
  end
  return item.worth + NEW * math.min(new, 3)
end

--- What keeping a sentence takes: its text, and the names no other has brought.
local function cost(item, covered)
  local bytes = #item.text + OVERHEAD
  for _, name in ipairs(item.topics) do
    if not covered[name] then bytes = bytes + #name + 4 end
  end
  return bytes
end

local function overlaps(item, kept)
  for _, other in ipairs(kept) do
    if item.last >= other.first and item.first <= other.last then return true end
  end
  return false
end

--- The place in `list` of what adds most; of equals the first.
local function next_of(list, covered)
  local best, most
  for i, item in ipairs(list) do
    local value = gain(item, covered)
    if not most or value > most then best, most = i, value end
  end
  return best
end

--- Those that add most within the budget, in the order of the text; none that stands inside another.
local function within_budget(list)
  local kept, bytes, covered = {}, 0, {}
  while list[1] and #kept < MOST do
    local item = table.remove(list, next_of(list, covered))
    local taken = cost(item, covered)
    if bytes + taken <= BYTES and not overlaps(item, kept) then
      kept[#kept + 1], bytes = item, bytes + taken
      for _, name in ipairs(item.topics) do covered[name] = true end
    end
  end
  table.sort(kept, function(a, b) return a.first < b.first end)
  return kept
end

--- The passages of the body (`in_body`: the numbers of its sentences), for whoever looks something up in them; pass the result to M.choose.
function M.read(doc, in_body)
  local body, times = body_of(doc, in_body)
  return { doc = doc, body = body, times = times }
end

--- A sentence as an item { first, last, text, topics, place, worth, … }; the worth is what can be told at a glance.
local function item_of(read, i, phrases, options)
  local sentence = read.body[i]
  local item = { at = i, first = sentence.first, last = sentence.last, text = sentence.text, topics = {}, place = 1000 * (i - 1) // #read.body }
  item.worth = centrality(sentence, read.times) + (LEAD[i] or 0) + 15 * math.min(3, #(phrases[sentence.s] or {}))
  if options.query or options.own then add_wanted(item, sentence, options) end
  return item
end

local function by_worth(a, b)
  if a.worth ~= b.worth then return a.worth > b.worth end
  return a.at < b.at
end

--- Sentences to keep: { first, last, worth (hundredths), place (0 to 1000), topics }. `phrases` leads from a sentence's number to the names of
-- what it speaks of; options: query = { name, terms }, own = for each passage of the body the names of the user's topics.
function M.choose(read, phrases, options)
  local list, good = {}, {}
  for i = 1, #read.body do list[i] = item_of(read, i, phrases, options) end
  table.sort(list, by_worth)
  for n = 1, math.min(#list, CLOSELY) do
    local item = list[n]
    if complete(read.doc, read.body, item) then
      item.worth = item.worth + telling.worth(item.facts)
      for k = item.at - item.back, item.at do
        for _, name in ipairs(phrases[read.body[k].s] or {}) do item.topics[#item.topics + 1] = name end
      end
      good[#good + 1] = item
    end
  end
  return within_budget(good)
end

return M
