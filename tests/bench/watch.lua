-- What `make bench-watch` prints: how `lede watch` does at rest, in a burst, over a long run and with many known files.
--
--   build/lede tests/bench/watch.lua BUILD [LATENCY|BURST|SUSTAINED|REST …]
--
-- Inboxes lie in memory where there is room, so that making files doesn't hold up the measuring; desks lie in BUILD, on the disk.

local build = assert(arg[1], "usage: watch.lua BUILD [PART…]")
local wanted = {}
for i = 2, #arg do wanted[arg[i]:lower()] = true end

local function output_of(command)
  local pipe = assert(io.popen(command))
  local text = pipe:read("a")
  local ok, how, code = pipe:close()
  if not ok then error(("%s %s from: %s\n%s"):format(how, code, command, text)) end
  return (text:gsub("%s+$", ""))
end

local lede = output_of("realpath " .. build .. "/lede")
local memory = output_of("mktemp -d -p /dev/shm 2>/dev/null || mktemp -d")
local work = output_of(("mkdir -p %s/bench && mktemp -d -p %s/bench"):format(build, build))

local function write(path, text)
  local file = assert(io.open(path, "wb"))
  assert(file:write(text))
  assert(file:close())
end

-- A plugin that takes about a millisecond, whatever the machine.
local function write_millisecond()
  local turns = 100000
  local source = [[
local M = { api = 1, name = "millisecond", gives = { millisecond = {} }, settings = { turns = 1 } }
function M.document(_, settings)
  local n = 0
  for i = 1, settings.turns do n = n + i %% 7 end
  return { millisecond = { { first = 1, last = 1, kind = "n" .. n %% 2 } } }
end
return M
]]
  local path = work .. "/millisecond.lua"
  write(path, (source:gsub("%%%%", "%%")))
  local chunk = assert(loadfile(path))()
  local began = os.clock()
  for _ = 1, 50 do chunk.document(nil, { turns = turns }) end
  return path, math.ceil(turns * 0.001 / ((os.clock() - began) / 50))
end

-- The first row, its values with spaces between them.
local function sql(desk, query)
  local csv = output_of(("%s query %s --format csv --sql \"%s\""):format(lede, desk, query))
  return ((csv:match("\n([^\r\n]*)") or ""):gsub(",", " "))
end

local function shell(script) return output_of("sh -c " .. "'" .. script:gsub("'", "'\\''") .. "'") end

-- Begins a watch and returns its pid, once it has made its desk and is waiting.
local function begin(desk, inbox, options)
  local pid = output_of(("%s watch %s -o %s %s 2>%s/log >/dev/null & echo $!"):format(lede, inbox, desk, options, work))
  os.execute(("for i in $(seq 200); do test -s %s/lede.db && break; sleep 0.05; done; sleep 0.5"):format(desk))
  return pid
end

local function stop(pid) os.execute(("kill %s; while kill -0 %s 2>/dev/null; do sleep 0.02; done"):format(pid, pid)) end

local function wait_for(desk, count, seconds)
  local polls = seconds * 10
  while tonumber(sql(desk, "SELECT count(*) FROM documents")) < count and polls > 0 do
    os.execute("sleep 0.1")
    polls = polls - 1
  end
end

local function percentile(desk, expression, part)
  return tonumber(sql(desk, ("SELECT %s FROM documents ORDER BY 1 LIMIT 1 OFFSET (SELECT count(*) * %d / 1000 FROM documents)")
    :format(expression, part))) / 1000
end

-- ---- at rest, one file after another ------------------------------------------------------------------------------

local FEED = [[
n=0
for f in $(find %s -name "*.txt" | sort | head -n 400); do
  n=$((n + 1)); cp $f %s/.x; mv %s/.x %s/$n.txt; sleep 0.05
done]]

local function latency(articles)
  print("from ready to committed, one article of 4 KB every 50 ms, default plugins (ms)")
  for _, durability in ipairs { "none", "batch", "each" } do
    local inbox, desk = memory .. "/latency", work .. "/latency-" .. durability
    os.execute("mkdir " .. inbox)
    local pid = begin(desk, inbox, "--durability " .. durability)
    shell(FEED:format(articles, inbox, inbox, inbox))
    wait_for(desk, 400, 30)
    local waits = "committed - ready"
    print(("  durability %-6s p50 %6.2f  p99 %6.2f  most %6.2f   (of it analysis: p50 %5.2f; from arrival: p50 %6.1f)")
      :format(durability, percentile(desk, waits, 500), percentile(desk, waits, 990), percentile(desk, waits, 999),
        percentile(desk, "took", 500), percentile(desk, "committed - arrived", 500)))
    stop(pid)
    os.execute("rm -rf " .. inbox)
  end
end

-- ---- bursts -----------------------------------------------------------------------------------------------------------

local function burst(count)
  local inbox, desk = memory .. "/burst", work .. "/burst-" .. count
  local plugin, turns = write_millisecond()
  os.execute("mkdir " .. inbox)
  local pid = begin(desk, inbox, ("--quiet --plugins %s --set millisecond.turns=%d"):format(plugin, turns))
  local began = os.time()
  for n = 1, count do write(("%s/%06d.txt"):format(inbox, n), ("Bridge number %d is to be rebuilt.\n"):format(n)) end
  wait_for(desk, count, 600)
  local seconds = os.time() - began
  local took = sql(desk, "SELECT avg(took) FROM documents")
  local got = sql(desk, [[SELECT count(*), count(DISTINCT path), count(DISTINCT content), sum(attempts > 1)
    FROM documents WHERE outcome = 'done']])
  local doubled = sql(desk, "SELECT count(*) FROM versions")
  stop(pid)
  print(("  %d files at once, %.2f ms each: %d s; done, paths, contents, tried again: %s; doubled: %s")
    :format(count, took / 1000, seconds, got, doubled))
  os.execute("rm -rf " .. inbox)
  assert(got:find(("^%d %d %d "):format(count, count, count)) and doubled == "0", "missed or doubled")
end

-- ---- a long run -------------------------------------------------------------------------------------------------------

local function sustained(articles, count)
  print(("%d articles of 4 KB, default plugins, two workers (articles/s, start and end included)"):format(count))
  local function time(command)
    local seconds = tonumber(output_of(("bash -c 'TIMEFORMAT=%%R; time %s >/dev/null 2>&1' 2>&1"):format(command)))
    return count / seconds
  end
  print(("  lede run -j2            %6.0f"):format(time(("%s run -j2 --format jsonl %s"):format(lede, articles))))
  for _, durability in ipairs { "none", "batch" } do
    local desk = work .. "/sustained-" .. durability
    local command = ("%s watch %s -o %s --once -j2 --recursive --quiet --durability %s"):format(lede, articles, desk, durability)
    print(("  lede watch --once -j2, durability %-6s %6.0f"):format(durability, time(command)))
    local rate = sql(desk,
      "SELECT round(count(*) * 1e6 / (max(committed) - min(ready))), round(avg(took)) FROM documents")
    print(("    from the first ready to the last committed; mean us of analysis: %s"):format(rate))
  end
end

-- ---- at rest with many known files ------------------------------------------------------------------------------------

local function used(pid)
  local stat = output_of(("cat /proc/%s/stat"):format(pid)):match("%) (.*)")
  local fields = {}
  for field in stat:gmatch("%S+") do fields[#fields + 1] = tonumber(field) or 0 end
  return (fields[12] + fields[13]) / tonumber(output_of("getconf CLK_TCK"))
end

local function rest(count)
  local inbox, desk = memory .. "/rest", work .. "/rest"
  os.execute("mkdir " .. inbox)
  for n = 1, count do write(("%s/%06d.txt"):format(inbox, n), ("Bridge number %d is to be rebuilt.\n"):format(n)) end
  local plugin = write_millisecond()
  local pid = begin(desk, inbox, ("--quiet --plugins %s"):format(plugin))
  wait_for(desk, count, 600)
  os.execute("sleep 20")
  stop(pid)
  pid = begin(desk, inbox, ("--quiet --plugins %s"):format(plugin)) -- what it holds when it has not just worked through them
  os.execute("sleep 15")
  local before = used(pid)
  os.execute("sleep 60")
  local after = used(pid)
  local status = output_of(("grep -E '^(VmHWM|VmRSS|RssAnon)' /proc/%s/status | tr -s '\\t\\n ' ' '"):format(pid))
  print(("  %d files known: %.2f CPU seconds a minute; the parent: %s"):format(count, after - before, status))
  stop(pid)
  os.execute("rm -rf " .. inbox)
end

local function is_wanted(part) return not next(wanted) or wanted[part] end

local function measure()
  local articles = work .. "/articles"
  output_of(("%s scripts/dev/corpus.lua --files 5000 --folder %s --size 4000 --seed 2"):format(lede, articles))
  if is_wanted("latency") then latency(articles) end
  if is_wanted("burst") then
    print("bursts, with a plugin that takes a millisecond")
    burst(20000)
    burst(50000)
  end
  if is_wanted("sustained") then sustained(articles, 5000) end
  if is_wanted("rest") then
    print("at rest")
    rest(20000)
  end
end

local ok, why = xpcall(measure, debug.traceback)
os.execute(("rm -rf %s %s"):format(memory, work))
if not ok then error(why, 0) end
