--- Drives a program in a terminal: types keys, reads the screen. The terminal is tmux's, on a socket of its own that goes with
-- the folder of the test.

local shell = dofile "tests/lua/support_shell.lua"

local M = {}

local Terminal = {}
Terminal.__index = Terminal

local opened = 0 -- each has a server of its own: one that is ending would take in the next

local PATIENCE = 20 -- seconds; a machine that does other work may be slow

--- Why no terminal can be driven here; nil where one can. A machine without /dev/pts has none to give.
function M.lacks()
  if select(3, shell.run("command -v tmux")) ~= 0 then return "needs tmux: scripts/dev/dependencies installs it" end
  local _, err, code = shell.run("tmux -L lede-probe -f /dev/null new-session -d true")
  if code ~= 0 then return "needs a terminal that tmux can open: " .. err:gsub("%s+$", "") end
end

function Terminal:tmux(...)
  local words = { "tmux -S " .. shell.quoted(self.socket) .. " -f /dev/null" }
  for _, word in ipairs { ... } do words[#words + 1] = shell.quoted(word) end
  return shell.run(table.concat(words, " "))
end

--- Starts a shell command in a terminal of so many columns and rows, in which "ended with STATUS" appears once it has ended.
-- `folder` holds what it leaves behind.
function M.open(command, folder, columns, rows)
  opened = opened + 1
  local socket = ("%s/terminal-%d"):format(folder, opened)
  local t = setmetatable({ socket = socket, folder = folder }, Terminal)
  local size = { "-x", tostring(columns or 100), "-y", tostring(rows or 40) }
  local out, err, code = t:tmux("new-session", "-d", "-s", "t", size[1], size[2], size[3], size[4],
    command .. "; echo ended with $?; exec sleep 1000")
  assert(code == 0, out .. err)
  return t
end

--- Types text as it is.
function Terminal:type(text) self:tmux("send-keys", "-t", "t", "-l", "--", text) end

--- Presses keys by tmux's names: "Enter", "C-c", "Tab", "Up".
function Terminal:press(...) self:tmux("send-keys", "-t", "t", ...) end

--- Types a line and Enter.
function Terminal:enter(text)
  self:type(text)
  self:press("Enter")
end

--- Pastes text, in brackets where the program asked for that.
function Terminal:paste(text)
  local path = shell.write(self.folder .. "/paste", text)
  self:tmux("load-buffer", path)
  self:tmux("paste-buffer", "-p", "-t", "t")
end

function Terminal:resize(columns, rows) self:tmux("resize-window", "-t", "t", "-x", tostring(columns), "-y", tostring(rows)) end

--- What stands on the screen, without trailing blanks.
function Terminal:screen()
  local text = self:tmux("capture-pane", "-p", "-t", "t")
  return (text:gsub("[ \n]+$", ""))
end

--- Waits until the screen satisfies `wanted`, a pattern or a function of it; the screen. Raises with it when it never does.
function Terminal:wait(wanted, what)
  local matches = type(wanted) == "function" and wanted or function(screen) return screen:find(wanted) end
  local last = os.time() + PATIENCE
  repeat
    local screen = self:screen()
    if matches(screen) then return screen end
    os.execute("sleep 0.02")
  until os.time() > last
  error(("the screen never showed %s; it shows\n%s"):format(what or wanted, self:screen()), 2)
end

--- The id of the program's process: the child of the shell that tmux has started.
function Terminal:pid()
  local pid = self:tmux("display-message", "-p", "-t", "t", "#{pane_pid}"):match("%d+")
  return shell.run("ps -o pid= --ppid " .. pid):match("%d+")
end

function Terminal:close() self:tmux("kill-server") end

return M
