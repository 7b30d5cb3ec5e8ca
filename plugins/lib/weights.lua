--- Weighs words: the terms of a text, and texts as vectors of them, which say how alike two texts are.
-- A term is a word without its ending, so that "strikes" and "striking", "Russia" and "Russian" meet; words that only hold a
-- sentence together are none. The work is done by lede.terms; here is what counts as a term. Knows nothing of documents.
--
--   local vectors = weights.vectors { "Crews voted to strike.", "The strike of the crews ended.", "It rained." }
--   vectors:cosine(1, 2)       -- 0: no term in common, 1: the same terms
--   vectors:rank()             -- for each text a score: how much it says of what the others say too
local words = require "data.topic_words"

local M = {}

-- Words that only say that somebody speaks, and how one is addressed.
local SAYING = { said = true, says = true, say = true, told = true, tells = true, added = true, adding = true, also = true,
  mr = true, mrs = true, ms = true, dr = true }

-- Endings, longer ones first, by their length; what is left keeps four bytes at least.
local ENDINGS = { [4] = { ness = true, ment = true }, [3] = { ies = true, ian = true, ial = true, ing = true },
  [2] = { ia = true, ed = true, es = true, ly = true, al = true }, [1] = { s = true, y = true, e = true } }
local LONGEST, LEAST = 8, 4

local function stem(word)
  for length = 4, 1, -1 do
    if #word - length >= LEAST and ENDINGS[length][word:sub(-length)] then
      word = word:sub(1, -length - 1)
      break
    end
  end
  return word:sub(1, LONGEST)
end

--- The term of a word in the form lede.fold gives; nil for one that is none.
function M.term(word)
  if #word < 2 or words.stop[word] or SAYING[word] then return nil end
  return word:find("%d") and word or stem(word)
end

local terms = lede.terms(M.term)

--- The terms of a text in its order, with repeats.
function M.terms(text) return terms:of(text) end

--- Texts as weighted terms, to be compared, ranked and grouped: what lede.terms says of vectors. A term weighs the more the
-- fewer of these texts have it, as a whole number, so that no sum depends on its order. options: counts (true: it weighs how
-- often the text has it), without (a set of terms that do not count).
function M.vectors(texts, options) return terms:vectors(texts, options) end

return M
