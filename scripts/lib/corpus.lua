--- lede.analyze and lede.corpus: texts, files and folders as records, for scripts.
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
-- Returns its record; nil, message, code when it can't be read as text. There are no findings: they are what a corpus is for.
function M.analyze(text, options)
  local given, own = nil, { no_findings = true }
  for name, value in pairs(options or {}) do
    if name == "given" then given = value else own[name] = value end
  end
  return session_for(own):analyze(text, given)
end


local Corpus = {}
Corpus.__index = Corpus

--- The records of files, folders, JSON Lines or CSV. `paths` is a path or a list of them; options as in `lede run`: plugins, set,
-- text_field, id_field, meta, outlet_from, encoding, strict, max_bytes. Nothing is read until it is asked for.
function M.corpus(paths, options)
  if type(paths) ~= "string" and type(paths) ~= "table" then error("lede.corpus: name a file or folder, or a list of them", 2) end
  return setmetatable({ paths = paths, options = options, session = lede.session(options) }, Corpus)
end

--- Iterates over the records; those of documents that could not be read have an `error`.
function Corpus:each()
  self.read = true
  return self.session:each(self.paths, self.options)
end

--- What holds across the documents read so far; reads them all when none was.
function Corpus:findings()
  if not self.read then
    for _ in self:each() do end
  end
  return self.session:findings()
end

return M
