-- lede repl at a terminal: keys are typed, the screen is read. Every wait is for what should appear, with a bound that only a
-- failure reaches.

local shell = dofile "tests/lua/support_shell.lua"
local tmux = dofile "tests/lua/support_tmux.lua"

local NEWS = "examples/news/harsel-courier"
local READY = "lede>$"

local lacks = tmux.lacks()
if lacks then
  describe("lede repl at a terminal", function() pending(lacks) end)
  return
end

local folder, terminal

setup(function() folder = shell.folder() end)
teardown(function() shell.remove(folder) end)
after_each(function()
  if terminal then terminal:close() end
  terminal = nil
end)

-- A session in a terminal of its own, whose history is that of `name`.
local function open(words, name, columns, rows)
  local place = folder .. "/" .. (name or "usual")
  assert(os.execute("mkdir -p " .. place))
  -- libedit never frees the names of functions that are added to it
  local environment = "env -u NO_COLOR ASAN_OPTIONS=detect_leaks=0 TERM=screen-256color LC_ALL=C.UTF-8 XDG_STATE_HOME=" .. place
  terminal = tmux.open(("%s %s repl --color never %s"):format(environment, os.getenv "LEDE", words or ""), place, columns, rows)
  terminal:wait(READY)
  return terminal
end

-- The screen once `text` stands on it, above a prompt.
local function shows(text)
  return terminal:wait(function(screen) return screen:find(text, 1, true) and screen:find(READY) end, text)
end

describe("the prompt", function()
  it("says what it has and how to begin", function()
    local screen = open(NEWS):screen()
    assert.matches("%d+ articles?, .*%d+ quotes, %d+ terms?\nBegin with: ", screen)
  end)

  it("edits a line: letters of any width, to and fro, rubbed out and put in", function()
    open()
    terminal:type "'Łódź 漢字 X'"
    terminal:press("Left", "BSpace")
    terminal:type "é😀"
    terminal:press("Home", "Delete", "End", "BSpace", "C-a")
    terminal:type "#'"
    terminal:press "C-e"
    terminal:type "'"
    terminal:wait "lede> #'Łódź 漢字 é😀'"
    terminal:press "Enter"
    shows "\n21\n"
    terminal:enter "'é漢'"
    shows '\n"é漢"\n'
  end)

  it("takes rows until they are whole, and gives them back as one line", function()
    open()
    terminal:enter "for i = 1, 2 do"
    terminal:enter "print('row ' .. i)"
    terminal:enter "end"
    shows "\nrow 2\n"
    terminal:press("Up", "Up", "End", "BSpace")
    terminal:type " .. '!')"
    terminal:press "Enter"
    shows "\nrow 2!\n"
    terminal:enter "("
    terminal:press("Enter", "Enter")
    shows "error: unexpected symbol near <eof>"
  end)

  it("takes what is pasted as it is, and waits for Enter", function()
    open()
    terminal:paste "function f()\n\n\treturn 6 * 7\nend\nf()"
    terminal:wait "\nf%(%)$"
    terminal:press "Enter"
    shows "\nend\nf()\n"
    terminal:enter "f()"
    shows "\n42\n"
  end)

  it("completes names, methods, fields, and who speaks", function()
    open(NEWS)
    terminal:type "quo"
    terminal:press "Tab"
    terminal:wait "lede> quotes$"
    terminal:type ":to"
    terminal:press "Tab"
    terminal:wait "quotes:top$"
    terminal:type "(3)"
    terminal:press("C-a", "C-k")
    terminal:type "people[1]."
    terminal:press "Tab"
    terminal:wait "name .*documents.*lede> people%[1%]%.$"
    terminal:press "C-c"
    terminal:type 'people{name="Okaf'
    terminal:press "Tab"
    terminal:wait 'lede> people{name="Dagny Okafor"$'
    terminal:press "C-c"
    terminal:type ".load examples/vo"
    terminal:press "Tab"
    terminal:wait "%.load examples/vows.lua$"
  end)

  it("draws the line anew when the window changes, rows and all", function()
    open(nil, nil, 100, 30)
    terminal:enter "for i = 1, 40 do print(i) end"
    shows "\n40\n"
    local line = "'" .. ("word "):rep(30) .. "'"
    terminal:type(line)
    for _, columns in ipairs { 60, 40, 110, 72 } do
      terminal:resize(columns, 30)
      local text = "lede> " .. line
      local rows = {}
      for at = 1, #text, columns do rows[#rows + 1] = (text:sub(at, at + columns - 1):gsub(" +$", "")) end
      local drawn = table.concat(rows, "\n")
      terminal:wait(function(screen)
        return screen:sub(-#drawn) == drawn and select(2, screen:gsub("lede>", "")) == 1
      end, "one line in " .. columns .. " columns")
    end
    terminal:press "Enter"
    shows '\n"word word'
  end)

  it("ends with Ctrl-D, and only on an empty line", function()
    open()
    terminal:type "12"
    terminal:press("C-a", "C-d", "C-d", "C-d")
    terminal:wait "ended with 0$"
  end)

  it("goes to the background with Ctrl-Z and comes back with its line", function()
    local place = folder .. "/background"
    assert(os.execute("mkdir -p " .. place))
    terminal = tmux.open("env PS1='shell: ' ENV= sh -i", place)
    terminal:wait "shell:$"
    terminal:enter(("TERM=screen-256color LC_ALL=C.UTF-8 XDG_STATE_HOME=%s %s repl"):format(place, os.getenv "LEDE"))
    terminal:wait(READY)
    terminal:type "40 +"
    terminal:wait "40 %+$" -- Ctrl-Z makes the terminal forget what nobody has read
    terminal:press "C-z"
    terminal:wait "shell:$"
    terminal:enter "fg"
    terminal:wait "lede> 40 %+$"
    terminal:enter " 2"
    shows "\n42\n"
  end)
end)

describe("a terminal that lines can't be edited on", function()
  it("has a prompt all the same, rows, Ctrl-C and Ctrl-D", function()
    local place = folder .. "/dumb"
    assert(os.execute("mkdir -p " .. place))
    terminal = tmux.open(("env TERM=dumb LC_ALL=C.UTF-8 XDG_STATE_HOME=%s %s repl"):format(place, os.getenv "LEDE"), place)
    terminal:wait(READY)
    terminal:enter "for i = 1, 2 do"
    terminal:wait "  %.%.%.$"
    terminal:enter "print(i) end"
    shows "\n2\n"
    terminal:type "os.exit("
    terminal:press "C-c"
    terminal:wait "os.exit%(^C\nlede>$"
    terminal:enter "'still ' .. 'here'"
    shows '"still here"'
    terminal:enter "print 'now' while true do end"
    terminal:wait "\nnow$"
    os.execute "sleep 0.2"
    terminal:press "C-c"
    terminal:wait "interrupted\nlede>$"
    terminal:press "C-d"
    terminal:wait "ended with 0$"
  end)
end)

describe("the history", function()
  it("is there again after a kill -9, rows and all, and is searched with Ctrl-R", function()
    open(nil, "killed")
    terminal:enter "first = 1"
    terminal:enter "for i = 1, 2 do"
    terminal:enter "print('back\\\\slash' .. i) end"
    shows "slash2\n"
    os.execute("kill -9 " .. terminal:pid())
    terminal:wait "ended with 137$"
    terminal:close()
    open(nil, "killed")
    terminal:press "Up"
    terminal:wait "lede> for i = 1, 2 do\nprint%('back\\\\slash' %.%. i%) end$"
    terminal:press "C-c"
    terminal:wait(READY)
    terminal:press "C-r"
    terminal:type "fir"
    terminal:wait "lede> first = 1\nbck:fir"
    terminal:press "Enter"
    terminal:wait(READY)
    terminal:enter "first"
    shows "\n1\n"
  end)

  it("of two sessions at once keeps the lines of both", function()
    open(nil, "shared")
    local other = terminal
    terminal:enter "one = 1"
    shows "one = 1\n"
    open(nil, "shared/..", 80, 20) -- another socket
    terminal:close()
    terminal = other
    shell.write(folder .. "/more", "")
    assert(os.execute(("printf 'two = 2\\n' >> %s/shared/lede/history"):format(folder)))
    terminal:enter "three = 3"
    shows "three = 3\n"
    assert.equal("one = 1\ntwo = 2\nthree = 3\n", shell.read(folder .. "/shared/lede/history"))
  end)

  it("that can't be written is told once, and the session goes on", function()
    local place = folder .. "/unwritable"
    assert(os.execute("mkdir -p " .. place))
    shell.write(place .. "/lede", "a file where the folder should be\n")
    open(nil, "unwritable")
    terminal:enter "1 + 1"
    terminal:enter "2 + 2"
    local screen = shows "\n4\n"
    assert.equal(1, select(2, screen:gsub("history can't be written", "")))
  end)
end)

describe("Ctrl-C", function()
  it("drops the line that is typed", function()
    open()
    terminal:type "os.exit("
    terminal:wait "os.exit%($" -- what nobody has read yet, the terminal itself forgets
    terminal:press "C-c"
    terminal:wait "lede> os.exit%(^C\nlede>$"
    terminal:enter "1 + 1"
    shows "\n2\n"
  end)

  -- What would run for ever, and what has to be there before.
  local STUCK = {
    ["a loop"] = "while true do end",
    ["a pattern"] = "('a'):rep(30000):find(('a*'):rep(20) .. 'b')",
    ["gsub"] = "while true do (('a'):rep(100000)):gsub('.-b', '') end",
    ["a sort"] = "big = {} for i = 1, 1e5 do big[i] = i * 7919 % 100003 end "
      .. "while true do table.sort(big) table.sort(big, function(a, b) return a > b end) end",
    ["string.rep"] = "while true do x = ('x'):rep(1e7) end",
    ["a concatenation"] = "s = 'x' while true do s = s .. 'yyyyyyyyyyyyyyyyyyyyyyyy' end",
    ["table.concat"] = "p = {} for i = 1, 1e5 do p[i] = 'xxxxxxxx' end while true do table.concat(p, ',') end",
    ["a coroutine"] = "coroutine.wrap(function() while true do end end)()",
    ["a chain of coroutines"] = "coroutine.wrap(function() "
      .. "while true do pcall(coroutine.wrap(function() while true do end end)) end end)()",
    ["a loop of pcall"] = "while true do pcall(function() while true do end end) end",
    ["a handler of xpcall"] = "xpcall(error, function() while true do end end)",
    ["a value that prints itself"] = "print(setmetatable({}, { __tostring = function() while true do end end }))",
    ["a program that waits"] = "io.popen('sleep 1000'):read('a')",
    ["an analysis"] = "lede.session { plugins = { 'FOLDER/stuck.lua' }, seconds = 1e6 }:analyze('some text')",
    ["an analysis in pcall"] = "s = lede.session { plugins = { 'FOLDER/stuck.lua' }, seconds = 1e6 } "
      .. "while true do pcall(s.analyze, s, 'x') end",
  }

  it("stops whatever runs, with what was set kept", function()
    shell.write(folder .. "/stuck.lua", "local M = { api = 1, name = 'stuck', gives = { stuck = {} } }\n"
      .. "function M.document() while true do end end\nreturn M\n")
    open(NEWS, nil, 150, 50)
    terminal:enter "kept = 'what was set'"
    for what, code in lede.sorted_pairs(STUCK) do
      terminal:press "C-l"
      terminal:wait "^lede>$"
      terminal:enter("io.write('now\\n') io.stdout:flush(); " .. code:gsub("FOLDER", folder))
      terminal:wait("\nnow$", what .. " to begin")
      os.execute "sleep 0.2"
      terminal:press "C-c"
      terminal:wait(READY, "the prompt after " .. what)
    end
    terminal:enter "kept"
    shows '\n"what was set"\n'
    terminal:enter "quotes:count()"
    terminal:wait "\n%d+\nlede>$"
  end)

  it("stops a query over a desk", function()
    local desk = folder .. "/desk"
    assert.equal(0, select(3, shell.lede("watch", "--once", NEWS, "-o", desk)))
    open(desk)
    terminal:enter(("desk = lede.desk %q"):format(desk))
    terminal:enter "endless = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c'"
    terminal:enter "print 'now' for row in desk:rows(endless) do end"
    terminal:wait "\nnow$"
    os.execute "sleep 0.3"
    terminal:press "C-c"
    terminal:wait "interrupted\nlede>$"
    terminal:enter "quotes:count() > 0"
    shows "\ntrue\n"
  end)

  it("stops the analysis of articles, in the greeting too, and it begins anew when something is asked for", function()
    local place = folder .. "/reading"
    assert(os.execute("mkdir -p " .. place))
    local plugin = shell.write(place .. "/stuck.lua", shell.read(folder .. "/stuck.lua"))
    shell.write(place .. "/article.txt", "The ferry left.\n")
    local environment = "env TERM=screen-256color LC_ALL=C.UTF-8 XDG_STATE_HOME=" .. place
    terminal = tmux.open(("%s %s repl --timeout 100000 --plugins %s %s/article.txt")
      :format(environment, os.getenv "LEDE", plugin, place), place)
    local function interrupt(count)
      terminal:wait(function(screen)
        if not screen:find(READY) then terminal:press "C-c" end -- it may not have begun when the first one came
        os.execute "sleep 0.2"
        return select(2, terminal:screen():gsub("interrupted", "")) >= count and terminal:screen():find(READY)
      end, "the prompt")
    end
    os.execute "sleep 1" -- until it listens
    interrupt(1)
    terminal:enter "#articles"
    os.execute "sleep 0.3"
    interrupt(2)
    shell.write(plugin, (shell.read(plugin):gsub("while true do end", "return {}")))
    terminal:enter "#articles"
    shows "stuck.lua changed: loaded again\n1\n"
  end)
end)
