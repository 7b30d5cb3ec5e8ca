-- `lede watch` with a desk, an inbox, a plugin or a neighbour that gives trouble: nothing is lost, nothing doubled, and it
-- says what is wrong.

local harness = require "harness"

-- Says "at work" over texts that ask for it, and takes its time.
local SLOW = [[
local M = { api = 1, name = "slow", gives = { slow = {} } }
function M.document(doc)
  if doc.text:find("slow", 1, true) then
    print "at work"
    local n = 0
    for i = 1, 40000000 do n = n + i end
  end
  return { slow = { { first = 1, last = 4, kind = "slow" } } }
end
return M
]]

local LOOP = [[
local M = { api = 1, name = "loop", gives = { loop = {} } }
function M.document(doc)
  while doc.text:find("endless", 1, true) do end
  return { loop = {} }
end
return M
]]

local function check(ok, what, text)
  if not ok then error(("%s, in:\n%s"):format(what, text), 2) end
end

local function refused(folder, script, words)
  local text, status = harness.sh(folder, script)
  check(status ~= 0, "it should have been refused", text)
  check(text:find(words), ("it should say %q"):format(words), text)
end

-- ---- disks ------------------------------------------------------------------------------------------------------

-- A private file system of the test's own, where the kernel allows that: as root, or in a user's own namespace.
local function on_small_disk(folder, size, script)
  local unshare = "unshare -m"
  if select(2, harness.sh(folder, "unshare -m mount -t tmpfs none in")) ~= 0 then unshare = "unshare -rm" end
  if select(2, harness.sh(folder, unshare .. " mount -t tmpfs none in")) ~= 0 then
    harness.skip("no file system can be mounted here")
  end
  local mounted = ("mkdir -p desk; mount -t tmpfs -o size=%s none desk\n%s\ncp -a desk kept\n"):format(size, script)
  harness.write(folder .. "/inner", harness.script(mounted))
  return harness.sh(folder, unshare .. " sh inner", 300)
end

local function a_full_disk(folder, short)
  local count = short and 150 or 400
  harness.articles(folder .. "/in", 1, count)
  local text, status = on_small_disk(folder, "600k", ("count=%d"):format(count) .. [[

    watch in -o desk --plugins "$PLUGIN"
    patiently says 'full\|space\|room'
    ! has_results desk $count || echo "it was never full"
    mount -o remount,size=64m desk
    patiently has_results desk $count
    stop
    once in -o desk -q
  ]])
  check(status == 0 and not text:find("never full"), "status " .. status, text)
  harness.same(harness.dump(folder .. "/kept"), harness.undisturbed(folder, "in"), "after a full disk")
end

local function a_read_only_desk(folder)
  harness.articles(folder .. "/in", 1, 2)
  local text, status = on_small_disk(folder, "16m", [[
    once in -o desk -q
    echo 'Bridge number 7 is to be rebuilt, said Anna Corrin on Monday.' >in/more.txt
    mount -o remount,ro desk
    once in -o desk -q && echo "it ended well"
    mount -o remount,rw desk
    once in -o desk -q
  ]])
  check(status == 0 and not text:find("ended well") and text:lower():find("lede: [^\n]*read%-only"), "status " .. status, text)
  harness.same(harness.dump(folder .. "/kept"), harness.undisturbed(folder, "in"), "after a read-only desk")
end

local function files_that_can_grow_no_further(folder)
  harness.articles(folder .. "/in", 1, 100)
  local text, status = harness.sh(folder, [[(ulimit -f 200; trap '' XFSZ; once in -o desk -q)]])
  check(status ~= 0 and status < 124 and text:find("lede: %S"), "status " .. status, text)
  harness.must(folder, "once in -o desk -q")
  harness.same(harness.dump(folder .. "/desk"), harness.undisturbed(folder, "in"), "with a limit on the size of files")
end

-- ---- the inbox -----------------------------------------------------------------------------------------------------

local function an_inbox_that_goes(folder)
  harness.must(folder, [[
    watch in -o desk --plugins "$PLUGIN"
    patiently test -s desk/lede.db
    echo 'Bridge number 1 stands, said Anna Corrin.' >in/a.txt
    patiently has_results desk 1
    mv in away
    patiently says 'is gone'
    mkdir in
    mv away/a.txt in/
    echo 'Bridge number 2 stands, said Anna Corrin.' >in/b.txt
    patiently has_results desk 2
    stop
    once in -o desk -q]])
  harness.same(harness.dump(folder .. "/desk"), harness.undisturbed(folder, "in"), "after the inbox was made again")
end

local function folders_in_one_another(folder)
  refused(folder, "once in -o in/desk", "the desk lies in the inbox")
  refused(folder, "mkdir desk desk/in; once desk/in -o desk", "the inbox lies in the desk")
  refused(folder, "once in -o in", "the desk is the inbox")
  check(not harness.must(folder, "find in -type f"):find("%S"), "something was written", "in")
end

local function names_that_vanish(folder, short)
  harness.articles(folder .. "/in", 1, 3)
  harness.must(folder, ("most=%d"):format(short and 10 or 60) .. [[

    head -c 3000000 /dev/zero | tr '\0' 'a' >large
    watch in -o desk --max-bytes 64M --plugins "$PLUGIN"
    patiently has_results desk 3
    i=0
    while [ $i -lt $most ]; do
      i=$((i + 1))
      cp large in/.large; mv in/.large in/large.txt; sleep 0.0$((5 + i % 4)); rm in/large.txt
      echo 'Tower stands, said Carl Dahl.' >in/b.txt; mv in/b.txt in/c.txt; rm in/c.txt
    done
    stop]])
  local left = harness.sql(folder .. "/desk", "SELECT path, outcome FROM documents WHERE outcome <> 'done'")
  check(not left:find("%S"), "what was removed while it was read is no failure", left)
end

local function written_again_in_work(folder)
  harness.write(folder .. "/slow.lua", SLOW)
  harness.must(folder, [[
    watch in -o desk --plugins "./slow.lua,$PLUGIN"
    echo 'A slow text, said Anna Corrin.' >in/a.txt
    patiently says 'at work'
    echo 'Another text, said Carl Dahl.' >in/.a; mv in/.a in/a.txt
    stands() { grep -q 'Another text' desk/results/a.txt.json 2>/dev/null; }
    patiently stands
    stop]])
  local versions = harness.sql(folder .. "/desk", "SELECT count(*) FROM versions")
  check(tonumber(versions) == 1, "the first version is kept as one", versions)
end

-- ---- plugins ---------------------------------------------------------------------------------------------------------

local function a_plugin_that_crashes(folder)
  harness.write(folder .. "/slow.lua", SLOW)
  harness.articles(folder .. "/in", 1, 20)
  harness.write(folder .. "/in/poison.txt", "A slow text, said Anna Corrin.\n")
  harness.must(folder, [[
    watch in -o desk -j2 --plugins ./slow.lua
    worker() { for p in $(cat /proc/$pid/task/$pid/children); do [ "$(cut -d ' ' -f 3 /proc/$p/stat)" = R ] && echo $p; done; }
    for n in 1 2; do
      said() { [ "$(grep -c 'at work' log)" -ge $n ]; }
      patiently said
      patiently test -n "$(worker)"
      kill -SEGV $(worker)
    done
    patiently test -e desk/failed/poison.txt.error.json
    patiently has_results desk 20
    stop]])
  local why = harness.read(folder .. "/desk/failed/poison.txt.error.json")
  check(why:find("crashed"), "it says what happened", why)
end

local function a_plugin_that_never_returns(folder)
  harness.write(folder .. "/loop.lua", LOOP)
  harness.articles(folder .. "/in", 1, 20)
  harness.write(folder .. "/in/endless.txt", "An endless text, said Anna Corrin.\n")
  harness.sh(folder, 'timeout 60 "$LEDE" watch in -o desk --once --timeout 0.3 --plugins ./loop.lua,"$PLUGIN"')
  local rows = harness.sql(folder .. "/desk", "SELECT outcome, count(*) FROM documents GROUP BY 1 ORDER BY 1")
  check(rows == "done,20\npartly,1\n", "one document is without that plugin's marks, the others are whole", rows)
end

-- ---- neighbours ----------------------------------------------------------------------------------------------------------

local function two_at_one_desk(folder)
  harness.must(folder, [[
    watch in -o desk --plugins "$PLUGIN"
    patiently test -s desk/lede.db
    timeout 20 "$LEDE" watch in -o desk --once --plugins "$PLUGIN" >second 2>&1
    [ $? -ne 0 ] || { echo "both are at it"; exit 1; }
    grep -q "$pid" second || { cat second; exit 1; }
    echo 'Bridge number 1 stands, said Anna Corrin.' >in/a.txt
    patiently has_results desk 1
    stop]])
end

-- Each takes what it gets; one is killed again and again. Each file is moved once; one that the killed watcher had just
-- committed, and not yet moved, is in both desks.
local function two_that_consume(folder, short)
  local count = short and 100 or 1000
  harness.articles(folder .. "/in", 1, count)
  harness.must(folder, ("cp -a in copy; kills=%d"):format(short and 3 or 20) .. [[

    watch in -o one --consume --durability none --plugins "$PLUGIN"; first=$pid
    i=0
    while [ $i -lt $kills ]; do
      i=$((i + 1))
      watch in -o two --consume --durability none --plugins "$PLUGIN"
      sleep 0.$((20 + i * 13 % 70))
      kill -9 $pid; wait $pid 2>/dev/null
    done
    pid=$first
    consumed() { [ -z "$(find in -name '*.txt')" ]; }
    patiently consumed
    stop
    pid=
    once in -o two --consume -q
    find one/done two/done -name '*.txt' -printf '%f\n' | LC_ALL=C sort >moved
    ls copy >expected
    diff moved expected >differ || { head -n 5 differ; exit 1; }
    rows one 'SELECT path FROM documents' >listed
    rows two 'SELECT path FROM documents' >>listed
    LC_ALL=C sort -u listed | diff - expected >differ || { head -n 5 differ; exit 1; }]], 300)
end

return {
  { "a full disk is waited for", a_full_disk },
  { "a read-only desk is told of, and nothing is lost", a_read_only_desk },
  { "a limit on files is told of, and nothing is lost", files_that_can_grow_no_further },
  { "an inbox that goes and comes back is watched again", an_inbox_that_goes },
  { "inbox and desk in one another are refused", folders_in_one_another },
  { "files that vanish while they are read leave no trace", names_that_vanish },
  { "a file that is written again while in work comes to its last version", written_again_in_work },
  { "a document that crashes its plugin's worker is set aside, the others are done", a_plugin_that_crashes },
  { "a plugin that never returns costs its own marks only", a_plugin_that_never_returns },
  { "two watchers at one desk: the second is refused", two_at_one_desk },
  { "two watchers that consume one inbox do each file once, though one is killed", two_that_consume },
}
