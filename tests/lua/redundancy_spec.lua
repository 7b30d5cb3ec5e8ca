-- Building blocks of summaries: near-identical sentences, how well a sentence stands by itself, what a later one has overtaken.
package.path = "plugins/?.lua;" .. package.path
local overtaken = require "lib.overtaken"
local redundancy = require "lib.redundancy"
local telling = require "lib.telling"
local weights = require "lib.weights"

--- The vectors of items, which get their rows.
local function vectors_of(items)
  local texts = {}
  for i, item in ipairs(items) do texts[i], item.row = item.text, i end
  return weights.vectors(texts)
end

local A = "Inspectors found cracks in nine more of the 212 hangers, the ministry said."
local B = "Inspectors found cracks in at least nine more of the 212 hangers."
local C = "The mayor opened three schools to people who could not get home."

local function longer(a, b)
  if #a.text ~= #b.text then return #a.text > #b.text end
  return a.text < b.text
end

describe("near-identical sentences", function()
  it("are grouped, the better one first, in any order", function()
    for _, texts in ipairs { { A, B, C }, { C, B, A }, { B, A, C } } do
      local list = {}
      for i, text in ipairs(texts) do list[i] = { text = text } end
      local groups = redundancy.groups(vectors_of(list), list, longer)
      assert.equal(2, #groups)
      assert.equal(A, groups[1][1].text)
      assert.equal(B, groups[1][2].text)
    end
  end)

  it("are kept apart where the caller says that they differ", function()
    local list = { { text = A }, { text = B } }
    assert.equal(2, #redundancy.groups(vectors_of(list), list, longer, function() return true end))
  end)

  it("are not those that only share a few words", function()
    local vectors = weights.vectors { A, "Cracks were found in the hangers of another bridge in October." }
    assert.is_false(redundancy.same(vectors, 1, 2))
  end)

  it("are not a short sentence and a long one that says much more", function()
    local vectors = weights.vectors { "Cracks in hangers.",
      A .. " Repairs of the bridge deck will take months and cost millions, engineers of the university warned." }
    assert.is_false(redundancy.same(vectors, 1, 2))
  end)
end)

describe("a sentence stands better by itself", function()
  local reader = lede.trainer { kinds = { "any" } }
  local function facts(text)
    local reading = telling.begin(reader:read(text))
    return telling.facts(reading, 1, #reading.sets)
  end
  local function worth(text) return facts(text).worth end
  local plain = "The long talks went on and on through a rainy night in the old town."

  it("with a name, a figure, a source", function()
    assert.is_true(worth "The long talks with Samira Engel went on through a rainy night in town." > worth(plain))
    assert.is_true(worth "The long talks of 9 states went on and on through a rainy night." > worth(plain))
    assert.is_true(worth "The long talks went on and on through a rainy night, delegates said." > worth(plain))
  end)

  it("than filler", function()
    assert.is_true(worth "As the talks progress, the world watches closely to see what may come." < worth(plain))
  end)

  it("than one that points back", function()
    for _, text in ipairs {
      "He left home at four in the morning to be at the boat.",
      "But the mayor was not sorry about the turned table.",
      "“I have read it again,” he said to the few who still listened.",
      "“We can’t do that without more people on the boats.”",
      "It was the caterers,” said the mayor, who did not sound sorry.",
    } do
      assert.is_true(facts(text).points_back, text)
    end
    for _, text in ipairs {
      plain,
      "“I have read it again,” Adebayo said to the few who still listened.",
      "US officials met the mayor.",
    } do
      assert.is_false(facts(text).points_back, text)
    end
  end)
end)

describe("a later document", function()
  local function label(list) return overtaken.label(list, overtaken.index(list), vectors_of(list)) end

  it("overtakes a sentence with another figure for the same thing", function()
    local list = label {
      { text = "A repair could take 18 months and cost 210 million talens, the ministry said.", date = "2026-03-10" },
      { text = "Repairs are expected to cost 265 million talens and take 18 months, the ministry said.", date = "2026-03-14" } }
    assert.equal(list[2], list[1].later)
    assert.equal("figure", list[1].why)
    assert.is_nil(list[2].later)
  end)

  it("counts in words as in digits", function()
    assert.same({ [14] = true }, overtaken.figures("Fourteen sailors were hurt.").sailor)
    assert.same({ [340000000] = true }, overtaken.figures("a fund of 340 million talens").talen)
    assert.same({ [1200] = true }, overtaken.figures("some 1,200 people").people)
  end)

  it("overtakes what was still to come", function()
    local list = label {
      { text = "The ferry crews of Strandline are expected to strike from Saturday over rest periods.", date = "2026-03-12" },
      { text = "The ferry crews of Strandline suspended the strike over rest periods on Friday.", date = "2026-03-13" } }
    assert.equal("ahead", list[1].why)
  end)

  it("needs no date where the text says what a figure was before", function()
    local list = label {
      { text = "The death toll of the ferry fire rose to 17 people from 14 people, the ministry said." },
      { text = "The ferry fire killed 14 people, the ministry said, and the death toll could rise." } }
    assert.equal(list[1], list[2].later)
    assert.is_nil(list[1].later)
  end)

  it("is later as far as both dates go", function()
    local one, two = "The repair will cost 210 million talens.", "The repair will cost 265 million talens."
    assert.truthy(label({ { text = one, date = "2026-03-14T09:00" }, { text = two, date = "2026-03-14T15:30" } })[1].later)
    assert.is_nil(label({ { text = one, date = "2026-03-14" }, { text = two, date = "2026-03-14T15:30" } })[1].later)
  end)

  it("overtakes nothing without a date, on the same day, or with the same figure", function()
    local one, two = "The repair will cost 210 million talens.", "The repair will cost 265 million talens."
    for _, dates in ipairs { { nil, "2026-03-14" }, { "2026-03-14", "2026-03-14" }, { "2026-03-14", nil } } do
      assert.is_nil(label({ { text = one, date = dates[1] }, { text = two, date = dates[2] } })[1].later)
    end
    assert.is_nil(label({ { text = one, date = "2026-03-10" }, { text = one, date = "2026-03-14" } })[1].later)
  end)
end)
