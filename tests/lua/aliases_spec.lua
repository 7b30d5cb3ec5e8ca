-- aliases.lua: what the user says of names wins over lists, evidence and guesses, in every plugin and across documents.

local shell = dofile "tests/lua/support_shell.lua"

local folder

before_each(function() folder = shell.folder() end)
after_each(function() shell.remove(folder) end)

local STORY = [[
Pier fire

Zelensky met reporters on Tuesday. "We will rebuild the pier at once," Zelensky said. The president left early.

Anna Berg, the mayor, disagreed. "There is no money left for that in this year," she said. Later President Z. spoke to
the council of Kiev. Breaking that promise would hurt Kiev, Berg said.

Harselbank lent the money. The money came from harselbank. Berg left Kiev.
]]

local function file(name, text) return shell.write(folder .. "/" .. name, text) end

local function session(aliases, plugins)
  return lede.session { aliases = file("aliases.lua", aliases), plugins = plugins or { "entities", "quotes" } }
end

-- The record of the story: text -> mark, the last of equal ones.
local function entities(aliases, text)
  local marks = {}
  local record = session(aliases):analyze(text or STORY)
  assert.same({}, record.errors)
  for _, mark in ipairs(record.layers.entities) do marks[mark.text] = mark end
  return marks, record
end

describe("merge", function()
  local MERGE = [[return { merge = { ["Volodymyr Zelenskyy"] = { "Zelensky", "President Z." } } }]]

  it("makes all forms one name", function()
    local marks = entities(MERGE)
    assert.equal("Volodymyr Zelenskyy", marks["Zelensky"].name)
    assert.equal("Volodymyr Zelenskyy", marks["Z."].name)
  end)

  it("wins over the name the lists know", function()
    local marks = entities [[return { merge = { ["Mr. Z"] = { "Zelensky" } } }]]
    assert.equal("Mr. Z", marks["Zelensky"].name)
  end)

  it("names speakers, with the layer entities and without it", function()
    for _, plugins in ipairs { { "quotes" }, { "entities", "quotes" } } do
      local record = session([[return { merge = {
        ["Mayor Berg"] = { "Anna Berg" }, ["Mr. Z"] = { "Zelensky", "Volodymyr Zelenskyy" } } }]], plugins):analyze(STORY)
      local speakers = {}
      for _, quote in ipairs(record.layers.quotes) do speakers[quote.speaker or ""] = true end
      assert.is_true(speakers["Mayor Berg"])
      assert.is_true(speakers["Mr. Z"])
      assert.is_nil(speakers["Anna Berg"])
    end
  end)

  it("names those a pronoun stands for, though the text spells the name otherwise", function()
    local text = 'Zelensky met reporters on Tuesday. Zelensky left early. "We will rebuild the pier at once," he said.'
    local _, record = entities(MERGE, text)
    assert.equal("Volodymyr Zelenskyy", record.layers.quotes[1].speaker)
  end)

  it("marks a form that nothing else finds when its kind is given, as it is written", function()
    local marks = entities [[return { merge = { ["Harsel Bank"] = { "Harselbank", kind = "org" } } }]]
    local mark = marks["Harselbank"]
    assert.same({ "org", "Harsel Bank", "alias" }, { mark.kind, mark.name, mark.rule })
    assert.is_nil(marks["harselbank"])
  end)

  it("gives the kind that is given", function()
    local marks = entities [[return { merge = { ["Kiev"] = { kind = "org" } } }]]
    assert.equal("org", marks["Kiev"].kind)
  end)

  it("holds across documents", function()
    local one = session [[return { merge = { ["Ada Lind"] = { "Signe Lind", "A. Lind" } } }]]
    one:analyze("Reporters met Ada Lind in Corrin on Monday. Ada Lind left.", { id = "a" })
    one:analyze("In Tolmen, Signe Lind said that the pier would be closed.", { id = "b" })
    local found
    for _, finding in ipairs(one:findings()) do
      if finding.kind == "entity" and finding.name == "Ada Lind" then found = finding end
    end
    assert.equal(2, found and found.docs)
  end)
end)

describe("split", function()
  it("keeps a form from a name", function()
    local marks = entities [[return { split = { ["Anna Berg"] = { "Berg" } } }]]
    assert.equal("Berg", marks["Berg"].name)
    assert.equal("Anna Berg", marks["Anna Berg"].name)
  end)

  it("keeps surnames of other documents from a name", function()
    local function names(aliases)
      local one, out = session(aliases), {}
      one:analyze("The mayor, Anna Berg, spoke. Anna Berg left.", { id = "a" })
      one:analyze("On Monday Mr. Berg spoke. Mr. Berg left.", { id = "b" })
      for _, finding in ipairs(one:findings()) do
        if finding.kind == "entity" then out[#out + 1] = finding.name end
      end
      return out
    end
    assert.same({ "Anna Berg" }, names "return {}")
    assert.same({}, names [[return { split = { ["Anna Berg"] = { "Berg" } } }]])
  end)
end)

describe("rename", function()
  it("changes what a name is called, whatever form stands there", function()
    local marks = entities [[return { rename = { ["Kyiv"] = "Kiew" } }]]
    assert.equal("Kiew", marks["Kiev"].name)
  end)

  it("holds for countries that other marks speak of", function()
    local text = "Ukraine sent a letter. Ukraine's Defence Ministry said so on Monday, and Ukrainian President Zelensky signed."
    local marks = entities([[return { rename = { ["Ukraine"] = "Ukraina" } }]], text)
    assert.equal("Ukraina", marks["Ukraine"].name)
    assert.equal("Ukraina", marks["Defence Ministry"].of)
    assert.equal("Ukraina", marks["President"].of)
  end)

  it("comes after merge", function()
    local marks = entities [[return { merge = { ["Mr. Z"] = { "Zelensky" } }, rename = { ["Mr. Z"] = "Z" } }]]
    assert.equal("Z", marks["Zelensky"].name)
  end)
end)

describe("never", function()
  it("takes words that are no names", function()
    local marks = entities [[return { never = { "Kiev", "zelensky" } }]]
    assert.is_nil(marks["Kiev"])
    assert.is_nil(marks["Zelensky"])
  end)

  it("takes them as one kind only", function()
    assert.is_nil(entities([[return { never = { place = { "Kiev" } } }]])["Kiev"])
    assert.equal("place", entities([[return { never = { person = { "Kiev" } } }]])["Kiev"].kind)
  end)
end)

describe("lede.aliases", function()

  it("is what the file says, for plugins that load", function()
    file("p.lua", [[
      local said = lede.aliases
      local entry = said.merge[1]
      local name, form, kind, from, word = entry.name, entry.forms[1], entry.kind, said.rename[1].from, said.never[1].word
      entry.name = "changed"
      assert(lede.aliases.merge[1].name == name)
      return { api = 1, name = "p", gives = { p = { name = "name" } }, document = function()
        return { p = { { first = 1, last = 1, kind = "k", name = name .. form .. kind .. from .. word } } } end }]])
    local said = [[return { merge = { A = { "b", kind = "org" } }, rename = { c = "d" }, never = { "e" } }]]
    local one = session(said, { folder .. "/p.lua" })
    assert.equal("Aborgce", one:analyze("x").layers.p[1].name)
  end)

  it("is nil without a file, and not there once loading is over", function()
    file("p.lua", [[assert(lede.aliases == nil)
      return { api = 1, name = "p", gives = { p = {} }, document = function() return { p = lede.aliases and {} or {} } end }]])
    local record = lede.session { plugins = { folder .. "/p.lua" }, aliases = "/dev/null" }:analyze("x")
    assert.matches("lede.aliases is there while the plugin loads, not later", record.errors[1].message, 1, true)
  end)

  it("is part of the recipe of those who ask, and of no other", function()
    local function recipe(aliases, name) return session(aliases, name):recipe() end
    assert.not_equal(recipe("return { never = { 'x' } }"), recipe("return { never = { 'y' } }"))
    assert.equal(recipe("return { never = { 'x' } }"), recipe("-- why\nreturn { never = { 'x', } }"))
    local other = { file("other.lua", [[
      return { api = 1, name = "other", gives = { other = {} }, document = function() return { other = {} } end }]]) }
    assert.equal(recipe("return { never = { 'x' } }", other), recipe("return { never = { 'y' } }", other))
  end)
end)

describe("--aliases", function()
  it("is taken by run and pipe", function()
    local path, story = file("a.lua", [[return { rename = { ["Kyiv"] = "Kiew" } }]]), file("story.txt", STORY)
    assert.matches("Kiew", (shell.lede("run", "--aliases", path, story)))
    file("in.jsonl", lede.to_json { id = "1", text = STORY } .. "\n")
    local out = shell.run(('"$LEDE" pipe --aliases %s < %s/in.jsonl'):format(shell.quoted(path), folder))
    assert.matches('"name":"Kiew"', out, 1, true)
  end)

  it("tells what is wrong with the file, before any text is read", function()
    local path = file("a.lua", "return {\n  merg = {} }")
    local out, err, code = shell.lede("run", "--aliases", path, "examples/news")
    assert.same({ "", 3 }, { out, code })
    assert.matches("a.lua:2: there is no section 'merg'; did you mean 'merge'?", err, 1, true)
  end)

  it("is the one of the configuration folder unless given; /dev/null is none; the working folder is not looked at", function()
    local story = file("story.txt", STORY)
    shell.run("mkdir -p " .. folder .. "/config/lede")
    file("config/lede/aliases.lua", [[return { rename = { ["Kyiv"] = "Kiew" } }]])
    file("aliases.lua", [[return { rename = { ["Kyiv"] = "Kijow" } }]])
    local function run(options)
      local command = 'LEDE=$(realpath "$LEDE"); cd %s && XDG_CONFIG_HOME=%s/config "$LEDE" run %s %s'
      return (shell.run(command:format(folder, folder, options, story)))
    end
    assert.matches("Kiew", run "")
    assert.not_matches("Kiew", run "--aliases /dev/null")
    assert.matches("Kijow", run "--aliases aliases.lua")
    assert.matches("config/lede/aliases.lua", (shell.run(('XDG_CONFIG_HOME=%s/config "$LEDE" doctor'):format(folder))), 1, true)
  end)
end)

describe("examples/aliases.lua", function()
  it("does what it says", function()
    local names = {}
    for record in lede.session({ plugins = { "entities" }, aliases = "examples/aliases.lua" }):each "examples/news" do
      for _, mark in ipairs(record.layers.entities) do
        if mark.kind ~= "role" then names[mark.name or ""] = mark.kind end
      end
    end
    assert.equal("person", names["Agnes Półtorak"])
    assert.equal("org", names["Straits Commission"])
    for _, gone in ipairs { "Agnes Poltorak", "Vassil Dragutin", "Democratic Party", "Northern Straits Commission", "St Olan" } do
      assert.is_nil(names[gone], gone)
    end
  end)
end)
