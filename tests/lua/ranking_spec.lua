-- Building blocks of summaries: ranking sentences, picking some of them, and the order in which they read.
package.path = "plugins/?.lua;" .. package.path
local ordering = require "lib.ordering"
local ranking = require "lib.ranking"
local redundancy = require "lib.redundancy"
local weights = require "lib.weights"

local TEXTS = {
  "The ferry crews voted to strike from Saturday.",
  "Ferry crews will strike on Saturday, their union said.",
  "The union of the ferry crews suspended the strike.",
  "Agnes gave away four hundred cups of tea.",
}

describe("ranking", function()
  it("puts what others say too before what stands alone, by graph and by centroid", function()
    local vectors = weights.vectors(TEXTS)
    for _, scores in ipairs { vectors:rank(), vectors:centroid() } do
      for i = 1, 3 do assert.is_true(scores[i] > scores[4]) end
    end
  end)

  it("gives the same to the last bit each time", function()
    assert.same(weights.vectors(TEXTS):rank(), weights.vectors(TEXTS):rank())
  end)
end)

local function picked(options)
  local items, vectors = {}, weights.vectors(TEXTS)
  for i, text in ipairs(TEXTS) do items[i] = { text = text, row = i, score = (5 - i) / 4 } end
  options.score = function(item) return item.score end
  options.similar = function(a, b) return redundancy.overlap(vectors, a.row, b.row) end
  local out = {}
  for i, item in ipairs(ranking.pick(items, options)) do out[i] = item.text end
  return out
end

describe("picking", function()
  it("takes the best first and leaves out what repeats it", function()
    local out = picked { sentences = 3, same = 0.6 }
    assert.equal(TEXTS[1], out[1])
    for _, text in ipairs(out) do assert.not_equal(TEXTS[2], text) end
  end)

  it("ends at a number of sentences", function()
    assert.equal(1, #picked { sentences = 1 })
    assert.equal(0, #picked { sentences = 0 })
  end)

  it("ends at a number of words, but gives one sentence at least", function()
    assert.same({ TEXTS[1] }, picked { words = 3 })
    local words = 0
    for _, text in ipairs(picked { words = 17 }) do words = words + select(2, text:gsub("%S+", "")) end
    assert.is_true(words > 8 and words <= 17)
  end)

  it("gives nothing that is worth less than what is asked", function()
    assert.equal(1, #picked { sentences = 4, same = 0.2, least = 0.6 })
  end)
end)

local function item(doc, first, more)
  local out = { doc = doc, first = first, place = first }
  for key, value in pairs(more or {}) do out[key] = value end
  return out
end

local function order(items)
  local out = {}
  for i, one in ipairs(ordering.reading(items)) do out[i] = one.doc .. one.first end
  return table.concat(out, " ")
end

describe("the order to read in", function()
  it("is that of the text within one document", function()
    assert.equal("a1 a5 a9", order { item("a", 9), item("a", 1), item("a", 5) })
  end)

  it("begins with the best of several documents, then follows their dates, then their places", function()
    assert.equal("c5 a3 b1 b7", order {
      item("c", 5, { date = "2026-03-12" }), item("b", 7, { date = "2026-03-11" }),
      item("b", 1, { date = "2026-03-11" }), item("a", 3, { date = "2026-03-10" }) })
  end)

  it("puts what is overtaken last, however good it is", function()
    assert.equal("b2 a1", order { item("a", 1, { later = {} }), item("b", 2) })
  end)

  it("takes a lack of dates", function()
    assert.equal("b9 a1 c5", order { item("b", 9), item("c", 5, { date = "2026-03-11" }), item("a", 1) })
    assert.equal("", order {})
  end)
end)
