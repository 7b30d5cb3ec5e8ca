-- tests/broken holds a plugin a way to fail; its first line says what its author must read.

local TEXT = "“Enough,” Berg said in Paris on Tuesday. It rained.\n"

local function plugins()
  local list = {}
  for path in io.popen("ls tests/broken/*.lua"):lines() do list[#list + 1] = path end
  return list
end

local function expected(path)
  local file = assert(io.open(path))
  local message = file:read("l"):match("^%-%- expect: (.*)$")
  file:close()
  return assert(message, path .. ": the first line is no `-- expect: MESSAGE`")
end

-- What the author reads: from loading, from document() and fold(), or from finish().
local function failure(path)
  local ok, session = pcall(lede.session, { plugins = { path } })
  if not ok then return session end
  local record = session:analyze(TEXT)
  if record.errors[1] then return record.errors[1].message end
  local fine, message = pcall(session.findings, session)
  return fine and "(it did not fail)" or message
end

describe("a broken plugin", function()
  for _, path in ipairs(plugins()) do
    it("tells its author: " .. path:match("([^/]+)%.lua$"), function()
      local message, want = failure(path), expected(path)
      if not message:find(want, 1, true) then error("wanted: " .. want .. "\ngot:    " .. message, 0) end
    end)
  end

  it("never costs the other plugins their layers", function()
    local record = lede.session({ plugins = { "structure", "tests/broken/error_table.lua" } }):analyze(TEXT)
    assert.is_table(record.layers.structure)
    assert.is_nil(record.layers.error_table)
    assert.equal("error_table", record.errors[1].plugin)
  end)

  it("takes plugins that need its layer with it, and says which", function()
    local session = lede.session { plugins = { "tests/lua/plugins/upstream.lua", "tests/lua/plugins/downstream.lua" } }
    local record = session:analyze(TEXT)
    assert.equal(1, #record.errors)
    assert.matches("plugins that need it were skipped: downstream", record.errors[1].message, 1, true)
    assert.is_nil(record.layers.downstream)
  end)
end)

describe("the plan", function()
  local function refusal(...)
    local ok, message = pcall(lede.session, { plugins = { ... } })
    assert.is_false(ok)
    return message
  end

  it("prints a circle of needs as a -> b -> a", function()
    assert.matches("plugins need each other in a circle: ring_a -> ring_b -> ring_a",
      refusal("tests/lua/plugins/ring_a.lua", "tests/lua/plugins/ring_b.lua"), 1, true)
  end)

  it("refuses two plugins that give the same layer", function()
    assert.matches('plugins upstream and rival both give the layer "upstream"; leave one out',
      refusal("tests/lua/plugins/upstream.lua", "tests/lua/plugins/rival.lua"), 1, true)
  end)

  it("refuses two plugins of one name", function()
    local message = refusal("tests/lua/plugins/upstream.lua", "tests/lua/plugins/upstream.lua")
    assert.matches("two plugins are called upstream", message, 1, true)
  end)

  it("runs a plugin of a built-in's name in its place", function()
    local session = lede.session { plugins = { "tests/lua/plugins/structure.lua", "tests/lua/plugins/reader.lua" } }
    assert.equal("all", session:analyze(TEXT).layers.structure[1].kind)
  end)

  it("adds the built-in that gives a layer which is needed", function()
    local record = lede.session({ plugins = { "tests/lua/plugins/reader.lua" } }):analyze(TEXT)
    assert.is_table(record.layers.structure)
  end)

  it("suggests the setting that was meant", function()
    local ok, message = pcall(lede.session, { plugins = { "tests/lua/plugins/reader.lua" }, set = { "reader.leest=3" } })
    assert.is_false(ok)
    assert.matches("plugin reader has no setting 'leest'; did you mean 'least'?", message, 1, true)
  end)

  it("refuses a setting of the wrong type, and one for a plugin that does not run", function()
    local function set(s) return select(2, pcall(lede.session, { plugins = { "tests/lua/plugins/reader.lua" }, set = { s } })) end
    assert.matches("the value is a whole number", set("reader.least=2.5"), 1, true)
    assert.matches("the value is a number", set("reader.least=two"), 1, true)
    assert.matches("no plugin called quotse runs here", set("quotse.least=2"), 1, true)
    assert.matches("write it as PLUGIN.SETTING=VALUE", set("least"), 1, true)
  end)
end)
