--- What something is: `name?`, and its source: `name??`. Of lede's own functions it is the comment in scripts/dist/lede.lua, of a
-- plugin or a function of the user's the comment before it.

local articles = require "lib.collections.articles"
local collection = require "lib.collections.collection"
local style = require "lib.style"

local M = {}

local MOST_ROWS = 60

local function read(path)
  local file = io.open(path, "rb")
  local text = file and file:read("a")
  if file then file:close() end
  return text
end

local function rows_of(text)
  local rows = {}
  for row in text:gmatch("([^\n]*)\n?") do rows[#rows + 1] = row end
  if rows[#rows] == "" then rows[#rows] = nil end
  return rows
end


-- Comments.

local function is_comment(row) return row:find("^%s*%-%-") ~= nil and not row:find("^%s*%-%-%-@") end

local function uncommented(row) return (row:gsub("^%s*%-%-+ ?", "")) end

-- The comment that ends right above a row, as lines.
local function comment_above(rows, n)
  local last = n - 1
  while rows[last] and rows[last]:find("^%s*%-%-%-@") do last = last - 1 end
  local first = last
  while rows[first] and is_comment(rows[first]) do first = first - 1 end
  local list = {}
  for i = first + 1, last do list[#list + 1] = uncommented(rows[i]) end
  return list
end

-- The comment a file begins with.
local function comment_at_top(rows)
  local list = {}
  for i, row in ipairs(rows) do
    if i > 1 or not row:find("^#!") then
      if not is_comment(row) then break end
      list[#list + 1] = uncommented(row)
    end
  end
  return list
end


-- lede's own functions.

local api

-- "collection:where" -> { signature, lines }, "lede.corpus" likewise; and "where" -> list of such names.
local function load_api()
  local rows = rows_of(read(lede.root .. "/scripts/dist/lede.lua") or "")
  api = { entries = {}, short = {} }
  for n, row in ipairs(rows) do
    local name, arguments = row:match("^function ([%w_.:]+)(%b())")
    if name then
      local lines = comment_above(rows, n)
      local above = n
      while not lines[1] and rows[above - 1] and (rows[above - 1]:find("^function") or rows[above - 1]:find("^%-%-%-@")) do
        above = above - 1 -- functions that share a comment
        lines = comment_above(rows, above)
      end
      api.entries[name] = { signature = name .. arguments, lines = lines }
      local short = name:match("[%w_]+$")
      api.short[short] = api.short[short] or {}
      table.insert(api.short[short], name)
    end
  end
end

local function entry(name)
  if not api then load_api() end
  return api.entries[name]
end

-- The entries a short name may mean: of collections first, for that is what the prompt is about.
local function entries_called(short)
  if not entry("collection:" .. short) then
    local list = {}
    for _, name in ipairs(api.short[short] or {}) do list[#list + 1] = api.entries[name] end
    return list
  end
  return { api.entries["collection:" .. short] }
end


-- Printing.

local function print_text(session, lines)
  for _, line in ipairs(lines) do
    local indent, rest = line:match("^(%s*)(.*)$")
    local width = session.screen.width and math.max(session.screen.width - 2 - #indent, 20)
    local parts = #indent > 0 and { rest } or style.wrap(rest, width)
    if not parts[1] then print() end
    for _, part in ipairs(parts) do print("  " .. indent .. lede.visible(part)) end
  end
end

-- Lines that are one paragraph in the source are one here, so that they can be broken anew.
local function flowing(lines)
  local out = {}
  for _, line in ipairs(lines) do
    local goes_on = out[1] and line ~= "" and not line:find("^%s") and out[#out] ~= "" and not out[#out]:find("^%s")
    if goes_on then out[#out] = out[#out] .. " " .. line else out[#out + 1] = line end
  end
  return out
end

local function head(session, text) print(style.pen({ color = session.screen.color }):paint("bold", lede.visible(text))) end

local function tell_entries(session, entries)
  for _, each in ipairs(entries) do
    head(session, each.signature)
    print_text(session, flowing(each.lines))
  end
end

local function print_rows(rows, from, to, path)
  to = math.min(to or #rows, #rows)
  local last = math.min(to, from + MOST_ROWS - 1)
  for n = from, last do print(("%5d  %s"):format(n, lede.visible((rows[n]:gsub("\t", "  "))))) end
  if last < to then print(("       … %s of %s"):format(style.count(to - last, "more line"), lede.visible(path))) end
end


-- What a name is.

local function about_offered(session, name)
  for _, each in ipairs(session.corpus and articles.names(session.corpus._source) or {}) do
    if each.name == name then return each.about end
  end
end

-- The first paragraph of the comment at the head of the plugin that gives a layer of its own name.
local function tell_giver(session, name)
  local plugin = require("lib.repl.plugins").find(session, name)
  if not plugin then return end
  local lines = flowing(comment_at_top(rows_of(read(plugin.files[1]) or "")))
  print_text(session, { lines[1] or "" })
  print_text(session, { ("of the plugin %s (%s); %s?? shows it"):format(name, plugin.files[1], name) })
end

local function tell_collection(session, name, value, about)
  head(session, ("%s: %s"):format(name, about))
  tell_giver(session, name)
  if not collection.is(value) then return true end
  print("  each has:")
  for _, field in ipairs(collection.shape(value).set.list) do
    local about_it = field.about ~= "" and ": " .. field.about or ""
    print(("    %s%s %s%s"):format(field.name, style.gap(field.name, 14), field.type, about_it))
  end
  local methods = {}
  for method in lede.sorted_pairs(collection.methods) do
    if not method:find("^_") then methods[#methods + 1] = ":" .. method end
  end
  print_text(session, { "methods: " .. table.concat(methods, " ") .. ". What one does: where?" })
  return true
end

local function tell_plugin(session, plugin, wants_source)
  local path = plugin.files[1]
  local rows = rows_of(read(path) or "")
  head(session, ("plugin %s (%s)"):format(plugin.name, path))
  if wants_source then print_rows(rows, 1, nil, path) else print_text(session, comment_at_top(rows)) end
  return true
end

-- The source a function was made of: its rows, first and last of them, and where it is; nil for one of C.
local function source_of(session, f)
  local info = debug.getinfo(f, "S")
  if info.what == "C" then return nil end
  local text = session.chunks[info.short_src] or info.source:find("^@") and read(info.source:sub(2))
  return text and rows_of(text), info.linedefined, info.lastlinedefined, info.short_src
end

local function tell_function(session, name, f, wants_source)
  local rows, first, last, path = source_of(session, f)
  if not rows then
    head(session, name .. ": a function in C")
    if wants_source then print "  its source is not at hand; lede's is in core/, Lua's own is described in its manual" end
    return true
  end
  head(session, ("%s: a function of %s, line %d"):format(name, path, first))
  if wants_source then print_rows(rows, first, last, path) else print_text(session, comment_above(rows, first)) end
  return true
end

-- The value of "a.b" or "a:b", looked up without calling anything; nil when there is none.
local function value_of(path)
  local value = _G
  for name in path:gmatch("[^.:]+") do
    if value == nil then return nil end
    local found, inner = pcall(function() return value[name] end)
    value = found and inner or nil
  end
  return value
end

local function field_called(session, name)
  local found, seen = {}, {}
  for _, each in ipairs(session.corpus and articles.names(session.corpus._source) or {}) do
    local value = each.name ~= "findings" and each.name ~= "failed" and session.corpus[each.name]
    local field = collection.is(value) and collection.shape(value).set.by_name[name]
    if field and not seen[field.about] then
      seen[field.about] = true
      found[#found + 1] = ("%s[1].%s: %s%s"):format(each.name, name, field.type, field.about ~= "" and ", " .. field.about or "")
    end
  end
  return found
end

-- Each answers true when the name is of its sort.
local function tell_own(session, path, wants_source)
  local last = path:match("[%w_]+$")
  local is_bare = last == path
  local about = is_bare and about_offered(session, path)
  if about and not wants_source and require("lib.repl.globals").is_own(path) then
    return tell_collection(session, path, session.corpus[path], about)
  end
  local value = value_of(path)
  if wants_source and type(value) == "function" then return tell_function(session, path, value, true) end
  local plugin = is_bare and require("lib.repl.plugins").find(session, path)
  if plugin then return tell_plugin(session, plugin, wants_source) end
  if type(value) == "function" and source_of(session, value) and not entry(path) and not path:find("[.:]") then
    return tell_function(session, path, value, wants_source)
  end
  local exact = entry(path)
  local called = exact and { exact } or (is_bare and value ~= nil) and {} or entries_called(last)
  if called[1] then return tell_entries(session, called) or true end
  if type(value) == "function" then return tell_function(session, path, value, wants_source) end
  return value ~= nil and (print(path .. " is " .. (type(value) == "table" and "a table" or "a " .. type(value)) .. ":")
    or require("lib.repl.printer").print(session, value) or true)
end

--- Whether a text is a name that can be told of: "a", "a.b" or "a:b".
function M.is_name(text) return text:find("^[%a_][%w_.:]*$") ~= nil end

--- Prints what the value of an expression is.
function M.tell_value(session, text, value, wants_source)
  if collection.is(value) then tell_collection(session, text, value, ("%d %s"):format(#value, collection.shape(value).many))
  elseif type(value) == "function" then tell_function(session, text, value, wants_source)
  else require("lib.repl.printer").print(session, value) end
end

--- Prints what a name is, or with `wants_source` its source; whether there is such a name.
function M.tell(session, path, wants_source)
  if tell_own(session, path, wants_source) then return true end
  local found = field_called(session, path:match("[%w_]+$"))
  for _, line in ipairs(found) do print(line) end
  if found[1] then return true end
  local near = require("lib.repl.trouble").near_global(session, path)
  session:complain { message = ("nothing is called '%s'%s"):format(path, near and ("; did you mean '%s'?"):format(near) or "") }
  return false
end

return M
