-- lede query: what it prints, and what it refuses.
package.path = "tests/lua/?.lua;" .. package.path
local shell = require "support_shell"
local desks = require "support_desk"

describe("lede query", function()
  local folder
  setup(function() folder = desks.of "--outlet-from folder examples/news" end)
  teardown(function() shell.remove(folder) end)

  local function query(...)
    local out, err, status = shell.lede("query", folder, ...)
    assert.equal(0, status, err)
    return out, err
  end

  it("shows articles with title, source and snippet", function()
    local out = query("bridge", "closed", "--limit", "1")
    assert.matches("^[^\n]+\n  [%w-]+ · 2026%-%d%d%-%d%d · examples/news/[^\n]+%.txt\n  .*[Bb]ridge", out)
    assert.is_nil(out:find("[\2\3\27]"))
  end)

  it("colours what was found", function()
    assert.matches("\27%[33m[Bb]ridge\27%[0m", query("bridge", "--limit", "1", "--color", "always"))
  end)

  it("takes what is no query as plain words", function()
    assert.matches("bus", query('"bus', "--limit", "1"))
  end)

  it("shows what somebody is quoted with, newest first", function()
    local out = query("--quotes-by", "Okafor", "--limit", "50")
    assert.matches("^Dagny Okafor, %w+ %(%w+%)\n", out)
    local last = "9999"
    for date in out:gmatch(" · (2026%-%d%d%-%d%d) · ") do
      assert.is_true(date <= last)
      last = date
    end
  end)

  it("shows where somebody or something is named", function()
    assert.matches("^Corrin Bridge %(place%).-\n  .*Corrin Bridge", (query("--entity", "Corrin Bridge", "--limit", "1")))
  end)

  it("keeps to days and outlets", function()
    local out = query("bridge", "--since", "2026-03-12", "--before", "2026-03-14", "--outlet", "Courier", "-f", "csv")
    local rows = shell.lines(out)
    assert.equal(2, #rows)
    assert.equal("doc,outlet,date,title,path,snippet\r", rows[1])
    assert.matches("^%d+,harsel%-courier,2026%-03%-13,", rows[2])
  end)

  it("answers SQL as a table, as CSV and as JSON Lines", function()
    local sql = "SELECT name, articles FROM people LIMIT 2"
    assert.matches("^name +articles\nDagny Okafor +%d+\n", (query("--sql", sql)))
    assert.matches("^name,articles\r\nDagny Okafor,%d+\r\n", (query("--sql", sql, "-f", "csv")))
    assert.matches('^{"articles":%d+,"name":"Dagny Okafor"}\n', (query("--sql", sql, "-f", "jsonl")))
  end)

  it("shows wide rows field by field", function()
    assert.matches("^id +1\npath +examples/news/", (query("--sql", "SELECT * FROM articles LIMIT 1")))
  end)

  it("defuses formulas, and keeps control characters from the terminal", function()
    local sql = "SELECT '=1+1' AS a, char(27) || '[31m' AS b, x'ff41' AS c"
    assert.matches("\r\n'=1%+1,\27%[31m,\u{FFFD}A\r\n$", (query("--sql", sql, "-f", "csv")))
    assert.matches("<1B>%[31m", (query("--sql", sql)))
    assert.equal('{"a":"=1+1","b":"\\u001b[31m","c":"<FF>A"}\n', (query("--sql", sql, "-f", "jsonl")))
  end)

  it("says when nothing is found", function()
    local out, err = query("zyxwvut")
    assert.equal("", out)
    assert.matches("nothing of that is in the desk", err)
  end)

  it("says which name it doesn't know, and which one is near", function()
    for _, case in ipairs {
      { "nobody called 'Dagny Okfor' is quoted in the desk; did you mean Dagny Okafor?", "--quotes-by", "Dagny Okfor" },
      { "nothing called 'Tolmne' is named in the desk; did you mean Tolmen?", "--entity", "Tolmne" },
      { "no article in the desk is of 'Xyzzy'\n", "--outlet", "Xyzzy", "bridge" },
      { "nothing of that is in the desk", "--quotes-by", "Okafor", "--since", "2031" },
    } do
      local out, err = query(table.unpack(case, 2))
      assert.equal("", out)
      assert.truthy(err:find(case[1], 1, true), err)
    end
  end)

  it("refuses what makes no sense", function()
    for _, case in ipairs {
      { {}, "ask for some words" },
      { { "bridge", "--sql", "SELECT 1" }, "ask for one thing" },
      { { "bridge", "--since", "yesterday" }, "write a day" },
      { { "bridge", "--frmat", "csv" }, "did you mean %-%-format" },
      { { "--sql", "SELECT 1", "--limit", "3" }, "into the query" },
      { { "--sql", "DELETE FROM documents" }, "only read here" },
      { { "--sql", "SELECT * FROM peeple" }, "no such table: peeple; there are articles" },
    } do
      local out, err, status = shell.lede("query", folder, table.unpack(case[1]))
      assert.equal("", out)
      assert.matches(case[2], err)
      assert.equal(2, status)
    end
    local _, err, status = shell.lede("query", "/nowhere", "bridge")
    assert.matches("there is no desk in it: lede watch INBOX %-o /nowhere makes one", err)
    assert.equal(3, status)
  end)
end)
