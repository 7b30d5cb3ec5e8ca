-- `lede watch` killed at every system call it makes, and at any moment under load: after a restart the desk is as if nothing
-- had happened.

local harness = require "harness"

local SAMPLE = 5 -- of the points, in the short form
local KILLS = 500

-- strace without -f: the parent is killed, and its workers are left to find out. It counts each system call by itself.
local function kill_at(folder, point)
  return select(2, harness.sh(folder, ([[
    rm -rf desk
    strace -o /dev/null -e inject=%s:signal=SIGKILL:when=%d "$LEDE" watch in -o desk --once -j1 -q --plugins "$PLUGIN"
    test $? -eq 0]]):format(point.call, point.nth)))
end

local function recover(folder, point, expected)
  local text, status = harness.sh(folder, "once in -o desk -j1 -q")
  local when = ("killed at %s number %d"):format(point.call, point.nth)
  assert(status == 0, ("%s; the restart ended with %d: %s"):format(when, status, text))
  harness.same(harness.dump(folder .. "/desk"), expected, when)
end

-- Every system call of a run, in its order: which, and the how manieth of those.
local function points_of(folder)
  local points, counts = {}, {}
  harness.must(folder, 'strace -o calls "$LEDE" watch in -o counted --once -j1 -q --plugins "$PLUGIN"')
  for line in io.lines(folder .. "/calls") do
    local call = line:match("^([%w_]+)%(")
    if call and call ~= "exit_group" then
      counts[call] = (counts[call] or 0) + 1
      points[#points + 1] = { call = call, nth = counts[call] }
    end
  end
  return points
end

local function at_each_call(folder, short)
  if select(2, harness.sh(folder, "strace -o /dev/null true")) ~= 0 then harness.skip("strace can't trace here") end
  harness.articles(folder .. "/in", 1, 3)
  local expected = harness.undisturbed(folder, "in", "-j1")
  local points = points_of(folder)
  local step = short and math.max(1, #points // SAMPLE) or 1
  local tried, killed = 0, 0
  for n = short and math.random(step) or 1, #points, step do
    tried = tried + 1
    if kill_at(folder, points[n]) ~= 0 then killed = killed + 1 end
    recover(folder, points[n], expected)
  end
  assert(killed > tried / 2, ("only %d of %d runs were killed"):format(killed, tried)) -- waits differ from run to run
end

-- Articles come all the time, some of them twice, while one watcher after the other is killed.
local UNDER_LOAD = [[
  feed() {
    n=0
    while [ ! -e enough ]; do
      n=$((n + 1))
      printf 'Bridge number %%d is to be rebuilt, said Anna Corrin on Monday.\n' $n >in/.new
      mv in/.new in/a$n.txt
      printf 'Tower %%d stands, said Carl Dahl.\n' $n >in/b$((n %% 50)).txt
      sleep 0.0%d
    done
  }
  feed & feeder=$!
  i=0
  while [ $i -lt %d ]; do
    i=$((i + 1))
    "$LEDE" watch in -o desk -q --durability %s --plugins "$PLUGIN" 2>>log & pid=$!
    sleep 0.$(awk "BEGIN { srand(%d + $i); printf \"%%03d\", 20 + 280 * rand() }")
    kill -9 $pid
    wait $pid 2>/dev/null
  done
  pid=
  touch enough
  wait $feeder
  once in -o desk -q 2>>log
  grep -v -e "documents done" log
  true
]]

local function under_load(folder, short)
  local kills, seed = short and 5 or KILLS, short and math.random(10000) or 1
  local said = harness.must(folder, UNDER_LOAD:format(short and 2 or 3, kills, "none", seed), 1200)
  harness.same(harness.dump(folder .. "/desk"), harness.undisturbed(folder, "in"), "killed at random, seed " .. seed)
  assert(not said:find("%S"), "it had something to say: " .. said:sub(1, 1000))
end

return {
  { "killed at each system call, the desk is as if nothing had happened", at_each_call },
  { "killed at any moment under load, nothing is lost or doubled", under_load },
}
