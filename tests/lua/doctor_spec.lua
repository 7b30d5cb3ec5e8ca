-- `lede doctor`: what it says is so, and how it ends agrees with what it says.

package.path = "tests/lua/?.lua;" .. package.path
local shell = require "support_shell"

local folder

-- In a home of its own, so that nobody's own plugins are looked at.
local function doctor(environment)
  local config = shell.quoted(folder .. "/config")
  return shell.run(('XDG_CONFIG_HOME=%s LC_ALL=C.UTF-8 %s "$LEDE" doctor'):format(config, environment or ""))
end

local function write(path, text)
  assert(os.execute("mkdir -p " .. shell.quoted((folder .. "/" .. path):match("^(.*)/"))))
  shell.write(folder .. "/" .. path, text)
end

-- Lines may be broken between any two words.
local function has(text, part) return text:gsub("\n    ", " "):find(part, 1, true) ~= nil end

describe("lede doctor", function()
  local plain, complaints, plain_status

  setup(function()
    folder = shell.folder()
    plain, complaints, plain_status = doctor()
    shell.remove(folder)
  end)

  before_each(function() folder = shell.folder() end)
  after_each(function() shell.remove(folder) end)

  it("ends with 1 when a line is marked, else with 0", function()
    assert.equal("", complaints)
    assert.equal(plain:find("\n  ! ") and 1 or 0, plain_status)
    assert.equal(plain_status == 0, has(plain, "All is well."))
  end)

  it("analyses a text, as a worker does it", function()
    assert.truthy(has(plain, "was analysed in a worker"))
  end)

  it("says of each thing that a worker could do whether it could", function()
    for _, what in ipairs {
      "read files", "write files", "use the network", "start programs", "look into other programs", "end other programs",
    } do
      assert.truthy(has(plain, what), what)
    end
    if plain:find("kept in by: [^\n]*seccomp\n") then assert.falsy(has(plain, "it could: "), plain) end
  end)

  it("names Lua, the libraries, and where plugins are", function()
    for _, name in ipairs { "Lua 5.4", "libuv ", "jansson ", "zlib ", "utf8proc ", "Unicode 1", "/plugins", "inotify" } do
      assert.truthy(has(plain, name), name)
    end
  end)

  it("says of a plugin that does not load where and why", function()
    write("mine/good.lua",
      "return { api = 1, name = 'good', gives = { good = {} }, document = function() return { good = {} } end }\n")
    write("mine/bad.lua", "local x = 1\nreturn { api = 1, name = 'bad', gvies = {} }\n")
    local out, _, status = doctor("LEDE_PATH=" .. shell.quoted(folder .. "/mine"))
    assert.equal(1, status)
    assert.truthy(has(out, "/mine/bad.lua does not load:"), out)
    assert.truthy(has(out, "gvies"), out)
    assert.truthy(has(out, "/mine: good\n"), out)
  end)

  it("says of a script that does not parse which line", function()
    write("config/lede/scripts/oops.lua", "#!/usr/bin/env lede\nlocal = 1\n")
    local out, _, status = doctor()
    assert.equal(1, status)
    assert.truthy(out:find("oops%.lua does not load:\n.-oops%.lua:2:"), out)
  end)

  it("shows what is in a file's name, and does not act on it", function()
    write("mine/\27[2Jred.lua", "return 1")
    local out = doctor("LEDE_PATH=" .. shell.quoted(folder .. "/mine"))
    assert.falsy(out:find("\27", 1, true))
    assert.truthy(has(out, "[2Jred.lua does not load"), out)
  end)

  it("prints signs only where they can be shown", function()
    assert.truthy(has(plain, "✓"))
    local out = shell.run('LC_ALL=C "$LEDE" doctor')
    assert.falsy(has(out, "✓"))
    assert.truthy(has(out, "export LC_CTYPE=C.UTF-8"))
  end)

  it("takes no arguments", function()
    local _, err, status = shell.lede("doctor", "--fix")
    assert.equal(2, status)
    assert.truthy(has(err, "lede doctor --help"))
  end)
end)
