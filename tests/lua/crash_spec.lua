-- What `lede run` promises when its workers are killed, by a bug or by somebody: seen from outside, on the program itself.
-- What can go wrong inside a worker is tests/c/test_supervisor.c.

package.path = "tests/lua/?.lua;" .. package.path
local shell = require "support_shell"

-- Says so when it has begun, then takes its time over texts that ask for it.
local SLOW = [[
local M = { api = 1, name = "slow", gives = { slow = {} }, settings = { turns = 40000000 } }

function M.document(doc, settings)
  if not doc.text:find("slow", 1, true) then return { slow = {} } end
  print "at work"
  local n = 0
  for i = 1, settings.turns do n = n + i end
  return { slow = { { first = 1, last = 4, kind = "slow" } } }
end

function M.fold(total)
  total.documents = (total.documents or 0) + 1
  return total
end

function M.merge(a, b)
  return { documents = (a.documents or 0) + (b.documents or 0) }
end

function M.finish(total)
  return { { kind = "count", key = "documents", n = total.documents or 0 } }
end

return M
]]

-- Shell functions: the workers of a lede that runs, and a wait until it has said something so many times.
local WATCHING = [[
workers() { cat /proc/$pid/task/$pid/children; }
wait_for() {
  tries=0
  until [ "$(grep -c "$1" err)" -ge "$2" ]; do
    tries=$((tries + 1))
    if [ $tries -gt 1000 ]; then echo "never said: $1"; kill -9 $pid; exit 9; fi
    sleep 0.005
  done
}
]]

local folder

-- Runs lede on three documents, the second of them slow, and meanwhile a piece of shell.
local function run_and(script, workers)
  local start = 'lede=$(realpath "$LEDE"); cd %s; %s : >err; '
    .. '"$lede" run -j%d --format jsonl --no-text --plugins ./slow.lua a.txt b.txt c.txt >out 2>>err & pid=$!\n%s'
  return shell.run(start:format(shell.quoted(folder), WATCHING, workers or 1, script))
end

local function output() return shell.read(folder .. "/out") end

local function ids(text)
  local list = {}
  for id in text:gmatch('"id":"([^"]+)"') do list[#list + 1] = id end
  return table.concat(list, " ")
end

describe("lede run, when workers are killed", function()
  local undisturbed

  setup(function()
    folder = shell.folder()
    shell.write(folder .. "/slow.lua", SLOW)
    shell.write(folder .. "/a.txt", "The first text.\n")
    shell.write(folder .. "/b.txt", "slow text, the second.\n")
    shell.write(folder .. "/c.txt", "The third text.\n")
    local _, _, status = run_and("wait $pid")
    assert.equal(0, status)
    undisturbed = output()
  end)

  teardown(function() shell.remove(folder) end)

  it("gives the document to the next worker, and nobody sees a difference", function()
    for _, signal in ipairs { "SEGV", "KILL" } do
      local said, _, status = run_and(('wait_for "at work" 1; kill -%s $(workers); wait $pid'):format(signal))
      assert.equal("", said)
      assert.equal(0, status)
      assert.equal(undisturbed, output())
    end
  end)

  it("sets a document aside that costs two workers, and does all others", function()
    for _, workers in ipairs { 1, 2 } do
      local said, _, status = run_and([[
        for n in 1 2; do
          wait_for "at work" $n
          kill -SEGV $(workers)
        done
        wait $pid]], workers)
      assert.equal("", said)
      assert.equal(1, status)
      local lines = shell.lines(output())
      assert.equal("a.txt b.txt c.txt", ids(output()))
      assert.truthy(lines[2]:find('"error":{"code":"plugin"', 1, true))
      assert.truthy(lines[2]:find("crashed 2 workers", 1, true))
      assert.truthy(lines[4]:find('"n":2', 1, true), "findings are of the other two: " .. lines[4])
    end
  end)

  it("leaves no worker behind when it is killed itself", function()
    local said = run_and([[
      wait_for "at work" 1
      left=$(workers)
      kill -9 $pid
      wait $pid
      sleep 0.1
      for w in $left; do
        if [ -e /proc/$w ] && [ "$(cut -d ' ' -f 3 /proc/$w/stat)" != Z ]; then echo "still there: $w"; fi
      done]])
    assert.equal("", said)
  end)

  it("prints the same with any number of workers", function()
    local first
    for _, workers in ipairs { 1, 3 } do
      local out, _, status = shell.lede("run", "--format", "jsonl", "-j" .. workers, "--outlet-from", "folder", "examples/news")
      assert.equal(0, status)
      first = first or out
      assert.is_true(first == out, workers .. " workers print something else than one")
    end
  end)

  it("works in a process that has given up what it doesn't need", function()
    local said = run_and([[
      wait_for "at work" 1
      grep -h -E "^(NoNewPrivs|Seccomp):" /proc/$(workers | cut -d ' ' -f 1)/status
      ls /proc/$(workers | cut -d ' ' -f 1)/fd 2>/dev/null | wc -l
      kill -9 $pid]])
    assert.truthy(said:find("NoNewPrivs:\t1", 1, true), said)
    assert.truthy(said:find("Seccomp:\t[02]"), said) -- 0 where a sanitizer or the kernel does without
    local files = said:match("(%d+)\n$") -- 0: only root may see
    assert.is_true(files == "4" or files == "0", "standard streams and its socket are all it has open: " .. said)
  end)
end)
