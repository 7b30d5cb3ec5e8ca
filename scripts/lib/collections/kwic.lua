--- Key words in context: every place where a word or phrase stands, with what is before and after it.
-- In articles it is looked for in all that is not page furniture, in marks in their own words.

local blame = require "lib.collections.blame"
local collection = require "lib.collections.collection"
local element = require "lib.collections.element"
local fields = require "lib.collections.fields"
local groups = require "lib.collections.groups"
local listed = require "lib.collections.listed"

local M = {}

local AROUND = 160 -- bytes on either side: more than a terminal is wide

local FIELDS = fields.plain {
  { "left", "text", "what stands before it" }, { "text", "text", "the words" },
  { "right", "text", "what stands behind it" }, { "first", "integer", "its first byte in doc.text" },
  { "last", "integer", "its last byte" }, { "doc", "article", "the article" },
}

-- Iterates over the places of the words: first, last.
local function prefix_finder(beginning)
  return function(doc)
    local i = 0
    return function()
      repeat i = i + 1 until i > #doc or doc:lower(i):sub(1, #beginning) == beginning
      if i <= #doc then return doc:span(i) end
    end
  end
end

local function phrase_finder(words)
  local phrases = lede.phrases { words }
  return function(doc)
    local walk = phrases:each(doc)
    return function()
      local from, to = walk()
      if from then return doc:span(from, to) end
    end
  end
end

local function finder(words)
  if type(words) ~= "string" or not words:find("[%w\128-\255]") then blame.raise("kwic wants a word or a phrase") end
  local beginning = words:match("^(%S+)%*$")
  return beginning and prefix_finder(lede.lower(beginning)) or phrase_finder(words)
end

-- What is no part of the story: { first, last } pairs.
local function furniture(source, i)
  local list = {}
  if not source.gives.structure then return list end
  for _, mark in ipairs(source:marks(i, "structure")) do
    if mark.kind == "furniture" then list[#list + 1] = mark end
  end
  return list
end

local function inside(spans, first, last)
  for _, span in ipairs(spans) do
    if span.first <= first and last <= span.last then return true end
  end
  return false
end

local function hit(article, text, first, last)
  return { left = element.piece(text, first - AROUND, first - 1), text = text:sub(first, last),
    right = element.piece(text, last + 1, last + AROUND), first = first, last = last, doc = article }
end

-- The documents of a collection, in order: element of the document, number, spans in which to look (nil: everywhere
-- but furniture).
local function spans_by_document(c)
  local order, spans = {}, {}
  for e in c:each() do
    local i = e.doc._i
    if not spans[i] then
      order[#order + 1], spans[i] = e.doc, {}
    end
    if e._mark then table.insert(spans[i], e._mark) end
  end
  return order, spans
end

local function find_in(article, only, find, first_word, hits)
  local text = article.text
  if not lede.lower(text):find(first_word, 1, true) then return end
  local left_out = only[1] and {} or furniture(article._source, article._i)
  for first, last in find(lede.document(text)) do
    if only[1] and inside(only, first, last) or not only[1] and not inside(left_out, first, last) then
      hits[#hits + 1] = hit(article, text, first, last)
    end
  end
end

--- :kwic("word"), :kwic("two words"), :kwic("begin*"): where the words stand, in the order of the articles.
function M.kwic(c, words)
  local find = finder(words)
  local first_word = lede.lower(words:match("[%w\128-\255]+"))
  local hits = {}
  local flat = groups.flat(c)
  if flat._source.search and collection.shape(flat).sort == "article" then flat = flat:search('"' .. words .. '"') end
  local order, spans = spans_by_document(flat)
  for _, article in ipairs(order) do find_in(article, spans[article._i], find, first_word, hits) end
  return listed.of(listed.shape("a place", "places of “" .. words .. "”", FIELDS, "hit"), hits)
end

M.fields = FIELDS

return M
