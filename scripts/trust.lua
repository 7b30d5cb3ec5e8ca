--- lede trust [FOLDER], --list, --forget [FOLDER]: lets scripts of a project run by name.
-- The list is the file `trusted` of the configuration folder; core/script/trust.h says what is in it, and lede reads it
-- when a command is neither built in nor the user's own. Needs the programs find and realpath.

local USAGE = [[
usage: lede trust [FOLDER]            the scripts in FOLDER/scripts run by name, while you stand in FOLDER (.)
       lede trust --list              the folders that are trusted, with their scripts
       lede trust --forget [FOLDER]   takes FOLDER off the list

A script that comes into the folder later is not among them until you say it again.
]]

local function fail(status, message, ...)
  io.stderr:write("lede: trust: ", lede.visible(message:format(...)), "\n")
  os.exit(status)
end

local function quoted(word) return "'" .. word:gsub("'", "'\\''") .. "'" end

local function output_of(command)
  local list, pipe = {}, assert(io.popen(command .. " 2>/dev/null"))
  for item in pipe:read("a"):gmatch("%Z+") do list[#list + 1] = item end
  pipe:close()
  return list
end

local function list_file()
  local config, home = os.getenv("XDG_CONFIG_HOME"), os.getenv("HOME")
  if (config or "") == "" then
    if (home or "") == "" then fail(3, "the list is kept below $XDG_CONFIG_HOME or $HOME; set one of them") end
    config = home .. "/.config"
  end
  os.execute("mkdir -p " .. quoted(config .. "/lede") .. " 2>/dev/null") -- where that fails, writing says why
  return config .. "/lede/trusted"
end

local function read(path)
  local entries, file = {}, io.open(path, "rb")
  for line in file and file:lines() or function() end do
    local folder, names = line:match("^([^\t]*)\t(.*)$")
    if folder then entries[folder] = names end
  end
  if file then file:close() end
  return entries
end

-- As a whole or not at all.
local function write(path, entries)
  local lines = {}
  for folder, names in lede.sorted_pairs(entries) do lines[#lines + 1] = folder .. "\t" .. names .. "\n" end
  local file, message = io.open(path .. ".new", "wb")
  local well = file and file:write(table.concat(lines))
  if file and not file:close() then well = nil end
  if well then well, message = os.rename(path .. ".new", path) end
  if not well then fail(3, "can't write the list: %s", message or path) end
end

local function real(folder)
  local path = output_of("realpath -ez -- " .. quoted(folder))[1]
  if not path then fail(2, "there is no folder %s", folder) end
  if path:find("%c") then fail(2, "the name of %s has control characters; scripts there run by path", path) end
  return path
end

-- Names of the scripts in a folder; one with a blank in it has no place in the list, nor on the command line.
local function scripts_of(folder)
  local names = {}
  local found = output_of(("find %s -maxdepth 1 -name '*.lua' -print0"):format(quoted(folder .. "/scripts/")))
  for _, path in ipairs(found) do
    local name = path:match("([^/]+)%.lua$")
    if name and not name:find("[%s%c]") then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

local function is_built_in(name)
  local file = io.open(("%s/scripts/%s.lua"):format(lede.root, name))
  if file then file:close() end
  return file ~= nil or require("lib.help").find(name) ~= nil
end

local function tell(folder, names)
  print(("%s: %s"):format(lede.visible(folder), table.concat(names, ", ")))
  for _, name in ipairs(names) do
    local wins = "  %s is a command of lede, which wins; yours is lede scripts/%s.lua"
    if is_built_in(name) then print(wins:format(name, name)) end
  end
end

local function trust(folder)
  local path = real(folder)
  local names = scripts_of(path)
  if not names[1] then fail(2, "%s has no scripts: there is no .lua file in %s/scripts", folder, path) end
  local file = list_file()
  local entries = read(file)
  entries[path] = table.concat(names, " ")
  write(file, entries)
  tell(path, names)
end

local function forget(folder)
  local file = list_file()
  local entries = read(file)
  local path = entries[folder] and folder or real(folder)
  if not entries[path] then fail(1, "%s is not on the list", path) end
  entries[path] = nil
  write(file, entries)
end

local function list()
  for folder, names in lede.sorted_pairs(read(list_file())) do
    print(("%s: %s"):format(lede.visible(folder), lede.visible((names:gsub(" ", ", ")))))
  end
end

local ACTIONS = { ["--list"] = list, ["--forget"] = function() forget(arg[2] or ".") end }

local word = arg[1]
if word == "--help" or word == "-h" then
  io.write(USAGE)
elseif ACTIONS[word] then
  ACTIONS[word]()
elseif word and word:find("^%-") then
  fail(2, "there is no option %s; see lede trust --help", word)
elseif arg[2] then
  fail(2, "one folder at a time; see lede trust --help")
else
  trust(word or ".")
end
