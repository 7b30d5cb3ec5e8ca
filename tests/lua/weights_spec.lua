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

describe("likeness", function()
  local vectors = weights.vectors {
    "ferry strike", "strikes of the ferry", "bridge cable", "", "steel cable snaps over rush traffic", "steel cable snaps",
  }

  it("is 1 for the same terms, 0 for none in common or no terms at all", function()
    assert.is_true(math.abs(vectors:cosine(1, 2) - 1) < 1e-9)
    assert.equal(0, vectors:cosine(1, 3))
    assert.equal(0, vectors:cosine(4, 3))
  end)

  it("of a part to its whole is 1 by what is contained", function()
    assert.equal(1, vectors:contained(6, 5))
    assert.is_true(vectors:contained(5, 6) < 1)
  end)

  it("counts a rare term for more", function()
    local list = weights.vectors { "bridge boat", "bridge tea", "boat", "bridge", "bridge ferry" }
    assert.is_true(list:cosine(1, 3) > list:cosine(1, 4))
  end)
end)
