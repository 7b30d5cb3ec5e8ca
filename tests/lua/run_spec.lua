-- tests/run: what its closing line says can be believed.

local folder

local function write(name, text)
  local path = folder .. "/" .. name
  local file = assert(io.open(path, "w"))
  file:write(text)
  file:close()
  assert(os.execute("chmod +x " .. path))
  return path
end

local function program(name, body) return write(name, "#!/bin/sh\n" .. body .. "\n") end

-- What tests/run prints, its last line, and whether it was content.
local function run(programs, specs)
  local command = ("LEDE_TEST_SECONDS=1 tests/run --lede '%s' %s -- %s 2>&1"):format(
    os.getenv("LEDE"), table.concat(programs, " "), table.concat(specs or {}, " "))
  local pipe = assert(io.popen(command))
  local output = pipe:read("a")
  local content = pipe:close() or false
  return output, output:match("([^\n]*)\n$"), content
end

describe("tests/run", function()
  setup(function()
    folder = os.tmpname()
    os.remove(folder)
    assert(os.execute("mkdir " .. folder))
  end)

  teardown(function() os.execute("rm -r " .. folder) end)

  it("adds up C programs and specs, and is content when all passed", function()
    local c = program("good", "printf '1..2\\nok 1 - a\\nok 2 - b\\n'")
    local spec = write("good_spec.lua", "it('one', function() end)\n")
    local _, last, content = run({ c }, { spec })
    assert.equal("3 passed, 0 failed", last)
    assert.is_true(content)
  end)

  it("shows a failing test with its message", function()
    local c = program("bad", "printf '1..2\\nok 1 - a\\nnot ok 2 - b\\n# 1 != 2\\n'; exit 1")
    local output, last, content = run { c }
    assert.equal("1 passed, 1 failed", last)
    assert.is_false(content)
    assert.truthy(output:find("FAILED  b\n%s+1 != 2\n"))
  end)

  it("counts a result that stands behind a test's own words", function()
    local c = program("wordy", "printf '1..2\\nhello ok 1 - a\\nok 2 - b\\n'")
    local _, last = run { c }
    assert.equal("2 passed, 0 failed", last)
  end)

  it("takes a skipped test neither for passed nor for failed", function()
    local c = program("skips", "printf '1..2\\nok 1 - a\\nnot ok 2 # SKIP b\\n'")
    local _, last, content = run { c }
    assert.equal("1 passed, 0 failed, 1 skipped", last)
    assert.is_true(content)
  end)

  for name, body in pairs {
    ["dies of a signal"] = "printf '1..2\\nok 1 - a\\n'; kill -ABRT $$",
    ["ends before its plan is done"] = "printf '1..2\\nok 1 - a\\n'",
    ["passes its tests but ends with another status than 0"] = "printf '1..1\\nok 1 - a\\n'; exit 23",
    ["hangs"] = "printf '1..2\\nok 1 - a\\n'; sleep 60",
  } do
    it("counts a failure more for a program that " .. name, function()
      local _, last, content = run { program("broken", body) }
      assert.equal("1 passed, 1 failed", last)
      assert.is_false(content)
    end)
  end

  for name, body in pairs {
    ["holds no test"] = "describe('nothing', function() end)",
    ["does not parse"] = "it('x', function(",
    ["ends the process"] = "it('x', function() os.exit(0) end)",
    ["fails outside its tests"] = "setup(function() error('no') end) it('x', function() end)",
  } do
    it("counts a failure for a spec that " .. name, function()
      local _, last, content = run({}, { write("broken_spec.lua", body .. "\n") })
      assert.equal("0 passed, 1 failed", last)
      assert.is_false(content)
    end)
  end

  it("is not content when there was nothing to run", function()
    local _, last, content = run {}
    assert.equal("0 passed, 0 failed", last)
    assert.is_false(content)
  end)
end)
