--- lede status DESK: how a desk and its watcher are doing.

local watching = require "lib.watching"

local MOST_FAILED = 5

local options, operands = lede.arguments "status"
local desk, message = lede.desk(operands[1])
if not desk then
  io.stderr:write("lede: status: ", lede.visible(message), "\n")
  os.exit(3)
end

local now = os.time()
local counts, state, info = desk:counts(), watching.state(desk), desk:info()

local function plural(n, word) return ("%d %s%s"):format(n, word, n == 1 and "" or "s") end

-- "12 s", "3 min", "2 h", "5 days"
local function ago(seconds)
  if seconds < 120 then return ("%d s"):format(math.max(0, seconds // 1)) end
  if seconds < 7200 then return ("%d min"):format(seconds // 60) end
  if seconds < 172800 then return ("%d h"):format(seconds // 3600) end
  return ("%d days"):format(seconds // 86400)
end

local function since(microseconds) return now - microseconds // 1000000 end

local function failures()
  local list = {}
  for row in desk:rows("SELECT path, message, attempts FROM failed ORDER BY path LIMIT ?", MOST_FAILED) do
    list[#list + 1] = row
  end
  return list
end

local function whole()
  return {
    folder = info.folder, watched = info.watched, watcher = state, counts = counts, failures = failures(),
    findings_age = counts.findings_at > 0 and since(counts.findings_at) or nil,
  }
end

local function about_findings()
  if counts.findings_at == 0 then return "none yet" end
  local stale = counts.stale > 0 and ("; %s came since"):format(plural(counts.stale, "document")) or ""
  return ("%d, made %s ago%s"):format(counts.findings, ago(since(counts.findings_at)), stale)
end

-- A message and the line of code it is about, which stands below it.
local function indented(told)
  local list = {}
  for line in told:gmatch("[^\n]+") do list[#list + 1] = lede.visible(line) end
  return table.concat(list, "\n" .. (" "):rep(10))
end

-- Each line is a word and what is to be said of it.
local function lines()
  local list = {}
  local function say(what, text, ...) list[#list + 1] = { what, text:format(...) } end
  if state then
    say("watcher", "process %d on %s%s", state.pid, lede.visible(state.inbox or "?"),
      state.started and (", for %s"):format(ago(now - state.started)) or "")
    if state.inbox_gone then say("", "the inbox is not there; it is waited for") end
    if state.trouble then say("", "%s; nothing is taken meanwhile", state.trouble) end
    if state.refused then say("", "the plugins as they are now can't be used: %s", indented(state.refused)) end
    say("waiting", "%s%s%s", plural(state.waiting or 0, "file"), state.more and " and more on disk" or "",
      (state.oldest or 0) >= 1 and (", the oldest for %s"):format(ago(state.oldest)) or "")
    say("in work", "%s, %s", plural(state.in_work or 0, "document"), plural(state.workers or 0, "worker"))
    say("rate", "%.1f documents a second", state.rate or 0)
  else
    say("watcher", "none runs; lede watch INBOX -o %s starts one", lede.visible(info.folder))
  end
  say("done", "%d%s%s", counts.done + counts.partly,
    counts.partly > 0 and (", %d of them without what a plugin that failed would have found"):format(counts.partly) or "",
    counts.newest > 0 and (", the last one %s ago"):format(ago(since(counts.newest))) or "")
  say("failed", "%d%s", counts.failed, counts.failed > 0 and "; lede retry tries them again" or "")
  for _, row in ipairs(failures()) do say("", "%s: %s", lede.visible(row.path), lede.visible(row.message:match("[^\n]*"))) end
  if counts.failed > MOST_FAILED then
    say("", "and %d more, in %s/failed", counts.failed - MOST_FAILED, lede.visible(info.folder))
  end
  say("findings", "%s", about_findings())
  if counts.unindexed > 0 then say("index", "%s still to be put into it", plural(counts.unindexed, "document")) end
  return list
end

if options.format == "json" then
  print(lede.to_json(whole()))
else
  for _, line in ipairs(lines()) do print(("%-9s %s"):format(line[1], line[2])) end
end
os.exit(0, true)
