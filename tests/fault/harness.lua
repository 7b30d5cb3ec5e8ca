--- What the cases in this folder share: a folder each, shell scripts in it, articles, and what a desk came to.
--
-- A case is { name, function(folder, short), long = true }: it passes unless it raises; harness.skip says why it can't run
-- here; a long one is left out of the short form.

local M = {}

local SKIPPED = {} -- what harness.skip raises

--- A word as the shell takes it.
function M.quoted(word) return "'" .. word:gsub("'", "'\\''") .. "'" end

local function lines_of(command)
  local pipe = assert(io.popen(command))
  local text = pipe:read("a")
  pipe:close()
  return text
end

M.lede = lines_of("realpath " .. M.quoted(assert(os.getenv("LEDE"), "LEDE is the program to be tested"))):match("[^\n]+")
M.root = lines_of("pwd"):match("[^\n]+")

-- What every script may use: the program, a plugin with a fold, `patiently COMMAND` for what must become true, `settled DESK`
-- once nothing new is committed for a while, and a `watch` that is stopped when the script ends.
local PRELUDE = [[
set -u
LEDE=%s
PLUGIN=%s
export LEDE
export ASAN_OPTIONS="detect_leaks=0:${ASAN_OPTIONS-}" # which can't be told under strace
pid=
patiently() {
  tries=0
  until "$@"; do
    tries=$((tries + 1))
    if [ $tries -gt 1200 ]; then echo "never came true: $*"; exit 9; fi
    sleep 0.05
  done
}
results() { find "$1/results" -name '*.json' 2>/dev/null | wc -l; }
has_results() { [ "$(results "$1")" -ge "$2" ]; }
says() { grep -q -e "$1" log; }
watch() { "$LEDE" watch "$@" >>log 2>&1 & pid=$!; }
stop() { kill -TERM $pid; wait $pid; }
once() { timeout 120 "$LEDE" watch "$@" --once --plugins "$PLUGIN"; }
rows() { "$LEDE" query "$1" --format csv --sql "$2" | tail -n +2 | tr -d '\r'; }
trap '[ -z "$pid" ] || kill -9 $pid 2>/dev/null' EXIT
trap 'exit 143' INT TERM
]]

--- A shell script with all of that before it.
function M.script(body) return PRELUDE:format(M.quoted(M.lede), M.quoted(M.root .. "/tests/fault/words.lua")) .. body end

--- Runs a shell script in `folder`; returns what it printed, both streams, and its status.
function M.sh(folder, script, seconds)
  M.write(folder .. "/.script", M.script(script))
  local pipe = assert(io.popen(("cd %s && timeout -k 5 %d sh .script 2>&1"):format(M.quoted(folder), seconds or 120)))
  local text = pipe:read("a")
  local _, how, code = pipe:close()
  return text, how == "exit" and code or -code
end

--- The same for a script that must succeed; returns what it printed.
function M.must(folder, script, seconds)
  local text, status = M.sh(folder, script, seconds)
  if status ~= 0 then error(("status %d of:\n%s\n%s"):format(status, script, text), 2) end
  return text
end

function M.write(path, bytes)
  local file = assert(io.open(path, "wb"))
  assert(file:write(bytes))
  assert(file:close())
end

--- "" for a file that is not there.
function M.read(path)
  local file = io.open(path, "rb")
  if not file then return "" end
  local bytes = file:read("a")
  file:close()
  return bytes
end

--- Made-up articles n = first..last in a folder.
function M.articles(folder, first, last)
  for n = first, last do
    local text = ("Bridge number %d is to be rebuilt, said Anna Corrin on Monday.\n"):format(n)
    M.write(("%s/article-%03d.txt"):format(folder, n), text)
  end
end

--- The rows of a query, as CSV.
function M.sql(desk, query)
  local command = "%s query %s --format csv --sql %s 2>&1 || echo 'the query failed'"
  local rows = lines_of(command:format(M.quoted(M.lede), M.quoted(desk), M.quoted(query)))
  if rows:find("the query failed\n$") then error(rows, 2) end
  return (rows:gsub("\r\n", "\n"):gsub("^[^\n]*\n", ""))
end

local FILES = [[
cd %s && find results failed -type f 2>/dev/null | LC_ALL=C sort | xargs -d '\n' -r grep -H '' -- |
  sed -E 's/"attempts":[0-9]+//g']]

--- All a desk has to show, in order and without times and attempts: the table of everything, and the files.
function M.dump(desk)
  local rows = M.sql(desk, "SELECT what, quote(path), n, quote(value) FROM dump")
  local files = lines_of(FILES:format(M.quoted(desk)))
  return rows .. files
end

--- What analysing the inbox without any mishap comes to.
function M.undisturbed(folder, inbox, options)
  M.must(folder, ("rm -rf undisturbed; once %s -o undisturbed -q %s"):format(M.quoted(inbox), options or ""))
  return M.dump(folder .. "/undisturbed")
end

local function first_difference(got, expected)
  local theirs = expected:gmatch("[^\n]*")
  local n = 0
  for line in got:gmatch("[^\n]*") do
    n = n + 1
    local other = theirs()
    if line ~= other then
      return ("line %d\n  got      %s\n  expected %s"):format(n, line:sub(1, 300), tostring(other):sub(1, 300))
    end
  end
  return "it ends early, before: " .. tostring(theirs()):sub(1, 300)
end

--- Raises, saying `when`, unless two dumps are the same.
function M.same(got, expected, when)
  if got ~= expected then error(("%s: another dump: %s"):format(when, first_difference(got, expected)), 2) end
end

function M.skip(reason) error(setmetatable({ reason = reason }, SKIPPED), 0) end

local function report(n, name, ok, why)
  if ok then
    print(("ok %d - %s"):format(n, name))
  elseif getmetatable(why) == SKIPPED then
    print(("ok %d - %s # SKIP %s"):format(n, name, why.reason))
  else
    print(("not ok %d - %s\n# %s"):format(n, name, (tostring(why):gsub("\n", "\n# "))))
  end
  io.stdout:flush()
end

local function explain(e) return getmetatable(e) == SKIPPED and e or debug.traceback(tostring(e)) end

--- Runs cases, each in a folder that goes away, and tells in TAP; `pattern` chooses by name.
function M.run(cases, short, pattern)
  local chosen = {}
  for _, case in ipairs(cases) do
    local wanted = not pattern or case[1]:find(pattern)
    if wanted and not (short and case.long) then chosen[#chosen + 1] = case end
  end
  print(("1..%d"):format(#chosen))
  local good = true
  for n, case in ipairs(chosen) do
    local folder = lines_of("mktemp -d"):match("[^\n]+")
    os.execute("mkdir " .. folder .. "/in")
    local ok, why = xpcall(case[2], explain, folder, short)
    report(n, case[1], ok, why)
    good = good and (ok or getmetatable(why) == SKIPPED)
    if os.getenv("KEEP") ~= nil and not ok then print("# kept: " .. folder) else os.execute("rm -rf " .. folder) end
  end
  return good
end

return M
