--- The plugins of a session and the files they were made of: one that changed on disk is loaded again at the next prompt, and
-- one that is broken leaves the last good one at work.

local style = require "lib.style"

local M = {}

-- More articles than this are analysed again only when the user says so.
local MANY = 500

local MOST_NAMED = 3

local function plugins_of(session)
  local source = session.corpus and session.corpus._source
  return source and source.session and source.session:plugins() or {}
end

--- Notes how the files are now.
function M.note(session)
  session.stamps = {}
  for _, plugin in ipairs(plugins_of(session)) do
    for _, path in ipairs(plugin.files) do session.stamps[path] = session.screen.stamp(path) or "gone" end
  end
end

-- The names of the files that are not as they were noted, each once; noting them as they are now. A plugin's own file may have
-- two paths: the user's and the real one.
local function changed(session)
  local list, seen = {}, {}
  for path, before in lede.sorted_pairs(session.stamps or {}) do
    local now, name = session.screen.stamp(path) or "gone", lede.visible(path:match("[^/]*$"))
    if now ~= before and not seen[name] then seen[name], list[#list + 1] = true, name end
    session.stamps[path] = now
  end
  return list
end

-- "a.lua, b.lua", of many only the first.
local function named(list)
  local shown = table.concat(list, ", ", 1, math.min(#list, MOST_NAMED))
  return #list > MOST_NAMED and ("%s and %d more"):format(shown, #list - MOST_NAMED) or shown
end

local function read_so_far(session) return #(session.corpus._source.kept or {}) end

--- Loads them all again; the articles are analysed again when they are asked for. Whether that went well, and how many there
-- were; else all is as it was.
function M.reload(session)
  local before = read_so_far(session)
  local well, message = pcall(session.open, session, session.paths)
  if not well then
    session:complain { message = require("lib.repl.trouble").plain(message) .. "\n  the last good one stays at work" }
    return false
  end
  package.loaded["lib.corpus"] = nil -- lede.analyze keeps sessions too
  return true, before
end

--- Looks at the files, says which have changed, and loads the plugins again where that is cheap.
function M.look(session)
  local list = changed(session)
  if not list[1] then return end
  local names = named(list)
  if read_so_far(session) > MANY then
    io.write(("%s changed: %s are as they were analysed; .reload does it again\n"):format(names,
      style.count(read_so_far(session), "article")))
    return
  end
  local well, before = M.reload(session)
  if well then
    io.write(("%s changed: loaded again%s\n"):format(names,
      before > 0 and ("; %s analysed again when next asked for"):format(style.count(before, "article")) or ""))
  end
end

-- plugin -> { documents, first message } of those that failed on some, sorted by name.
local function failures(source)
  local of, names = {}, {}
  for i = 1, source:count() do
    for _, err in ipairs(source:errors(i)) do
      if not of[err.plugin] then of[err.plugin], names[#names + 1] = { n = 0, message = err.message }, err.plugin end
      of[err.plugin].n = of[err.plugin].n + 1
    end
  end
  table.sort(names)
  return of, names
end

--- Tells once which plugins have failed on articles that were analysed in this session.
function M.tell_failures(session)
  local source = session.corpus and session.corpus._source
  if not source or not source.loaded or session.told == source then return end
  session.told = source
  local of, names = failures(source)
  for _, name in ipairs(names) do
    session:complain { message = ("plugin %s failed on %s, which have none of its marks; the first time:\n  %s"):format(name,
      style.count(of[name].n, "article"), of[name].message:gsub("\n", "\n  ")) }
  end
end

--- A plugin of the session by its name; nil when there is none.
function M.find(session, name)
  for _, plugin in ipairs(plugins_of(session)) do
    if plugin.name == name then return plugin end
  end
end

local function joined(list) return list[1] and table.concat(list, ", ") or "–" end

--- Prints them in the order they run.
function M.list(session)
  local rows, wide = {}, 0
  for i, plugin in ipairs(plugins_of(session)) do
    rows[i] = { plugin.name, ("reads %s, gives %s"):format(joined(plugin.needs), joined(plugin.gives)), plugin.files[1] }
    wide = math.max(wide, lede.width(plugin.name))
  end
  for _, row in ipairs(rows) do
    local name = lede.visible(row[1])
    print(("  %s%s  %s  (%s)"):format(name, style.gap(name, wide), row[2], lede.visible(row[3])))
  end
  if not rows[1] then print("  no plugins: what is at hand was analysed before") end
end

return M
