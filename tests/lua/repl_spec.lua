-- lede repl: what is typed and what comes of it, over a pipe and at a terminal (tmux's).

local shell = dofile "tests/lua/support_shell.lua"

local NEWS = "examples/news/harsel-courier"

local folder

setup(function() folder = shell.folder() end)
teardown(function() shell.remove(folder) end)

-- Runs lede repl on lines from a pipe; standard output, standard error and status.
local function piped(text, words)
  local path = shell.write(folder .. "/lines", text)
  return shell.run(('cat %s | "$LEDE" repl %s'):format(path, words or ""))
end

local function answers(text, words)
  local out, err, code = piped(text, words)
  assert.same({ "", 0 }, { err, code })
  return out
end

describe("lines from a pipe", function()
  it("give their values and nothing else: no prompt, no greeting, no colour", function()
    local count = answers("quotes:count()\n", "--color always " .. NEWS)
    assert.matches("^%d+\n$", count)
    assert.is_true(tonumber(count) > 0)
    assert.equal("3\nx\ny\n", answers("1 + 2\n'x', 'y'\n"))
    assert.equal("", answers("x = 1\n\n -- only a comment\nprint = print\n"))
  end)

  it("may take several rows, and the last needs no end", function()
    assert.equal("1\n2\n12\n", answers("for i = 1, 2 do\n\n\n  print(i)\nend\n(function()\n return 12\nend)()"))
  end)

  it("keep what is set for the next: globals, and locals too", function()
    assert.equal("5\n7\nnil\n3\n", answers("local x <const> = 5\nx\nlocal function f() return 7 end\nf()\nlocal y\ny\n"
      .. "do local x = 9 end\nfor i = 1, 1 do local x = 8 end local z = 3\nz\n"))
  end)

  it("that fail cost only themselves, and the status says that one did", function()
    local out, err, code = piped("x = 1\nerror('no')\nx + 1\n")
    assert.same({ "2\n", 1 }, { out, code })
    assert.matches("^error: no\n", err)
    assert.equal(1, select(3, piped("1 +\n")))
    assert.equal(1, select(3, piped(".hlep\n")))
    assert.equal(0, select(3, piped(".help\n")))
  end)

  it("can close coroutines, as a script can", function()
    assert.equal("true\n1\nclosed\ntrue\ndead\n", answers([[
closing = setmetatable({}, { __close = function() print "closed" end })
co = coroutine.create(function() local x <close> = closing coroutine.yield(1) end)
coroutine.resume(co)
coroutine.close(co)
coroutine.status(co)
]]))
    assert.matches("cannot close a running coroutine", select(2, piped("coroutine.close((coroutine.running()))\n")), 1, true)
  end)

  it("that name what is not there end the session before it begins", function()
    for words, message in pairs { ["nowhere/"] = "there is no nowhere/", ["-"] = "- is standard input",
      ["--plugins nosuch"] = "nosuch: no plugin",
      ["--set x=1"] = "--set x=1: write it as", ["--plugns x"] = "did you mean --plugins?" } do
      local out, err, code = piped("1\n", words)
      assert.equal("", out)
      assert.is_true(code == 2 or code == 3)
      assert.matches(message, err, 1, true)
    end
  end)

  it("end without a word when nobody reads their values any more", function()
    local path = shell.write(folder .. "/many", "#quotes\n" .. ("('x'):rep(1000)\n"):rep(2000))
    local out, err = shell.run(('"$LEDE" repl %s <%s | head -n 2 | wc -l'):format(NEWS, path))
    assert.same({ "2", "" }, { out:match("%d+"), err })
  end)

  it("end with .quit, and leave what follows alone", function()
    assert.equal("1\n", answers("1\n.quit\nerror()\n"))
  end)
end)

it("what README.md types at the prompt does what it says there, and only its slip fails", function()
  local session = shell.read("README.md"):match("\n%$ lede repl ([^\n]+\nlede .-)\n```")
  local lines = {}
  for line in session:gmatch("\nlede> ([^\n]*)") do lines[#lines + 1] = line .. "\n" end
  local out, err, code = piped(table.concat(lines), session:match("^[^\n]+"))
  assert.equal(1, code)
  assert.equal("error: there is no 'artciles'; did you mean 'articles'?\n", err)
  assert.matches("versions of “decimal point”", out, 1, true)
end)

it("a desk is at hand as articles are, with nothing analysed", function()
  local desk = folder .. "/desk"
  assert.equal(0, select(3, shell.lede("watch", "--once", NEWS, "-o", desk)))
  assert.equal(answers("#articles\n#quotes\npeople[1].name\n", NEWS),
    answers("#articles\n#quotes\npeople[1].name\n", desk))
  assert.matches("no plugins", answers(".plugins\n", desk))
end)

describe("values", function()
  it("stay as _ and _1, _2 …", function()
    assert.equal("1\n2\n3\n2\n2\n", answers("1\n2\n_ + _1\n_1\n_2\n"))
  end)

  it("that are plain tables are short: keys sorted, depth and length bounded, cycles named", function()
    local out = answers("t = { 3, b = 'x\"\\n', a = { {} } } t.t = t\nt\n"
      .. "l = {} for i = 1, 500 do l[i] = i end\nl\n{ { { { 1 } } } }\n")
    assert.matches('{ 3, a = { {} }, b = "x\\"\\n", t = { itself } }', out, 1, true)
    assert.matches("20, … 480 more }", out, 1, true)
    assert.matches("{ { { { … } } } }", out, 1, true)
  end)

  it("cannot harm a terminal", function()
    local out = answers("{ '\\27[2J', ['\\27]0;x'] = 1 }\nsetmetatable({}, { __tostring = function() return '\\27[31m' end })\n")
    assert.is_nil(out:find("\27", 1, true))
  end)

  it("that are collections come as .mode says", function()
    assert.matches("^name,count,", answers(".mode csv\npeople:top(2)\n", NEWS))
    assert.matches("^%[\n", answers(".mode json\npeople:top(2)\n", NEWS))
    assert.matches("^| name |", answers(".mode md\npeople:top(2)\n", NEWS))
    assert.matches("did you mean 'table'", select(2, piped(".mode tabel\n")), 1, true)
  end)
end)

describe("an error", function()
  local function said(text, words) return (select(2, piped(text, words))) end

  it("shows the line and where in it", function()
    assert.matches("error: unexpected symbol near '='\n  x = = 2\n      ^\n", said("x = = 2\n"), 1, true)
    assert.matches("   2 |   nothing()\n         ^^^^^^^\n", said("function f()\n  nothing()\nend\nf()\n"), 1, true)
    assert.matches("error: attempt to index a nil value (local 'q')\n   3 |   return q.x\n                ^\n",
      said("(function()\n  local q\n  return q.x\nend)()\n"), 1, true)
  end)

  it("names the nearest to a name that is not there: a global, a function, a field", function()
    assert.matches("did you mean 'print'?\n  prnt(1)\n  ^^^^", said("prnt(1)\n"), 1, true)
    assert.matches("did you mean 'upper'?", said("string.uper('x')\n"), 1, true)
    assert.matches("did you mean 'upper'?", said("('x'):uper()\n"), 1, true)
    assert.matches("there is no 'artciles'; did you mean 'articles'?", said("artciles\n", NEWS), 1, true)
    assert.matches("did you mean 'quotes'?\n  quote[1]\n  ^^^^^", said("quote[1]\n", NEWS), 1, true)
    local text = said("quotes{speeker='x'}\n", NEWS)
    assert.matches("did you mean 'speaker'?\n  quotes{speeker='x'}\n         ^^^^^^^", text, 1, true)
  end)

  it("in a file says through which of its lines it went", function()
    local file = shell.write(folder .. "/wrong.lua",
      "local function f() error 'deep' end\nfunction g()\n  f()\n  return 1\nend\n")
    local text = said((".load %s\ng()\n"):format(file))
    assert.matches("wrong.lua:1: deep", text, 1, true)
    assert.matches("called in " .. file .. ":3", text, 1, true)
  end)

  it("is what more memory than there is comes to, with what was set kept", function()
    local out, err, code = piped("x = 1\n('x'):rep(1 << 50)\nx\n")
    assert.same({ "1\n", 1 }, { out, code })
    assert.matches("^lede: memory limit reached %(%d+ MB%)\n$", err)
  end)

  it("may be any value", function()
    local text = said("error()\nerror{}\nerror(12)\n"
      .. "error(setmetatable({}, { __tostring = function() return 'own words' end }))\n")
    assert.matches("error: error called with a nil", text, 1, true)
    assert.matches("error: error called with a table", text, 1, true)
    assert.matches("error: 12", text, 1, true)
    assert.matches("error: own words", text, 1, true)
  end)
end)

describe("a question mark", function()
  it("tells of lede's functions, of methods, fields and collections", function()
    assert.matches("Those that pass all conditions", answers("quotes.where?\n", NEWS), 1, true)
    assert.matches("Those that pass all conditions", answers("where?\n", NEWS), 1, true)
    assert.matches("^quotes: what was said, and by whom", answers("quotes?\n", NEWS))
    assert.matches("lede.corpus(paths, options)", answers("lede.corpus?\n"), 1, true)
    assert.matches("quotes[1].speaker: name, who said it", answers("speaker?\n", NEWS), 1, true)
  end)

  it("tells of a plugin by its head, and two show its source", function()
    assert.matches("Collects vows: what people are quoted", answers("vows?\n", "--plugins +examples/vows.lua " .. NEWS), 1, true)
    assert.matches("1  --- Collects vows", answers("vows??\n", "--plugins +examples/vows.lua " .. NEWS), 1, true)
  end)

  it("tells of the user's own functions", function()
    local out = answers("-- Doubles.\nfunction f(x) return 2 * x end\nf??\n")
    assert.matches("function f(x) return 2 * x end", out, 1, true)
    local file = shell.write(folder .. "/own.lua", "--- Halves.\nfunction half(x)\n  return x / 2\nend\n")
    assert.matches("  Halves.\n", answers((".load %s\nhalf?\n"):format(file)), 1, true)
  end)

  it("tells of any expression's value", function()
    assert.matches("^quotes{kind='direct'}: %d+ quotes\n  each has:\n", answers("quotes{kind='direct'} ?\n", NEWS))
    assert.matches("^kind +", answers("quotes[1]?\n", NEWS))
    assert.equal('what?\n', answers("'what?'\n"))
    assert.equal(1, select(3, piped("nosuch[1]?\n")))
  end)

  it("says when there is nothing of the name", function()
    local _, err, code = piped("qoutes?\n", NEWS)
    assert.equal(1, code)
    assert.matches("nothing is called 'qoutes'; did you mean 'quotes'?", err, 1, true)
  end)
end)

describe("a dot command", function()
  it("may be meant by what newcomers type, unless that is something", function()
    assert.matches(".quit", answers("help\n"), 1, true)
    assert.equal("", answers("exit\nerror()\n"))
    assert.equal("7\n", answers("quit = 7\nquit\n"))
  end)

  it("that is not there names the nearest", function()
    assert.matches("there is no command .relaod; did you mean .reload?", select(2, piped(".relaod\n")), 1, true)
    assert.matches(".plugins takes nothing behind it", select(2, piped(".plugins x\n")), 1, true)
  end)

  it("lists layers and plugins", function()
    assert.matches("\n  quotes +[^\n]*cue:string,span", answers(".layers\n", NEWS))
    local plugins = answers(".plugins\n", "--plugins +examples/vows.lua " .. NEWS)
    assert.matches("vows +reads quotes, gives vows  %(examples/vows.lua%)", plugins)
  end)

  it("opens something else", function()
    local out = answers("#articles\nkept = 1\n.open examples/news\n#articles\nkept\n", NEWS)
    local first, rest = out:match("^(%d+)\n(.*)$")
    assert.matches("lede .-: %d+ articles.*\n" .. "%d+\n1\n$", rest)
    assert.is_true(tonumber(first) < tonumber(rest:match("\n(%d+)\n1\n$")))
    assert.matches("there is no nowhere", select(2, piped(".open nowhere\n", NEWS)), 1, true)
  end)

  it("says how long something takes", function()
    assert.matches("^2\n%d+%.%d ms\n$", answers(".time 1 + 1\n"))
    assert.matches("time is on\n3\n%d+%.%d ms\ntime is off\n4\n$", answers(".time on\n3\n.time off\n4\n"))
  end)

  it("saves the lines that worked as a script that runs", function()
    local script = folder .. "/saved.lua"
    local lines = "n = #quotes\nnosuch()\nfor i = 1, 2 do\n  n = n + i\nend\nn -- the sum\npeople[1].name\n"
    local out = piped(lines .. (".save %s\n"):format(script), NEWS)
    local ran, err, code = shell.lede(script)
    assert.same({ "", 0 }, { err, code })
    assert.equal(out:match("^%d+\n[^\n]+\n"), ran)
    assert.is_nil(shell.read(script):find("nosuch", 1, true))
  end)
end)

describe("a plugin that changes on disk", function()
  local function plugin(word)
    return ('local M = { api = 1, name = "words", gives = { words = {} } }\n'
      .. 'function M.document(doc)\n  local first, last = doc:find(%q)\n'
      .. '  return { words = { first and { first = first, last = last, kind = "word" } } }\nend\nreturn M\n'):format(word)
  end

  -- Lines of which some are written to a file in between, by the session itself.
  local function with_edits(first, second, lines)
    local file = shell.write(folder .. "/words.lua", first)
    shell.write(folder .. "/article.txt", "A ferry and a bridge.\n")
    local write = ("local f = io.open(%q, 'w') f:write(%q) f:close()\n"):format(file, second):gsub("\\\n", "\\n")
    return piped(lines:gsub("EDIT\n", (write:gsub("%%", "%%%%"))), ("--plugins %s %s/article.txt"):format(file, folder))
  end

  it("is loaded again, and the articles are analysed again", function()
    local out, err, code = with_edits(plugin "ferry", plugin "bridge",
      "words[1].text\nkept = words\nEDIT\nwords[1].text\nkept[1].text\n")
    assert.same({ "", 0 }, { err, code })
    assert.equal("ferry\nwords.lua changed: loaded again; 1 article analysed again when next asked for\nbridge\nferry\n", out)
  end)

  it("is loaded again on demand where there are many articles", function()
    local file, lines = shell.write(folder .. "/words.lua", plugin "ferry"), {}
    for i = 1, 501 do lines[i] = ('{"id":"%d","text":"A ferry and a bridge."}\n'):format(i) end
    local many = shell.write(folder .. "/many.jsonl", table.concat(lines))
    local edit = ("os.execute(\"sed -i s/ferry/bridge/ %s\")\n"):format(file)
    local out = answers("words[1].text\n" .. edit .. "words[1].text\n.reload\nwords[1].text\n",
      ("--plugins %s %s"):format(file, many))
    assert.equal("ferry\ntrue\nexit\n0\n"
      .. "words.lua changed: 501 articles are as they were analysed; .reload does it again\nferry\n"
      .. "lede " .. lede.version .. ": 501 articles, no outlet known, 501 words\nBegin with: articles   .help\nbridge\n", out)
  end)

  it("and fails on articles is told of once, with the line", function()
    local failing = (plugin "bridge"):gsub("return { words", "local x = nil + 1\n  return { words")
    local out, err, code = with_edits(plugin "ferry", failing, "#words\nEDIT\n#words\n#words\n")
    assert.equal("1\nwords.lua changed: loaded again; 1 article analysed again when next asked for\n0\n0\n", out)
    assert.equal(0, code)
    assert.matches("plugin words failed on 1 article", err, 1, true)
    assert.matches("words.lua:4: attempt to perform arithmetic on a nil value", err, 1, true)
    assert.equal(1, select(2, err:gsub("error:", "")))
  end)

  it("and is broken leaves the last good one at work", function()
    local out, err, code = with_edits(plugin "ferry", "oh no", "words[1].text\nEDIT\nwords[1].text\nwords[1].text\n")
    assert.equal("ferry\nferry\nferry\n", out)
    assert.equal(0, code)
    assert.matches("words.lua:1: syntax error near 'no'", err, 1, true)
    assert.matches("the last good one stays at work", err, 1, true)
    assert.equal(1, select(2, err:gsub("error:", "")))
  end)
end)

it("a line that is cut off by the end of a pipe is said to end too early", function()
  local _, err = shell.run("echo '1 +' | \"$LEDE\" repl examples/news")
  assert.matches("near <eof>", err, 1, true)
end)
