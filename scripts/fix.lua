--- lede fix: corrects a mark: shows what will change, and appends the correction to a file for lede run --fixes.
-- What may be corrected, and to what, is for the host to say: the correction is tried out in a session before it is kept.

local fixing = require "lib.fixing"

local USAGE = [[
usage: lede fix FILE.jsonl DOC LAYER START END field=value…
       lede fix FILE.jsonl DOC LAYER START END delete
       lede fix FILE.jsonl DOC LAYER START END add kind=KIND field=value…
       lede fix --fixes FILE.jsonl --doc DOC --quote "words of it" field=value…

See lede help fix.
]]

local MOST_LISTED = 20
local LAYER_OF = { quote = "quotes", entity = "entities" }
local WITH_VALUE = { fixes = true, doc = true, from = true, layer = true, words = true, quote = true, entity = true, kind = true,
  plugins = true, aliases = true, note = true }

local function fail(code, ...)
  io.stderr:write("lede fix: ", string.format(...), "\n")
  os.exit(code)
end


-- The command line.

local function all_options()
  local names = {}
  for name in lede.sorted_pairs(WITH_VALUE) do names[#names + 1] = "--" .. name end
  return table.concat(names, " ")
end

local function read_arguments(words)
  local asked, rest, i = { fields = {} }, {}, 1
  while i <= #words do
    local word = words[i]
    local name, value = word:match("^%-%-([%w%-]+)=(.*)$")
    name = name or word:match("^%-%-([%w%-]+)$")
    if word == "-h" or name == "help" then
      io.write(USAGE)
      os.exit(0)
    elseif name == "all" then
      asked.all = true
    elseif name then
      if not WITH_VALUE[name] then fail(2, "there is no option --%s; there are --all %s", name, all_options()) end
      if not value then i, value = i + 1, words[i + 1] end
      if not value then fail(2, "--%s wants a value", name) end
      asked[name] = value
    elseif word == "delete" or word == "add" then
      asked[word] = true
    elseif word:find("^[%a_][%w_]*=") then
      asked.fields[#asked.fields + 1] = { word:match("^([%w_]+)=(.*)$") }
    else
      rest[#rest + 1] = word
    end
    i = i + 1
  end
  return asked, rest
end

local function offset(word) return word and math.tointeger(tonumber(word)) end

--- FILE DOC LAYER START END, as far as the options have not said it.
local function take_positions(asked, rest)
  for _, name in ipairs { "fixes", "doc" } do
    asked[name] = asked[name] or table.remove(rest, 1)
  end
  for short, layer in pairs(LAYER_OF) do
    if asked[short] then asked.layer, asked.words = layer, asked[short] end
  end
  if not asked.words then
    asked.layer = asked.layer or table.remove(rest, 1)
    asked.start, asked["end"] = offset(table.remove(rest, 1)), offset(table.remove(rest, 1))
  end
  if rest[1] then
    local word = lede.visible(rest[1])
    fail(2, "'%s' is one word too many; words with spaces stand in quotes, and what should change is field=value", word)
  end
end

local function check_asked(asked)
  if not (asked.fixes and asked.doc and asked.layer and (asked.words or asked.start and asked["end"])) then
    io.stderr:write(USAGE)
    os.exit(2)
  end
  local changes = (asked.delete and 1 or 0) + (asked.add and 1 or 0) + (asked.fields[1] and not asked.add and 1 or 0)
  if changes ~= 1 then fail(2, "say what should change: field=value, or delete, or add kind=… field=value") end
end


-- The document.

local function exists(path)
  local file = io.open(path)
  if file then file:close() end
  return file ~= nil
end

local function options_of(asked, fixes)
  local plugins
  if asked.plugins then
    plugins = {}
    for name in asked.plugins:gmatch("[^,]+") do plugins[#plugins + 1] = name end
  end
  return { plugins = plugins, aliases = asked.aliases, fixes = exists(fixes) and fixes or nil, no_findings = true }
end

local function open(asked, fixes)
  local ok, session = pcall(lede.session, options_of(asked, fixes))
  return ok and session, not ok and session
end

--- The record of the document as it stands with the fixes there are.
local function read_document(session, asked)
  local from = asked.from or asked.doc
  if not exists(from) then
    fail(1, "there is no file %s; --from says in which file or folder %s is", lede.visible(from), lede.visible(asked.doc))
  end
  for record in session:each(from) do
    if record.doc.id == asked.doc or record.doc.path == asked.doc then
      if record.error then fail(1, "%s", record.error.message) end
      return record
    end
  end
  fail(1, "there is no document called %s in %s", lede.visible(asked.doc), lede.visible(from))
end


-- The marks that are meant. In a record offsets count as Lua's do; in fixes, as in records that are written.

local function bytes_of(mark) return mark.first - 1, mark.last end

local function described(mark)
  local from, to = bytes_of(mark)
  local parts = { ("%d %d"):format(from, to), mark.kind }
  for _, field in ipairs { "name", "speaker", "value" } do
    if mark[field] then parts[#parts + 1] = ("%s=%s"):format(field, mark[field]) end
  end
  return table.concat(parts, "  ")
end

local function marks_with_words(asked, marks)
  local exact, holding = {}, {}
  for _, mark in ipairs(marks) do
    if mark.text == asked.words then exact[#exact + 1] = mark end
    if mark.text:find(asked.words, 1, true) then holding[#holding + 1] = mark end
  end
  return exact[1] and exact or holding
end

local function marks_at(asked, marks)
  local list = {}
  for _, mark in ipairs(marks) do
    local from, to = bytes_of(mark)
    if from == asked.start and to == asked["end"] then list[#list + 1] = mark end
  end
  return list
end

-- The words from one offset to another, whole characters only, on one line.
local function piece(text, from, to)
  from, to = math.max(from, 1), math.min(to, #text)
  while text:find("^[\128-\191]", from) do from = from + 1 end
  while text:find("^[\128-\191]", to + 1) do to = to - 1 end
  return (text:sub(from, to):gsub("%s+", " "))
end

local function in_context(record, mark)
  return ("…%s[%s]%s…"):format(piece(record.text, mark.first - 30, mark.first - 1), piece(record.text, mark.first, mark.last),
    piece(record.text, mark.last + 1, mark.last + 30))
end

--- Lists what could be meant and ends.
local function refuse(asked, record, list, message)
  io.stderr:write("lede fix: ", message, "\n")
  for n, mark in ipairs(list) do
    if n > MOST_LISTED then
      io.stderr:write(("  … and %d more\n"):format(#list - MOST_LISTED))
      break
    end
    io.stderr:write("  ", lede.visible(("%-40s  %s"):format(described(mark), in_context(record, mark))), "\n")
  end
  if list[1] then
    io.stderr:write(("Say which: lede fix %s %s %s START END …; or --kind, or --all for each of them\n"):format(
      asked.fixes, asked.doc, asked.layer))
  end
  os.exit(1)
end

local function layer_of(asked, record)
  local marks = record.layers[asked.layer]
  if marks then return marks end
  local names = {}
  for name in lede.sorted_pairs(record.layers) do names[#names + 1] = name end
  fail(1, "there is no layer %s; there are %s", lede.visible(asked.layer), table.concat(names, ", "))
end

local function of_kind(list, kind)
  local some = {}
  for _, mark in ipairs(list) do
    if not kind or mark.kind == kind then some[#some + 1] = mark end
  end
  return some
end

--- Nothing is marked there: shows what is marked near, where a place was given.
local function refuse_missing(asked, record, marks)
  local near = {}
  for _, mark in ipairs(asked.words and {} or marks) do
    local from, to = bytes_of(mark)
    if from < asked["end"] and to > asked.start then near[#near + 1] = mark end
  end
  local where = asked.words and ("with the words %q"):format(asked.words) or ("at %d %d"):format(asked.start, asked["end"])
  refuse(asked, record, near, ("%s has no mark of %s %s"):format(lede.visible(asked.doc), asked.layer, where))
end

local function chosen_marks(asked, record)
  local marks = layer_of(asked, record)
  local list = of_kind(asked.words and marks_with_words(asked, marks) or marks_at(asked, marks), asked.kind)
  if not list[1] then refuse_missing(asked, record, marks) end
  if list[2] and not asked.all then refuse(asked, record, list, ("%d marks of %s could be meant"):format(#list, asked.layer)) end
  return list
end

--- The places of new marks, by offsets or by words.
local function new_places(asked, record)
  if not asked.words then return { { first = asked.start + 1, last = asked["end"] } } end
  local list = {}
  local first, last = record.text:find(asked.words, 1, true)
  while first do
    list[#list + 1] = { first = first, last = last, kind = "new", text = asked.words }
    first, last = record.text:find(asked.words, last + 1, true)
  end
  if not list[1] then fail(1, "%q does not stand in %s", asked.words, lede.visible(asked.doc)) end
  if list[2] and not asked.all then refuse(asked, record, list, ("%q stands there %d times"):format(asked.words, #list)) end
  return list
end


-- Trying it out, and keeping it.

--- The record with the fixes as they would be; ends with what the host has to say against them.
local function try(asked, lines)
  local session, message = fixing.try(lines, asked.fixes, function(path) return assert(open(asked, path)) end)
  if not session then fail(1, "%s", message) end
  local result = read_document(session, asked)
  for _, problem in ipairs(result.errors) do io.stderr:write("lede fix: ", lede.visible(problem.message), "\n") end
  return result
end

local function fields_shown(mark, fields)
  local parts = {}
  for _, field in ipairs(fields) do
    local value = mark[field[1]]
    parts[#parts + 1] = ("%s=%s"):format(field[1], value == nil and "(none)" or lede.to_json(value))
  end
  return table.concat(parts, "  ")
end

local function same_place(marks, mark, kind)
  for _, other in ipairs(marks) do
    if other.first == mark.first and other.last == mark.last and (not kind or other.kind == kind) then return other end
  end
end

local function wanted_kind(asked)
  for _, field in ipairs(asked.fields) do
    if field[1] == "kind" then return field[2] end
  end
end

local function show(asked, record, result, marks)
  for _, mark in ipairs(marks) do
    local from, to = bytes_of(mark)
    local after = same_place(result.layers[asked.layer], mark, wanted_kind(asked) or mark.kind)
    print(lede.visible(("%s %s %d-%d %q"):format(record.doc.id, asked.layer, from, to, record.text:sub(mark.first, mark.last))))
    local before = asked.add and "no such mark" or asked.delete and described(mark) or fields_shown(mark, asked.fields)
    print("  before  " .. lede.visible(before))
    print("  after   " .. lede.visible(not after and "gone" or fields_shown(after, asked.fields)))
  end
end

local asked, rest = read_arguments(arg)
take_positions(asked, rest)
check_asked(asked)
local session, message = open(asked, asked.fixes)
if not session then fail(3, "%s", message) end
local record = read_document(session, asked)
local marks = asked.add and new_places(asked, record) or chosen_marks(asked, record)
local types = session:gives()[asked.layer] or {}
local lines = {}
for _, mark in ipairs(marks) do
  local more = fixing.lines(asked, record.doc.id, record.text, mark, record.layers[asked.layer], types)
  table.move(more, 1, #more, #lines + 1, lines)
end
show(asked, record, try(asked, lines), marks)
local kept, why = lede.append(asked.fixes, table.concat(lines))
if not kept then fail(1, "%s", why) end
print(("%d line%s added to %s"):format(#lines, #lines == 1 and "" or "s", lede.visible(asked.fixes)))
