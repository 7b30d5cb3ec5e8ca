-- tests/hostile holds a plugin a way to break out of its limits; its first line says which row of the list of attacks it is, and
-- what its author must read. No time is asserted but one: that the whole of it ends.

local TEXT = "“Enough,” Berg said in Paris on Tuesday. It rained.\n"

-- Plugins that loop get little time; those that end of themselves, or by another limit, as much as a busy machine needs.
-- What merge() and finish() may take is twelve times this.
local SECONDS, ENOUGH, MEMORY_MB = 0.2, 60, 64
local BRIEF = { loop_finish = SECONDS / 12, finding_nested = SECONDS / 12 }

local function plugins()
  local list = {}
  for path in io.popen("ls tests/hostile/*.lua"):lines() do list[#list + 1] = path end
  return list
end

local function expected(path)
  local file = assert(io.open(path))
  local row, message = file:read("l"):match("^%-%- row (%d+): expect (.*)$")
  file:close()
  return assert(row, path .. ": the first line is no `-- row N: expect MESSAGE`"), message
end

local function seconds_for(path, message)
  local loops = message:find("^time limit") or message:find("^limit")
  return BRIEF[path:match("([^/]+)%.lua$")] or loops and SECONDS or ENOUGH
end

local function open(seconds, ...) return lede.session { plugins = { ... }, seconds = seconds, memory = MEMORY_MB } end

-- What the author reads: from loading, from document() and fold(), or from finish().
local function failure(path)
  local _, want = expected(path)
  local ok, session = pcall(open, seconds_for(path, want), path)
  if not ok then return session end
  local record = session:analyze(TEXT)
  if record.errors[1] then return record.errors[1].message end
  local fine, message = pcall(session.findings, session)
  return fine and "(it did not fail)" or message
end

describe("a hostile plugin", function()
  for _, path in ipairs(plugins()) do
    local row, want = expected(path)
    it("is stopped, row " .. row .. ": " .. path:match("([^/]+)%.lua$"), function()
      local message = failure(path)
      if not message:find(want, 1, true) then error("wanted: " .. want .. "\ngot:    " .. message:sub(1, 2000), 0) end
    end)
  end

  it("is told the line that was running, and shown it", function()
    local message = failure("tests/hostile/loop_pcall.lua")
    assert.matches("tests/hostile/loop_pcall.lua:%d+: time limit reached %(0.2 s for a text of 56 bytes%)", message)
    assert.matches("\n +%d+ | ", message)
  end)

  it("is told the line that was refused memory", function()
    assert.matches("table_bomb.lua:6: memory limit reached (64 MB)\n    6 |", failure("tests/hostile/table_bomb.lua"), 1, true)
  end)
end)

describe("after a plugin was stopped", function()
  local function stops_and_goes_on(session, text, message)
    for _ = 1, 3 do
      assert.matches(message, session:analyze(text).errors[1].message, 1, true)
      local record = session:analyze("Fine here.")
      assert.equal(0, #record.errors)
      assert.equal(3, #record.layers.now_and_then)
    end
  end

  it("for its time, the next document runs as if nothing had been", function()
    stops_and_goes_on(open(SECONDS, "tests/lua/plugins/now_and_then.lua"), "Loop here.", "time limit reached")
  end)

  it("for its memory, the next document runs as if nothing had been", function()
    stops_and_goes_on(open(ENOUGH, "tests/lua/plugins/now_and_then.lua"), "Fill here.", "memory limit reached")
  end)

  it("the other plugins have given their layers", function()
    local record = open(SECONDS, "tests/hostile/loop.lua", "structure"):analyze(TEXT)
    assert.is_table(record.layers.structure)
    assert.is_nil(record.layers.loop)
  end)
end)

describe("random numbers", function()
  local function rolls(session, text)
    local list = {}
    for _, mark in ipairs(session:analyze(text).layers.dice) do list[#list + 1] = mark.roll end
    return list
  end

  it("are the same for the same document, whatever came before it", function()
    local one, other = open(ENOUGH, "tests/lua/plugins/dice.lua"), open(ENOUGH, "tests/lua/plugins/dice.lua")
    rolls(one, "Another text.")
    local expected_rolls = rolls(one, TEXT)
    assert.same(expected_rolls, rolls(other, TEXT))
    assert.is_not.same(expected_rolls, rolls(other, "Another text."))
  end)
end)
