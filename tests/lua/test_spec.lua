-- lede.test is what authors of plugins write their specs with: a failed expectation must show them what differs, and where.

local test = require "lib.test"

local TEXT = "First line.\n“Enough,” said Ada Berg in Österby.\n"

local function message_of(f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  return message
end

describe("lede.test", function()
  local document
  setup(function()
    test.use "tests/lua/plugins/capitals.lua"
    document = test.document(TEXT)
  end)

  it("compares the fields that are named, and no others", function()
    document:has("capitals", {
      { text = "First" }, { text = "Enough", kind = "capital" }, { text = "Ada" }, { letters = 4 }, { text = "Österby" },
    })
  end)

  it("draws the mark that differs under its line", function()
    local message = message_of(document.has, document, "capitals", { { text = "First" }, { text = "Enough" }, { text = "Eva" } })
    assert.matches('mark 3: text is "Ada"; expected "Eva"', message, 1, true)
    assert.matches("  “Enough,” said Ada Berg in Österby.\n                 ~~~", message, 1, true)
  end)

  it("says which mark is missing, and which is one too many", function()
    assert.matches("one mark more than expected", message_of(document.has_no, document, "capitals"), 1, true)
    local wanted = { {}, {}, {}, {}, {}, { kind = "capital", text = "Oslo" } }
    assert.matches('mark 6 is missing: capital "Oslo"', message_of(document.has, document, "capitals", wanted), 1, true)
  end)

  it("fails when the plugin fails", function()
    assert.matches("as it must", message_of(test.document, TEXT, { plugins = { "tests/lua/plugins/upstream.lua" } }), 1, true)
  end)

  it("writes golden files, and names the first line that differs", function()
    local path = os.tmpname()
    local function write(name, text)
      local file = assert(io.open(name, "w"))
      file:write(text)
      file:close()
    end
    write(path, TEXT)
    assert.matches("lede test --update writes it", message_of(test.golden, path, "capitals"), 1, true)
    test.update = true
    test.golden(path, "capitals")
    test.update = false
    test.golden(path, "capitals")
    test.golden(path, { "capitals", "others" })
    assert.matches("expected capitals", message_of(test.golden, path, { "more-capitals" }), 1, true)
    write(path, TEXT:gsub("Ada", "Eva"))
    assert.matches("golden, line 3:", message_of(test.golden, path, "capitals"), 1, true)
    os.remove(path)
    os.remove(path .. ".golden")
  end)

  it("is run by lede test, whose exit status tells", function()
    local lede_test = os.getenv("LEDE") .. " test tests/lua/plugins/"
    assert.is_true((os.execute(lede_test .. "passing_case.lua >/dev/null 2>&1")))
    assert.is_nil((os.execute(lede_test .. "failing_case.lua >/dev/null 2>&1")))
  end)
end)
