-- lede.letters and lede.set as a plugin's author meets them: a letter a token, a word list as a set.

local probe = dofile "tests/lua/support_probe.lua"

local function ask(text, body) return (probe.ask(text, body)) end

describe("lede.letters", function()
  it("has a letter for each token, a dot unless told otherwise", function()
    assert.equal("....", ask("One two three.", "return tostring(lede.letters(doc))"))
    assert.equal("xxxx", ask("One two three.", "return tostring(lede.letters(doc, 'x'))"))
    assert.equal(4, ask("One two three.", "return #lede.letters(doc)"))
    assert.equal("", ask("", "return tostring(lede.letters(doc))"))
  end)

  it("takes a letter for one token, and for several with another behind the first", function()
    assert.equal("ab.cCC", ask("One two three four five six", [[
      local l = lede.letters(doc)
      l:put("a", 1) l:put("b", 2, 2) l:put("c", 4, 6, "C")
      return tostring(l)]]))
    assert.equal(".dd.", ask("One two three four", "local l = lede.letters(doc) l:put('d', 2, 3) return tostring(l)"))
  end)

  it("refuses what is no letter and what is no token", function()
    local function refusal(body)
      local ok, message = pcall(ask, "One two.", "local l = lede.letters(doc) " .. body)
      return ok and "" or message
    end
    assert.matches("a string of one byte", refusal "l:put('ab', 1)", 1, true)
    assert.matches("there are tokens 1 to 3, not 0 to 0", refusal "l:put('a', 0)", 1, true)
    assert.matches("there are tokens 1 to 3, not 2 to 4", refusal "l:put('a', 2, 4)", 1, true)
    assert.matches("there are tokens 1 to 3, not 3 to 2", refusal "l:put('a', 3, 2)", 1, true)
    assert.matches("lede.doc expected", refusal "lede.letters('x')", 1, true)
    assert.matches("lede.letters expected", refusal "l.put(doc, 'a', 1)", 1, true)
  end)

  it("can be a tagger's hints", function()
    local trainer = lede.trainer { kinds = { "any" }, bits = 10, hints = 1 }
    local doc = trainer:read("Ada met Bo.")
    local letters = lede.letters(doc)
    letters:put("x", 1)
    trainer:add(doc, "\1\0\1\0", { letters })
    assert.has_error(function() trainer:add(doc, "\1\0\1\0", { 5 }) end,
      "trainer:add: hint 1 is a number; hints are strings, or what lede.letters gives")
    assert.has_error(function() trainer:add(doc, "\1\0\1\0", { lede.letters(trainer:read("Ada")) }) end,
      "trainer:add: hint 1 has 1 bytes; the document has 4 tokens, one byte each")
  end)
end)

describe("lede.set", function()
  it("has the words of a text, whatever white space is between them", function()
    assert.same({ to = true, from = true, ["O’Brien"] = true, ["a-b"] = true }, lede.set " to\tfrom\n\n  O’Brien a-b to ")
    assert.same({}, lede.set "")
    assert.same({}, lede.set " \n ")
  end)

  it("is made anew each time, and of text only", function()
    assert.is_false(rawequal(lede.set "a", lede.set "a"))
    assert.has_error(function() lede.set() end, "bad argument #1 to 'set' (string expected, got no value)")
    assert.matches("string expected, got table", select(2, pcall(lede.set, {})), 1, true)
  end)
end)
