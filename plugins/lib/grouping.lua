--- Groups sentences that share telling words. Works on what lib/summary makes of documents: a list of { sentences } in the order of their ids, each
-- sentence with text, doc, first and worth. All is walked in one order, and sums are of integers, so that the same documents give the same groups.
local everywhere = require("data.telling").everywhere
local weights = require "lib.weights"
local words = require "data.topic_words"

local M = {}

local MOST = 1500     -- sentences grouped; of more, those that hold one of so many terms
local HEADS = 60
local ALIKE = 0.14    -- two sentences are of one topic: the mean likeness of the groups they bring along
local FREQUENT, FEW = 0.2, 8 -- a term in more of the sentences, and in more than so many, ties nothing together
local LARGEST = 40    -- sentences of a group

--- Whether a word could be what a story is about: neither a verb nor one of every story.
local function is_telling(word)
  return not (words.verb[word] or everywhere[word] or word:find("%d") or #word < 4 or word:sub(-2) == "ly" and not words.noun_ly[word])
end

-- Answers by word.
local telling, remembered = {}, 0

--- The term of a word that could be a topic's; nil for another.
local function term_of(word)
  local term = telling[word]
  if term == nil then
    if remembered == 50000 then telling, remembered = {}, 0 end
    term = is_telling(word) and weights.term(word) or false
    telling[word], remembered = term, remembered + 1
  end
  return term or nil
end

--- The more telling sentence first; a total order.
local function before(a, b)
  if a.worth ~= b.worth then return a.worth > b.worth end
  if a.doc ~= b.doc then return a.doc < b.doc end
  return a.first < b.first
end

--- The terms of all sentences: sentence.terms (distinct); and for each term { term, docs, sentences (how many) }.
function M.count(docs)
  local all, total = {}, 0
  for _, doc in ipairs(docs) do
    for _, sentence in ipairs(doc.sentences) do
      local seen, terms = {}, {}
      for word in weights.plain(sentence.text):gmatch("[%w\128-\255]+") do
        local term = term_of(word)
        if term and not seen[term] then
          local one = all[term]
          if not one then
            one = { term = term, docs = 0, sentences = 0 }
            all[term] = one
          end
          one.sentences = one.sentences + 1
          if one.last ~= doc then one.docs, one.last = one.docs + 1, doc end
          seen[term], terms[#terms + 1] = true, one
        end
      end
      sentence.terms, total = terms, total + 1
    end
  end
  return all, total
end

--- The sentences worth grouping: all, or where there are very many those that hold the terms most documents speak of, the best of each.
local function chosen(docs, all, known)
  local list, heads = {}, {}
  for _, doc in ipairs(docs) do table.move(doc.sentences, 1, #doc.sentences, #list + 1, list) end
  if #list <= MOST then return list end
  for term, one in pairs(all) do
    if one.docs > 1 and not known[term] then heads[#heads + 1] = one end
  end
  for _, one in ipairs(heads) do one.rank = one.docs * math.log(1 + #list / one.sentences) end
  table.sort(heads, function(a, b)
    if a.rank ~= b.rank then return a.rank > b.rank end
    return a.term < b.term
  end)
  for i = 1, math.min(HEADS, #heads) do heads[i].holders = {} end
  for _, sentence in ipairs(list) do
    for _, one in ipairs(sentence.terms) do
      if one.holders then one.holders[#one.holders + 1] = sentence end
    end
  end
  local out, taken = {}, {}
  for i = 1, math.min(HEADS, #heads) do
    local holders = heads[i].holders
    table.sort(holders, before)
    for k = 1, math.min(#holders, MOST // HEADS) do
      if not taken[holders[k]] then taken[holders[k]], out[#out + 1] = true, holders[k] end
    end
  end
  table.sort(out, function(a, b)
    if a.doc ~= b.doc then return a.doc < b.doc end
    return a.first < b.first
  end)
  return out
end

--- Weights of a sentence's terms, and the lists of who holds each.
local function weigh(list, known)
  local holders, of = {}, {}
  for i, sentence in ipairs(list) do
    for _, one in ipairs(sentence.terms) do
      if not known[one.term] then
        local at = holders[one.term]
        if at then at[#at + 1] = i else holders[one.term] = { i } end
      end
    end
  end
  local square = {}
  for i = 1, #list do of[i], square[i] = {}, 0 end
  for term, at in pairs(holders) do
    local weight = math.floor(100 * math.log(1 + #list / #at) + 0.5)
    for _, i in ipairs(at) do of[i][term], square[i] = weight, square[i] + weight * weight end
  end
  return holders, of, square
end

--- Pairs of sentences that are alike, the most alike first: { i, j, alike }; and alike[i * #list + j].
local function pairs_of(list, holders, of, square)
  local edges, alike, n = {}, {}, #list
  for i, sentence in ipairs(list) do
    local sums, near = {}, {}
    for _, one in ipairs(sentence.terms) do
      local at, weight = holders[one.term], of[i][one.term]
      for k = #(at or ""), 1, -1 do
        local j = at[k]
        if j <= i or #at > math.max(FEW, FREQUENT * n) then break end
        if not sums[j] then near[#near + 1] = j end
        sums[j] = (sums[j] or 0) + weight * weight
      end
    end
    for _, j in ipairs(near) do
      local value = sums[j] / math.sqrt(square[i] * square[j])
      if value >= ALIKE then
        edges[#edges + 1], alike[i * (n + 1) + j] = { i, j, value }, value
      end
    end
  end
  table.sort(edges, function(a, b)
    if a[3] ~= b[3] then return a[3] > b[3] end
    if a[1] ~= b[1] then return a[1] < b[1] end
    return a[2] < b[2]
  end)
  return edges, alike
end

--- The mean likeness between the members of two groups.
local function linkage(a, b, alike, n)
  local sum = 0
  for _, i in ipairs(a) do
    for _, j in ipairs(b) do sum = sum + (alike[i < j and i * (n + 1) + j or j * (n + 1) + i] or 0) end
  end
  return sum / (#a * #b)
end

--- Groups of sentences by average linkage, tried from the most alike pair on. `all` are the terms M.count gave; those in `known` tie nothing
-- together.
function M.groups(docs, all, known)
  local list = chosen(docs, all, known)
  local edges, alike = pairs_of(list, weigh(list, known))
  local group_of, n = {}, #list
  for i = 1, n do group_of[i] = { i } end
  for _, edge in ipairs(edges) do
    local a, b = group_of[edge[1]], group_of[edge[2]]
    if a ~= b and #a + #b <= LARGEST and linkage(a, b, alike, n) >= ALIKE then
      for _, j in ipairs(b) do a[#a + 1], group_of[j] = j, a end
    end
  end
  local out, seen = {}, {}
  for i = 1, n do
    local group = group_of[i]
    if not seen[group] then
      seen[group] = true
      local sentences = {}
      table.sort(group)
      for k, j in ipairs(group) do sentences[k] = list[j] end
      out[#out + 1] = sentences
    end
  end
  return out
end

return M
