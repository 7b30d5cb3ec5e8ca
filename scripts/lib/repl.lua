--- The session behind `lede repl`: evaluates what is typed, prints what comes of it, keeps it.
-- core/app/repl.c reads the lines and calls open, whole, complete, greet and run; Ctrl-C stops any of them, so that nothing here
-- may count on coming to its end. Knows nothing of terminals, signals or keys.

local source = require "lib.repl.source"

local M = {}

local Session = {}
Session.__index = Session

local KEPT_RESULTS = 9 -- _ and _1 to _9

--- A session over some files, folders or a desk. options as for lede.corpus; screen = { prompts, color, width, now }:
-- whether somebody types, and how to print; C renews it before each call.
function M.open(paths, options, screen)
  local session = setmetatable({
    paths = paths, options = options, screen = screen, mode = "table", times = false,
    chunks = {}, -- name of a chunk -> what was typed
    kept = {}, -- { text, is_expression } of what worked, for .save
    count = 0,
  }, Session)
  local well, message = pcall(function()
    if paths[1] then session:open(paths) elseif next(options) then lede.session(options) end -- to tell what is wrong with them
  end)
  if not well then error(require("lib.repl.trouble").plain(message), 0) end
  return session
end

-- A path that is not there would only be told of with the documents that failed.
local function check(session, path)
  if path == "-" then error("- is standard input, which is where lines come from; name a file", 0) end
  if not session.screen.stamp(path) then error(("there is no %s"):format(path), 0) end
end

--- Makes a corpus of some paths the one at hand.
function Session:open(paths)
  for _, path in ipairs(paths) do check(self, path) end
  local corpus = lede.corpus(#paths == 1 and paths[1] or paths, self.options)
  self.paths, self.corpus = paths, corpus
  require("lib.repl.globals").set(self)
  require("lib.repl.plugins").note(self)
end

function Session:greet()
  io.write(require("lib.repl.greeting").text(self))
  require("lib.repl.plugins").tell_failures(self)
  return true
end

--- Whether Enter ends what is typed.
function Session:whole(text) return source.whole(text, self.screen.prompts) end

--- What Tab does: bytes to take away before the cursor, what to put there, what to show.
function Session:complete(text) return require("lib.repl.completion").complete(self, text) end


-- Evaluating.

local function keep_result(value)
  for n = KEPT_RESULTS, 2, -1 do _G["_" .. n] = _G["_" .. n - 1] end
  _G._1, _G._ = _G._, value
end

local function show(session, results)
  local printer = require "lib.repl.printer"
  for i = 1, results.n do printer.print(session, results[i]) end
  if results.n > 0 and results[1] ~= nil then keep_result(results[1]) end
end

-- What newcomers type, as long as it is nothing else.
local ASKED = { help = "help", exit = "quit", quit = "quit" }

-- A name alone that is nothing, but near to what is something.
local function slip(session, text)
  local name = text:match("^%s*([%a_][%w_]*)%s*$")
  return name and _G[name] == nil and require("lib.repl.trouble").near_global(session, name)
end

--- Prints what went wrong with some code: to where values go when somebody is there to read, else to standard error.
function Session:complain(trouble)
  local out = self.screen.prompts and io.stdout or io.stderr
  io.stdout:flush()
  out:write(require("lib.repl.trouble").text(self, trouble))
end

-- Calls f and prints its values; whether that went well.
local function perform(session, f)
  local began = session.screen.now()
  local well, trouble = xpcall(function() show(session, f()) end, require("lib.repl.trouble").caught)
  if not well then session:complain(trouble) end
  if session.times then require("lib.repl.printer").time(session, session.screen.now() - began) end
  return well
end

--- Evaluates some Lua and prints its values; whether that went well.
function Session:evaluate(text)
  self.count = self.count + 1
  local name = ("[%d]"):format(self.count)
  self.chunks[name] = text
  local f, is_expression = source.compile(text, name)
  if not f then
    self:complain { message = is_expression, syntax = true }
    return false
  end
  local near = is_expression and slip(self, text)
  if near then
    self:complain { message = ("there is no '%s'; did you mean '%s'?"):format(text:match("[%w_]+"), near) }
    return false
  end
  local well = perform(self, f)
  require("lib.repl.plugins").tell_failures(self)
  if well then self.kept[#self.kept + 1] = { text = text, is_expression = is_expression } end
  return well
end

--- The same, and how long it took.
function Session:timed(text)
  local before = self.times
  self.times = true
  local well = self:evaluate(text)
  self.times = before
  return well
end

--- Runs a Lua file; what it sets stays.
function Session:load(path)
  local f, message = loadfile(path, "t")
  if f then return perform(self, function() return table.pack(f()) end) end
  self:complain { message = message, syntax = true }
  return false
end

--- Says what a name is, or the value of an expression; whether there is such a thing.
function Session:tell(about, wants_source)
  local docs = require "lib.repl.docs"
  if docs.is_name(about) then return docs.tell(self, about, wants_source) end
  self.chunks["[0]"] = about
  local well, trouble = xpcall(function() docs.tell_value(self, about, source.compile(about, "[0]")()[1], wants_source) end,
    require("lib.repl.trouble").caught)
  if not well then self:complain(trouble) end
  return well
end

--- Takes in one line: Lua, a dot command, or a question about a name. Whether it went well, and whether the session ends.
function Session:run(text)
  text = text:gsub("%s+$", "")
  if text == "" then return true end
  require("lib.repl.plugins").look(self)
  local command, rest = text:match("^%s*%.(%a[%w_]*)%s*(.*)$")
  if command then return require("lib.repl.commands").run(self, command, rest) end
  local about, marks = source.question(text)
  if about then return self:tell(about, marks == "??") end
  local asked = ASKED[text:match("^%s*(%a+)$")]
  if asked and _G[text:match("%a+")] == nil then return require("lib.repl.commands").run(self, asked, "") end
  return self:evaluate(text)
end

return M
