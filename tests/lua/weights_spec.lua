-- Building blocks of summaries: what words weigh, and how alike two texts are.
package.path = "plugins/?.lua;" .. package.path
local weights = require "lib.weights"

local function terms(text) return table.concat(weights.terms(text), " ") end

describe("a term", function()
  it("is a word without its ending, so that forms of a word meet", function()
    assert.equal(terms "strikes", terms "striking")
    assert.equal(terms "Russia", terms "Russian")
    assert.equal(terms "guarantee", terms "guarantees")
    assert.equal(terms "territory", terms "territorial")
  end)

  it("is no word that only holds a sentence together, and none that says who speaks", function()
    assert.equal("", terms "But they said that it was not there")
  end)

  it("keeps figures, and is the same with any apostrophe or accent", function()
    assert.equal("340", terms "340")
    assert.equal(terms "Kyiv's cafe", terms "Kyiv’s café")
  end)

  it("does not take punctuation of several bytes for letters", function()
    assert.equal(terms "bridge boat", terms "“bridge”—boat…")
  end)
end)

describe("a weight", function()
  local counts = weights.counts()
  for _, text in ipairs { "bridge boat", "bridge ferry", "bridge tea" } do weights.count(counts, weights.terms(text)) end

  it("is greater the rarer a term is, greatest for one never seen", function()
    local bridge, boat, moon = weights.weight(counts, "bridg"), weights.weight(counts, "boat"), weights.weight(counts, "moon")
    assert.is_true(bridge < boat)
    assert.is_true(boat <= moon)
  end)

  it("is an integer, so that sums don't depend on their order", function()
    assert.equal("integer", math.type(weights.weight(counts, "boat")))
    assert.equal("integer", math.type(weights.vector(counts, { "boat", "bridg" }).square))
  end)

  it("comes out the same from counts that were joined", function()
    local a, b = weights.count(weights.counts(), { "bridg", "boat" }), weights.count(weights.counts(), { "bridg" })
    local joined = weights.merge(a, b)
    assert.same({ texts = 2, of = { bridg = 2, boat = 1 } }, joined)
  end)

  it("counts a text once however often it has the term", function()
    assert.same({ boat = 1 }, weights.count(weights.counts(), { "boat", "boat" }).of)
  end)
end)

describe("likeness", function()
  local counts = weights.counts()
  counts.texts = 10
  local function vector(text) return weights.vector(counts, weights.terms(text)) end

  it("is 1 for the same terms, 0 for none in common or no terms at all", function()
    assert.is_true(math.abs(weights.cosine(vector "ferry strike", vector "strikes ferry") - 1) < 1e-9)
    assert.equal(0, weights.cosine(vector "ferry strike", vector "bridge cable"))
    assert.equal(0, weights.cosine(vector "", vector "bridge"))
    assert.equal(0, weights.contained(vector "", vector "bridge"))
  end)

  it("of a part to its whole is 1 by what is contained", function()
    local whole, part = vector "steel cable snaps over rush traffic", vector "steel cable snaps"
    assert.equal(1, weights.contained(part, whole))
    assert.equal(weights.contained(part, whole), weights.contained(whole, part))
    assert.is_true(weights.cosine(part, whole) < 1)
  end)

  it("to the centroid is greater for what others speak of too", function()
    local list = { vector "ferry strike", vector "ferry crews strike", vector "tea" }
    local centroid = weights.centroid(list)
    assert.is_true(weights.cosine(list[1], centroid) > weights.cosine(list[3], centroid))
  end)
end)
