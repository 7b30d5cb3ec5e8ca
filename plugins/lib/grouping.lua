--- Groups sentences that share telling words. Works on what lib/summary makes of documents: sentences with text, doc, first
-- and worth, in the order of their documents' ids and of the text, so that the same documents give the same groups.
local everywhere = require("data.telling").everywhere
local weights = require "lib.weights"
local words = require "data.topic_words"

local M = {}

local MOST = 1500     -- sentences grouped; of more, those that hold one of so many terms
local HEADS = 60
local ALIKE = 0.14    -- two sentences are of one topic: the mean likeness of the groups they bring along
local FREQUENT, FEW = 0.2, 8 -- a term in more of the sentences, and in more than so many, ties nothing together
local LARGEST = 40    -- sentences of a group

--- The term of a word that a story could be about: no verb, and none of every story; nil for another.
local function telling_term(word)
  if words.verb[word] or everywhere[word] or word:find("%d") or #word < 4 then return nil end
  if word:sub(-2) == "ly" and not words.noun_ly[word] then return nil end
  return weights.term(word)
end

local terms = lede.terms(telling_term)

--- What sentences are about: { sentences, terms (lede.terms), vectors (a row each), held (term -> how many sentences), docs
-- (term -> how many documents) }.
function M.read(sentences)
  local texts, first_of, of = {}, {}, {}
  for i, sentence in ipairs(sentences) do
    first_of[sentence.doc] = first_of[sentence.doc] or i
    texts[i], of[i], sentence.row = sentence.text, first_of[sentence.doc], i
  end
  local vectors = terms:vectors(texts)
  return { sentences = sentences, terms = terms, vectors = vectors, held = vectors:spread(), docs = vectors:spread(of) }
end

--- The terms most documents speak of, but for `known` ones: a list, the most first.
local function heads(read, known)
  local list, rank = {}, {}
  for term, docs in pairs(read.docs) do
    if docs > 1 and not known[term] then
      list[#list + 1], rank[term] = term, docs * math.log(1 + #read.sentences / read.held[term])
    end
  end
  table.sort(list, function(a, b)
    if rank[a] ~= rank[b] then return rank[a] > rank[b] end
    return a < b
  end)
  return table.move(list, 1, HEADS, 1, {})
end

--- The most telling `most` of some rows: sorting them all would take longer.
local function best_of(rows, sentences, most)
  local best = {}
  for _, row in ipairs(rows) do
    local worth, n = sentences[row].worth, #best
    if n < most or worth > sentences[best[n]].worth then
      while n > 0 and worth > sentences[best[n]].worth do n = n - 1 end
      table.insert(best, n + 1, row)
      best[most + 1] = nil
    end
  end
  return best
end

--- The rows worth grouping: all, or where there are very many those that hold the terms most documents speak of, the best of
-- each.
local function chosen(read, known)
  local out, taken, sentences = {}, {}, read.sentences
  if #sentences <= MOST then
    for i = 1, #sentences do out[i] = i end
    return out
  end
  local set, list = {}, heads(read, known)
  for _, term in ipairs(list) do set[term] = true end
  local holders = read.vectors:holders(set)
  for _, term in ipairs(list) do
    for _, row in ipairs(best_of(holders[term], sentences, MOST // HEADS)) do taken[row] = true end
  end
  for row in lede.sorted_pairs(taken) do out[#out + 1] = row end
  return out
end

--- Lists of sentences that belong together, of what M.read gave. Terms in the set `known` tie nothing together.
function M.groups(read, known)
  local rows, out, at = chosen(read, known), {}, {}
  local common = math.max(FEW, FREQUENT * #rows)
  local group_of = read.vectors:some(rows, known):groups { least = ALIKE, largest = LARGEST, common = common }
  for i, row in ipairs(rows) do
    local group = at[group_of[i]]
    if not group then
      group = {}
      at[group_of[i]], out[#out + 1] = group, group
    end
    group[#group + 1] = read.sentences[row]
  end
  return out
end

return M
