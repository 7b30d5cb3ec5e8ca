--- What fields the elements of a collection have, their types, and what each means: for checks, completion and help.
-- Types are those of plugins (string, name, integer, number, boolean, date, lists of these), and text, article,
-- collection, list, table for what elements add to them. Knows nothing of values.

local blame = require "lib.collections.blame"

local M = {}

local function field(name, type, about) return { name = name, type = type, about = about } end

--- Facts about a document; a quote's are `q.doc.outlet`, or `q.outlet` in short.
M.of_document = {
  field("title", "text", "as given, else from the text"),
  field("outlet", "name", "who published it, where known"),
  field("date", "date", "ISO 8601, where known"),
  field("date_from", "string", "given, text or inferred"),
  field("id", "string", "the user's own, else the path"),
  field("path", "string", "the file it came from"),
  field("url", "string", "where it was found"),
  field("lang", "string", "its language, where known"),
  field("credit", "name[]", "agencies whose text it is"),
  field("byline", "name[]", "who wrote it"),
}

local OF_ARTICLE = {
  field("words", "integer", "how many words it has"),
  field("bytes", "integer", "how long the file is"),
  field("text", "text", "the text, to which first and last refer"),
  field("errors", "list", "plugins that failed on it"),
  field("layers", "table", "all marks, as in the record"),
  field("record", "table", "all that is known of it, as in a record"),
}

local OF_MARK = {
  field("kind", "string", "what it is"),
  field("text", "text", "the words"),
}

local BEHIND_MARK = {
  field("words", "integer", "how many words its text has"),
  field("sentence", "text", "the sentence it begins in"),
  field("context", "text", "the words around it, its own in [brackets]"),
  field("rule", "string", "the plugin's rule that found it"),
  field("first", "integer", "its first byte in doc.text"),
  field("last", "integer", "its last byte in doc.text"),
  field("parts", "list", "the pieces its words are in, where there are several"),
  field("doc", "article", "the article it stands in"),
  field("layer", "string", "the layer it is a mark of"),
  field("record", "table", "the mark as the record has it"),
}

-- What attributes of the built-in plugins mean; in this order they come first.
local KNOWN = {
  { "name", "the usual or fullest form of the name" },
  { "speaker", "who said it: the fullest form of the name" },
  { "speaker_kind", "person, org, role, document or anonymous" },
  { "cue", "the word that says that something is said" },
  { "value", "the number or date, as a computer writes it" },
  { "unit", "what is counted or paid in" },
  { "role", "office or title" },
  { "of", "whose: the country or body" },
  { "stands_for", "the government a capital stands for" },
  { "quoted", "the pieces inside quotation marks" },
  { "where", "heading or caption, when it stands in one" },
}

--- A set of fields from lists of them: a list, and by name; of two of a name the first counts.
function M.set(...)
  local set = { list = {}, by_name = {} }
  for _, list in ipairs { ... } do
    for _, each in ipairs(list) do
      if not set.by_name[each.name] then
        set.list[#set.list + 1], set.by_name[each.name] = each, each
      end
    end
  end
  return set
end

M.of_article = M.set(M.of_document, OF_ARTICLE)

-- "name, span" is a value and a place; "span" is a place only.
local function add_attribute(list, name, type, about)
  local value = type:match("^[%a%[%]]+")
  if value ~= "span" then list[#list + 1] = field(name, value, about) end
  if value == "span" or type:find(", *span") then
    list[#list + 1] = field(name .. "_first", "integer", "where it stands: its first byte")
    list[#list + 1] = field(name .. "_last", "integer", "its last byte")
  end
end

local function attributes(gives)
  local list, seen = {}, {}
  for _, known in ipairs(KNOWN) do
    if gives[known[1]] then add_attribute(list, known[1], gives[known[1]], known[2]) end
    seen[known[1]] = true
  end
  for name, type in lede.sorted_pairs(gives) do
    if not seen[name] then add_attribute(list, name, type, "") end
  end
  return list
end

--- The fields of a layer's marks. `gives`: attribute -> type, as its plugin declares them.
function M.of_layer(gives) return M.set(OF_MARK, attributes(gives), BEHIND_MARK) end

--- The fields of elements that are plain tables: { { name, type, about }, … }.
function M.plain(rows)
  local list = {}
  for i, row in ipairs(rows) do list[i] = field(table.unpack(row)) end
  return M.set(list)
end

local documents = M.set(M.of_document)

--- All that may be asked for under a field's name, for "did you mean".
function M.names(set)
  local names, seen = {}, {}
  for _, list in ipairs { set.list, set == M.of_article and {} or documents.list } do
    for _, each in ipairs(list) do
      if not seen[each.name] then names[#names + 1] = each.name end
      seen[each.name] = true
    end
  end
  return names
end

--- The field called `path`: one of the set, or one of the document as "doc.outlet" or in short "outlet". Its name,
-- and whether it is the document's. Raises for what is neither, naming the nearest.
function M.find(set, path)
  if type(path) ~= "string" then blame.raise("a field is named by a string, not a %s", type(path)) end
  local own = set.by_name[path]
  if own then return own, false end
  local of_document = documents.by_name[path:match("^doc%.(.+)$") or path]
  if path:find("^doc%.") then of_document = M.of_article.by_name[path:sub(5)] end
  if of_document then return of_document, true end
  local names, stem = M.names(set), path:match("^doc%.(.+)$")
  if stem then
    for i, name in ipairs(names) do names[i] = "doc." .. name end
  end
  blame.unknown(path, names, "field")
end

return M
