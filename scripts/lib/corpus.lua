--- What scripts have of lede that is written in Lua: lede.analyze, lede.corpus, lede.arguments, lede.print, lede.exit.
-- A record is what lede.session gives: { doc =, text =, layers =, errors =, recipe = }. Knows nothing of how plugins run.

local M = {}

-- Sessions are kept: opening one loads its plugins.
local sessions = {}

-- The same for equal options.
local function key_of(options)
  local parts = {}
  for name, value in lede.sorted_pairs(options) do
    parts[#parts + 1] = name .. "=" .. (type(value) == "table" and table.concat(value, "\1") or tostring(value))
  end
  return table.concat(parts, "\0")
end

local function session_for(options)
  local key = key_of(options)
  sessions[key] = sessions[key] or lede.session(options)
  return sessions[key]
end

--- Analyses one text. options: plugins, set (lists, as in `lede run`), given = { id, title, outlet, date, … }.
-- Returns its record; nil, message, code when it can't be read as text. There are no findings: they are what a
-- corpus is for.
function M.analyze(text, options)
  local given, own = nil, { no_findings = true }
  for name, value in pairs(options or {}) do
    if name == "given" then given = value else own[name] = value end
  end
  return session_for(own):analyze(text, given)
end


local function is_desk(path)
  local file = type(path) == "string" and io.open(path .. "/lede.db", "rb")
  if file then file:close() end
  return file and true or false
end

-- A desk has been analysed already, and by its own plugins.
local function source_of(paths, options)
  local only = type(paths) == "table" and #paths == 1 and paths[1] or paths
  if not is_desk(only) then return require("lib.collections.documents").open(paths, options) end
  for name in lede.sorted_pairs(options or {}) do
    if name ~= "fixes" and name ~= "jobs" and name ~= "no_findings" then
      error(("lede.corpus: %s is a desk, where nothing is analysed anew; it takes no option %s"):format(only, name), 0)
    end
  end
  return require("lib.collections.desk").open(only, options)
end

--- The articles in files, folders, JSON Lines or CSV, or of a desk, as a collection (lib.collections.articles) from which
-- all other collections are had: articles.quotes, articles.people, … `paths`: a path or a list of them, or several paths;
-- options as in `lede run`: plugins, set, text_field, id_field, meta, outlet_from, encoding, strict, max_bytes.
-- Nothing is read until it is asked for.
function M.corpus(paths, ...)
  local options = ...
  if type(paths) == "string" and type(options) == "string" then
    paths, options = { paths, ... }, nil
    if type(paths[#paths]) == "table" then options = table.remove(paths) end
  end
  if type(paths) ~= "string" and type(paths) ~= "table" then error("lede.corpus: name a file or folder, or a list of them", 2) end
  return require("lib.collections.articles").of(source_of(paths, options))
end

--- A drop folder's records as they come; see lib.watch.
function M.watch(...) return require("lib.watch").watch(...) end

--- The command line of a script; see lib.arguments.
function M.arguments(...) return require("lib.arguments").read(...) end

--- Prints a value for a person or a program; see lib.printing.
function M.print(...) return require("lib.printing").print(...) end

--- Ends a script: with status 1 when documents could not be read, which it says.
function M.exit(...) return require("lib.arguments").exit(...) end

return M
