-- What a text is about. Each text is made up; each test says the rule it guards.

local PLUGINS = { "structure", "entities", "topics" }

local function analyze(text, given)
  local record = lede.analyze(text, { plugins = PLUGINS, given = given })
  assert.same({}, record.errors)
  return record
end

--- The topics of a text as a set of names.
local function topics(text)
  local out = {}
  for _, mark in ipairs(analyze(text).layers.topics) do out[mark.name] = mark end
  return out
end

local function read_by_one(texts)
  local session = lede.session { plugins = PLUGINS }
  for _, text in ipairs(texts) do session:analyze(text[2], { id = text[1], outlet = text[3] }) end
  return session
end

local function findings_of(session)
  local out = {}
  for _, finding in ipairs(session:findings()) do
    if finding.kind == "topic" then out[#out + 1] = finding end
  end
  return out
end

local function by_key(findings)
  local out = {}
  for _, finding in ipairs(findings) do out[finding.key] = finding end
  return out
end

local COAST = [[
The harbour council approved new flood barriers on Monday after a long debate. Flood barriers will rise along nine
kilometres of the coast, the council said.

Engineer Anna Miller said the flood barriers could cost 40 million dollars. She called the old sea wall a danger.

Leave a Reply]]

describe("a key phrase", function()
  it("is two or three words that small words and verbs cut from the text", function()
    local found = topics(COAST)
    assert.truthy(found["flood barriers"])
    assert.truthy(found["sea wall"])
    assert.is_nil(found["barriers will"])
    assert.is_nil(found["council approved"])
  end)

  it("is marked at its first place, with the words as they stand there", function()
    local mark = topics(COAST)["flood barriers"]
    assert.equal("flood barriers", COAST:sub(mark.first, mark.last))
    assert.equal(COAST:find("flood barriers", 1, true), mark.first)
  end)

  it("is no person's name and no single function word", function()
    local found = topics(COAST)
    assert.is_nil(found["Anna Miller"])
    for name in pairs(found) do assert.truthy(name:find("[%s%u]"), name) end
  end)

  it("never comes from the page furniture", function()
    for name in pairs(topics(COAST)) do assert.is_nil(name:lower():find("reply")) end
  end)

  it("keeps what a hyphen joins", function()
    assert.truthy(topics("They spoke of post-war recovery for hours. The post-war recovery was slow.")["post-war recovery"])
  end)

  it("weighs more the oftener it stands there", function()
    local found = topics(COAST)
    assert.truthy(found["flood barriers"].weight > found["sea wall"].weight)
  end)

  it("brings along a sentence of the body that tells of it", function()
    local mark = topics(COAST)["flood barriers"]
    assert.truthy(COAST:sub(mark.sentence_first, mark.sentence_last):lower():find("flood barriers", 1, true))
  end)
end)

describe("over several documents", function()
  local TEXTS = {
    { "a", COAST, "Courier" },
    { "b", "Work on the flood barrier begins in May, Mayor Tom Reed said on Tuesday. "
      .. "A new flood barrier near the docks comes first.", "Gazette" },
    { "c", "Fishermen fear for the sea wall. The sea wall fell twice in ten years, according to the harbour office.", "Herald" },
    { "d", "Residents asked whether the sea wall will hold until the flood barriers are finished next winter.", "Gazette" },
  }

  it("the forms of a phrase meet under one key", function()
    local finding = by_key(findings_of(read_by_one(TEXTS)))["flood barrier"]
    assert.equal("flood barriers", finding.name)
    assert.equal(3, finding.docs)
  end)

  it("each topic cites one to three sentences, none twice, with where they stand", function()
    local text_of = {}
    for _, text in ipairs(TEXTS) do text_of[text[1]] = text[2] end
    for _, finding in ipairs(findings_of(read_by_one(TEXTS))) do
      assert.truthy(#finding.sentences >= 1 and #finding.sentences <= 3)
      local seen = {}
      for _, s in ipairs(finding.sentences) do
        assert.equal(s.text, (text_of[s.doc]:sub(s.first, s.last):gsub("%s+", " ")))
        assert.is_nil(seen[s.text])
        seen[s.text] = true
      end
    end
  end)

  it("a phrase within another is no topic of its own", function()
    local found = by_key(findings_of(read_by_one {
      { "a", "The harbour flood barrier is late. The harbour flood barrier costs too much for the town." },
      { "b", "A harbour flood barrier will come. This flood barrier was promised ten years ago, the mayor said." },
    }))
    local n = 0
    for key in pairs(found) do
      if key:find("flood barrier", 1, true) then n = n + 1 end
    end
    assert.equal(1, n)
  end)

  it("what only one of them speaks of is none", function()
    for key in pairs(by_key(findings_of(read_by_one(TEXTS)))) do assert.is_nil(key:find("fishermen")) end
  end)

  it("they are the same in any order and any split", function()
    local a, b, c, d = table.unpack(TEXTS)
    local whole = findings_of(read_by_one(TEXTS))
    assert.same(whole, findings_of(read_by_one { d, b, c, a }))
    local part = read_by_one { c, a }
    part:add(read_by_one({ d, b }):take())
    assert.same(whole, findings_of(part))
  end)

  it("an article alone has topics too", function()
    assert.truthy(by_key(findings_of(read_by_one { TEXTS[1] }))["flood barrier"])
  end)
end)
