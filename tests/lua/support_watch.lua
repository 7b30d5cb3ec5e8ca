--- Runs `lede watch` in a folder of its own, as a service manager would, and waits for what it should do.
-- Nothing here is timed: whatever is waited for may take as long as a slow machine needs, up to a limit that only a
-- watcher that hangs will reach.

local shell = require "support_shell"

local M = {}
local Watcher = {}
Watcher.__index = Watcher

local PATIENCE = 30 -- seconds

local function exists(path)
  local file = io.open(path)
  if file then file:close() end
  return file ~= nil
end

--- Waits until `condition()` gives something, and returns that; fails with `what` after a long time.
function M.wait(what, condition)
  local tries = 0
  while true do
    local value = condition()
    if value then return value end
    tries = tries + 1
    assert(tries < PATIENCE * 50, "waited in vain for: " .. what)
    os.execute("sleep 0.02")
  end
end

--- A folder with an inbox in it, and nobody who watches it yet.
function M.new()
  local folder = shell.folder()
  assert(os.execute("mkdir " .. folder .. "/in"))
  return setmetatable({ folder = folder, inbox = folder .. "/in", desk = folder .. "/desk", runs = 0 }, Watcher)
end

function Watcher:path(name) return self.folder .. "/" .. name end

--- Starts the watcher with these options as well, as the shell reads them.
function Watcher:start(options)
  self.runs = self.runs + 1
  self.log_file, self.err_file = self:path("log" .. self.runs), self:path("err" .. self.runs)
  self.status_file, self.pid_file = self:path("status" .. self.runs), self:path("pid" .. self.runs)
  local command = [[cd %s; lede=$(realpath "$LEDE"); cd %s
    ( "$lede" watch in -o desk --log-format json %s >%s 2>%s </dev/null & p=$!
      echo $p >%s; wait $p; echo $? >%s.new; mv %s.new %s ) >/dev/null 2>&1 &]]
  assert(os.execute(command:format("$PWD", shell.quoted(self.folder), options or "", self.log_file, self.err_file, self.pid_file,
    self.status_file, self.status_file, self.status_file)))
  self.pid = M.wait("a process", function() return exists(self.pid_file) and shell.read(self.pid_file):match("%d+") end)
  return self
end

--- Waits until the watcher is ready for files, or has ended.
function Watcher:ready()
  M.wait("the watcher to be ready", function()
    local status = exists(self.desk .. "/status.json") and shell.read(self.desk .. "/status.json")
    return exists(self.status_file) or status and (lede.from_json(status) or {}).pid == math.tointeger(tonumber(self.pid))
  end)
  return self
end

--- Writes a file under a hidden name and gives it its own in one step.
function Watcher:drop(name, text)
  shell.write(self.inbox .. "/.new", text)
  assert(os.rename(self.inbox .. "/.new", self.inbox .. "/" .. name))
end

function Watcher:signal(name) os.execute("kill -" .. name .. " " .. self.pid) end

--- The exit status, once the watcher has ended.
function Watcher:ended()
  return M.wait("the end of the watcher", function()
    return exists(self.status_file) and tonumber(shell.read(self.status_file))
  end)
end

--- Asks it to stop; its exit status.
function Watcher:stop()
  self:signal("TERM")
  return self:ended()
end

--- What it has said so far: a table a line.
function Watcher:log()
  local lines = {}
  for _, line in ipairs(shell.lines(shell.read(self.log_file))) do lines[#lines + 1] = lede.from_json(line) end
  return lines
end

--- The line of a document that has been committed, the n-th of them (1).
function Watcher:line(path, n)
  n = n or 1
  return M.wait(("line %d of %s"):format(n, path), function()
    local seen = 0
    for _, line in ipairs(self:log()) do
      if line.path == path then seen = seen + 1 end
      if line.path == path and seen == n then return line end
    end
  end)
end

--- The first note with these words in it.
function Watcher:note(words)
  return M.wait("a note with: " .. words, function()
    for _, line in ipairs(self:log()) do
      if line.note and line.note:find(words, 1, true) then return line.note end
    end
  end)
end

--- A file of the desk, read as JSON once it is there.
function Watcher:file(name)
  return M.wait("DESK/" .. name, function()
    local path = self.desk .. "/" .. name
    return exists(path) and lede.from_json(shell.read(path))
  end)
end

--- How many lines there are of documents, and how many documents.
function Watcher:count()
  local lines, documents, seen = 0, 0, {}
  for _, line in ipairs(self:log()) do
    if line.path then lines = lines + 1 end
    if line.path and not seen[line.path] then documents, seen[line.path] = documents + 1, true end
  end
  return lines, documents
end

--- Ends it, however it is, and takes all of it away.
function Watcher:remove()
  if self.pid and not exists(self.status_file) then
    self:signal("KILL")
    self:ended()
  end
  shell.remove(self.folder)
end

return M
