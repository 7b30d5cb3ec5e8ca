-- What stands beside `lede watch`: lede status, lede retry, lede follow, --on-finding, and lede.watch and lede.start for scripts.

package.path = "tests/lua/?.lua;" .. package.path
local shell = require "support_shell"
local watch = require "support_watch"

-- Marks the first word of a text; fails on "fail" while MENDED is not said.
local PLUGIN = [[
local M = { api = 1, name = "first", gives = { first = { word = "string" } } }

function M.document(doc)
  if doc.text:find("fail", 1, true) then MENDED end
  local word = doc.text:match("%a+")
  local first, last = doc.text:find(word, 1, true)
  return { first = { { first = first, last = last, kind = "word", word = word } } }
end

function M.fold(total, record)
  for _, mark in ipairs(record.layers.first) do total[mark.word] = (total[mark.word] or 0) + 1 end
  return total
end

function M.merge(a, b)
  for word, n in pairs(b) do a[word] = (a[word] or 0) + n end
  return a
end

function M.finish(total)
  local out = {}
  for word, n in lede.sorted_pairs(total) do out[#out + 1] = { kind = "word", key = word, times = n } end
  return out
end

return M
]]

local BROKEN, MENDED = PLUGIN:gsub("MENDED", "error 'it says fail'"), PLUGIN:gsub("MENDED", "doc = doc")

describe("beside lede watch", function()
  local w

  before_each(function()
    w = watch.new()
    shell.write(w:path("first.lua"), BROKEN)
  end)

  after_each(function() w:remove() end)

  local function start(options) return w:start("--plugins ./first.lua --durability none " .. (options or "")):ready() end

  local function lede_in(...) return shell.lede(...) end

  describe("lede status", function()
    it("says what is done and what failed, with and without a watcher", function()
      start()
      w:drop("good.txt", "Good news\n")
      w:drop("many.csv", "text\nNews\n")
      w:drop("bad.txt", "These words fail\n")
      for _, name in ipairs { "good.txt", "many.csv", "bad.txt" } do w:line(name) end
      local out, _, status = lede_in("status", w.desk)
      assert.equal(0, status)
      assert.truthy(out:find("process " .. w.pid, 1, true), out)
      assert.truthy(out:find("done      2, 1 of them", 1, true), out)
      assert.truthy(out:find("failed    1", 1, true), out)
      assert.truthy(out:find("many.csv: it holds many documents", 1, true), out)
      assert.equal(0, w:stop())
      out = lede_in("status", w.desk)
      assert.truthy(out:find("none runs", 1, true), out)
      assert.truthy(out:find("failed    1", 1, true), out)
    end)

    it("is a table for programs", function()
      start()
      w:drop("good.txt", "Good news\n")
      w:line("good.txt")
      local status = watch.wait("a status with it", function()
        local s = lede.from_json((lede_in("status", "--format", "json", w.desk)))
        return s.watcher.done == 1 and s
      end)
      assert.is_true(status.watched)
      assert.equal(1, status.counts.done)
      assert.equal("in", status.watcher.inbox)
    end)

    it("says so when there is no desk", function()
      local _, err, status = lede_in("status", w:path("nowhere"))
      assert.equal(3, status)
      assert.truthy(err:find("there is no desk", 1, true), err)
    end)
  end)

  describe("lede retry", function()
    it("has what failed analysed again, at once", function()
      start()
      w:drop("bad.txt", "These words fail\n")
      w:drop("good.txt", "These words don't\n")
      assert.equal("partly", w:line("bad.txt").outcome)
      w:line("good.txt")
      shell.write(w:path("first.lua"), MENDED)
      w:note("plugins have changed")
      local out, _, status = lede_in("retry", w.desk)
      assert.equal(0, status)
      assert.truthy(out:find("1 document will be analysed again", 1, true), out)
      assert.equal("done", w:line("bad.txt", 2).outcome)
      assert.same({ 3, 2 }, { w:count() })
    end)

    it("waits for the next watcher when none runs", function()
      w:drop("bad.txt", "These words fail\n")
      w:start("--plugins ./first.lua --once")
      assert.equal(1, w:ended())
      local out = lede_in("retry", w.desk, "bad.txt")
      assert.truthy(out:find("when lede watch runs", 1, true), out)
      w:start("--plugins ./first.lua --once")
      assert.equal(1, w:ended())
      assert.equal(2, w:line("bad.txt").attempts)
      w:start("--plugins ./first.lua --once")
      assert.equal(0, w:ended()) -- it was retried once
    end)

    it("says in the file of what failed again how often that was", function()
      start()
      w:drop("many.csv", "text\nNews\n")
      w:line("many.csv")
      assert.equal(1, w:file("failed/many.csv.error.json").attempts)
      lede_in("retry", w.desk)
      w:line("many.csv", 2)
      watch.wait("the new file", function() return w:file("failed/many.csv.error.json").attempts == 2 end)
    end)

    it("knows what there is", function()
      start()
      w:drop("good.txt", "Good news\n")
      w:line("good.txt")
      local _, err, status = lede_in("retry", w.desk, "goood.txt")
      assert.equal(2, status)
      assert.truthy(err:find("did you mean good.txt?", 1, true), err)
      assert.equal("nothing has failed\n", (lede_in("retry", w.desk)))
    end)
  end)

  describe("lede follow", function()
    it("prints what is there from a commit on, and ends when it need not wait", function()
      start()
      w:drop("a.txt", "First news\n")
      w:line("a.txt")
      w:drop("many.csv", "text\nNews\n")
      w:line("many.csv")
      local lines = shell.lines((lede_in("follow", "--from-start", "--no-wait", w.desk)))
      local first, second = lede.from_json(lines[1]), lede.from_json(lines[2])
      assert.equal("a.txt", first.doc.id)
      assert.equal("First", first.layers.first[1].word)
      assert.matches('^{"lede":1,"change":%d+,', lines[1]) -- a record still, for whoever reads on
      assert.equal("format", second.error.code)
      lines = shell.lines((lede_in("follow", "--since", tostring(first.change), "--no-wait", w.desk)))
      assert.same({ "many.csv" }, { lede.from_json(lines[1]).doc.id })
      assert.equal("", (lede_in("follow", "--no-wait", w.desk)))
    end)

    it("prints what comes, and ends with its reader", function()
      start()
      w:drop("a.txt", "First news\n")
      w:line("a.txt")
      local seen = w:path("seen")
      os.execute(('("$LEDE" follow %s 2>%s.err | head -2 >%s; echo over >%s.over) &'):format(w.desk, seen, seen, seen))
      os.execute("sleep 0.3") -- it begins with what comes now
      for _, name in ipairs { "b.txt", "c.txt", "d.txt" } do
        w:drop(name, "News\n")
        w:line(name)
      end
      watch.wait("the end of it", function() return io.open(seen .. ".over") end):close()
      assert.truthy(shell.read(seen):find('"id":"b.txt"', 1, true))
      assert.equal("", shell.read(seen .. ".err"))
    end)
  end)

  describe("--on-finding", function()
    it("tells each finding that is new or has changed, one after another", function()
      start "--on-finding 'cat >>told'"
      w:drop("a.txt", "Bridge news\n")
      local function told()
        local file = io.open(w:path("told"))
        local lines = {}
        for line in file and file:lines() or function() end do lines[#lines + 1] = lede.from_json(line) end
        if file then file:close() end
        return lines
      end
      watch.wait("one finding", function() return #told() == 1 end)
      w:drop("b.txt", "Bridge again\n")
      w:drop("c.txt", "Ferry news\n")
      watch.wait("three findings", function() return #told() == 3 end)
      local lines = told()
      assert.is_true(lines[1].new)
      local times = {}
      for _, line in ipairs(lines) do times[line.finding.key] = line.finding.times end
      assert.same({ Bridge = 2, Ferry = 1 }, times)
    end)

    it("survives a command that fails, and says so", function()
      start "--on-finding 'exit 7'"
      w:drop("a.txt", "Bridge news\n")
      assert.truthy(w:note("status 7"))
      w:drop("b.txt", "Ferry news\n")
      assert.equal("done", w:line("b.txt").outcome)
      assert.equal(0, w:stop())
    end)
  end)

  describe("lede.watch", function()
    it("gives records as they are committed, and ends with its loop", function()
      shell.write(w:path("first.lua"), MENDED)
      for i = 1, 3 do w:drop(i .. ".txt", "News " .. i .. "\n") end
      local seen = {}
      for record in lede.watch(w.inbox, { desk = w.desk, plugins = { w:path("first.lua") }, durability = "none" }) do
        seen[#seen + 1] = record.doc.id
        assert.equal(1, record.layers.first[1].first)
        if #seen == 3 then w:drop("4.txt", "News 4\n") end
        if #seen == 4 then break end
      end
      assert.equal("4.txt", seen[4])
      table.sort(seen)
      assert.same({ "1.txt", "2.txt", "3.txt", "4.txt" }, seen)
      assert.is_false(lede.desk(w.desk):info().watched)
    end)

    it("goes through what is there, once", function()
      for i = 1, 5 do w:drop(i .. ".txt", "News " .. i .. "\n") end
      w:drop("many.csv", "text\nNews\n")
      for round, wanted in ipairs { 6, 0 } do
        local n, failed = 0, 0
        for record in lede.watch(w.inbox, { desk = w.desk, plugins = { w:path("first.lua") }, once = true }) do
          n = n + 1
          if record.error then failed = failed + 1 end
        end
        assert.equal(wanted, n)
        assert.equal(round == 1 and 1 or 0, failed)
      end
    end)

    it("raises when the watcher can't go on", function()
      local ok, message = pcall(function()
        for _ in lede.watch(w:path("nowhere"), { desk = w.desk, quiet = true }) do error "there is nothing" end
      end)
      assert.is_false(ok)
      assert.truthy(message:find("lede watch ended with status 2", 1, true), message)
    end)
  end)

  describe("lede.start", function()
    it("gives the lines of a lede beside the script, and how it ended", function()
      local child <close> = lede.start { "version" }
      assert.truthy(child:line():find("^lede %d"))
      assert.same({ nil, "end" }, { child:line() })
      assert.equal(0, child:close())
      local mistaken = lede.start { "wc", "--nonsense" }
      assert.same({ nil, "end" }, { mistaken:line() })
      assert.equal(2, mistaken:close())
    end)

    it("waits no longer than it should, and stops what is told to", function()
      local child = lede.start { "-e", "io.write('half a line'); io.flush(); while true do lede.sleep(60) end" }
      assert.same({ nil, "time" }, { child:line(0.05) })
      assert.equal(128 + 15, child:close())
    end)
  end)
end)
