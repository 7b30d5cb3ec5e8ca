-- lede.tagger as a plugin's author meets it, with weights that lede.trainer makes from a few sentences.

local probe = dofile "tests/lua/support_probe.lua"

-- The tokens of "Captain Ida Moss sailed aboard the Grey Heron today.": 1, 2 begin and continue a person, 3, 4 a ship.
local SAMPLES = {
  { "Captain Ida Moss sailed aboard the Grey Heron today.", "0120003400" },
  { "Captain Olaf Brandt sailed aboard the Star today.", "012000300" },
  { "Captain Wu sailed aboard the Morning Tide today.", "010003400" },
  { "Captain Lena Okafor sailed aboard the Kestrel today.", "012000300" },
}

local function labels(digits) return (digits:gsub("%d", function(d) return string.char(tonumber(d)) end)) end

--- A trainer of persons and ships that has seen the samples; `hint` makes a string of hints of a document.
local function trainer(hint)
  local t = lede.trainer { kinds = { "person", "ship" }, bits = 12, capitals = true, hints = hint and 1 or 0 }
  for _, sample in ipairs(SAMPLES) do
    local doc = t:read(sample[1])
    t:add(doc, labels(sample[2]), hint and { hint(doc) })
  end
  return t
end

--- lede.tagger with those weights, by way of a file.
local function tagger(hint)
  local t = trainer(hint)
  t:run { epochs = 20, rate = 0.2, penalty = 0.001, hide_words = 0.1 }
  local path = os.tmpname()
  assert(assert(io.open(path, "wb")):write(t:weights("for a test"))):close()
  local made = lede.tagger(path)
  os.remove(path)
  return made
end

local function document(text) return lede.trainer { kinds = { "any" } }:read(text) end

--- All names as "kind:words; kind:words".
local function names(t, doc, ...)
  local out = {}
  for from, to, kind in t:each(doc, ...) do out[#out + 1] = kind .. ":" .. doc:sub(doc:span(from, to)) end
  return table.concat(out, "; ")
end

local function refusal(f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  return message
end

describe("lede.tagger", function()
  it("finds names never seen by what stands around them", function()
    local doc = document("Captain Pia Lund sailed aboard the Blue Whale today.")
    assert.equal("person:Pia Lund; ship:Blue Whale", names(tagger(), doc))
  end)

  it("says by how much each is better than the next best answer", function()
    local doc = document("Captain Pia Lund sailed aboard the Blue Whale today.")
    for _, _, _, score in tagger():each(doc) do assert.is_true(score > 0) end
  end)

  it("looks only between two tokens when they are given", function()
    local doc = document("Captain Pia Lund sailed aboard the Blue Whale today.")
    assert.equal("person:Pia Lund", names(tagger(), doc, nil, 1, 5))
    assert.equal("ship:Blue Whale", names(tagger(), doc, nil, 4))
    assert.equal("", names(tagger(), doc, nil, 4, 3))
  end)

  it("weighs a stretch of tokens as no name and as each kind", function()
    local t, doc = tagger(), document("Captain Pia Lund sailed aboard the Blue Whale today.")
    local outside, person, ship = t:weigh(doc, nil, 2, 3)
    assert.is_true(person > outside and person > ship)
    outside, person, ship = t:weigh(doc, nil, 7, 8)
    assert.is_true(ship > outside and ship > person)
  end)

  it("takes strings of hints, one byte a token, as many as it was trained with", function()
    local function dots(doc) return ("."):rep(#doc) end
    local t, doc = tagger(dots), document("Captain Pia Lund sailed aboard the Blue Whale today.")
    assert.equal("person:Pia Lund; ship:Blue Whale", names(t, doc, { dots(doc) }))
    assert.truthy(refusal(t.each, t, doc):find("were made for 1 strings of hints; the list has 0", 1, true))
    assert.truthy(refusal(t.each, t, doc, { "..." }):find("hint 1 has 3 bytes; the document has 10 tokens", 1, true))
    assert.truthy(refusal(t.each, t, doc, { true }):find("hint 1 is a boolean", 1, true))
  end)

  it("finds nothing in an empty document", function()
    assert.equal("", names(tagger(), document("")))
  end)

  it("refuses a file that holds no weights, saying which", function()
    assert.truthy(refusal(lede.tagger, "tests/lua/tagger_spec.lua"):find("tagger_spec.lua: this is no file of weights", 1, true))
  end)

  it("is there for plugins, which reach their own folder only", function()
    assert.truthy(probe.refusal("Rain.", "lede.tagger('../names.tagger')"))
  end)
end)

describe("lede.trainer", function()
  it("makes the same weights of the same documents", function()
    local a, b = trainer(), trainer()
    a:run { epochs = 3 }
    b:run { epochs = 3 }
    assert.equal(a:weights("x"), b:weights("x"))
  end)

  it("learns: the loss of a token falls", function()
    local a, b = trainer(), trainer()
    assert.is_true(b:run { epochs = 10 } < a:run { epochs = 1 })
  end)

  it("refuses labels that are too few, or that can't follow one another", function()
    local t = lede.trainer { kinds = { "person" }, bits = 12 }
    local doc = t:read("Ida Moss")
    assert.truthy(refusal(t.add, t, doc, "\1"):find("one byte a token", 1, true))
    assert.truthy(refusal(t.add, t, doc, "\0\2"):find("label 2 of token 2 can't follow the one before", 1, true))
  end)

  it("refuses kinds it can't write down", function()
    assert.truthy(refusal(lede.trainer, {}):find("kinds is a list of names", 1, true))
    assert.truthy(refusal(lede.trainer, { kinds = { "two words" } }):find("is no name of a kind", 1, true))
    assert.truthy(refusal(lede.trainer, { kinds = { "a", "b", "c", "d", "e", "f", "g", "h" } }):find("at most 7 kinds", 1, true))
    assert.truthy(refusal(lede.trainer, { kinds = {} }):find("1 to 7 kinds", 1, true))
  end)
end)
