--- Elements of collections: articles, and marks in them. An element answers to its fields; a slip in a name raises.
-- They are made when they are looked at, and hold on to what they show, not to the whole document.

local blame = require "lib.collections.blame"
local fields = require "lib.collections.fields"

local M = {}

local CONTEXT = 60 -- bytes on either side

-- Documents with their sentences, as long as somebody holds one.
local segmented = setmetatable({}, { __mode = "v" })

local function sentences_of(text)
  local doc = segmented[text]
  if not doc then
    doc = lede.document(text)
    segmented[text] = doc
  end
  return doc
end


-- Pieces of text.

--- The bytes from one offset to another in one line, whole characters only.
function M.piece(text, from, to)
  from, to = math.max(from, 1), math.min(to, #text)
  while text:find("^[\128-\191]", from) do from = from + 1 end
  while text:find("^[\128-\191]", to + 1) do to = to - 1 end
  return (text:sub(from, to):gsub("%s+", " "))
end

local function context(text, first, last)
  local before, after = M.piece(text, first - CONTEXT, first - 1), M.piece(text, last + 1, last + CONTEXT)
  if first - CONTEXT > 1 then before = "…" .. (before:match("^%S*(%s.*)$") or before):gsub("^%s", "") end
  if last + CONTEXT < #text then after = (after:match("^(.*%s)%S*$") or after):gsub("%s$", "") .. "…" end
  return before .. "[" .. M.piece(text, first, last) .. "]" .. after
end

local function sentence(text, first, last)
  local doc = sentences_of(text)
  local number = doc:sentence_at(first)
  if not number then return text:sub(first, last) end
  local from, to = doc:sentence(number)
  return M.piece(text, from, to)
end

--- How many words a text has, told by its spaces.
local function count_words(text)
  local n = 0
  for _ in text:gmatch("[^%s]*[%w\128-\255][^%s]*") do n = n + 1 end
  return n
end


M.count_words = count_words

-- Words as lede counts them: numbers too, marks not.
local function count_tokens(text)
  local n = 0
  for _, kind in ipairs(lede.document(text):list("kind")) do
    if kind == "word" or kind == "number" then n = n + 1 end
  end
  return n
end


-- What every element has.

local function known_fields(set, methods)
  local names = fields.names(set)
  for name in lede.sorted_pairs(methods) do names[#names + 1] = name end
  return names
end

local function walk(element)
  local at, list = 0, element._shape.set.list
  return function()
    while at < #list do
      at = at + 1
      local name = list[at].name
      local value = element[name]
      if value ~= nil then return name, value end
    end
  end
end

local function shown(element) return require("lib.view").text(element) end

local function metatable(name, index)
  local function guarded(element, key)
    if type(key) == "string" and key:byte() == 95 then return nil end -- what begins with _ is ours, and not there
    return index(element, key)
  end
  return { __name = name, __index = guarded, __pairs = walk, __tostring = shown,
    __newindex = function(_, key) blame.raise("%s is not to be set; to correct it: :fix{ %s = … }", key, key) end }
end

-- Functions of elements live in modules of their own, loaded when they are called for.
local function late(module, name)
  return function(...) return require(module)[name](...) end
end


-- Articles.

local Article = { show = late("lib.collections.show", "article"), fields = function(a) return a._shape:described() end }

local ARTICLE = {
  text = function(a) return a._source:text(a._i) end,
  errors = function(a) return a._source:errors(a._i) end,
  doc = function(a) return a end,
  layers = function(a) return a._source:layers(a._i) end,
  record = function(a) return a._source:record(a._i) end,
  words = function(a) return a._source:facts(a._i).words or count_tokens(a._source:text(a._i)) end,
}

local article_metatable = metatable("article", function(a, key)
  local computed = ARTICLE[key]
  if computed then return computed(a) end
  if a._shape.set.by_name[key] then return a._source:facts(a._i)[key] end
  local method = Article[key]
  if method then return method end
  local collection = a._shape.collection(a, key)
  if collection then return collection end
  blame.unknown(key, known_fields(a._shape.set, Article), "field of an article")
end)

--- The article number `i` of a source. shape: { set = fields, collection(article, name) }.
function M.article(shape, source, i)
  return setmetatable({ _shape = shape, _source = source, _i = i }, article_metatable)
end


-- Marks.

local Mark = {
  show = late("lib.collections.show", "mark"),
  why = late("lib.collections.why", "mark"),
  fix = late("lib.collections.fix", "mark"),
  fields = function(m) return m._shape:described() end,
}

local MARK = {
  doc = function(m) return m._shape.article(m._source, m._i) end,
  words = function(m) return count_words(m.text) end,
  sentence = function(m) return sentence(m._source:text(m._i), m._mark.first, m._mark.last) end,
  context = function(m) return context(m._source:text(m._i), m._mark.first, m._mark.last) end,
  layer = function(m) return m._shape.layer end,
  record = function(m) return m._mark end,
}

local mark_metatable = metatable("mark", function(m, key)
  local value = m._mark[key]
  if value ~= nil then return value end
  if m._shape.set.by_name[key] then
    local computed = MARK[key]
    return computed and computed(m)
  end
  local method = Mark[key]
  if method then return method end
  if fields.of_article.by_name[key] then return MARK.doc(m)[key] end
  blame.unknown(key, known_fields(m._shape.set, Mark), "field of " .. m._shape.one)
end)

--- Mark `j` of document `i`. shape: { layer, set = fields, article(source, i) }.
function M.mark(shape, source, i, j)
  local mark = source:marks(i, shape.layer)[j]
  if not mark then blame.raise("the desk has other marks there by now; ask for them again") end
  return setmetatable({ _shape = shape, _source = source, _i = i, _j = j, _mark = mark }, mark_metatable)
end

--- The methods of each sort of element, for completion.
M.methods = { article = Article, mark = Mark }

--- Whether a value is an element, and of which sort: "article" or "mark"; nil for anything else.
function M.sort(value)
  local mt = type(value) == "table" and getmetatable(value)
  return mt == article_metatable and "article" or mt == mark_metatable and "mark" or nil
end

return M
