-- lede trust: a project's scripts run by name where its user said so, and nowhere else.

local shell = dofile "tests/lua/support_shell.lua"

local folder, lede

-- A project with scripts of these names, each of which says which it is.
local function project(name, scripts)
  local path = folder .. "/" .. name
  assert(os.execute("mkdir -p " .. shell.quoted(path .. "/scripts")))
  for _, script in ipairs(scripts) do
    shell.write(path .. "/scripts/" .. script .. ".lua", ("print(%q, table.concat(arg, ' '))"):format("own " .. script))
  end
  return path
end

-- Runs lede in a folder, with a configuration of the test's own.
local function within(path, words)
  local program = lede:find("^/") and lede or "$OLDPWD/" .. lede
  return shell.run(("cd %s && XDG_CONFIG_HOME=%s/config %s %s"):format(shell.quoted(path), folder, program, words))
end

setup(function()
  folder = shell.folder()
  lede = os.getenv "LEDE"
end)
teardown(function() shell.remove(folder) end)

describe("a project's script", function()
  it("runs by path, but not by name before its folder is trusted, and is told apart from a slip", function()
    local path = project("plain", { "tally" })
    assert.equal("own tally\ta b\n", (within(path, "scripts/tally.lua a b")))
    local out, err, code = within(path, "tally")
    assert.same({ "", 2 }, { out, code })
    assert.matches("lede scripts/tally.lua runs it, and once you have said lede trust, lede tally does", err, 1, true)
  end)

  it("runs by name in its folder once that is trusted, whatever way led there, and in no other", function()
    local path, other = project("trusted", { "tally", "count" }), project("other", { "tally" })
    local out, err, code = within(path, "trust")
    assert.same({ "", 0 }, { err, code })
    assert.matches("trusted: count, tally\n", out, 1, true)
    assert.equal("own tally\tx\n", (within(path, "tally x")))
    assert(os.execute(("ln -s %s %s/link"):format(path, folder)))
    assert.equal("own count\t\n", (within(folder .. "/link", "count")))
    assert.equal(2, select(3, within(other, "tally")))
    assert.equal(2, select(3, within(path .. "/scripts", "tally")))
  end)

  it("that came later waits until the folder is trusted anew", function()
    local path = project("growing", { "tally" })
    within(path, "trust .")
    project("growing", { "late" })
    assert.equal(2, select(3, within(path, "late")))
    within(path, "trust")
    assert.equal("own late\t\n", (within(path, "late")))
    os.remove(path .. "/scripts/late.lua")
    assert.equal(2, select(3, within(path, "late")))
  end)

  it("takes no command's place, and its user is told so", function()
    local path = project("bold", { "check", "run", "version" })
    local out = within(path, "trust")
    for _, name in ipairs { "check", "run", "version" } do
      assert.matches(("%s is a command of lede, which wins; yours is lede scripts/%s.lua"):format(name, name), out, 1, true)
    end
    assert.matches("^lede %d", (within(path, "version")))
    assert.matches("Usage\n  lede check", (within(path, "check --help")), 1, true)
  end)

  it("is forgotten on demand, from the folder or from elsewhere, even when the folder is gone", function()
    local path, gone = project("old", { "tally" }), project("gone", { "tally" })
    within(path, "trust")
    within(gone, "trust")
    local real = within(path, "trust --list"):match("([^\n]+/gone): tally\n")
    shell.remove(gone)
    assert.equal(0, select(3, within(path, "trust --forget")))
    assert.equal(0, select(3, within(path, "trust --forget " .. real)))
    assert.is_nil(within(path, "trust --list"):find("/old:", 1, true) or within(path, "trust --list"):find("/gone:", 1, true))
    assert.equal(2, select(3, within(path, "tally")))
    local _, err, code = within(path, "trust --forget")
    assert.same(1, code)
    assert.matches("is not on the list", err, 1, true)
  end)
end)

describe("lede trust", function()
  it("refuses what makes no sense, and says what would", function()
    local path = project("empty", {})
    for words, message in pairs {
      ["trust"] = "there is no .lua file in", ["trust nowhere"] = "there is no folder nowhere",
      ["trust --lst"] = "there is no option --lst; see lede trust --help", ["trust a b"] = "one folder at a time",
    } do
      local out, err, code = within(path, words)
      assert.same({ "", 2 }, { out, code }, words)
      assert.matches(message, err, 1, true)
    end
  end)

  it("says when the list can't be kept", function()
    local path = project("shut", { "tally" })
    local _, err, code = shell.run(("cd %s && XDG_CONFIG_HOME=/dev/null %s trust"):format(path,
      lede:find("^/") and lede or "$OLDPWD/" .. lede))
    assert.equal(3, code)
    assert.matches("can't write the list", err, 1, true)
  end)
end)
