--- Elements whose text has all the words asked for: "bridge cable", "\"steel cable\" snap*".
-- Words in quotation marks stand side by side; an asterisk stands for any ending. Case and accents make no difference.

local blame = require "lib.collections.blame"
local collection = require "lib.collections.collection"
local groups = require "lib.collections.groups"
local plain = require("lib.collections.words").plain

local M = {}

-- What is looked for: lists of words with a space before, and after them unless any ending will do.
local function terms_of(asked)
  local terms = {}
  local function add(phrase)
    local words = plain(phrase)
    if words:find("%w") or words:find("[\128-\255]") then
      terms[#terms + 1] = words:find("%* $") and words:gsub("%*", ""):gsub(" $", "") or words:gsub("%*", "")
    end
  end
  local rest = asked:gsub('["“]([^"“”]*)["”]', function(phrase) add(phrase) return " " end)
  for word in rest:gmatch("%S+") do add(word) end
  return terms
end

local function checked_terms(asked)
  if type(asked) ~= "string" then blame.raise("search for words in a string, not a %s", type(asked)) end
  local terms = terms_of(asked)
  if not terms[1] then blame.raise("there is no word in '%s' to search for", lede.visible(asked)) end
  return terms
end

local function matcher(terms)
  return function(text)
    local words = plain(text)
    for _, term in ipairs(terms) do
      if not words:find(term, 1, true) then return false end
    end
    return true
  end
end

local function text_of(e)
  if groups.is(e) then return tostring(e.key or "") end
  if e._source and e.title then return e.title .. "\n" .. e.text end
  return e.text or e.message or ""
end

--- :search("words"): the elements whose text has them all; of articles, their title too.
function M.search(c, asked)
  local terms, kept = checked_terms(asked), {}
  local source = rawget(c, "_source")
  if source and source.search and collection.shape(c).sort == "article" then
    local found = source:search(terms)
    for _, place in ipairs(collection.places(c)) do
      if found[(collection.unplace(place))] then kept[#kept + 1] = place end
    end
    return collection.subset(c, kept)
  end
  local has = matcher(terms)
  for _, place in ipairs(collection.places(c)) do
    if has(text_of(collection.element(c, place))) then kept[#kept + 1] = place end
  end
  return collection.subset(c, kept)
end

return M
