-- Offsets in records: whatever they are counted in, they lead to the words the record says stand there.

local json = require "dkjson"
local shell = dofile "tests/lua/support_shell.lua"

local folder, mixed

local PLUGINS = "structure,entities,quotes"

-- The records `lede run` prints, by id.
local function records(...)
  local out, err, status = shell.lede("run", "-q", "-f", "jsonl", "--no-findings", "-p", PLUGINS, ...)
  assert.same({ "", 0 }, { err, status })
  local list, by_id = {}, {}
  for i, line in ipairs(shell.lines(out)) do
    list[i] = assert(json.decode(line))
    by_id[list[i].doc.id] = list[i]
  end
  return list, by_id
end

-- Byte offset (0-based) -> offset in code points or UTF-16 units, counted one character at a time; nil inside of a character.
local function ruler(text, unit)
  local at, n = {}, 0
  for position, code in utf8.codes(text) do
    at[position - 1] = n
    n = n + ((unit == "utf16" and code > 0xFFFF) and 2 or 1)
  end
  at[#text] = n
  return at
end

-- Calls visit(holder, key) for every offset in a value: start, end, X_start, X_end, at any depth.
local function each_offset(value, visit)
  for key, item in pairs(value) do
    if type(item) == "table" then
      each_offset(item, visit)
    elseif key == "start" or key == "end" or (type(key) == "string" and (key:find("_start$") or key:find("_end$"))) then
      visit(value, key, item)
    end
  end
end

setup(function()
  folder = shell.folder()
  mixed = shell.write(folder .. "/mixed.txt",
    "Ärger in Łódź\n\nŁÓDŹ — «Это важно», said 漢字 minister Жанна Ким 😀 on Tuesday. “We’ll pay €1.5 million,” "
    .. "Se\u{301}an O’Neill told reporters in Zürich 👩‍👩‍👧. “Nobody,” she said, “will cross the Øresund 🌉 now.”\n\n"
    .. "Anna Półtorak said the bridge was shut.\n")
end)
teardown(function() shell.remove(folder) end)

describe("offsets in bytes", function()
  it("slice the text of the record to the words of the mark, in every example", function()
    local marks = 0
    for _, record in ipairs((records("--outlet-from", "folder", "examples/news", mixed))) do
      for layer, list in pairs(record.layers) do
        for i, mark in ipairs(list) do
          local where = ("%s: %s[%d]"):format(record.doc.id, layer, i)
          assert.equal(where .. mark.text, where .. record.text:sub(mark.start + 1, mark["end"]))
          marks = marks + 1
        end
      end
    end
    assert.is_true(marks > 200)
  end)

  it("fall between characters and inside the text, and the words of an attribute have no blanks around them", function()
    local places, parts = 0, 0
    for _, record in ipairs((records("examples/news", mixed))) do
      local boundary = ruler(record.text, "codepoints")
      each_offset(record.layers, function(holder, key, offset)
        assert.is_truthy(boundary[offset], record.doc.id .. ": " .. key .. " is inside a character or past the end")
        local name = key:match("^(.+)_start$")
        if not name then return end
        places = places + 1
        local words = record.text:sub(offset + 1, holder[name .. "_end"])
        assert.matches("^%S", words)
        assert.matches("%S$", words)
      end)
      for _, list in pairs(record.layers) do
        for _, mark in ipairs(list) do
          local at = mark.start
          for _, part in ipairs(mark.parts or {}) do
            parts = parts + 1
            assert.is_true(at <= part.start and part.start <= part["end"] and part["end"] <= mark["end"])
            at = part["end"]
          end
        end
      end
    end
    assert.is_true(places > 50 and parts >= 2)
  end)

  it("come sorted by start, the longer mark first", function()
    for _, record in ipairs((records("examples/news", mixed))) do
      for _, list in pairs(record.layers) do
        for i = 2, #list do
          local a, b = list[i - 1], list[i]
          assert.is_true(a.start < b.start or (a.start == b.start and a["end"] >= b["end"]))
        end
      end
    end
  end)
end)

describe("a record read back by lede", function()
  it("gives the same text and the same layers", function()
    local path = folder .. "/records.jsonl"
    local first = records("--outlet-from", "folder", "-o", path, "examples/news", mixed)
    assert.equal(0, #first)
    local written = {}
    for i, line in ipairs(shell.lines(shell.read(path))) do written[i] = json.decode(line) end
    local again = records(path)
    assert.equal(#written, #again)
    for i, record in ipairs(again) do
      assert.equal(written[i].doc.id, record.doc.id)
      assert.equal(written[i].text, record.text)
      assert.same(written[i].layers, record.layers)
      assert.equal(written[i].doc.outlet, record.doc.outlet)
    end
  end)

  it("does so from records in other offsets and with tokens beside the layers", function()
    local path = folder .. "/units.jsonl"
    records("-o", path, "--offsets", "utf16", "--with", "tokens,sentences", mixed)
    local plain, again = records(mixed), records(path)
    assert.same(plain[1].layers, again[1].layers)
  end)

  it("does so from a document that was in another encoding", function()
    local source = shell.write(folder .. "/old.txt",
      "The caf\xE9 is shut, \x93we will pay \x80 5,\x94 Anna Berg said in Z\xFCrich.\n")
    local path = folder .. "/old.jsonl"
    records("-o", path, source)
    local plain, again = records(source), records(path)
    assert.equal("windows-1252", plain[1].doc.encoding)
    assert.same(plain[1].layers, again[1].layers)
    assert.equal(plain[1].text, again[1].text)
  end)
end)

describe("--offsets", function()
  for _, unit in ipairs { "codepoints", "utf16" } do
    it(unit .. " are the byte offsets, counted otherwise, and the record says so", function()
      local bytes, units = records("examples/news", mixed), records("--offsets", unit, "examples/news", mixed)
      assert.is_nil(bytes[1].offsets)
      for i, record in ipairs(bytes) do
        assert.equal(unit, units[i].offsets)
        assert.equal(record.text, units[i].text)
        local at = ruler(record.text, unit)
        each_offset(record.layers, function(holder, key, offset) holder[key] = at[offset] end)
        assert.same(record.layers, units[i].layers)
      end
    end)
  end

  it("differ from each other where a character is beyond the basic plane", function()
    local a, b, c = records(mixed)[1], records("--offsets", "codepoints", mixed)[1], records("--offsets", "utf16", mixed)[1]
    local function last(record) return record.layers.structure[#record.layers.structure]["end"] end
    assert.is_true(last(a) > last(c) and last(c) > last(b))
    assert.equal(utf8.len(a.text:sub(1, last(a))), last(b))
  end)
end)

describe("--with", function()
  it("tokens adds every token with its kind, in the unit asked for, and nothing that is white space", function()
    local record = records("--with", "tokens", mixed)[1]
    local at = 0
    assert.is_nil(record.layers.sentences)
    for _, token in ipairs(record.layers.tokens) do
      assert.matches("^%s*$", (record.text:sub(at + 1, token.start)))
      assert.is_nil(record.text:sub(token.start + 1, token["end"]):find("%s"))
      assert.is_string(token.kind)
      at = token["end"]
    end
    assert.matches("^%s*$", (record.text:sub(at + 1)))
    local units, ruled = records("--with", "tokens", "--offsets", "utf16", mixed)[1], ruler(record.text, "utf16")
    each_offset(record.layers.tokens, function(holder, key, offset) holder[key] = ruled[offset] end)
    assert.same(record.layers.tokens, units.layers.tokens)
  end)

  it("sentences adds the sentences, which begin and end with tokens; both can be had at once", function()
    local record = records("--with", "tokens,sentences", mixed)[1]
    local starts, ends = {}, {}
    for _, token in ipairs(record.layers.tokens) do starts[token.start], ends[token["end"]] = true, true end
    assert.is_true(#record.layers.sentences >= 4)
    for _, sentence in ipairs(record.layers.sentences) do
      assert.equal("sentence", sentence.kind)
      assert.is_true(starts[sentence.start] and ends[sentence["end"]])
    end
    assert.same(record.layers, records("--with", "sentences", "--with", "tokens", mixed)[1].layers)
  end)
end)

describe("--no-text", function()
  it("leaves the text out and everything else as it was", function()
    local whole, bare = records(mixed)[1], records("--no-text", mixed)[1]
    assert.is_string(whole.text)
    assert.is_nil(bare.text)
    whole.text = nil
    assert.same(whole, bare)
  end)
end)
