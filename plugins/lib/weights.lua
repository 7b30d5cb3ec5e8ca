--- Weighs words: the terms of a text, how rare each is in a set of texts, and how alike two texts are.
-- A term is a word without its ending, so that "strikes" and "striking", "Russia" and "Russian" meet; words that only hold a
-- sentence together are none. All weights are integers, so that a sum is the same in any order. Knows nothing of documents.
--
--   local counts = weights.counts()                          -- how many texts hold each term
--   for _, text in ipairs(texts) do weights.count(counts, weights.terms(text)) end
--   local a, b = weights.vector(counts, weights.terms(x)), weights.vector(counts, weights.terms(y))
--   weights.cosine(a, b)                                     -- 0: no term in common, 1: the same terms
local words = require "data.topic_words"

local M = {}

-- Words that only say that somebody speaks, and how one is addressed.
local SAYING = { said = true, says = true, say = true, told = true, tells = true, added = true, adding = true, also = true,
  mr = true, mrs = true, ms = true, dr = true }

-- Endings, longer ones first, by their length; what is left keeps four bytes at least.
local ENDINGS = { [4] = { ness = true, ment = true }, [3] = { ies = true, ian = true, ial = true, ing = true },
  [2] = { ia = true, ed = true, es = true, ly = true, al = true }, [1] = { s = true, y = true, e = true } }
local LONGEST, LEAST = 8, 4

local SCALE = 100 -- of a weight: hundredths of a natural logarithm
local MOST_TIMES = 2 -- a term counts in one text

local function stem(word)
  for length = 4, 1, -1 do
    if #word - length >= LEAST and ENDINGS[length][word:sub(-length)] then
      word = word:sub(1, -length - 1)
      break
    end
  end
  return word:sub(1, LONGEST)
end

-- Words and their terms; false for a word that is none. Texts repeat their words.
local known, remembered = {}, 0

--- The term of a word in the form lede.fold gives; nil for one that is none.
function M.term(word)
  local term = known[word]
  if term == nil then
    if remembered == 50000 then known, remembered = {}, 0 end
    local plain = #word > 1 and not words.stop[word] and not SAYING[word]
    term = plain and (word:find("%d") and word or stem(word)) or false
    known[word], remembered = term, remembered + 1
  end
  return term or nil
end

--- Folded text with punctuation as spaces: dashes, quotation marks and dots are several bytes each (U+2000 to U+203F begin E2 80).
function M.plain(text) return (lede.fold(text):gsub("\xE2\x80.", " ")) end

--- The terms of a text in its order, with repeats.
function M.terms(text)
  local out, n = {}, 0
  for word in M.plain(text):gmatch("[%w\128-\255]+") do
    local term = M.term(word)
    if term then
      n = n + 1
      out[n] = term
    end
  end
  return out
end

--- Counts of nothing: { texts, of = term -> how many texts hold it }. A plain JSON value.
function M.counts() return { texts = 0, of = {} } end

--- Counts one more text by its terms.
function M.count(counts, terms)
  local seen, of = {}, counts.of
  counts.texts = counts.texts + 1
  for _, term in ipairs(terms) do
    if not seen[term] then seen[term], of[term] = true, (of[term] or 0) + 1 end
  end
  return counts
end

--- Joins two counts into the first.
function M.merge(a, b)
  a.texts = a.texts + b.texts
  for term, n in pairs(b.of) do a.of[term] = (a.of[term] or 0) + n end
  return a
end

--- What a term weighs: the rarer the more; an integer. One that was never counted weighs most.
function M.weight(counts, term)
  return math.floor(SCALE * math.log(1 + counts.texts / (counts.of[term] or 1)) + 0.5)
end

--- A text as weighted terms: { terms (distinct, in order), of = term -> weight, square }.
function M.vector(counts, terms)
  local times, distinct, of, square = {}, {}, {}, 0
  for _, term in ipairs(terms) do
    if not times[term] then times[term], distinct[#distinct + 1] = 0, term end
    times[term] = math.min(times[term] + 1, MOST_TIMES)
  end
  for _, term in ipairs(distinct) do
    local weight = M.weight(counts, term) * times[term]
    of[term], square = weight, square + weight * weight
  end
  return { terms = distinct, of = of, square = square }
end

local function product(a, b)
  if #a.terms > #b.terms then a, b = b, a end
  local sum, mine, theirs = 0, a.of, b.of
  for _, term in ipairs(a.terms) do
    local weight = theirs[term]
    if weight then sum = sum + mine[term] * weight end
  end
  return sum
end

--- How alike two vectors are, from 0 to 1.
function M.cosine(a, b)
  if a.square == 0 or b.square == 0 then return 0 end
  return product(a, b) / math.sqrt(a.square * b.square)
end

--- The share of the shorter one's weight that both have, from 0 to 1: 1 for a text and a part of it.
function M.contained(a, b)
  if #a.terms > #b.terms then a, b = b, a end
  local shared, all = 0, 0
  for _, term in ipairs(a.terms) do
    all = all + a.of[term]
    if b.of[term] then shared = shared + a.of[term] end
  end
  return all > 0 and shared / all or 0
end

--- The sum of several vectors: what they speak of together.
function M.centroid(vectors)
  local distinct, of, square = {}, {}, 0
  for _, vector in ipairs(vectors) do
    for _, term in ipairs(vector.terms) do
      if not of[term] then distinct[#distinct + 1] = term end
      of[term] = (of[term] or 0) + vector.of[term]
    end
  end
  for _, term in ipairs(distinct) do square = square + of[term] * of[term] end
  return { terms = distinct, of = of, square = square }
end

return M
