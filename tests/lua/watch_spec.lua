-- What `lede watch` promises, seen from outside, on the program itself: files come in all ways, plugins fail and change, and
-- it is stopped and killed. What the inbox and the database promise by themselves is in tests/c.

package.path = "tests/lua/?.lua;" .. package.path
local shell = require "support_shell"
local watch = require "support_watch"

-- Marks the first word. Texts with "slow" in them take a while, those with "fail" make it fail, those with "crash" end its
-- process.
local PLUGIN = [[
local M = { api = 1, name = "first", gives = { first = { word = "string" } }, settings = { turns = 3000000 } }

function M.document(doc, settings)
  if doc.text:find("fail", 1, true) then error "it says fail" end
  if doc.text:find("poison", 1, true) then print "at work" end
  local n = 0
  for i = 1, doc.text:find("slow", 1, true) and settings.turns or 0 do n = n + i end
  local word = doc.text:match("%a+")
  if not word then return { first = {} } end
  local first, last = doc.text:find(word, 1, true)
  return { first = { { first = first, last = last, kind = "KIND", word = word } } }
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

local function with_kind(kind) return (PLUGIN:gsub("KIND", kind)) end

describe("lede watch", function()
  local w

  before_each(function()
    w = watch.new()
    shell.write(w:path("first.lua"), with_kind("plain"))
  end)

  after_each(function() w:remove() end)

  local function start(options) return w:start("--plugins ./first.lua " .. (options or "")):ready() end

  describe("takes files", function()
    it("that are there, that are moved in and that are written in place, each once", function()
      shell.write(w.inbox .. "/there.txt", "Old news\n")
      start()
      w:drop("moved.txt", "Moved news\n")
      shell.write(w.inbox .. "/written.txt", "Written news\n")
      assert.equal("Old", w:file("results/there.txt.json").layers.first[1].word)
      assert.equal("Moved", w:file("results/moved.txt.json").layers.first[1].word)
      assert.equal("Written", w:file("results/written.txt.json").layers.first[1].word)
      assert.equal(0, w:stop())
      assert.same({ 3, 3 }, { w:count() })
    end)

    it("under any name, without letting the name do anything", function()
      local name = "a\27[2J\nb \226\128\174.txt"
      start()
      w:drop(name, "Strange news\n")
      assert.equal(name, w:line(name).path)
      assert.equal(0, w:stop())
      w:start("--plugins ./first.lua --rerun --set first.turns=3 --log-format text"):ready()
      watch.wait("a line", function() return shell.read(w.log_file):find("done", 1, true) end)
      local line = shell.read(w.log_file)
      assert.falsy(line:find("\27", 1, true))
      assert.equal(1, #shell.lines(line))
    end)

    it("in folders within, with their outlet, when it is told to", function()
      start("--recursive --outlet-from folder")
      assert(os.execute("mkdir -p " .. w.inbox .. "/harsel-courier"))
      w:drop("harsel-courier/fire.txt", "Fire news\n")
      assert.equal("harsel-courier", w:file("results/harsel-courier/fire.txt.json").doc.outlet)
    end)

    it("again when their content is another, and not when they were only touched", function()
      start()
      w:drop("a.txt", "First words\n")
      w:line("a.txt")
      os.execute("touch " .. w.inbox .. "/a.txt")
      w:drop("b.txt", "Other words\n")
      w:line("b.txt")
      w:drop("a.txt", "Second words\n")
      assert.equal("done", w:line("a.txt", 2).outcome)
      watch.wait("the new version", function() return w:file("results/a.txt.json").text == "Second words\n" end)
      assert.equal(0, w:stop())
      start()
      w:drop("c.txt", "Words\n")
      w:line("c.txt")
      assert.same({ 1, 1 }, { w:count() }) -- of a and b nothing is new
    end)

    it("and moves them to the desk when it is told to", function()
      start("--consume")
      w:drop("a.txt", "First words\n")
      w:line("a.txt")
      watch.wait("the file to be moved", function() return io.open(w.desk .. "/done/a.txt") end):close()
      assert.is_nil(io.open(w.inbox .. "/a.txt"))
      assert.equal(0, w:stop())
    end)

    it("that hold many documents not, and says what does", function()
      start()
      w:drop("many.jsonl", '{"text":"One"}\n')
      local line = w:line("many.jsonl")
      assert.equal("failed", line.outcome)
      assert.truthy(line.message:find("lede run", 1, true), line.message)
    end)
  end)

  describe("once", function()
    it("does what is there, with findings and files, and ends", function()
      for i = 1, 20 do w:drop(i .. ".txt", (i % 2 == 0 and "Even" or "Odd") .. " news\n") end
      w:start("--plugins ./first.lua --once")
      assert.equal(0, w:ended())
      assert.same({ 20, 20 }, { w:count() })
      for i = 1, 20 do assert.truthy(w:file("results/" .. i .. ".txt.json")) end
      w:start("--plugins ./first.lua --once")
      assert.equal(0, w:ended())
      assert.same({ 0, 0 }, { w:count() })
    end)

    it("ends with 1 when a document failed", function()
      w:drop("a.txt", "These words fail\n")
      w:start("--plugins ./first.lua --once")
      assert.equal(1, w:ended())
    end)

    it("ends without findings too, where nobody wants them, and with its files", function()
      w:drop("a.txt", "Some words\n")
      w:start("--plugins ./first.lua --once --no-findings")
      assert.equal(0, w:ended())
      assert.equal("Some", lede.from_json(shell.read(w.desk .. "/results/a.txt.json")).layers.first[1].word)
    end)

    it("takes requests beside one that can't be read, and says so once", function()
      w:drop("a.txt", "Some words\n")
      w:start("--plugins ./first.lua --once"):ended()
      assert(os.execute("mkdir " .. w.desk .. "/retry/a.jsonl"))
      shell.write(w.desk .. "/retry/b.jsonl", '"a.txt"\n')
      start()
      w:line("a.txt")
      assert(os.execute("sleep 2.2"))
      assert.equal(0, w:stop())
      local _, times = shell.read(w.log_file):gsub("retry/a.jsonl: can't read it", "")
      assert.equal(1, times)
    end)

    it("says what is left alone so that no name passes for a message", function()
      w:drop("a\nlede: all is lost.jpg", "")
      w:start("--plugins ./first.lua --once --log-format text")
      assert.equal(0, w:ended())
      local said = shell.read(w.err_file)
      assert.truthy(said:find("all is lost.jpg is left alone", 1, true), said)
      assert.falsy(said:find("\nlede: all", 1, true), said)
    end)

    it("is quiet about an empty inbox", function()
      w:start("--plugins ./first.lua --once")
      assert.equal(0, w:ended())
    end)
  end)

  describe("refuses", function()
    local function refused(options, words, status)
      w:start(options)
      assert.equal(status or 2, w:ended())
      local said = shell.read(w.err_file)
      assert.truthy(said:find(words, 1, true), said)
    end

    it("a desk in the inbox, and makes none", function()
      refused("-o in/desk", "in/desk")
      assert.is_nil(io.open(w.inbox .. "/desk"))
    end)

    it("an inbox that isn't there", function()
      os.execute("rmdir " .. w.inbox)
      refused("", "in")
    end)

    it("a plugin that can't be loaded", function()
      shell.write(w:path("broken.lua"), "return {\n  api = = 1 }\n")
      refused("--plugins ./broken.lua", "broken.lua:2", 3)
    end)

    it("a desk that another watcher keeps, and says which", function()
      start()
      local first = w.pid
      w:start("--plugins ./first.lua")
      assert.equal(3, w:ended())
      assert.truthy(shell.read(w.err_file):find(first, 1, true), shell.read(w.err_file))
      os.execute("kill " .. first)
    end)
  end)

  describe("when something fails", function()
    it("keeps what other plugins found, and says in words what happened", function()
      local other = with_kind("other"):gsub('"first"', '"other"'):gsub("first = {", "other = {")
      shell.write(w:path("other.lua"), (other:gsub("error", "tostring"):gsub("layers.first", "layers.other")))
      w:start("--plugins ./first.lua,./other.lua"):ready()
      w:drop("bad.txt", "These words fail\n")
      local line = w:line("bad.txt")
      assert.equal("partly", line.outcome)
      assert.truthy(line.message:find("first.lua:4: it says fail", 1, true), line.message)
      assert.equal("These", w:file("results/bad.txt.json").layers.other[1].word)
      w:drop("good.txt", "These words are fine\n")
      assert.equal("done", w:line("good.txt").outcome)
    end)

    it("sets aside what crashes its workers, tells how to go on, and does the others", function()
      w:start("--plugins ./first.lua --jobs 1 --set first.turns=2000000000 --timeout 1000"):ready()
      w:drop("poison.txt", "slow poison\n")
      for i = 1, 2 do
        watch.wait("a worker at it", function() return select(2, shell.read(w.err_file):gsub("at work", "")) == i end)
        os.execute(("kill -SEGV $(cat /proc/%s/task/%s/children)"):format(w.pid, w.pid))
      end
      local line = w:line("poison.txt")
      assert.equal("crashed", line.outcome)
      assert.equal(2, line.attempts)
      w:drop("good.txt", "These words are fine\n")
      assert.equal("done", w:line("good.txt").outcome)
      local failed = w:file("failed/poison.txt.error.json")
      assert.truthy(failed.message:find("crashed 2 workers", 1, true), failed.message)
      assert.truthy(io.open(w.inbox .. "/poison.txt"))
      assert.equal(0, w:stop())
      w:start("--plugins ./first.lua --once --set first.turns=2000000000")
      assert.equal(0, w:ended()) -- it is not tried again
    end)
  end)

  describe("when it is stopped", function()
    it("finishes what is in work, and leaves the rest to the next time", function()
      w:start("--plugins ./first.lua --jobs 2"):ready()
      for i = 1, 60 do w:drop(i .. ".txt", "slow news\n") end
      w:line("1.txt")
      assert.equal(0, w:stop())
      local before = w:count()
      assert.is_true(before < 60)
      w:start("--plugins ./first.lua --once --set first.turns=10 --durability none")
      assert.equal(0, w:ended())
      local after, documents = w:count()
      assert.equal(after, documents)
      assert.equal(60, before + documents) -- other settings make another recipe, but not for what is done
    end)

    it("ends at once when it is told twice", function()
      w:start("--plugins ./first.lua --jobs 1 --set first.turns=2000000000 --timeout 1000"):ready()
      w:drop("long.txt", "slow news\n")
      watch.wait("work", function() return w:file("status.json").in_work == 1 end)
      w:signal("INT")
      w:note("stopping")
      os.execute("sleep 0.2") -- what follows at once is taken for the same
      w:signal("INT")
      assert.equal(130, w:ended())
    end)

    it("has lost nothing when it is killed", function()
      start("--durability none")
      for i = 1, 30 do w:drop(i .. ".txt", "Some news\n") end
      w:line("7.txt")
      w:signal("KILL")
      w:ended()
      local before = w:count()
      w:start("--plugins ./first.lua --once")
      assert.equal(0, w:ended())
      assert.is_true(before + w:count() >= 30)
      for i = 1, 30 do assert.truthy(w:file("results/" .. i .. ".txt.json")) end
    end)

    it("makes all files again, also when it was ended on the way", function()
      w:drop("a.txt", "Some news\n")
      w:start("--plugins ./first.lua --once"):ended()
      shell.remove(w.desk .. "/results")
      assert(os.execute("ln -s elsewhere " .. w.desk .. "/results")) -- nothing can be written in there
      w:start("--plugins ./first.lua --once"):ended()
      assert(os.execute("mkdir " .. w.desk .. "/elsewhere"))
      w:start("--plugins ./first.lua --once"):ended()
      assert.equal("Some", lede.from_json(shell.read(w.desk .. "/results/a.txt.json")).layers.first[1].word)
    end)
  end)

  describe("when plugins change", function()
    it("lets new files have the new ones", function()
      start()
      w:drop("a.txt", "First words\n")
      assert.equal("plain", w:file("results/a.txt.json").layers.first[1].kind)
      shell.write(w:path("first.lua"), with_kind("fancy"))
      w:note("plugins have changed")
      w:drop("b.txt", "Second words\n")
      assert.equal("fancy", w:file("results/b.txt.json").layers.first[1].kind)
      assert.equal("plain", w:file("results/a.txt.json").layers.first[1].kind)
      assert.not_equal(w:file("results/a.txt.json").recipe, w:file("results/b.txt.json").recipe)
    end)

    it("lets all files have them with --rerun, also those done before it was started", function()
      start()
      w:drop("a.txt", "First words\n")
      w:line("a.txt")
      assert.equal(0, w:stop())
      shell.write(w:path("first.lua"), with_kind("fancy"))
      start("--rerun")
      w:line("a.txt")
      shell.write(w:path("first.lua"), with_kind("fanciest"))
      w:line("a.txt", 2)
      watch.wait("the new record", function() return w:file("results/a.txt.json").layers.first[1].kind == "fanciest" end)
    end)

    it("keeps the last good ones when the new ones are broken, and says where", function()
      start()
      w:drop("a.txt", "First words\n")
      w:line("a.txt")
      shell.write(w:path("first.lua"), "return {\n  api = = 1 }\n")
      w:note("go on")
      assert.truthy(w:note("first.lua:2"))
      local told
      watch.wait("the status", function()
        told = shell.lede("status", w.desk)
        return told:find("can't be used", 1, true)
      end)
      assert.matches("first.lua:2: [^\n]+\n +2 |   api = = 1 }\n", told)
      w:drop("b.txt", "Second words\n")
      assert.equal("plain", w:file("results/b.txt.json").layers.first[1].kind)
      shell.write(w:path("first.lua"), with_kind("mended"))
      w:note("plugins have changed")
      w:drop("c.txt", "Third words\n")
      assert.equal("mended", w:file("results/c.txt.json").layers.first[1].kind)
    end)

    it("looks at once when it gets SIGHUP", function()
      start()
      w:drop("a.txt", "First words\n")
      w:line("a.txt")
      shell.write(w:path("first.lua"), with_kind("fancy"))
      w:signal("HUP")
      w:note("plugins have changed")
      assert.equal(0, w:stop())
    end)
  end)
end)
