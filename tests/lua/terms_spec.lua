-- lede.classes and lede.terms as a plugin's author meets them: letters for words, texts as vectors.

local probe = dofile "tests/lua/support_probe.lua"

local CLASSES = [[local classes = lede.classes(function(word)
  if word == "." then return "z" end
  return #word > 3 and "l" or word:find("%a") and "s" or nil
end) ]]

local function ask(text, code) return probe.ask(text, CLASSES .. code) end

describe("lede.classes", function()
  it("gives a letter a token, in upper case where it begins with a capital, and a dot for none", function()
    assert.equal("LsS.lz", ask("Tall is He, zoé.", "return classes:read(doc)"))
  end)

  it("reads some tokens of many", function() assert.equal("sl", ask("A man is here today", "return classes:read(doc, 3, 4)")) end)

  it("gives the set of letters of each sentence", function()
    local one, two = ask("An eel. Nothing", "local sets = classes:sets(doc) return sets[1], sets[2]")
    assert.equal(1 << (18 + 26) | 1 << 18 | 1 << 25, one) -- S, s, z
    assert.equal(1 << (11 + 26), two)                     -- L
  end)

  it("asks once a word, however it is written", function()
    assert.equal("the cat sat ", probe.ask("The cat the CAT sat", [[
      local asked = ""
      lede.classes(function(word) asked = asked .. word .. " " return "a" end):read(doc)
      return asked]]))
  end)

  it("says what is wrong with an answer", function()
    local of_two = probe.refusal("word", "lede.classes(function() return 'ab' end):read(doc)")
    assert.matches("the class of 'word' is ab", of_two, 1, true)
    local a_number = probe.refusal("word", "lede.classes(function() return 3 end):read(doc)")
    assert.matches("one letter from a to z", a_number, 1, true)
  end)
end)

--- Terms that are words of more than two letters.
local function terms() return lede.terms(function(word) return #word > 2 and word or nil end) end

describe("lede.terms", function()
  it("cuts a text at all that is no letter or digit, and folds the words", function()
    assert.same({ "jose", "said", "bridge", "deck", "340", "strasse" }, terms():of "José said: “bridge—deck”… it’s 340 Straße")
  end)

  it("asks for a word once", function()
    local asked = {}
    local list = lede.terms(function(word)
      asked[#asked + 1] = word
      return word
    end)
    list:of "one two One"
    list:vectors { "two three", "ONE" }
    assert.same({ "one", "two", "three" }, asked)
  end)

  it("goes on when it has met more words than it remembers", function()
    local list = terms()
    for round = 1, 3 do
      local words = {}
      for i = 1, 40000 do words[i] = ("w%d"):format(round * 100000 + i) end
      local text = table.concat(words, " ")
      local vectors = list:vectors { text, words[1], "other" }
      assert.equal(40000, vectors:size(1))
      assert.same({ words[1] }, vectors:terms(2))
      assert.equal(1, vectors:contained(2, 1))
      assert.equal(0, vectors:contained(3, 1))
    end
  end)

  it("refuses what is no text, and a term that is none", function()
    assert.error_matches(function() terms():vectors { 3 } end, "a text is a number")
    assert.error_matches(function() terms():of "\xFF\xFE" end, "not valid UTF%-8")
    assert.error_matches(function() lede.terms(function() return {} end):of "word" end, "a term is a table")
  end)

  it("passes on what its function raises, and works afterwards", function()
    local fail = true
    local list = lede.terms(function(word) return fail and error "no" or word end)
    assert.error_matches(function() list:vectors { "one" } end, "no")
    fail = false
    assert.equal(1, list:vectors({ "one" }):size(1))
  end)
end)

describe("vectors", function()
  local vectors = terms():vectors { "ferry crews strike", "the ferry strike ended", "rain fell", "ferry crews", "" }

  it("have the terms of each text once", function()
    assert.equal(5, #vectors)
    assert.same({ "fell", "rain" }, (function()
      local list = vectors:terms(3)
      table.sort(list)
      return list
    end)())
    assert.equal(0, vectors:size(5))
  end)

  it("say how alike two texts are", function()
    assert.is_true(math.abs(vectors:cosine(1, 1) - 1) < 1e-12)
    assert.equal(vectors:cosine(1, 2), vectors:cosine(2, 1))
    assert.equal(0, vectors:cosine(1, 3))
    assert.equal(1, vectors:contained(4, 1))
    assert.is_true(vectors:contained(1, 4) < 1)
  end)

  it("say which texts say most of what all say", function()
    for _, scores in ipairs { vectors:rank(), vectors:centroid() } do
      assert.equal(5, #scores)
      assert.is_true(scores[1] > scores[3] and scores[2] > scores[3])
    end
    assert.same({}, terms():vectors({}):rank())
  end)

  it("group what is alike", function() assert.same({ 1, 1, 3, 1, 5 }, vectors:groups { least = 0.2 }) end)

  it("count the rows of a term, or what they belong to", function()
    assert.equal(3, vectors:spread().ferry)
    assert.equal(2, vectors:spread({ 1, 1, 3, 4, 5 }).ferry)
    assert.same({ ferry = { 1, 2, 4 }, rain = { 3 } }, vectors:holders { ferry = true, rain = true, sun = true })
  end)

  it("give some rows, without some terms", function()
    local some = vectors:some({ 4, 1 }, { crews = true })
    assert.equal(2, #some)
    assert.same({ "ferry" }, some:terms(1))
    assert.equal(1, some:contained(1, 2))
  end)

  it("refuse a row that is not there", function()
    assert.error_matches(function() vectors:cosine(1, 6) end, "there is no row 6")
    assert.error_matches(function() vectors:some { 0 } end, "there is no row 0")
    assert.error_matches(function() vectors:spread { 1 } end, "1 groups for 5 rows")
    assert.error_matches(function() vectors:rank { least = "x" } end, "least is a string")
  end)
end)
