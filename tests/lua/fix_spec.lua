-- Corrections of single marks: `lede fix` writes them, `--fixes` puts them on, and they win.

local shell = dofile "tests/lua/support_shell.lua"

local STORY = [[
Harbour fire

Anna Berg, the mayor, opened the meeting. "There is no money left for that in this year," she said. "We will look for
it elsewhere," Berg told reporters in Corrin.

A crowd in Corrin waited. Corrin has had two fires in a year.
]]

local folder, story, fixes

before_each(function()
  folder = shell.folder()
  story = shell.write(folder .. "/fire.txt", STORY)
  fixes = folder .. "/fixes.jsonl"
end)
after_each(function() shell.remove(folder) end)

local function fix(...) return shell.lede("fix", ...) end

local function record(options)
  options = options or { "--fixes", fixes, story }
  local out, _, code = shell.lede("run", "--format", "jsonl", "--plugins", "entities,quotes", table.unpack(options))
  return lede.from_json(out:match("^[^\n]+")), code, out
end

local function mark(of, layer, text)
  for _, each in ipairs(of.layers[layer]) do
    if each.text:find(text, 1, true) then return each end
  end
end

describe("lede fix", function()
  it("corrects a quotation by some of its words, and shows what it does", function()
    local out, err, code = fix("--fixes", fixes, "--doc", story, "--quote", "no money", "speaker=Ada Berg")
    assert.same({ "", 0 }, { err, code })
    assert.matches('before  speaker="Anna Berg"', out, 1, true)
    assert.matches('after   speaker="Ada Berg"', out, 1, true)
    local quote = mark(record(), "quotes", "no money")
    assert.same({ "Ada Berg", "fix" }, { quote.speaker, quote.rule })
    assert.is_nil(quote.speaker_start) -- where the old one stood
  end)

  it("writes a line that says all: where, the words there, what, who and when", function()
    local command = "USER=ada \"$LEDE\" fix --fixes %s --doc %s --entity 'Anna Berg' name='Ada Berg' --note 'a slip'"
    local _, _, code = shell.run(command:format(fixes, story))
    assert.equal(0, code)
    local line = lede.from_json(shell.read(fixes))
    assert.matches("^%d%d%d%d%-%d%d%-%d%dT%d%d:%d%d:%d%dZ$", line.when)
    line.when = nil
    assert.same({ doc = story, layer = "entities", start = 14, ["end"] = 23, text = "Anna Berg", field = "name",
      value = "Ada Berg", who = "ada", note = "a slip" }, line)
  end)

  it("corrects by place, sets several fields, takes an attribute away", function()
    local _, _, code = fix(fixes, story, "entities", "14", "23", "kind=org", "name=Berg & Co", "role=")
    assert.equal(0, code)
    local entity = mark(record(), "entities", "Anna Berg")
    assert.same({ "org", "Berg & Co", "fix" }, { entity.kind, entity.name, entity.rule })
    assert.is_nil(entity.role)
  end)

  it("deletes a mark and adds one", function()
    fix("--fixes", fixes, "--doc", story, "--entity", "Anna Berg", "delete")
    fix("--fixes", fixes, "--doc", story, "--layer", "entities", "--words", "A crowd", "add", "kind=org", "name=The crowd")
    local after = record()
    assert.is_nil(mark(after, "entities", "Anna Berg"))
    local added = mark(after, "entities", "A crowd")
    assert.same({ "org", "The crowd", "fix" }, { added.kind, added.name, added.rule })
    assert.equal(2, after.fixes)
  end)

  it("refuses words that could mean several marks, and lists them; --all takes each", function()
    local _, err, code = fix("--fixes", fixes, "--doc", story, "--entity", "Corrin", "name=Korrin")
    assert.equal(1, code)
    assert.matches("3 marks of entities could be meant", err, 1, true)
    local _, lines = err:gsub('\n  %d+ %d+  place', "")
    assert.equal(3, lines)
    assert.matches("A crowd in [Corrin] waited.", err, 1, true)
    assert.is_nil(io.open(fixes))
    assert.equal(0, select(3, fix("--fixes", fixes, "--doc", story, "--entity", "Corrin", "--all", "name=Korrin")))
    assert.equal(3, record().fixes)
  end)

  it("refuses what the layer doesn't take, and keeps nothing", function()
    for message, words in pairs {
      ['did you mean "name"?'] = { "entities", "14", "23", "nmae=x" },
      ["has no mark of entities at 15 23"] = { "entities", "15", "23", "name=x" },
      ["there is no layer quots"] = { "quots", "14", "23", "name=x" },
      ["one word too many"] = { "entities", "14", "23", "name=Ada", "Berg" },
      ["say what should change"] = { "entities", "14", "23" },
    } do
      local _, err, code = fix(fixes, story, table.unpack(words))
      assert.is_true(code == 1 or code == 2)
      assert.matches(message, err, 1, true)
    end
    assert.is_nil(io.open(fixes))
  end)

  it("finds a document in a file that holds many", function()
    local many = shell.write(folder .. "/many.jsonl", lede.to_json { id = "7", text = STORY } .. "\n")
    assert.equal(0, select(3, fix("--fixes", fixes, "--from", many, "--doc", "7", "--entity", "Anna Berg", "name=Ada Berg")))
    local after = record { "--fixes", fixes, many }
    assert.equal("Ada Berg", mark(after, "entities", "Anna Berg").name)
    shell.write(many, lede.to_json(after) .. "\n") -- a record is a document, too
    assert.equal(0, select(3, fix("--fixes", fixes, "--from", many, "--doc", "7", "--entity", "Anna Berg", "name=Adda Berg")))
  end)

  it("takes ./story and story for one document", function()
    local function at_home(command)
      return select(3, shell.run(('LEDE=$(realpath "$LEDE"); cd %s && "$LEDE" %s'):format(folder, command)))
    end
    assert.equal(0, at_home "fix fixes.jsonl ./fire.txt entities 14 23 name=X")
    assert.equal(0, at_home "run --format jsonl -o out.jsonl --fixes fixes.jsonl fire.txt")
    assert.matches('"fixes":1', shell.read(folder .. "/out.jsonl"), 1, true)
  end)

  it("goes on behind a last line that has no end", function()
    fix("--fixes", fixes, "--doc", story, "--entity", "Anna Berg", "name=X")
    shell.write(fixes, (shell.read(fixes):gsub("\n$", "")))
    fix("--fixes", fixes, "--doc", story, "--entity", "Anna Berg", "name=Y")
    assert.equal("Y", mark(record(), "entities", "Anna Berg").name)
  end)

  it("has its help", function()
    assert.matches("usage: lede fix", (fix("--help")), 1, true)
    assert.matches("lede fix", (shell.lede("help", "fix")), 1, true)
  end)
end)

describe("fixes", function()
  it("hold for what is found across documents", function()
    shell.write(folder .. "/b.txt", "On Friday the council of Korrin met. Reporters went to Korrin.\n")
    fix("--fixes", fixes, "--doc", story, "--entity", "Corrin", "--all", "name=Korrin", "kind=place")
    fix("--fixes", fixes, "--doc", folder .. "/b.txt", "--entity", "Korrin", "--all", "kind=place")
    local _, _, out = record { "--fixes", fixes, story, folder .. "/b.txt" }
    assert.matches('"key":"place:Korrin"', out, 1, true)
  end)

  it("are part of the recipe, and change nothing in other documents", function()
    shell.write(folder .. "/b.txt", STORY)
    fix("--fixes", fixes, "--doc", story, "--entity", "Anna Berg", "name=X")
    local plain, with = record { folder .. "/b.txt" }, record { "--fixes", fixes, folder .. "/b.txt" }
    assert.not_equal(plain.recipe, with.recipe)
    with.recipe = plain.recipe
    assert.same(plain, with)
  end)

  it("that no longer fit the text are told, and change nothing", function()
    fix("--fixes", fixes, "--doc", story, "--entity", "Anna Berg", "name=X")
    shell.write(story, "Late: " .. STORY)
    local _, err, code = shell.lede("run", "--fixes", fixes, story)
    assert.equal(1, code)
    assert.matches('fixes.jsonl:1: entities 14-23 of ', err, 1, true)
    assert.matches('"Anna Berg" stood there, and now "', err, 1, true)
    assert.matches('(the words have moved to 20-29)', err, 1, true)
    local after = record()
    assert.equal("Anna Berg", mark(after, "entities", "Anna Berg").name)
    assert.equal("lede fix", after.errors[1].plugin)
    assert.is_nil(after.fixes)
  end)

  it("that make no sense stop the run before any text is read", function()
    shell.write(fixes, '{"doc":"a","layer":"entities","start":0,"end":1,"text":"x","field":"name","value":3}\n')
    local out, err, code = shell.lede("run", "--fixes", fixes, story)
    assert.same({ "", 3 }, { out, code })
    assert.matches('fixes.jsonl:1: name of entities is declared as "name": its value must be a string', err, 1, true)
  end)

  it("are taken by pipe and by sessions", function()
    local many = shell.write(folder .. "/many.jsonl", lede.to_json { id = "7", text = STORY } .. "\n")
    fix("--fixes", fixes, "--from", many, "--doc", "7", "--entity", "Anna Berg", "name=Ada Berg")
    local out = shell.run(('"$LEDE" pipe --fixes %s < %s'):format(fixes, many))
    assert.matches('"name":"Ada Berg"', out, 1, true)
    local one = lede.session { plugins = { "entities" }, fixes = fixes }:analyze(STORY, { id = "7" })
    assert.equal("Ada Berg", mark(one, "entities", "Anna Berg").name)
    assert.equal(1, one.fixes)
  end)
end)

describe("lede.append", function()
  local path

  before_each(function() path = folder .. "/lines" end)

  it("adds lines of their own, and makes the file", function()
    assert.is_true(lede.append(path, "one\n"))
    assert.is_true(lede.append(path, "two"))
    assert.is_true(lede.append(path, "three\n"))
    assert.equal("one\ntwo\nthree\n", shell.read(path))
  end)

  it("keeps the lines of all who add at once", function()
    local code = ([[for i = 1, 50 do assert(lede.append(%q, (arg[1]):rep(9000) .. "\n")) end]]):format(path)
    local script = shell.write(folder .. "/add.lua", code)
    shell.run(('for i in a b c d; do "$LEDE" %s $i & done; wait'):format(script))
    local count = 0
    for _, line in ipairs(shell.lines(shell.read(path))) do
      assert.equal(line:sub(1, 1):rep(9000), line)
      count = count + 1
    end
    assert.equal(200, count)
  end)

  it("says what is wrong, and leaves nothing half written", function()
    local done, message, code = lede.append(folder .. "/no/such", "x\n")
    assert.is_nil(done)
    assert.matches("no/such: can't write to it: No such file or directory", message, 1, true)
    assert.equal("io", code)
    assert.is_nil((lede.append("/dev/full", "x\n")))
  end)
end)
