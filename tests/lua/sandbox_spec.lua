-- What a plugin must not reach: the system, lede's insides, files out of its folder, other plugins.

local probe = dofile "tests/lua/support_probe.lua"
local shell = dofile "tests/lua/support_shell.lua"

local folder

setup(function() folder = shell.folder() end)
teardown(function() shell.remove(folder) end)

-- A plugin file whose document() is `body`; what stands in `head` runs while it loads.
local function plugin(name, head, body)
  return shell.write(("%s/%s.lua"):format(folder, name), ([[
    %s
    return { api = 1, name = %q, gives = { %s = { said = "string" } },
      document = function(doc) %s return { %s = {} } end }]]):format(head or "", name, name, body or "", name))
end

local function load_error(path)
  local ok, message = pcall(lede.session, { plugins = { path } })
  assert.is_false(ok)
  return message
end

describe("a plugin", function()
  for _, name in ipairs { "io", "os", "debug", "package", "dofile", "loadfile", "collectgarbage" } do
    it("finds no " .. name .. ", and is told what to do instead", function()
      assert.matches("'" .. name .. "' is not available to plugins; read files with lede.data or require, or write a script",
        probe.refusal("x", "return " .. name), 1, true)
      assert.is_nil((probe.ask("x", "return rawget(_G, '" .. name .. "')")))
    end)
  end

  it("finds no string.dump, no coroutine.close, no loader of C, under any name", function()
    assert.same({ n = 3 }, table.pack(probe.ask("x", "return string.dump, (('')).dump, coroutine.close")))
    local known = probe.ask("x", [[
      local found = {}
      for name in pairs(_G) do found[name] = true end
      return found]])
    for name in pairs(known) do
      assert.is_truthy(({ _G = 1, _VERSION = 1, assert = 1, coroutine = 1, error = 1, getmetatable = 1, ipairs = 1, lede = 1,
        load = 1, math = 1, next = 1,
        pairs = 1, pcall = 1, print = 1, rawequal = 1, rawget = 1, rawlen = 1, rawset = 1, require = 1, select = 1,
          setmetatable = 1, string = 1, table = 1,
        tonumber = 1, tostring = 1, type = 1, utf8 = 1, warn = 1, xpcall = 1 })[name], "a plugin sees the global " .. name)
    end
    assert.is_nil(known.io)
  end)

  it("finds nothing of scripts in the table lede", function()
    local known = probe.ask("x", "local found = {} for name in pairs(lede) do found[name] = true end return found")
    for _, name in ipairs { "session", "corpus", "analyze", "root" } do assert.is_nil(known[name]) end
    assert.is_true(known.phrases and known.data and known.fold)
  end)

  it("loads source text, never bytecode, and sees the mistakes in it", function()
    local bytecode = string.dump(function() return 1 end)
    local escaped = bytecode:gsub(".", function(c) return ("\\%03d"):format(c:byte()) end):gsub("\n", "\\010")
    local f, message = probe.ask("x", ("return load('%s')"):format(escaped))
    assert.is_nil(f)
    assert.matches("attempt to load a binary chunk", message, 1, true)
    assert.matches("binary chunk", (select(2, probe.ask("x", ("return load('%s', 'x', 'b')"):format(escaped)))), 1, true)
    assert.equal(3, (probe.ask("x", "return load('return 1 + ...')(2)")))
    assert.equal(5, (probe.ask("x", "return load('return y', 'c', 't', { y = 5 })()")))
    assert.matches("unexpected symbol", (select(2, probe.ask("x", "return load('=')"))), 1, true)
  end)

  it("can't change strings for the host or for others: their metatable is out of reach", function()
    assert.is_false((probe.ask("x", "return getmetatable('')")))
    assert.matches("cannot change a protected metatable", probe.refusal("x", "setmetatable(_G, nil)"), 1, true)
    assert.same({ false, false, false, n = 3 }, table.pack(probe.ask("x",
      "return getmetatable(doc), getmetatable(lede.phrases {}), getmetatable(_G)")))
  end)

  it("can't have finalizers, which would run outside every budget", function()
    assert.matches("plugins can't have finalizers", probe.refusal("x", "setmetatable({}, { __gc = function() end })"), 1, true)
    assert.matches("plugins can't have finalizers", probe.refusal("x", "setmetatable({}, { __gc = false })"), 1, true)
    assert.is_true((probe.ask("x", [[
      local mt = { __index = { a = 1 } }
      local t = setmetatable({}, mt)
      mt.__gc = function() error("ran") end
      t = nil
      for i = 1, 20000 do t = { i } end
      return setmetatable({}, { __index = { b = 2 } }).b == 2]])))
  end)

  it("still has the rest of Lua", function()
    assert.same({ "b", 3, 6, "é", true, "1", n = 6 }, table.pack(probe.ask("x", [[
      local co = coroutine.wrap(function(a) local b = coroutine.yield(a) return b end)
      co("a")
      return co("b"), select("#", 1, nil, nil), math.max(1, 6), utf8.char(0xE9), pcall(string.format, "%d", 1.0)]])))
  end)
end)

describe("an error value of a plugin", function()
  it("is never asked to describe itself: a hostile __tostring or __name does not run", function()
    for _, code in ipairs {
      "error(setmetatable({}, { __tostring = function() while true do end end }))",
      "error(setmetatable({}, { __tostring = function() error('again') end, __name = ('x'):rep(100) }))",
      "error(setmetatable({}, { __name = 'lede.doc' }))",
      "error(function() end)",
    } do
      assert.matches("error called with a %a+ instead of a message", probe.refusal("x", code))
    end
    assert.matches("error called without a message (nil)", probe.refusal("x", "error()"), 1, true)
    assert.matches("^code:2: 42", probe.refusal("x", "error('42')"))
    assert.matches("^42", probe.refusal("x", "error(42, 0)"))
  end)
end)

describe("require and lede.data", function()
  it("reach the plugin's own folder and what lies below it, once a module", function()
    assert(os.execute("mkdir -p " .. folder .. "/deep/er"))
    shell.write(folder .. "/deep/er/numbers.lua", "loads = (loads or 0) + 1\nreturn { seven = 7, name = ... }")
    shell.write(folder .. "/deep/nothing.lua", "")
    shell.write(folder .. "/deep/words.txt", "é\n")
    local path = plugin("reads", [[
      local a, b = require "deep.er.numbers", require "deep.er.numbers"
      assert(a == b and a.seven == 7 and a.name == "deep.er.numbers" and loads == 1)
      assert(require "deep.nothing" == true)
      assert(lede.data "deep/words.txt" == "é\n")]])
    assert.is_string(lede.session({ plugins = { path } }):recipe())
  end)

  it("are part of the recipe: other data, another recipe", function()
    shell.write(folder .. "/list.txt", "one")
    local path = plugin("lister", 'lede.data "list.txt"')
    local before = lede.session({ plugins = { path } }):recipe()
    assert.equal(before, lede.session({ plugins = { path } }):recipe())
    shell.write(folder .. "/list.txt", "two")
    assert.not_equal(before, lede.session({ plugins = { path } }):recipe())
  end)

  for code, message in pairs {
    ['require "../x"'] = "outside the plugin's folder",
    ['require "..x"'] = "outside the plugin's folder",
    ['require "/etc/hostname"'] = "outside the plugin's folder",
    ['require ".hidden"'] = "outside the plugin's folder",
    ['require "io"'] = "no file 'io.lua' in the plugin's folder",
    ['require "outlink"'] = "outside the plugin's folder",
    ['require "linked.x"'] = "outside the plugin's folder",
    ['lede.data "../outside.txt"'] = "outside the plugin's folder",
    ['lede.data "outlink.txt"'] = "outside the plugin's folder",
    ['lede.data "/etc/hostname"'] = "no file '/etc/hostname' in the plugin's folder",
    ['lede.data "deep/../../outside.txt"'] = "outside the plugin's folder",
    ['lede.data "."'] = "'.'",
    ['lede.data ""'] = "''",
    ['lede.data "deep"'] = "'deep' is not a file",
    ['lede.data "pipe"'] = "'pipe' is not a file",
    ['lede.data(("x"):rep(9000))'] = "the file name is too long",
    ['lede.data()'] = "bad argument #1 to 'data'",
    ['lede.phrases "outlink.txt"'] = "outside the plugin's folder",
  } do
    it("refuse to leave it: " .. code, function()
      local inside = folder .. "/inside"
      os.execute("mkdir -p " .. inside .. "/deep " .. folder .. "/beside")
      shell.write(folder .. "/outside.txt", "secret")
      shell.write(folder .. "/beside/x.lua", "return 'secret'")
      assert(os.execute("cd " .. inside .. " && rm -f pipe && mkfifo pipe"
        .. " && ln -sfn ../outside.txt outlink.txt && ln -sfn ../beside/x.lua outlink.lua && ln -sfn ../beside linked"))
      local path = shell.write(inside .. "/leaves.lua", code .. "\nreturn {}")
      local refused = load_error(path)
      assert.matches(message, refused, 1, true)
      assert.matches("inside/leaves.lua:1: ", refused, 1, true)
    end)
  end

  it("let no neighbour in whose name begins like the folder's", function()
    os.execute(("mkdir -p %s/pl %s/plug"):format(folder, folder))
    shell.write(folder .. "/plug/secret.txt", "secret")
    local path = shell.write(folder .. "/pl/near.lua", 'lede.data "../plug/secret.txt"\nreturn {}')
    assert.matches("outside the plugin's folder", load_error(path), 1, true)
  end)

  it("end with loading: a record's recipe names all that was read", function()
    local path = plugin("late", nil, [[
      local _, module = pcall(require, "deep.words")
      local _, data = pcall(lede.data, "list.txt")
      error(module .. " | " .. data, 0)]])
    local message = lede.session({ plugins = { path } }):analyze("x").errors[1].message
    assert.matches("'deep/words.lua': files are read while the plugin loads, not later", message, 1, true)
    assert.matches("'list.txt': files are read while the plugin loads, not later", message, 1, true)
  end)

  it("blame the module's own line, and say who required it", function()
    shell.write(folder .. "/faulty.lua", "local x = {}\nlocal y = x.a.b\n")
    local message = load_error(plugin("uses_faulty", 'require "faulty"'))
    assert.matches("faulty.lua:2: attempt to index a nil value (field 'a')", message, 1, true)
    assert.matches("    2 | local y = x.a.b", message, 1, true)
    assert.matches("uses_faulty.lua:1 in the main chunk", message, 1, true)
    shell.write(folder .. "/unparsed.lua", "local = 1\n")
    message = load_error(plugin("uses_unparsed", 'require "unparsed"'))
    assert.matches("unparsed.lua:1: <name> expected near '='", message, 1, true)
  end)

  it("stays what it was for one who catches it and tries again", function()
    shell.write(folder .. "/fails.lua", 'error("no such luck")')
    local message = load_error(plugin("tries_twice", 'pcall(require, "fails")\nrequire "fails"'))
    assert.matches("no such luck", message, 1, true)
  end)

  it("of modules that require each other is an error, not a crash", function()
    shell.write(folder .. "/hen.lua", 'return require "egg"')
    shell.write(folder .. "/egg.lua", 'return require "hen"')
    assert.is_string(load_error(plugin("circle", 'require "hen"')))
  end)
end)

describe("plugins side by side", function()
  it("see nothing of each other: neither globals nor what another did to string or lede", function()
    local vandal = plugin("vandal", [[
      shared = "mine"
      string.upper = function() return "broken" end
      table.sort = nil
      lede.fold = nil
      lede.sorted_pairs = nil
      _G.pairs = nil]], "string.lower = nil")
    local witness = shell.write(folder .. "/witness.lua", [[
      return { api = 1, name = "witness", wants = { "vandal" }, gives = { witness = { said = "string" } },
        document = function()
          local t = {}
          for k in lede.sorted_pairs { b = 1, a = 2 } do t[#t + 1] = k end
          return { witness = { { first = 1, last = 0, kind = "k",
            said = ("x"):upper() .. lede.fold("É") .. tostring(shared) .. table.concat(t) .. type(pairs) .. ("Y"):lower() } } }
        end }]])
    local session = lede.session { plugins = { vandal, witness } }
    for _ = 1, 2 do
      local record = session:analyze("x")
      assert.same({}, record.errors)
      assert.equal("Xenilabfunctiony", record.layers.witness[1].said)
    end
    assert.equal("X", ("x"):upper())
  end)

  it("get settings and records as copies: what one changes, the other never had", function()
    local record = lede.session({ plugins = { "tests/lua/plugins/probe.lua" },
      set = { "probe.code=local doc = ... return #doc:marks('shelf')" } }):analyze("x")
    assert.same({}, record.errors)
  end)

  it("keep their own state from document to document", function()
    local session = probe.session("kept.n = (kept.n or 0) + 1 return kept.n")
    assert.equal(1, (probe.values(session:analyze("a"))))
    assert.equal(2, (probe.values(session:analyze("b"))))
    assert.equal(1, (probe.values(probe.session("kept.n = (kept.n or 0) + 1 return kept.n"):analyze("a"))))
  end)
end)

describe("print in a plugin", function()
  local function printed(body, head)
    local path = plugin("talks", head, body)
    local article = shell.write(folder .. "/a.txt", "One.\n")
    local out, err, status = shell.lede("run", "-q", "-j1", "-f", "jsonl", "--no-findings", "-p", path, article)
    assert.equal(0, status)
    return err, out
  end

  it("goes to standard error with the plugin's name, and leaves records alone", function()
    local err, out = printed('print("hello", 1, nil, true) print()')
    assert.equal("lede: talks: hello\t1\tnil\ttrue\nlede: talks: \n", err)
    assert.equal(1, #shell.lines(out))
  end)

  it("can send no control characters to the terminal, nor pass for a line of lede's", function()
    local err = printed([[print("a\27[31mred\r\7\0end\u{202E}x\u{9B}y\xFF") print("one\nlede: two")]])
    assert.is_nil(err:find("[\0-\8\11-\31\127]"))
    assert.matches("lede: talks: a<1B>[31mred<0D><07>", err, 1, true)
    assert.matches("<U+202E>x<U+009B>y<FF>", err, 1, true)
    assert.matches("\nlede: talks: one\n  lede: two\n", err, 1, true)
  end)

  it("prints all of it, however long", function()
    assert.equal(#"lede: talks: " + 20000 + 2, #printed("print(('x'):rep(20000) .. 'é')") - 1)
  end)

  it("uses tostring as Lua's own does, and fails as it does", function()
    assert.matches("lede: talks: shown", (printed("print(setmetatable({}, { __tostring = function() return 'shown' end }))")),
      1, true)
  end)
end)
