-- Summaries by topic: lede brief as a user runs it, what the plugin keeps of documents, and a user's topics.lua.
package.path = "plugins/?.lua;scripts/?.lua;tests/lua/?.lua;" .. package.path
local briefing = require "lib.briefing"
local own_topics = require "lib.own_topics"
local shell = require "support_shell"
local summary = require "lib.summary"

local NEWS = "examples/news"

local function brief(...) return shell.lede("brief", ...) end

--- What `lede brief` prints with these arguments stands in tests/golden/brief/NAME.
local function check_golden(name, ...)
  local printed, complained, status = brief(...)
  assert.equal("", complained)
  assert.equal(0, status)
  local path = "tests/golden/brief/" .. name
  if os.getenv "LEDE_UPDATE_GOLDEN" then shell.write(path, printed) end
  assert.equal(shell.read(path), printed)
end

describe("lede brief", function()
  it("summarizes what several documents speak of", function()
    check_golden("discovered.expected", "--outlet-from", "folder", NEWS)
  end)
  it("summarizes one's own topics", function()
    check_golden("own.expected", "--topics", "examples/topics.lua", "--meta", "examples/news.csv", NEWS)
  end)
  it("answers a question", function() check_golden("query.expected", "--query", "what will the repair cost", NEWS) end)
  it("labels what a later article has overtaken", function()
    check_golden("overtaken.expected", "--query", "repair cost million talens", NEWS)
  end)
  it("labels what is overtaken where no date is known", function()
    local sentence = { doc = "a.txt", text = "Fourteen died.", first = 1, last = 14, overtaken = "figure", later_doc = "b.txt" }
    local printed = briefing.topics({ { name = "fire", docs = 2, sentences = { sentence } } }, { color = false, width = 80 })
    assert.truthy(printed:find("\n    another figure: b.txt\n", 1, true), printed)
  end)

  it("says what is new since a day", function() check_golden("since.expected", "--since", "2026-03-14", NEWS) end)
  it("summarizes one document", function()
    check_golden("single.expected", "--words", "60", NEWS .. "/vessany-post/deal-at-dawn.txt")
  end)

  it("prints the same in any order of its documents", function()
    local files = {}
    for path in shell.run("ls examples/news/*/*"):gmatch("%S+") do files[#files + 1] = path end
    local forward = brief(table.unpack(files))
    for i = 1, #files // 2 do files[i], files[#files + 1 - i] = files[#files + 1 - i], files[i] end
    assert.equal(forward, (brief(table.unpack(files))))
  end)

  it("keeps to the sentences or words it is given", function()
    local _, sentences = brief("--sentences", "1", "--most", "2", NEWS):gsub("\n    — ", "")
    assert.equal(2, sentences)
    local words = 0
    for line in brief("--words", "70", "--most", "1", NEWS):gmatch("[^\n]+") do
      if line:find("^  %S") then words = words + select(2, line:gsub("%S+", "")) end
    end
    assert.is_true(words > 0 and words <= 70)
  end)

  it("cites what stands in the file", function()
    local path = NEWS .. "/straits-monitor/ferry-crews-vote-to-strike.txt"
    local text, found = shell.read(path), 0
    local printed = shell.run('COLUMNS=2000 "$LEDE" brief ' .. path)
    for sentence, first, last in printed:gmatch("\n  (%S[^\n]*)\n    — [^\n]-(%d+)–(%d+)") do
      assert.equal(sentence, (text:sub(tonumber(first), tonumber(last)):gsub("%s+", " ")))
      found = found + 1
    end
    assert.is_true(found > 1)
  end)

  it("tells only once what --since last has told", function()
    local folder = shell.folder()
    local command = ("XDG_STATE_HOME=%s \"$LEDE\" brief --since last examples/news"):format(folder)
    assert.truthy(shell.run(command):find("documents", 1, true))
    assert.equal("Nothing new since last in 8 documents.\n", (shell.run(command)))
    shell.remove(folder)
  end)

  it("remembers for --since last what folders they were, not what they were called", function()
    local folder = shell.folder()
    local text = shell.read(NEWS .. "/vessany-post/deal-at-dawn.txt")
    local function last(from, path)
      return shell.run(("cd %s/%s && XDG_STATE_HOME=%s/state \"$LEDE\" brief --since last %s"):format(folder, from, folder, path))
    end
    shell.run(("mkdir -p %s/a/s %s/b/s"):format(folder, folder))
    shell.write(folder .. "/a/s/one.txt", text)
    shell.write(folder .. "/b/s/one.txt", text)
    assert.truthy(last("a", "s"):find("1 document", 1, true))
    assert.truthy(last("b", "s"):find("1 document", 1, true))
    assert.truthy(last("a", "s"):find("Nothing new", 1, true))
    assert.truthy(last("b/s", "."):find("Nothing new", 1, true))
    shell.remove(folder)
  end)

  it("says so when it can't remember what it told, with status 2", function()
    local folder = shell.folder()
    shell.write(folder .. "/lede", "no folder")
    local printed, complained, status = shell.run(("XDG_STATE_HOME=%s \"$LEDE\" brief --since last examples/news"):format(folder))
    assert.truthy(printed:find("documents", 1, true))
    assert.truthy(complained:find("not remembered", 1, true), complained)
    assert.equal(2, status)
    shell.remove(folder)
  end)

  it("forgets nothing when nobody could read what it printed", function()
    local folder = shell.folder()
    local command = ("XDG_STATE_HOME=%s \"$LEDE\" brief --since last examples/news"):format(folder)
    local _, _, status = shell.run(command .. " >/dev/full")
    assert.equal(2, status)
    assert.truthy(shell.run(command):find("documents", 1, true))
    shell.remove(folder)
  end)

  it("knows files changed since a time of today", function()
    local folder = shell.folder()
    local text = shell.read(NEWS .. "/vessany-post/deal-at-dawn.txt")
    shell.write(folder .. "/new.txt", text)
    shell.run("touch -d 2020-01-01 " .. folder .. "/new.txt")
    assert.truthy(brief("--since", "0:00", folder):find("Nothing new", 1, true))
    shell.run("touch " .. folder .. "/new.txt")
    assert.truthy(brief("--since", "0:00", folder):find("1 document", 1, true))
    shell.remove(folder)
  end)

  it("says what is wrong with its arguments, with status 2", function()
    for _, case in ipairs {
      { "it wants more: lede brief", }, { "no option --what", "--what", NEWS }, { "wants a value", NEWS, "--query" },
      { "did you mean --sentences", "--sentence", "3", NEWS },
      { "--meta nosuch.csv: No such file", "--meta", "nosuch.csv", NEWS },
      { "whole number", "--sentences", "0", NEWS }, { "not both", "--sentences", "2", "--words", "20", NEWS },
      { "write a day", "--since", "yesterday", NEWS }, { "no-such-file", "--topics", "no-such-file.lua", NEWS } } do
      local _, complained, status = brief(table.unpack(case, 2))
      assert.equal(2, status)
      assert.truthy(complained:find(case[1], 1, true), complained)
    end
  end)

  it("takes the value of a short option behind its letter or apart", function()
    assert.equal((brief("-j1", NEWS)), (brief("-j", "1", NEWS)))
    local _, complained, status = brief("-jx", NEWS)
    assert.equal(2, status)
    assert.truthy(complained:find("--jobs x: it is a whole number", 1, true), complained)
  end)

  it("goes on without a file it can't read, with status 1", function()
    local printed, complained, status = brief(NEWS, "no-such-file.txt")
    assert.equal(1, status)
    assert.truthy(complained:find("no-such-file.txt", 1, true))
    assert.truthy(printed:find("documents", 1, true))
  end)

  it("takes records as they are, and analyses them anew for a question", function()
    local folder = shell.folder()
    local records = folder .. "/records.jsonl"
    shell.run('"$LEDE" run -q --format jsonl --outlet-from folder ' .. NEWS .. " -o " .. records)
    assert.equal(shell.read "tests/golden/brief/discovered.expected", (brief(records)))
    local question = { "--query", "what will the repair cost" }
    assert.equal((brief("--outlet-from", "folder", NEWS, table.unpack(question))), (brief(records, table.unpack(question))))
    shell.remove(folder)
  end)

  it("leaves out what the plugin topics has not read, says so, and does not remember it as told", function()
    local folder = shell.folder()
    local records = folder .. "/records.jsonl"
    local last = ('XDG_STATE_HOME=%s "$LEDE" brief --since last %s'):format(folder, records)
    shell.run('"$LEDE" run -q --format jsonl -p structure ' .. NEWS .. " -o " .. records)
    local printed, complained = shell.run(last)
    assert.equal("Nothing new since last in 0 documents.\n", printed)
    assert.truthy(complained:find("did not run on them or failed: 8 of 8", 1, true), complained)
    shell.run('"$LEDE" run -q --format jsonl ' .. NEWS .. " -o " .. records)
    assert.truthy(shell.run(last):find("documents", 1, true))
    shell.remove(folder)
  end)

  it("has a help", function()
    local printed, _, status = brief("--help")
    assert.equal(0, status)
    for _, option in ipairs { "--query", "--topics", "--since", "--sentences", "--words" } do
      assert.truthy(printed:find(option, 1, true))
    end
  end)
end)

describe("lede brief of a desk", function()
  local folder, desk

  local function watch(options) return shell.run(('"$LEDE" watch --once -r %s -o %s'):format(options, desk)) end

  before_each(function()
    folder = shell.folder()
    desk = folder .. "/desk"
    watch("--outlet-from folder " .. NEWS)
  end)

  after_each(function() shell.remove(folder) end)

  it("says what it says of the files", function()
    assert.same({ shell.read "tests/golden/brief/discovered.expected", "", 0 }, { brief(desk) })
  end)

  it("tells with --since last what has come in", function()
    local inbox = folder .. "/inbox"
    local last = ('XDG_STATE_HOME=%s "$LEDE" brief --since last %s'):format(folder, desk)
    shell.remove(desk)
    shell.run(("mkdir %s && cp -p %s/vessany-post/* %s"):format(inbox, NEWS, inbox))
    watch(inbox)
    assert.truthy(shell.run(last):find("documents", 1, true))
    assert.matches("^Nothing new since last in %d+ documents%.\n$", (shell.run(last)))
    shell.run(("cp -p %s/straits-monitor/ferry-crews-vote-to-strike.txt %s/strike.txt"):format(NEWS, inbox))
    watch(inbox)
    local printed = shell.run(last)
    assert.truthy(printed:find("strike.txt", 1, true), printed)
    for line in printed:gmatch("\n    — ([^\n]+)") do assert.truthy(line:find("strike.txt", 1, true), line) end
  end)

  it("knows when its files changed, also when they are gone", function()
    local inbox = folder .. "/inbox"
    local since = { "--since", "0:00", desk }
    shell.remove(desk)
    shell.run(("mkdir %s && cp %s/vessany-post/deal-at-dawn.txt %s"):format(inbox, NEWS, inbox))
    shell.run(("touch -d 2020-01-01 %s/*"):format(inbox))
    watch(inbox)
    assert.truthy(brief(table.unpack(since)):find("Nothing new", 1, true))
    shell.run(("touch %s/*; echo >>%s/deal-at-dawn.txt"):format(inbox, inbox))
    watch(inbox)
    shell.remove(inbox)
    assert.truthy(brief(table.unpack(since)):find("1 document", 1, true))
  end)

  it("refuses a question it was not made for, and says what can be done, with status 2", function()
    local printed, complained, status = brief("--query", "what will the repair cost", desk)
    assert.same({ "", 2 }, { printed, status })
    local command = complained:match("lede (follow [^>]+) > desk.jsonl")
    local records = folder .. "/desk.jsonl"
    shell.run(('"$LEDE" %s > %s'):format(command, records))
    printed = brief("--query", "what will the repair cost", records)
    assert.truthy(printed:find("265\n  million talens", 1, true), printed)
  end)
end)

describe("the layer gist", function()
  local function gist(text)
    local out = {}
    local record = lede.analyze(text, { plugins = { "structure", "entities", "topics" } })
    assert.same({}, record.errors)
    for i, mark in ipairs(record.layers.gist) do out[i] = mark.text end
    return out
  end

  local function has(list, text)
    for _, one in ipairs(list) do
      if one == text then return true end
    end
    return false
  end

  it("has a sentence that points back only with what it points to", function()
    local first = "Noor Castellane is mayor there."
    local second = "She opened three schools to the stranded and said the city had cots for 800 people."
    assert.same({ first .. " " .. second }, gist(first .. " " .. second))
  end)

  it("has none that points to nothing", function()
    assert.same({}, gist "But he did not say so to anybody who was on the boat that night.")
  end)

  it("has the body only, without datelines", function()
    local body = "Transport Minister Dagny Okafor closed the Corrin Bridge to all traffic on Tuesday."
    local list = gist("Bridge closed until further notice\n\nHARSEL, Vessany (AP) — " .. body .. "\n\nLeave a Reply")
    assert.truthy(has(list, body))
    assert.equal(1, #list)
  end)

  it("is small for any document", function()
    local sentence, text = "Minister Tom Reed %d said the barrier number %d would cost %d million dollars by the year 20%d.", {}
    for i = 1, 400 do text[i] = sentence:format(i, i, i * 3, i % 90 + 10) end
    local record = lede.analyze(table.concat(text, " "), {
      plugins = { "structure", "entities", "topics" },
      given = { id = "long", title = "A long one" },
    })
    assert.truthy(record.layers.gist[5])
    assert.is_true(#lede.to_json(summary.fold({}, record)) <= 4096)
  end)
end)

describe("a discovered topic", function()
  local TEXTS = {
    "The harbour council debated the night ferry on Monday, with a medical berth for the ill. "
      .. "Mayor Tom Reed praised the crews of the harbour. "
      .. "Voters of the town showed no willingness to compromise on the toll, the council said.",
    "A night ferry with a medical berth will sail from Friday, the company said. "
      .. "Mayor Tom Reed welcomed everybody on the quay of the town. "
      .. "Drivers have shown little willingness to compromise on the toll, Anna Miller said.",
    "Engineers looked at the old lighthouse for a week. Mayor Tom Reed thanked the painters for their patience with the weather.",
  }

  local function names(order)
    local session, out = lede.session { plugins = { "structure", "entities", "topics" } }, {}
    for _, i in ipairs(order) do session:analyze(TEXTS[i], { id = "doc" .. i }) end
    for _, finding in ipairs(session:findings()) do
      if finding.kind == "topic" then out[#out + 1] = finding.name end
    end
    return table.concat(out, "; ")
  end

  it("has a name a person would use, none of a person alone", function()
    local found = names { 1, 2, 3 }
    assert.truthy(found:find("night ferry", 1, true) or found:find("medical berth", 1, true), found)
    assert.truthy(found:find("willingness to compromise", 1, true), found)
    assert.is_nil(found:find("Reed", 1, true))
  end)

  it("is the same in any order", function() assert.equal(names { 1, 2, 3 }, names { 3, 1, 2 }) end)
end)

describe("a user's topics.lua", function()
  local function refusal(source)
    local ok, message = pcall(own_topics.read, source, "topics.lua")
    assert.is_false(ok)
    return message
  end

  it("that is wrong is refused with the place and what to write", function()
    for source, words in pairs {
      ["return {"] = "topics.lua:1:",
      ["return 5"] = "it is a list of topics",
      ["return {}"] = "there is no topic",
      ["return { { any = { 'x' } } }"] = "topic 1 has no name",
      ["return { { name = 'A', any = { 'x' }, nune = {} } }"] = "there is no 'nune'; write name, any, all or none",
      ["return { { name = 'A', any = 'x' } }"] = "any is a string; it is a list",
      ["return { { name = 'A', any = { 'x' } }, { name = 'A', any = { 'y' } } }"] = "same name",
      ["return { { name = 'A', any = { 5 } } }"] = "any[1] is a number",
      ["return { { name = 'A', any = { { entitty = 'x' } } } }"] = "there is no 'entitty'",
      ["return { { name = 'A', any = { { pattern = '[' } } } }"] = "the pattern",
      ["return { { name = 'A', any = { '—' } } }"] = "holds no word",
      ["return { { name = 'A', none = { 'x' } } }"] = "about everything",
      ["return os.getenv 'HOME'"] = "topics.lua:1:" } do
      assert.truthy(refusal(source):find(words, 1, true), source .. ": " .. refusal(source))
    end
  end)

  local function matched(source, ...)
    local passages = {}
    for i, text in ipairs { ... } do passages[i] = type(text) == "table" and text or { text = text } end
    local out = {}
    for i, names in ipairs(own_topics.match(own_topics.read(source, "topics.lua"), passages)) do out[i] = #names end
    return table.concat(out)
  end

  it("finds words and phrases whole, without regard to case, accents and punctuation", function()
    local source = "return { { name = 'A', any = { 'night boat', 'cafe', 'ferr*' } } }"
    assert.equal("1", matched(source, "The Night-Boat sails."))
    assert.equal("1", matched(source, "the café at the quay"))
    assert.equal("1", matched(source, "Two ferries."))
    assert.equal("0", matched(source, "The night boats sail; cafeteria."))
  end)

  it("finds names, speakers and patterns", function()
    local source = "return { { name = 'A', any = { { entity = 'Okafor' }, { speaker = 'Engel' }, { pattern = '%d+ talens' } } } }"
    assert.equal("1", matched(source, { text = "She did.", entities = { "Dagny Okafor" } }))
    assert.equal("1", matched(source, { text = "“No.”", speakers = { "Samira Engel" } }))
    assert.equal("1", matched(source, "It costs 300 talens."))
    assert.equal("0", matched(source, { text = "Okafor and Engel spoke.", entities = {}, speakers = {} }))
  end)

  it("asks for all, and for none, anywhere in the document", function()
    local source = "return { { name = 'A', any = { 'ferry' }, all = { 'strike' }, none = { 'crossword' } } }"
    assert.equal("10", matched(source, "The ferry.", "A strike."))
    assert.equal("0", matched(source, "The ferry."))
    assert.equal("000", matched(source, "The ferry.", "A strike.", "The crossword."))
    assert.equal("10", matched("return { { name = 'A', all = { 'strike' } } }", "A strike.", "Tea."))
  end)
end)

describe("examples/lead3.lua", function()
  it("is a summarizer of its own that runs beside the built-in plugins", function()
    local session = lede.session { plugins = { "structure", "entities", "topics", "examples/lead3.lua" } }
    for record in session:each("examples/news", { outlet_from = "folder" }) do assert.same({}, record.errors) end
    local found, of = session:findings(), {}
    for _, finding in ipairs(found) do
      if finding.kind == "lead3" then of[finding.key] = finding end
    end
    for _, finding in ipairs(found) do
      if finding.kind == "topic" then
        assert.equal(finding.name, of[finding.key].name)
        assert.truthy(#of[finding.key].text > 50)
      end
    end
    assert.truthy(next(of))
  end)
end)
