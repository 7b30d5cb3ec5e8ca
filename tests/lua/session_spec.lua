-- What scripts have beside Lua's own library: sessions, corpora, and lede's functions on text and tables.

local shell = dofile "tests/lua/support_shell.lua"

local folder

setup(function() folder = shell.folder() end)
teardown(function() shell.remove(folder) end)

local VOWS = { plugins = { "examples/vows.lua" } }

-- What a failing call says.
local function refusal(f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  return message
end

local function ids(records)
  local list = {}
  for record in records do list[#list + 1] = record.doc.id:match("[^/]+$") .. (record.error and "!" or "") end
  return table.concat(list, " ")
end

describe("session:analyze", function()
  it("gives the record of a text: facts, text, layers, errors, recipe", function()
    local session = lede.session { plugins = { "tests/lua/plugins/reader.lua" } }
    local record = session:analyze("Ärger in Łódź.\n", { id = "7", title = "T", outlet = "O", date = "2026-01-07", url = "u",
      lang = "de", path = "p" })
    assert.equal(1, record.lede)
    assert.equal("Ärger in Łódź.\n", record.text)
    assert.same({ "7", "p", "T", "O", "2026-01-07", "given", "u", "de" },
      { record.doc.id, record.doc.path, record.doc.title, record.doc.outlet,
      record.doc.date, record.doc.date_from, record.doc.url, record.doc.lang })
    assert.equal(#record.text, record.doc.bytes)
    assert.equal("utf-8", record.doc.encoding)
    assert.equal(3, record.doc.words)
    assert.matches("^sha256:%x+$", record.doc.content)
    assert.same({}, record.errors)
    assert.equal(session:recipe(), record.recipe)
    assert.matches("^%x+$", record.recipe)
    for _, marks in pairs(record.layers) do
      for _, mark in ipairs(marks) do assert.equal(mark.text, record.text:sub(mark.first, mark.last)) end
    end
  end)

  it("reads bytes as a file is read: other encodings, byte order marks, repairs", function()
    local session = lede.session { plugins = {} }
    local record = session:analyze("\xFF\xFEO\0k\0")
    assert.same({ "Ok", "utf-16le", 6 }, { record.text, record.doc.encoding, record.doc.bytes })
    record = session:analyze(("Größe. "):rep(20) .. "\xFF")
    assert.same({ 1, 9 * 20 }, { record.doc.replaced, record.doc.first_replaced })
  end)

  it("returns nil, message and code for what is no text", function()
    local session = lede.session { plugins = {} }
    local record, message, code = session:analyze("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
    assert.is_nil(record)
    assert.matches("this is a PDF document", message, 1, true)
    assert.equal("format", code)
    assert.equal("too-big", (select(3, session:analyze(("x"):rep(64 * 2 ^ 20 + 1)))))
  end)

  it("raises for a slip of the caller", function()
    local session = lede.session { plugins = {} }
    assert.matches("string expected, got nil", refusal(session.analyze, session, nil), 1, true)
    assert.matches("table expected, got string", refusal(session.analyze, session, "x", "id"), 1, true)
    assert.matches("title is a number; it is a string", refusal(session.analyze, session, "x", { title = 5 }), 1, true)
    assert.matches("lede.session expected, got table", refusal(session.analyze, {}, "x"), 1, true)
  end)

  it("gives the same record for the same text, whatever came before", function()
    local session = lede.session { plugins = { "structure", "entities", "quotes" } }
    local text = shell.read("examples/news/straits-monitor/corrin-bridge-closed.txt")
    local first = session:analyze(text)
    session:analyze("Something else entirely, said nobody.")
    assert.same(first, session:analyze(text))
    assert.same(first, lede.session({ plugins = { "structure", "entities", "quotes" } }):analyze(text))
  end)
end)

describe("lede.session", function()
  it("refuses options that are none, naming the one that was meant, and values of a wrong type", function()
    for message, options in pairs {
      ["there is no option 'plugin'; did you mean 'plugins'?"] = { plugin = {} },
      ["there is no option 'zzzzzz'"] = { zzzzzz = 1 },
      ["options have names; this table has a number as key"] = { "structure" },
      ["plugins is a string; it is a list of strings"] = { plugins = "structure" },
      ["plugins[2] is a number; it is a string"] = { plugins = { "structure", 5 } },
      ["set is a boolean; it is a list of strings"] = { set = true },
      ["seconds is a string; it is a number"] = { seconds = "5" },
      ["strict is a number; it is a boolean"] = { strict = 1 },
      ["memory is -1.0; it can't be negative"] = { memory = -1 },
      ["no plugin of this name"] = { plugins = { "nosuch" } },
      ["a plugin's name is empty"] = { plugins = { "" } },
      ["a plugin is a file"] = { plugins = { "plugins/" } },
      ["./nosuch.lua: the plugin's file can't be read: No such file"] = { plugins = { "./nosuch.lua" } },
    } do
      assert.matches(message, refusal(lede.session, options), 1, true)
    end
    assert.matches("table expected, got string", refusal(lede.session, "structure"), 1, true)
  end)

  it("runs no plugin for an empty list, and no longer needs its options", function()
    local options = { plugins = {} }
    local session = lede.session(options)
    options.plugins = nil
    collectgarbage()
    assert.same({}, session:analyze("x").layers)
  end)
end)

describe("the option set", function()
  local function shown(...)
    return lede.analyze("x", { plugins = { "tests/lua/plugins/settings.lua" }, set = { ... } }).layers.settings[1].shown
  end
  local function refused(set) return refusal(shown, set) end

  it("gives a setting another value of the type of its default", function()
    assert.equal('none={} on=true part=0x1p-1 sizes={1,0x1.4p+1} whole=1 word="a" words={"a","b"}', shown())
    assert.equal('none={"x"} on=false part=2 sizes={3,4} whole=-7 word="é, b=c." words={"é"}',
      shown("settings.none=x", "settings.on=false", "settings.part=2", "settings.sizes=3,4", "settings.whole=-7",
        "settings.word=é, b=c.", "settings.words=é"))
    assert.matches('words={}', shown("settings.words="), 1, true)
    assert.matches('word=""', shown("settings.word="), 1, true)
  end)

  it("takes the last of two, and makes another recipe", function()
    assert.matches("whole=3", shown("settings.whole=2", "settings.whole=3"), 1, true)
    local function recipe(set) return lede.session({ plugins = { "tests/lua/plugins/settings.lua" }, set = { set } }):recipe() end
    assert.not_equal(recipe("settings.whole=2"), recipe("settings.whole=3"))
    assert.equal(recipe("settings.whole=1"), recipe("settings.on=true"))
  end)

  it("refuses a value of another type", function()
    assert.matches("the value is true or false", refused("settings.on=yes"), 1, true)
    assert.matches("the value is a whole number", refused("settings.whole=0.5"), 1, true)
    assert.matches("the value is a number", refused("settings.part=half"), 1, true)
    assert.matches("the values are numbers", refused("settings.sizes=1,two"), 1, true)
    assert.matches("has no setting 'wird'; did you mean 'word'?", refused("settings.wird=x"), 1, true)
  end)

  it("never reaches the plugin's own defaults: settings of one session are not those of the next", function()
    shown("settings.words=x,y")
    assert.matches('words={"a","b"}', shown(), 1, true)
  end)
end)

describe("session:each", function()
  it("gives the records of files and folders in a stable order, and ends for good", function()
    local session = lede.session { plugins = {} }
    local records = session:each({ "examples/news/straits-monitor", "examples/news/harsel-courier/talks-open.txt" })
    assert.equal("corrin-bridge-closed.txt ferry-crews-vote-to-strike.txt talks-open.txt", ids(records))
    assert.is_nil(records())
    assert.equal("", ids(session:each({})))
    assert.equal("talks-open.txt", ids(session:each("examples/news/harsel-courier/talks-open.txt")))
  end)

  it("gives an error in place of a record for what can't be read, and goes on", function()
    shell.write(folder .. "/a.txt", "One.")
    shell.write(folder .. "/b.txt", "%PDF-1.7\n")
    shell.write(folder .. "/c.txt", "Three.")
    local session = lede.session { plugins = {} }
    assert.equal("a.txt nosuch! b.txt! c.txt", ids(session:each({ folder .. "/a.txt", folder .. "/nosuch", folder .. "/b.txt",
      folder .. "/c.txt" })))
    for record in session:each(folder .. "/b.txt") do
      assert.same({ code = "format", where = folder .. "/b.txt", message = record.error.message }, record.error)
      assert.is_nil(record.layers)
    end
  end)

  it("reads JSON Lines and CSV by the fields named, and what is known of files from --meta's kind of file", function()
    shell.write(folder .. "/rows.jsonl", '{"body":"One.","key":"k1","outlet":"X"}\n{"body":"Two.","key":"k2"}\n')
    shell.write(folder .. "/known.csv", "file,outlet,date\na.txt,Paper,2026-01-07\n")
    local session, seen = lede.session { plugins = {} }, {}
    for record in session:each(folder .. "/rows.jsonl", { text_field = "body", id_field = "key" }) do
      seen[#seen + 1] = record.doc.id .. "=" .. record.text .. (record.doc.outlet or "")
    end
    assert.same({ "k1=One.X", "k2=Two." }, seen)
    for record in session:each(folder .. "/a.txt", { meta = folder .. "/known.csv" }) do
      assert.equal("Paper 2026-01-07", record.doc.outlet .. " " .. record.doc.date)
    end
    for record in session:each("examples/news/vessany-post", { outlet_from = "folder" }) do
      assert.equal("vessany-post", record.doc.outlet)
    end
    for record in session:each(folder .. "/a.txt", { max_bytes = 3 }) do assert.equal("too-big", record.error.code) end
    shell.write(folder .. "/latin.txt", "caf\xE9")
    for record in session:each(folder .. "/latin.txt", { encoding = "iso-8859-1" }) do assert.equal("café", record.text) end
    for record in session:each(folder .. "/latin.txt", { strict = true }) do assert.equal("encoding", record.error.code) end
  end)

  it("raises for a slip of the caller", function()
    local session = lede.session { plugins = {} }
    local function each(...) return refusal(function(...) session:each(...)() end, ...) end
    assert.matches("paths is a nil; it is a list of strings", each(nil), 1, true)
    assert.matches("paths[1] is a number; it is a string", each { 5 }, 1, true)
    assert.matches("there is no option 'textfield'; did you mean 'text_field'?", each("x", { textfield = "y" }), 1, true)
    assert.matches("max_bytes is a string; it is a number", each("x", { max_bytes = "64M" }), 1, true)
    assert.matches('outlet_from is "file"; it can be "folder"', each("x", { outlet_from = "file" }), 1, true)
    assert.matches("nosuch.csv: cannot be read", each("x", { meta = "nosuch.csv" }), 1, true)
    assert.matches('there is no encoding "latin9"', each("examples/news", { encoding = "latin9" }), 1, true)
  end)

  it("keeps what it needs: the session and the lists may go, or change, meanwhile", function()
    local paths, options = { folder .. "/a.txt", folder .. "/c.txt" }, { encoding = "utf-" .. "8" }
    local records = lede.session({ plugins = {} }):each(paths, options)
    paths[1], paths[2], options.encoding = nil, nil, nil
    for i = 1, 2000 do paths[i] = ("garbage %d"):format(i) end
    collectgarbage()
    collectgarbage()
    assert.equal("a.txt c.txt", ids(records))
  end)
end)

describe("findings of a session", function()
  local function vows(findings)
    local list = {}
    for _, finding in ipairs(findings) do
      if finding.kind == "vow" then list[#list + 1] = finding.key .. "=" .. finding.times end
    end
    return table.concat(list, " ")
  end

  it("hold across what was analysed so far, and may be asked for again", function()
    local session = lede.session(VOWS)
    assert.equal("", vows(session:findings()))
    session:analyze("“We will win,” Anna Berg said.")
    assert.equal("Anna Berg=1", vows(session:findings()))
    session:analyze("“I promise we’ll come,” Anna Berg said. “Never,” Carl Dorn said.")
    assert.equal("Anna Berg=3 Carl Dorn=1", vows(session:findings()))
    assert.equal("Anna Berg=3 Carl Dorn=1", vows(session:findings()))
  end)

  it("of a corpus are those of all its documents, once, whether or not it was read before", function()
    local fresh = vows(lede.corpus("examples/news", VOWS):findings())
    local corpus, n = lede.corpus("examples/news", VOWS), 0
    for _ in corpus:each() do n = n + 1 end
    assert.equal(8, n)
    assert.equal(fresh, vows(corpus:findings()))
    assert.matches("Dagny Okafor=%d", fresh)
  end)
end)

describe("lede.analyze and lede.corpus", function()
  it("take the options of a session, and what is given of a text", function()
    local record = lede.analyze("One.", { plugins = {}, given = { id = "x", outlet = "O" } })
    assert.same({ "x", "O" }, { record.doc.id, record.doc.outlet })
    assert.same({}, record.layers)
    assert.is_table(lede.analyze("One.", { plugins = { "structure" } }).layers.structure)
    assert.matches("there is no option 'plugin'", refusal(lede.analyze, "One.", { plugin = {} }), 1, true)
    assert.equal("format", (select(3, lede.analyze("%PDF-1.7", { plugins = {} }))))
  end)

  it("tell settings apart, though sessions are kept", function()
    local probe = { "tests/lua/plugins/probe.lua" }
    local function said(code)
      return lede.analyze("One.", { plugins = probe, set = { "probe.code=return " .. code } }).layers.probe[1].values
    end
    assert.not_equal(said("1"), said("2"))
    assert.equal(said("1"), said("1"))
  end)

  it("raise where no path is named", function()
    assert.matches("lede.corpus: name a file or folder", refusal(lede.corpus), 1, true)
    assert.matches("lede.corpus: name a file or folder", refusal(lede.corpus, 5), 1, true)
  end)
end)

describe("lede.sorted_pairs", function()
  local function walked(t)
    local list = {}
    for key, value in lede.sorted_pairs(t) do list[#list + 1] = tostring(key) .. "=" .. tostring(value) end
    return table.concat(list, " ")
  end

  it("goes by the keys: numbers first, then strings by their bytes", function()
    assert.equal("-1=a 1=b 2.5=c 10=d A=e Z=f a=g b=h é=i", walked { b = "h", a = "g", Z = "f", A = "e", ["é"] = "i",
      [10] = "d", [2.5] = "c", [1] = "b", [-1] = "a" })
    assert.equal("", walked {})
    assert.equal("a=false", walked { a = false })
  end)

  it("is not confused by a locale, or by what the table's metatable says", function()
    assert.equal("a=1", walked(setmetatable({ a = 1 }, { __pairs = error, __index = error, __len = error })))
  end)

  it("may be broken off, and the table changed in between: keys that went have a nil", function()
    local t, seen = { a = 1, b = 2, c = 3 }, {}
    for key, value in lede.sorted_pairs(t) do
      seen[#seen + 1] = key .. tostring(value)
      t.b, t.d = nil, 4
    end
    assert.same({ "a1", "bnil", "c3" }, seen)
  end)

  it("refuses keys that have no order, and what is no table", function()
    assert.matches("a key is a boolean; only numbers and strings have an order", refusal(lede.sorted_pairs, { [true] = 1 }), 1,
      true)
    assert.matches("table expected, got no value", refusal(lede.sorted_pairs), 1, true)
  end)
end)

describe("lede's functions on text", function()
  it("change case and fold for comparing names, in any script", function()
    assert.equal("ärger жукова", lede.lower("ÄRGER ЖУКОВА"))
    assert.equal("ÄRGER ЖУКОВА", lede.upper("ärger жукова"))
    assert.equal("lodz strasse ecole agnes poltorak", lede.fold("Łódź Straße ÉCOLE Agnes Półtorak"))
    assert.equal(lede.fold("é"), lede.fold("e\u{301}"))
    assert.equal("a\0b", lede.lower("A\0B"))
    assert.equal("", lede.fold(""))
  end)

  it("count the columns a terminal takes", function()
    for text, width in pairs { [""] = 0, ["abc"] = 3, ["漢字"] = 4, ["é"] = 1, ["e\u{301}"] = 1, ["😀"] = 2, ["a\u{200B}b"] = 2 } do
      assert.equal(text .. width, text .. lede.width(text))
    end
  end)

  it("show any bytes visibly, on one line", function()
    assert.equal("é<0A><09><00><1B>[1m<FF><U+202E><U+0085>", lede.visible("é\n\t\0\27[1m\xFF\u{202E}\u{85}"))
    assert.equal("", lede.visible(""))
  end)

  it("refuse what is not UTF-8, but for showing it", function()
    for _, name in ipairs { "lower", "upper", "fold", "width" } do
      assert.matches("not valid UTF-8", refusal(lede[name], "a\xFF"), 1, true)
      assert.matches("string expected", refusal(lede[name]), 1, true)
      assert.equal(lede[name]("5"), lede[name](5))
    end
  end)

  it("know the version, and nothing they don't have", function()
    assert.matches("^%d+%.%d+%.%d+$", lede.version)
    assert.is_nil(lede.nothing)
    assert.equal(shell.read("README.md"), lede.data("README.md"))
  end)
end)
