--- What is new for `lede brief --since`: documents from a day on, files changed since a time of today, or what the last call
-- has not told. Works on the `doc` of records, and asks a desk when its files changed; knows nothing of summaries. Needs the
-- programs find and realpath.
local M = {}

local function quoted(word) return "'" .. word:gsub("'", "'\\''") .. "'" end

--- The paths as words of a shell command, none of which is taken for an option.
local function arguments(paths)
  local out = {}
  for i, path in ipairs(paths) do out[i] = quoted(path:find("^%-") and "./" .. path or path) end
  return table.concat(out, " ")
end

--- What a command prints, cut at its NULs.
local function output_of(command)
  local list, pipe = {}, io.popen(command .. " 2>/dev/null")
  for item in (pipe and pipe:read("a") or ""):gmatch("%Z+") do list[#list + 1] = item end
  if pipe then pipe:close() end
  return list
end

local function from_day(day)
  return { is_new = function(doc) return doc.date ~= nil and doc.date >= day end }
end

--- The paths of files changed since a time of today, below some paths.
local function changed_files(hour, minute, paths)
  local from = quoted(os.date("%Y-%m-%d ") .. hour .. ":" .. minute)
  return output_of(("find -H %s -type f -newermt %s -print0"):format(arguments(paths), from))
end

--- The same of what a desk was made from, which may have gone by now.
local function changed_in_desk(hour, minute, desk)
  local list, now = {}, os.date "*t"
  local from = os.time { year = now.year, month = now.month, day = now.day, hour = hour, min = minute, sec = 0 }
  for row in desk:rows("SELECT path FROM documents WHERE modified > ?", from * 1000000000) do list[#list + 1] = row.path end
  return list
end

local function from_time(hour, minute, paths)
  local desk, changed = #paths == 1 and lede.desk(paths[1]), {}
  local list = desk and changed_in_desk(hour, minute, desk) or changed_files(hour, minute, paths)
  for _, path in ipairs(list) do changed[path:gsub("^%./", "")] = true end
  return { is_new = function(doc) return changed[(doc.path or doc.id):gsub("^%./", "")] or false end }
end


-- Since the last call.

--- A number of 64 bits for a text, in hexadecimal (FNV-1a).
local function hash(text)
  local h = 0xCBF29CE484222325
  for i = 1, #text do h = (h ~ text:byte(i)) * 0x100000001B3 end
  return ("%016x"):format(h)
end

--- The file that remembers what was told of these paths, wherever they are called from; nil and a message without a place for it.
local function memory_of(paths)
  local home, state = os.getenv("HOME"), os.getenv("XDG_STATE_HOME")
  if (state or "") == "" then
    if not home then return nil, "--since last remembers what it has told below $XDG_STATE_HOME or $HOME; set one of them" end
    state = home .. "/.local/state"
  end
  local folder, real = state .. "/lede/brief", output_of("realpath -z -- " .. arguments(paths))
  if #real ~= #paths then real = paths end -- one that is not there is complained about when it is read
  table.sort(real)
  os.execute("mkdir -p " .. quoted(folder) .. " 2>/dev/null") -- where that fails, writing says why
  return folder .. "/" .. hash(table.concat(real, "\0"))
end

--- A copy of what was told is not new, under whatever name.
local function key(doc) return doc.content or doc.id:gsub("\n", " ") end

local function read(path)
  local out, file = {}, io.open(path, "rb")
  for line in file and file:lines() or function() end do out[line] = true end
  if file then file:close() end
  return out
end

--- Replaces a file's content as a whole; true, or nil and a message.
local function write(path, text)
  local file, message = io.open(path .. ".new", "wb")
  if not file then return nil, message end
  local written, why = file:write(text)
  local closed, last = file:close()
  if written and closed then
    local moved, no = os.rename(path .. ".new", path)
    if moved then return true end
    why = no
  end
  os.remove(path .. ".new")
  return nil, why or last
end

local function from_last(paths)
  local path, message = memory_of(paths)
  if not path then return nil, message end
  local told = read(path)
  return {
    is_new = function(doc) return not told[key(doc)] end,
    remember = function(docs)
      local lines = {}
      for i, doc in ipairs(docs) do lines[i] = key(doc) .. "\n" end
      local ok, why = write(path, table.concat(lines))
      if not ok then return nil, ("what was told is not remembered, --since last will tell it again: %s"):format(why) end
      return true
    end,
  }
end

--- Reads WHEN: a table with is_new(doc) and, where what is told has to be remembered, remember(docs), which gives true, or
-- nil and a message; nil and a message for what is no time.
function M.read(when, paths)
  if when == "last" then return from_last(paths) end
  local hour, minute = when:match("^(%d%d?)[:%.](%d%d)$")
  if hour and tonumber(hour) < 24 and tonumber(minute) < 60 then return from_time(hour, minute, paths) end
  if when:find("^%d%d%d%d%-%d%d%-%d%d$") then return from_day(when) end
  return nil, ("--since is '%s'; write a day as 2026-03-12, a time of today as 9:00, or last"):format(when)
end

return M
