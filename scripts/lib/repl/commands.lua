--- Dot commands: what can be asked of the session itself. One entry here is one command.

local style = require "lib.style"

local M = {}

local function say(...) io.write(table.concat { ... }, "\n") end

local function fail(session, message)
  session:complain { message = message }
  return false
end

-- A path as it is typed: quoted or not, ~ for the home.
local function path_of(argument)
  local path = argument:match('^"(.*)"$') or argument:match("^'(.*)'$") or argument
  return (path:gsub("^~%f[/\0]", os.getenv("HOME") or "~"))
end

--- Each has name, argument (for help; nil: takes none), about, and run(session, argument), which returns what Session:run does.
M.list = {
  {
    name = "help", about = "this list",
    run = function(session)
      local pen = style.pen { color = session.screen.color }
      for _, command in ipairs(M.list) do
        local usage = "." .. command.name .. (command.argument and " " .. command.argument or "")
        say("  ", pen:paint("cyan", usage), style.gap(usage, 28), command.about)
      end
      say("  ", pen:paint("cyan", "name?"), style.gap("name?", 28), "what something is; name?? shows its source")
      say("  ", pen:paint("cyan", "_  _1  _2"), style.gap("_  _1  _2", 28), "the last value, and those before it")
      say "  Ctrl-C stops what runs, Ctrl-R searches what you typed, Tab completes, Ctrl-D ends."
      return true
    end,
  },
  {
    name = "load", argument = "FILE", about = "runs a Lua file here, with what it sets",
    run = function(session, argument)
      if argument == "" then return fail(session, ".load wants a file: .load talkers.lua") end
      return session:load(path_of(argument))
    end,
  },
  {
    name = "open", argument = "PATH", about = "another file, folder or desk",
    run = function(session, argument)
      if argument == "" then return fail(session, ".open wants a file or folder: .open stories/") end
      local well, message = pcall(session.open, session, { path_of(argument) })
      if not well then return fail(session, require("lib.repl.trouble").plain(message)) end
      return session:greet()
    end,
  },
  {
    name = "reload", about = "loads the plugins again and analyses the articles anew",
    run = function(session)
      if not session.corpus then return fail(session, "there is nothing to load again; .open PATH takes in articles") end
      if not require("lib.repl.plugins").reload(session) then return false end
      return session:greet()
    end,
  },
  {
    name = "plugins", about = "the plugins at work, and what they read and give",
    run = function(session)
      require("lib.repl.plugins").list(session)
      return true
    end,
  },
  {
    name = "layers", about = "the layers of marks, and their attributes",
    run = function(session)
      require("lib.repl.layers").list(session)
      return true
    end,
  },
  {
    name = "mode", argument = "[table|json|csv|md]", about = "how collections are printed",
    run = function(session, argument)
      local modes = require("lib.repl.printer").modes
      if argument == "" then
        say("mode is ", session.mode)
        return true
      end
      for _, mode in ipairs(modes) do
        if mode == argument then
          session.mode = mode
          return true
        end
      end
      local near = lede.nearest(argument, modes)
      return fail(session, ("there is no mode '%s'; %s"):format(argument, near and ("did you mean '%s'?"):format(near)
        or "there are " .. table.concat(modes, ", ")))
    end,
  },
  {
    name = "time", argument = "[on|off|CODE]", about = "says how long each line takes, or one piece of code",
    run = function(session, argument)
      if argument ~= "" and argument ~= "on" and argument ~= "off" then return session:timed(argument) end
      if argument == "" then session.times = not session.times else session.times = argument == "on" end
      say("time is ", session.times and "on" or "off")
      return true
    end,
  },
  {
    name = "save", argument = "FILE", about = "writes the lines that worked as a script: lede FILE runs it",
    run = function(session, argument)
      if argument == "" then return fail(session, ".save wants a file: .save mine.lua") end
      return require("lib.repl.script").save(session, path_of(argument))
    end,
  },
  {
    name = "quit", about = "ends the session, as Ctrl-D does",
    run = function() return true, true end,
  },
}

local function find(name)
  for _, command in ipairs(M.list) do
    if command.name == name then return command end
  end
end

--- The names of all, in their order.
function M.names()
  local names = {}
  for i, command in ipairs(M.list) do names[i] = command.name end
  return names
end

--- Runs the command `name`.
function M.run(session, name, argument)
  local command = find(name)
  if not command then
    local near = lede.nearest(name, M.names())
    return fail(session, ("there is no command .%s; %s"):format(name, near and ("did you mean .%s?"):format(near) or "see .help"))
  end
  if argument ~= "" and not command.argument then return fail(session, ("." .. name .. " takes nothing behind it")) end
  return command.run(session, argument)
end

return M
