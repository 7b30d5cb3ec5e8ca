--- Chooses the sentences of one document that a summary could cite, and says what each is about.
-- A sentence that points back ("He", "But", half a quotation) takes the one before it along, or is left out. What is chosen stays
-- within a budget of bytes, so that what is kept of a document stays small. Knows nothing of other documents.
local telling = require "lib.telling"
local weights = require "lib.weights"

local M = {}

local MOST, BYTES = 18, 3700 -- sentences of a document, and bytes that keeping them takes
local OVERHEAD = 34          -- bytes of what is kept beside a text: where it stands, what it is worth
local CLOSELY = 28           -- sentences looked at closely
local LONGEST = 420          -- bytes of a citation
local BEFORE = 2             -- sentences a dangling one may take along
local LEAD = { 60, 35, 15 }  -- hundredths the first sentences of the body are worth more
local SECTION = 40         -- and the first one below a heading
local CENTRAL = 100          -- hundredths the one is worth that says most of what the document speaks of
local PHRASE = 15            -- and for each key phrase, up to three
local OWN = 1000             -- what the user asks for comes before all else
local NEW = 20               -- hundredths for each name or phrase no better sentence speaks of, up to three
local ENOUGH = 0.5           -- of the query's terms

--- How much of what the document speaks of stands in each passage, as shares of what the best one has; and how much of the query.
local function read_words(body, query)
  local texts, most, shares = {}, 0, {}
  for i, passage in ipairs(body) do texts[i] = passage.text end
  texts[#texts + 1] = query
  local vectors = weights.vectors(texts, { counts = true })
  local central = vectors:centroid()
  for i in ipairs(body) do
    most = math.max(most, central[i])
    shares[i] = query and vectors:contained(#texts, i) or 0
  end
  for i in ipairs(body) do central[i] = most > 0 and central[i] / most or 0 end
  return central, shares
end

--- Takes along what a dangling sentence needs; false when that makes it too long, or there is none.
local function complete(reading, body, item)
  local passage, back = body[item.at], 0
  local facts = telling.of(reading, passage)
  while facts.points_back do
    back = back + 1
    local before = body[item.at - back]
    if back > BEFORE or not before or item.last - before.first >= LONGEST then return false end
    item.first = before.first
    facts = telling.facts(reading, before.s, passage.s)
  end
  item.facts, item.back = facts, back
  return item.last - item.first < LONGEST
end

--- Adds what the user asks for: the names of their topics, or their question.
local function add_asked(item, share, query, own)
  if share >= ENOUGH then
    item.worth, item.asked = item.worth + math.floor(OWN * share), { query }
  elseif own and own[1] then
    item.worth, item.asked = item.worth + OWN * #own, own
  end
end

--- A passage as an item; its worth is what can be told at a glance.
local function item_of(body, i, central, share, options)
  local passage = body[i]
  local item = { at = i, first = passage.first, last = passage.last, place = 1000 * (i - 1) // #body }
  local placed = LEAD[i] or passage.begins_section and SECTION or 0
  item.worth = math.floor(CENTRAL * central) + placed + PHRASE * math.min(3, passage.phrases or 0)
  if options.query or options.own then add_asked(item, share, options.query, options.own and options.own[i]) end
  return item
end

local NONE = {}

--- What the passages of an item speak of, each name once.
local function names_of(body, item)
  if item.back == 0 then return body[item.at].names or NONE end
  local out, seen = {}, {}
  for k = item.at - item.back, item.at do
    for _, name in ipairs(body[k].names or NONE) do
      if not seen[name] then seen[name], out[#out + 1] = true, name end
    end
  end
  return out
end

local function by_worth(a, b)
  if a.worth ~= b.worth then return a.worth > b.worth end
  return a.at < b.at
end

--- Sorts by worth and what no better one speaks of, the best first.
local function sort_by_gain(list)
  local covered = {}
  table.sort(list, by_worth)
  for _, item in ipairs(list) do
    local new = 0
    for _, name in ipairs(item.names) do
      if not covered[name] then covered[name], new = true, new + 1 end
    end
    item.gain = item.worth + NEW * math.min(new, 3)
  end
  table.sort(list, function(a, b)
    if a.gain ~= b.gain then return a.gain > b.gain end
    return a.at < b.at
  end)
end

--- What keeping a sentence takes: its text, and the names no other has brought.
local function cost(item, covered)
  local bytes = item.last - item.first + 1 + OVERHEAD
  for _, name in ipairs(item.names) do
    if not covered[name] then bytes = bytes + #name + 4 end
  end
  return bytes
end

--- Whether one of an item's passages is in `taken`.
local function overlaps(item, taken)
  for k = item.at - item.back, item.at do
    if taken[k] then return true end
  end
  return false
end

--- The best within the budget, in the order of the text; no passage twice.
local function within_budget(list)
  local kept, bytes, covered, taken = {}, 0, {}, {}
  sort_by_gain(list)
  for _, item in ipairs(list) do
    local more = cost(item, covered)
    if bytes + more <= BYTES and not overlaps(item, taken) then
      kept[#kept + 1], bytes = item, bytes + more
      for _, name in ipairs(item.names) do covered[name] = true end
      for k = item.at - item.back, item.at do taken[k] = true end
      if #kept == MOST then break end
    end
  end
  table.sort(kept, function(a, b) return a.at < b.at end)
  return kept
end

--- Sentences to keep: { first, last, worth (hundredths), place (0 to 1000), facts (lib/telling), names (of what it speaks
-- of), asked (names of what was asked for; nil for none) }. `body`: the passages of the document's body, { s (its number in
-- the document), first, last, text, names (of what it speaks of; each once), phrases (how many of these are phrases),
-- begins_section }, where nil is none; `reading` is telling.begin(doc). options: query, the user's question; own, for each
-- passage the names of the user's topics.
function M.choose(reading, body, options)
  local central, shares = read_words(body, options.query)
  local list, good = {}, {}
  for i = 1, #body do list[i] = item_of(body, i, central[i], shares[i], options) end
  if #list > CLOSELY then table.sort(list, by_worth) end
  for n = 1, math.min(#list, CLOSELY) do
    local item = list[n]
    if complete(reading, body, item) then
      item.worth = item.worth + item.facts.worth
      item.names = names_of(body, item)
      good[#good + 1] = item
    end
  end
  return within_budget(good)
end

return M
