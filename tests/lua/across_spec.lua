package.path = "scripts/?.lua;" .. package.path
local show = require "lib.show"

local function statement(key, docs, ...)
  local versions = {}
  for i, version in ipairs { ... } do
    versions[i] = { doc = "d" .. i, outlet = version[1], text = version[2], first = 1, last = #version[2] }
  end
  return { kind = "statement", key = key, speaker = "Anna Voss", text = versions[1].text, docs = docs,
           versions = versions }
end

local function figure(key, ...)
  local values = {}
  for i, value in ipairs { ... } do
    values[i] = { value = value[1], text = value[2], outlet = value[3], doc = "d" .. i }
  end
  return { kind = "figure", key = key, unit = "people", values = values }
end

local function entity(kind, name, docs)
  return { kind = "entity", key = name, entity_kind = kind, name = name, docs = docs, times = docs * 2 }
end

local function topic(name, docs, outlet, text)
  return { kind = "topic", key = name, name = name, docs = docs, weight = 1,
           sentences = { { doc = "d", outlet = outlet, date = "2026-01-07", text = text, first = 1, last = #text } } }
end

local function lines_in(text)
  return select(2, text:gsub("\n", ""))
end

describe("show.findings", function()
  it("puts beside each other what each outlet printed", function()
    local text = show.findings({
      entity("person", "Tom Reed", 4), entity("person", "Anna Voss", 9), entity("org", "Water Board", 2),
      statement("s", 4, { "Valley Herald", "We will hold it through the night" }, { "Courier", "We will hold it" },
                { "Gazette", "We will hold it" }, { nil, "hold it" }),
      figure("houses flooded", { 35, "35 houses", "Courier" }, { 37, "37 houses", "Gazette" },
             { 35, "35", "Valley Herald" }),
      topic("rain", 3, "Courier", "Rain fell for two days."),
    }, { width = 80, documents = 12 })
    assert.equal([[
— across 12 documents —
The same statement in several documents
  Anna Voss  in 4 documents
    Valley Herald     “We will hold it through the night”
    Courier, Gazette  “We will hold it”
    d4                “hold it”
Figures that differ
  houses flooded  35 houses (Courier, Valley Herald) · 37 houses (Gazette)
people:  Anna Voss in 9 · Tom Reed in 4
orgs:    Water Board in 2
Topics
  rain (3)  Courier 2026-01-07: Rain fell for two days.
]], text)
  end)

  it("says nothing where nothing holds across documents", function()
    assert.equal("", show.findings({}, { width = 80 }))
    assert.equal("", show.findings({ entity("person", "Anna Voss", 1) }, {}))
  end)

  it("keeps quiet about figures on which all agree", function()
    assert.equal("", show.findings({ figure("f", { 35, "35 houses", "A" }, { 35, "thirty-five", "B" }) }, {}))
  end)

  it("stays short and says how much more there is", function()
    local findings = {}
    for i = 1, 40 do
      findings[#findings + 1] = statement("s" .. i, i, { "A", "one" }, { "B", "two" }, { "C", "three" }, { "D", "4" })
      findings[#findings + 1] = figure("f" .. i, { 1, "1", "A" }, { 2, "2", "B" })
      findings[#findings + 1] = topic("t" .. i, i, "A", "A sentence.")
      for _, kind in ipairs { "person", "org", "place" } do findings[#findings + 1] = entity(kind, kind .. i, i) end
    end
    local text = show.findings(findings, { width = 80 })
    assert.is_true(lines_in(text) <= 25)
    assert.truthy(text:find("The same statement in several documents  3 of 40", 1, true))
    assert.truthy(text:find("in 40 documents, 1 more version", 1, true))
    assert.truthy(text:find("people:  person40 in 40 · .* … %d+ more"))
    for line in text:gmatch("[^\n]+") do assert.is_true(lede.width(line) <= 80) end
  end)

  it("prints the same whatever order the findings come in", function()
    local findings = { topic("a", 2, "A", "One."), topic("b", 2, "B", "Two."),
                       entity("person", "P", 3), entity("person", "Q", 3) }
    local backwards = {}
    for i, finding in ipairs(findings) do backwards[#findings + 1 - i] = finding end
    assert.equal(show.findings(findings, {}), show.findings(backwards, {}))
  end)

  it("shows findings of users' plugins by their kind, key and fields", function()
    local finding = { kind = "talker", key = "Anna Voss", name = "Anna Voss", times = 3, where = { 1, 2 } }
    local text = show.findings({ finding }, {})
    assert.truthy(text:find("  talker  Anna Voss  times 3\n", 1, true))
  end)

  it("does not stumble over a finding that only looks like a known one", function()
    local odd = { { kind = "topic", key = "k", docs = "many" }, { kind = "statement", key = "s" },
                  { kind = "figure", key = 1, values = "x" }, { kind = "entity", key = "e", docs = {} } }
    local text = show.findings(odd, {})
    assert.truthy(text:find("  topic  k  docs many\n", 1, true))
  end)

  it("shows control characters instead of sending them", function()
    local evil = "\27[2J\u{202E}"
    local text = show.findings({ statement("s", 2, { evil, evil }, { "B", "x" }),
                                 figure(evil, { 1, evil, "A" }, { 2, "2", evil }),
                                 entity("person", evil, 2), topic(evil, 2, evil, evil),
                                 { kind = evil, key = evil, [evil] = evil } }, {})
    assert.is_nil(text:gsub("\n", ""):find("%c"))
    assert.is_nil(text:find("\u{202E}", 1, true))
  end)
end)
