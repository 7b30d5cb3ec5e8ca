--- Documents from files, folders and JSON Lines: analysed once, when they are first asked for, and kept as JSON, so that
-- ten thousand of them take the room of their text and marks and no more. Knows nothing of collections.
--
-- What a source of documents offers to collections, by number (1 to count()):
--   count(), facts(i), text(i), marks(i, layer), layers(i), errors(i), record(i)
--   count_of(query), and where it is easily had values(query, readers) and place_at(query, n); else nil
--   find(query) and narrow(query, tests), see lib.collections.scan; findings(within); failures()
--   gives (layer -> attribute -> type), plugin_of(layer); fixes_file(), fixes_hint(path), try_fixes(path), amend(…)

local fixing = require "lib.fixing"
local records_of = require "lib.collections.records"
local scan = require "lib.collections.scan"
local shelf = require "lib.collections.shelf"

local M = {}

local Documents = {}
Documents.__index = Documents

-- A file of fixes that isn't there yet is made by the first fix.
local function without_missing_fixes(options)
  local file = options and options.fixes and io.open(options.fixes, "rb")
  if file then file:close() end
  if file or not options or not options.fixes then return options end
  io.stderr:write("lede: ", lede.visible(options.fixes), " is not there yet; the first correction makes it\n")
  local usable = {}
  for name, value in pairs(options) do
    if name ~= "fixes" then usable[name] = value end
  end
  return usable
end

--- Documents to be read from `paths` when they are asked for; options as in lede.session and session:each.
function M.open(paths, options)
  local usable = without_missing_fixes(options)
  local session = lede.session(usable)
  return setmetatable({
    paths = paths, options = usable, fixes = options and options.fixes, session = session, gives = session:gives(),
    shelf = shelf.new(), kept = {}, failed = {}, tallies = {}, cache = setmetatable({}, { __mode = "v" }),
  }, Documents)
end

local function add_tally(self, tally)
  for layer, kinds in pairs(tally) do
    local sums = self.tallies[layer] or {}
    self.tallies[layer] = sums
    for kind, n in pairs(kinds) do sums[kind] = (sums[kind] or 0) + n end
  end
end

-- Where a document's pieces are on the shelf, by name.
local function keep(self, pieces)
  local place = { recipe = pieces.recipe }
  for name, bytes in pairs(pieces) do
    if name == "tally" then
      add_tally(self, lede.from_json(bytes))
    elseif name ~= "recipe" then
      place[name] = self.shelf:put(bytes)
    end
  end
  self.kept[#self.kept + 1] = place
end

-- Tells on a terminal how far it is, once a second.
local function progress()
  if not lede.terminal("stderr").is_terminal then return function() end end
  local last, shown = os.time(), false
  return function(done, seen)
    if done == nil and shown then io.stderr:write("\r\27[K") end
    if done == nil or os.time() == last then return end
    last, shown = os.time(), true
    io.stderr:write(("\r%d of %d documents"):format(done, seen))
  end
end

-- What harvest and sessions take of the options.
local function harvest(self, on_document)
  local plain, records = records_of.split(self.paths, self.options)
  lede.harvest(plain, self.options, on_document, records)
end

-- A folder full of other kinds of files must not pass for one without news.
local function note_nothing(self)
  local paths = type(self.paths) == "string" and self.paths or table.concat(self.paths, ", ")
  io.stderr:write("lede: there is nothing to read in ", lede.visible(paths), "; in folders, .txt, .text, .md, .jsonl, .ndjson, ",
    ".csv and .tsv files are read, also compressed as .gz\n")
end

--- How many a query finds, where that is known without looking at each; else nil.
function Documents:count_of(query)
  if query.within or query.tests[1] or self.amended then return nil end
  if not query.layer then return self:count() end
  self:load()
  local n = 0
  for kind, count in pairs(self.tallies[query.layer] or {}) do
    if not query.usual or not query.usual[1] or query.usual[1].holds(kind) then n = n + count end
  end
  return n
end

local ENOUGH = {} -- raised to end a harvest

--- Reads and analyses them, unless that is done. `enough(done, seen)`, asked behind each, may end it; then it has to
-- begin anew the next time. Whether all are read.
function Documents:load(enough)
  if self.loaded then return true end
  local show, done = progress(), 0
  self.kept, self.failed, self.tallies, self.shelf = {}, {}, {}, shelf.new() -- an earlier attempt may have been stopped anywhere
  local ok, message = pcall(harvest, self, function(pieces, seen)
    if pieces.error then
      self.failed[#self.failed + 1] = { doc = lede.from_json(pieces.doc), error = lede.from_json(pieces.error) }
    else
      keep(self, pieces)
    end
    done = done + 1
    show(done, seen)
    if enough and enough(done, seen) then error(ENOUGH, 0) end
  end)
  show()
  self.loaded = ok
  if ok and done == 0 then note_nothing(self) end
  if ok then return true end
  self.kept, self.failed, self.tallies = {}, {}, {}
  if message ~= ENOUGH then error(message, 0) end
  return false
end

function Documents:count()
  self:load()
  return #self.kept
end

function Documents:failures()
  self:load()
  return self.failed
end

-- A part that is decoded is kept as long as somebody holds it.
local function decoded(self, i, part)
  local key = part .. i
  local value = self.cache[key]
  if not value then
    local place = self.kept[i][part]
    value = place and assert(lede.from_json(self.shelf:get(place))) or {}
    self.cache[key] = value
  end
  return value
end

function Documents:facts(i) return decoded(self, i, "doc") end

function Documents:errors(i) return decoded(self, i, "errors") end

function Documents:marks(i, layer) return decoded(self, i, "layer " .. layer) end

function Documents:text(i) return self.shelf:get(self.kept[i].text) end

--- What holds across the documents `within` (a list of numbers; nil: all).
function Documents:findings(within)
  local session = lede.session(self.options)
  for n = 1, within and #within or self:count() do
    local gathered = self.kept[within and within[n] or n].gathered
    if gathered then session:add(self.shelf:get(gathered)) end
  end
  return session:findings()
end

--- All marks by layer; what the record has.
function Documents:layers(i)
  local layers = {}
  for layer in pairs(self.gives) do layers[layer] = self:marks(i, layer) end
  return layers
end

--- As lede.session gives it: a layer whose plugin failed is not there.
function Documents:record(i)
  local layers = {}
  for layer in pairs(self.gives) do
    if self.kept[i]["layer " .. layer] then layers[layer] = self:marks(i, layer) end
  end
  return { lede = 1, doc = self:facts(i), text = self:text(i), layers = layers, errors = self:errors(i),
    recipe = self.kept[i].recipe }
end

--- Which plugin gives a layer.
function Documents:plugin_of(layer)
  for _, plugin in ipairs(self.session:plugins()) do
    for _, given in ipairs(plugin.gives) do
      if given == layer then return plugin.name end
    end
  end
  return "unknown"
end

--- The file of corrections; nil when none was named.
function Documents:fixes_file() return self.fixes end

--- What to do so that a file of corrections is put on; nil when it is.
function Documents:fixes_hint(path)
  if self.fixes then return nil end
  return ("from now on: lede run --fixes %s …, or lede.corpus(…, { fixes = \"%s\" })"):format(path, path)
end

--- Whether lede would take a file of corrections; raises when not.
function Documents:try_fixes(path)
  local options = {}
  for name, value in pairs(self.options or {}) do options[name] = value end
  options.fixes = path
  return lede.session(options)
end

--- Puts a change of lib.fixing on mark `j` of document `i`, and on the table of it that somebody holds. A deleted
-- one stays where it is until the documents are read again: others are counted by their place.
function Documents:amend(i, j, layer, change, in_hand)
  local marks = self:marks(i, layer)
  self.amended = true
  fixing.apply(change, marks[j], in_hand)
  self.kept[i]["layer " .. layer] = self.shelf:put(lede.to_json(marks))
end

function Documents.find(_, query) return scan.find(query) end

function Documents.narrow(_, query, tests) return scan.narrow(query, tests) end

return M
