-- What lib/hints tells the tagger of a document, and what lib/tagged makes of the answer.

-- Plugins read files of their own folder; here the folder is plugins/.
local load_phrases, load_tagger, path = lede.phrases, lede.tagger, package.path
package.path = "plugins/?.lua;" .. path
-- luacheck: push ignore 122
function lede.phrases(what, options) return load_phrases(type(what) == "string" and "plugins/" .. what or what, options) end
function lede.tagger(file) return load_tagger("plugins/" .. file) end
-- luacheck: pop
local evidence = require "lib.evidence"
local gazetteer = require "lib.gazetteer"
local hints = require "lib.hints"
local mentions = require "lib.mentions"
local tagged = require "lib.tagged"
lede.phrases, lede.tagger, package.path = load_phrases, load_tagger, path -- luacheck: ignore 122

local KINDS, RULES, LISTS, WORDS, OTHERS, BESIDE = 1, 2, 3, 4, 5, 6

local function read(text) return lede.trainer { kinds = { "any" } }:read(text) end

local function found_in(doc)
  local hits, found = gazetteer.look_up(doc), {}
  mentions.find(doc, hits, 1, #doc, found)
  return hits, found
end

-- The letters of each thing that is known, as strings.
local function all_hints(text)
  local doc = read(text)
  local hits, found = found_in(doc)
  local rows = hints.of(doc, hits, found, found)
  for k, row in ipairs(rows) do rows[k] = tostring(row) end
  return rows, doc
end

describe("lib/hints", function()
  it("gives a letter a token, as many as it says", function()
    local strings, doc = all_hints("The harbour of Varnholt was closed. "
      .. "Anna Smith of Paris said Varnholt’s cranes, all 12, were broken.")
    assert.equal(hints.COUNT, #strings)
    for _, s in ipairs(strings) do assert.equal(#doc, #s) end
  end)

  it("tells what the rules made of a mention, its first token in small letters", function()
    local strings = all_hints("In the rain Anna Smith waited.")
    assert.equal("...pP..", strings[KINDS])
    assert.equal("...cc..", strings[RULES])
  end)

  it("tells of lists, and of words that the document has in small letters", function()
    local strings = all_hints("We saw Paris. We saw Fog and fog.")
    assert.equal("l", strings[LISTS]:sub(3, 3))
    assert.is_true(strings[WORDS]:byte(7) & 8 ~= 0)
    assert.is_true(strings[WORDS]:byte(3) & 8 == 0)
  end)

  it("tells what other mentions say of the same word", function()
    local strings = all_hints("They met Anna Smith and Tom Smith. Then Smith left.")
    local smith = strings[OTHERS]:sub(4, 4)
    assert.equal("P", smith)
    assert.equal(smith, strings[OTHERS]:sub(10, 10))
  end)

  it("tells of words beside a name, not of those far from all", function()
    local strings = all_hints("The company in the long report on rain and wind was Varnholt Bank then")
    assert.equal(".", strings[BESIDE]:sub(2, 2))
    assert.equal("o", strings[BESIDE]:sub(13, 13))
  end)
end)

describe("lib/tagged", function()
  local function reopen(found)
    for _, m in ipairs(found) do m.kind, m.rule, m.sure = nil, nil, false end
  end

  local function decided(text, change)
    local doc = read(text)
    local hits, found = found_in(doc)
    if change then change(found) end
    tagged.decide(doc, hits, found)
    return found
  end

  it("leaves alone what a list or a sure rule decided, whatever the weights say", function()
    local function wrong(found)
      for _, m in ipairs(found) do m.kind, m.rule = "org", "list" end
    end
    for _, m in ipairs(decided("Yesterday Mr. Hallmer told Mrs. Tamsk that he was 50.", wrong)) do
      assert.equal("org", m.kind)
      assert.equal("list", m.rule)
    end
  end)

  it("gives an open mention one of its kinds, or none, and says that it was learned", function()
    local kinds = { person = true, org = true, place = true }
    for _, m in ipairs(decided("After the match Jorvik thanked Hallmer. Oldrich and Tamsk, of the Pernath, saw Zillow.")) do
      if m.kind then assert.is_true(kinds[m.kind]) else assert.is_nil(m.rule) end
    end
    local doc = read("After the match Jorvik thanked Hallmer. Hallmer scored twice for Jorvik.")
    local hits, found = found_in(doc)
    evidence.decide(doc, hits, found)
    tagged.decide(doc, hits, found)
    assert.same({ "Hallmer", "person", "learned" }, { found[2].text, found[2].kind, found[2].rule })
  end)

  it("gives all open mentions of a name the same kind", function()
    local kinds = {}
    for _, m in ipairs(decided("Near Hallmer stood a tree. They saw Hallmer, 41. Hallmer was tired, Hallmer said.", reopen)) do
      kinds[#kinds + 1] = m.kind or "none"
    end
    assert.equal(4, #kinds)
    for _, kind in ipairs(kinds) do assert.equal(kinds[1], kind) end
  end)

  it("has nothing to say of a text without names", function()
    assert.same({}, decided("rain fell and nobody came."))
  end)
end)
