--- What is said when a line at the prompt goes wrong: the message, the line it is about with a caret, what may have been meant.

local source = require "lib.repl.source"
local style = require "lib.style"

local M = {}

-- lede's own modules say nothing to their user, and from the session on there is nothing but them.
local OWN, SESSION = "@" .. lede.root .. "/scripts/lib/", "@" .. lede.root .. "/scripts/lib/repl"

-- Lines of the user's files the error went through, innermost first.
local function frames()
  local list, level = {}, 3
  while #list < 8 do
    local info = debug.getinfo(level, "Sl")
    if not info or info.source:sub(1, #SESSION) == SESSION then return list end
    local is_own = info.source:sub(1, #OWN) == OWN
    if info.currentline > 0 and not is_own then list[#list + 1] = { where = info.short_src, line = info.currentline } end
    level = level + 1
  end
  return list
end

--- A message without the line of lede's own that raised it.
function M.plain(message)
  message = tostring(message)
  local place = message:match("^(.-%.lua:%d+: )")
  local is_own = place and ("@" .. place):sub(1, #OWN) == OWN
  return is_own and message:sub(#place + 1) or message
end

--- For xpcall: the error's message and where it came from.
function M.caught(message)
  if type(message) ~= "string" then
    local mt = getmetatable(message)
    message = type(mt) == "table" and mt.__tostring and tostring(message)
      or type(message) == "number" and tostring(message)
      or ("error called with a %s instead of a message"):format(type(message))
  end
  return { message = message, frames = frames() }
end


-- Where in the code.

local function row_of(text, line)
  local n = 0
  for row in (text .. "\n"):gmatch("(.-)\n") do
    n = n + 1
    if n == line then return row end
  end
end

local function offset_of_row(text, line)
  local at = 1
  for _ = 2, line do at = (text:find("\n", at, true) or #text) + 1 end
  return at
end

-- Where the compiler stopped: the first place of the word up to which more code could not mend it.
local function syntax_span(_, word, text, line)
  local from = offset_of_row(text, line)
  for first, last, token in source.tokens(text) do
    if first >= from and token:sub(1, #word) == word then
      local compiled, _, unfinished = source.compile(text:sub(1, last), "x")
      if not compiled and not unfinished then return first - from + 1, last - from + 1 end
    end
  end
end

local function word_span(row, word)
  for first, last, token in source.tokens(row) do
    if token == word then return first, last end
  end
end

-- The name the message is about.
local function named(message)
  return message:match("%(%a+ '([%a_][%w_]*)'%)") or message:match("there is no [%a ]+ '([%w_]+)'")
end

-- What the message is about: the row of code, and from which to which byte.
local function place(session, trouble)
  local chunk, line = trouble.message:match("^(%[%d+%]):(%d+): ")
  local text = session.chunks[chunk]
  if not text then return nil end
  line = math.tointeger(line)
  local row = row_of(text, line)
  if not row then return nil end
  local word, span = named(trouble.message), word_span
  if trouble.syntax then word, span = trouble.message:match("near '(.-)'$"), syntax_span end
  local first, last
  if word and word ~= "<eof>" then first, last = span(row, word, text, line) end
  return row, first, last, text:find("\n", 1, true) and line
end


-- What may have been meant.

local function names_of(t)
  local names = {}
  for key in next, t do
    if type(key) == "string" then names[#names + 1] = key end
  end
  table.sort(names)
  return names
end

-- The table that "a.b" stands for, of globals and what is plainly in them.
local function table_at(path)
  local t = _G
  for name in path:gmatch("[^.]+") do
    t = type(t) == "table" and rawget(t, name)
  end
  return type(t) == "table" and t or nil
end

local function globals(session)
  local names = names_of(_G)
  for name in lede.sorted_pairs(session.offers or {}) do names[#names + 1] = name end
  return names
end

--- The global that a name is most likely a slip of; nil when none is near.
function M.near_global(session, name)
  local near = lede.nearest(name, globals(session))
  return near ~= name and near or nil
end

local function candidates(session, kind, name, row)
  if kind == "global" then return globals(session) end
  if kind == "method" then return names_of(string) end
  local path = row and row:match("([%a_][%w_.]*)%.%s*" .. name .. "%f[^%w_]")
  local t = path and table_at(path)
  return t and names_of(t) or {}
end

local function suggestion(session, message, row)
  local kind, name = message:match("%((%a+) '([%a_][%w_]*)'%)")
  local is_missing = message:find("nil value", 1, true)
  local near = name and is_missing and lede.nearest(name, candidates(session, kind, name, row))
  return near and near ~= name and ("; did you mean '%s'?"):format(near) or ""
end


-- Saying it.

-- Prompt lines are counted as they were typed; in one row there is nothing to count.
local function stripped(message)
  return (message:gsub("^%[%d+%]:%d+: ", "", 1))
end

local function caret(row, first, last)
  local function columns(from, to) return lede.width(lede.visible(row:sub(from, to))) end
  return (" "):rep(columns(1, first - 1)) .. ("^"):rep(math.max(1, columns(first, last)))
end

--- The lines that tell of it. trouble: { message, frames, syntax, text }.
function M.text(session, trouble)
  local pen = style.pen { color = session.screen.color and session.screen.prompts }
  local row, first, last, line = place(session, trouble)
  local message = stripped(trouble.message):gsub("[^\n]+", lede.visible)
  local out = { pen:paint("red", "error: ") .. message .. suggestion(session, trouble.message, row) }
  if row and (first or line or not session.screen.prompts) then
    local lead = line and ("%4d | "):format(line) or "  "
    out[#out + 1] = lead .. lede.visible(row)
    if first then out[#out + 1] = (" "):rep(#lead) .. pen:paint("red", caret(row, first, last)) end
  end
  for _, frame in ipairs(trouble.frames or {}) do
    local is_said = trouble.message:find(("%s:%d:"):format(frame.where, frame.line), 1, true)
    local says_more = not session.chunks[frame.where] or line
    if says_more and not is_said then
      out[#out + 1] = pen:paint("dim", ("  called in %s:%d"):format(lede.visible(frame.where), frame.line))
    end
  end
  return table.concat(out, "\n") .. "\n"
end

return M
