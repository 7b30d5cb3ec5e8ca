-- lede.desk: what a script reads of a desk.
package.path = "tests/lua/?.lua;" .. package.path
local shell = require "support_shell"
local desks = require "support_desk"

describe("a desk", function()
  local folder, desk

  setup(function()
    folder = desks.of "--outlet-from folder examples/news"
    desk = assert(lede.desk(folder))
  end)

  teardown(function()
    desk = nil
    collectgarbage()
    shell.remove(folder)
  end)

  local function first(sql, ...)
    local row = desk:rows(sql, ...)()
    return row
  end

  it("gives rows with the types SQL has", function()
    local row = first("SELECT 1 AS i, 0.5 AS n, 'x' AS s, NULL AS void, x'ff' AS bytes, ? AS a, ? AS b, ? AS c", 7, "y", true)
    assert.same({ i = 1, n = 0.5, s = "x", bytes = "\xFF", a = 7, b = "y", c = 1 }, row)
    assert.equal("integer", math.type(row.i))
  end)

  it("names the columns in their order", function()
    assert.same({ "b", "a" }, desk:columns("SELECT 1 AS b, 2 AS a"))
  end)

  it("gives a record as lede.analyze does", function()
    local path = "examples/news/vessany-post/deal-at-dawn.txt"
    local record = desk:record(first("SELECT id FROM articles WHERE path = ?", path).id)
    local direct = lede.analyze(shell.read(path), { given = { id = path, path = path, outlet = "vessany-post" } })
    assert.same(direct, record)
  end)

  it("gives a record as it is stored", function()
    local json = desk:json(1)
    assert.equal(1, lede.from_json(json).lede)
    assert.same({ desk:record(10 ^ 6 // 1) }, { nil, folder .. ": there is no record of document 1000000", "usage" })
  end)

  it("counts", function()
    local counts = desk:counts()
    assert.is_true(counts.done == 8)
    assert.equal(0, counts.failed + counts.partly + counts.unindexed)
    assert.is_true(counts.findings > 0)
    assert.same({ folder = folder, watched = false }, desk:info())
  end)

  it("raises what SQL has to say, with what there is", function()
    for sql, message in pairs {
      ["SELECT * FROM article"] = "no such table: article; there are articles, dump, entities, ",
      ["SELECT nam FROM people"] = "no such column: nam",
      ["DELETE FROM documents"] = "a desk is only read here",
      ["SELECT ?"] = "the query has 1 ?, and 0 values are given",
      ["SELECT 1; SELECT 2"] = "one query at a time",
    } do
      assert.error_matches(function() return desk:rows(sql) end, message, 1, true)
    end
    assert.error_matches(function() return desk:rows("SELECT ?", nil) end, "value 1 of the query is nil")
    assert.error_matches(function() return desk:rows("SELECT ?", {}) end, "value 1 of the query is a table")
  end)

  it("is left alone by a loop that ends early, and reads on", function()
    for _ = 1, 50 do
      for row in desk:rows("SELECT * FROM quotes") do
        if row then break end
      end
    end
    assert.equal(1, first("SELECT 1 AS one").one)
  end)

  it("finds words, also where they are no query", function()
    local rows = desk:search("bridge", { limit = 3 })
    assert.equal(3, #rows)
    assert.matches("\2[Bb]ridge\3", rows[1].snippet)
    assert.same({}, desk:search("zyxwvut"))
    assert.same({}, desk:search('"'))
    assert.is_true(#desk:search("U.S. bridge-closed") == 0)
    assert.is_true(#desk:search('bridge "closed until') > 0)
    assert.is_true(#desk:search("brid*") > 0)
    for _, row in ipairs(desk:search("bridge", { outlet = "vessany post", since = "2026-03-12" })) do
      assert.equal("vessany-post", row.outlet)
      assert.is_true(row.date >= "2026-03-12")
    end
  end)

  it("finds names by their parts", function()
    local rows = desk:quotes_by("okafor", { limit = 5 })
    assert.equal(5, #rows)
    for _, row in ipairs(rows) do assert.matches("Okafor$", row.speaker) end
    local mentions = desk:mentions_of("Corrin Bridge")
    assert.is_true(#mentions > 1)
    for _, row in ipairs(mentions) do assert.matches("\2.+\3", row.snippet) end
    assert.same({}, desk:quotes_by("Nobody Atall"))
  end)

  it("says that it is closed to who goes on asking", function()
    local again, rest
    do
      local closed <close> = assert(lede.desk(folder))
      again, rest = closed, closed:rows("SELECT id FROM documents")
      rest()
    end
    for _, ask in ipairs { rest, again.counts, again.info, function(d) return d:rows("SELECT 1") end } do
      local fine, message = pcall(ask, again)
      assert.is_false(fine)
      assert.matches("the desk is closed", message)
    end
  end)

  it("is a value when there is none", function()
    local none, message, code = lede.desk("/nowhere/at/all")
    assert.is_nil(none)
    assert.matches("there is no desk", message)
    assert.equal("setup", code)
  end)

  it("is read by programs that know SQLite alone", function()
    for view in ("articles quotes people places orgs events speakers topics entities findings failed"):gmatch("%a+") do
      assert.is_true(#desk:columns("SELECT * FROM " .. view) > 1, view)
    end
    assert.equal("Dagny Okafor", first("SELECT name FROM people").name)
  end)
end)
