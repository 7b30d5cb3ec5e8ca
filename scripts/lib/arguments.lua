--- lede.arguments: the command line of a script: options, operands, --help, and errors with status 2.
-- What there is is described as lede's own commands are (lib.help): { name, summary, usage, options = { { long,
-- short, value or choices, text, number or file (what the value must be), again } } }.

local help = require "lib.help"

local M = {}

-- Options that lede.corpus takes under the same name; a number where that is what it wants.
local FOR_CORPUS = {
  plugins = "list", set = "list", jobs = "number", ["outlet-from"] = true, meta = true, aliases = true, fixes = true,
  encoding = true, ["text-field"] = true, ["id-field"] = true,
}

local function fail(command, message, ...)
  io.stderr:write("lede ", command.name, ": ", lede.visible(message:format(...)), "; see lede ", command.name, " --help\n")
  os.exit(2)
end

local function print_help(command)
  local out = lede.terminal()
  io.write(help.describe(command, { color = out.color, width = out.width }))
  os.exit(0)
end

local function find(command, name)
  local names = { "help" }
  for _, option in ipairs(command.options or {}) do
    if option.long == name or option.short and option.short == name then return option end
    names[#names + 1] = option.long
  end
  local near = lede.nearest(name, names)
  fail(command, "there is no option --%s%s", name, near and "; did you mean --" .. near .. "?" or "")
end

local function check_choice(command, option, value)
  for _, choice in ipairs(option.choices or { value }) do
    if choice == value then return value end
  end
  fail(command, "--%s %s: it is one of %s", option.long, value, table.concat(option.choices, ", "))
end

-- A file that an option names is there before anything else is done.
local function check_file(command, option, value)
  local file, message = io.open(value, "rb")
  if not file then fail(command, "--%s %s", option.long, message) end
  file:close()
  return value
end

local function checked(command, option, value)
  if value == "" then fail(command, "--%s wants a value", option.long) end
  if option.file then return check_file(command, option, value) end
  if option.number then
    local n = math.tointeger(tonumber(value))
    if not n or n < 1 then fail(command, "--%s %s: it is a whole number from 1 on", option.long, value) end
    return n
  end
  return check_choice(command, option, value)
end

-- Name and value of "--jobs=2" and "-j2", the name alone of "--jobs" and "-j".
local function split(command, word)
  local name, value = word:match("^%-%-([^=]+)=(.*)$")
  if name then return name, value end
  name, value = word:match("^%-([^-])(.+)$")
  for _, option in ipairs(name and command.options or {}) do
    if option.short == name and (option.value or option.choices) then return name, value end
  end
  return word:match("^%-%-?(.+)$")
end

-- Takes in one option; returns the number of the last word it needed.
local function take(command, options, words, i)
  local name, value = split(command, words[i])
  local option = find(command, name)
  local key = option.long:gsub("-", "_")
  if not option.value and not option.choices then
    if value then fail(command, "--%s takes no value", option.long) end
    options[key] = true
    return i
  end
  if not value then
    i, value = i + 1, words[i + 1]
  end
  if not value then fail(command, "--%s wants a value", option.long) end
  if option.again then
    options[key] = options[key] or {}
    table.insert(options[key], checked(command, option, value))
  else
    options[key] = checked(command, option, value)
  end
  return i
end

-- "a,b" as a list; "+a" is the built-in plugins and a.
local function split_list(value)
  local list = {}
  if value:sub(1, 1) == "+" then list = table.move(lede.default_plugins, 1, #lede.default_plugins, 1, {}) end
  for word in value:gsub("^%+", ""):gmatch("[^,]+") do list[#list + 1] = word end
  return list
end

local function for_corpus(options)
  local out = {}
  for name, how in pairs(FOR_CORPUS) do
    local key = name:gsub("-", "_")
    local value = options[key]
    if value ~= nil then out[key] = how == "list" and type(value) == "string" and split_list(value) or value end
  end
  return out
end

--- Reads `words` (arg) as the command says: options by their long names with _ for -, and operands. options.corpus
-- are those for lede.corpus. --help prints what there is and ends with 0; a slip is told and ends with 2. `command`:
-- the name of a command of lede, or a table; its `least` is how many operands there must be.
function M.read(command, words)
  if type(command) == "string" then command = assert(help.find(command), "lib.help has no such command") end
  local options, operands, i = {}, {}, 1
  words = words or arg
  while i <= #words do
    local word = words[i]
    if word == "--" then
      table.move(words, i + 1, #words, #operands + 1, operands)
      break
    elseif word == "--help" or word == "-h" then
      print_help(command)
    elseif word:find("^%-.") then
      i = take(command, options, words, i)
    else
      operands[#operands + 1] = word
    end
    i = i + 1
  end
  if #operands < (command.least or 0) then fail(command, "it wants more: %s", command.usage[1]) end
  options.corpus = for_corpus(options)
  return options, operands
end

--- Says on standard error which documents could not be read, and ends: with 1 when there were any, else with 0.
function M.exit(articles)
  for failure in articles.failed:each() do
    io.stderr:write("lede: ", lede.visible(failure.id), ": ", lede.visible(failure.message), "\n")
  end
  os.exit(#articles.failed > 0 and 1 or 0, true)
end

return M
