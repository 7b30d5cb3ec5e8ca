-- Collections over a desk answer as those over the files it was made from, without reading them all.

local shell = dofile "tests/lua/support_shell.lua"

local folder, desk, files

setup(function()
  folder = shell.folder()
  local _, err, status = shell.lede("watch", "--once", "-r", "--outlet-from", "folder", "examples/news", "-o", folder .. "/desk")
  assert.equal(0, status, err)
  desk = lede.corpus(folder .. "/desk")
  files = lede.corpus("examples/news", { outlet_from = "folder" })
end)

teardown(function() shell.remove(folder) end)

local function sorted(list)
  table.sort(list)
  return list
end

-- Elements as strings that don't depend on what the documents are called.
local function told(c)
  local list = {}
  for e in c:each() do
    local doc = e.doc
    local fields = { doc.outlet or "?", doc.date or "?", doc.title or "?", e.text, tostring(e.kind), e.first, e.last }
    list[#list + 1] = table.concat(fields, "|")
  end
  return sorted(list)
end

local function keys(groups)
  local list = {}
  for group in groups:each() do list[#list + 1] = tostring(group.key) .. " " .. group.count .. " " .. group.documents end
  return sorted(list)
end

describe("a desk", function()
  it("has the same articles, marks and attributes", function()
    assert.equal(#files, #desk)
    for _, layer in ipairs { "quotes", "entities", "structure", "topics", "gist" } do
      assert.same(told(files.layers[layer]), told(desk.layers[layer]))
    end
    local by_title = {}
    for article in files:each() do by_title[article.title or ""] = article end
    for article in desk:each() do
      local other = by_title[article.title or ""]
      assert.same(other.layers, article.layers)
      assert.same({ other.text, other.words, other.outlet, other.date, other.byline }, { article.text, article.words,
        article.outlet, article.date, article.byline })
    end
  end)

  it("gives the same answers to the same questions", function()
    for _, asked in ipairs {
      { speaker = "Okafor" }, { kind = "direct" }, { kind = { "mixed", "term" } }, { speaker = false },
      { speaker_kind = "person" }, { outlet = "Vessany Post" }, { since = "2026-03-11", ["until"] = "2026-03-13" },
      { date = "2026-03-10" }, { text = "the bridge" },
      { words = function(n) return n > 25 end }, { speaker = function(s) return s and s:find("^S") end }, { title = "island" },
      { speaker = "Okafor", kind = "direct", outlet = "straits" }, { cue = "said", speaker = true },
    } do
      assert.same(told(files.quotes(asked)), told(desk.quotes(asked)))
      assert.equal(#files.quotes(asked), desk.quotes(asked):count())
    end
  end)

  it("groups, sorts, searches, finds words in context and compares alike", function()
    assert.same(keys(files.quotes:by("speaker")), keys(desk.quotes:by("speaker")))
    assert.same(keys(files.people), keys(desk.people))
    assert.same(keys(files.quotes { kind = "direct" }:by("outlet")), keys(desk.quotes { kind = "direct" }:by("outlet")))
    assert.same(keys(files:by("byline")), keys(desk:by("byline")))
    assert.same(keys(files:timeline()), keys(desk:timeline()))
    local function order(c)
      local list = {}
      for q in c:sort("doc.date", "-words", "text"):each() do list[#list + 1] = q.text end
      return list
    end
    assert.same(order(files.quotes), order(desk.quotes))
    assert.equal(#files:search "bridge cable", #desk:search "bridge cable")
    assert.equal(#files:search "injur* \"Corrin Bridge\"", #desk:search "injur* \"Corrin Bridge\"")
    assert.equal(#files:kwic "Corrin Bridge", #desk:kwic "Corrin Bridge")
    assert.equal(#files:compare "nobody will cross", #desk:compare "nobody will cross")
    assert.equal(#files:figures "people", #desk:figures "people")
  end)

  it("gives parts of some articles, and of one", function()
    assert.equal(#files { outlet = "Vessany" }.quotes, #desk { outlet = "Vessany" }.quotes)
    assert.equal(#desk[1].quotes + #desk[2].quotes, #desk:slice(1, 2).quotes)
    assert.same(keys(files { outlet = "Vessany" }.people), keys(desk { outlet = "Vessany" }.people))
  end)

  it("has findings", function()
    assert.equal(#files.findings { kind = "statement" }, #desk.findings { kind = "statement" })
  end)

  it("gives the n-th, from any page", function()
    local entities = desk.layers.entities
    local n, texts = #entities, {}
    for e in entities:each() do texts[#texts + 1] = e.text end
    local fresh = desk.layers.entities
    for _, at in ipairs { 1, 100, 101, 150, n, 7 } do assert.equal(texts[at], fresh[at].text) end
    assert.is_nil(fresh[n + 1])
    assert.equal(texts[n], fresh[-1].text)
  end)

  it("keeps a correction beside itself, which holds for the value in hand", function()
    local quote = desk.quotes { speaker = "Okafor" }[1]
    assert.matches("1 line added to " .. folder .. "/desk/fixes.jsonl", tostring(quote:fix { speaker = "Ada Berg" }), 1, true)
    assert.equal("Ada Berg", quote.speaker)
    assert.equal(1, select(2, shell.read(folder .. "/desk/fixes.jsonl"):gsub("\n", "")))
  end)

  it("is not analysed anew, and says so", function()
    local ok, message = pcall(lede.corpus, folder .. "/desk", { plugins = { "quotes" } })
    assert.is_false(ok)
    assert.matches("is a desk, where nothing is analysed anew; it takes no option plugins", message, 1, true)
  end)

  it("is read by the ready analyses", function()
    local from_desk, from_files = shell.lede("who-said", "-f", "csv", "Okafor", folder .. "/desk"),
      shell.lede("who-said", "-f", "csv", "Okafor", "examples/news")
    assert.equal(select(2, from_files:gsub("\r\n", "")), select(2, from_desk:gsub("\r\n", "")))
  end)
end)
