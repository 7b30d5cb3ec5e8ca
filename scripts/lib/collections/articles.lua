--- The articles of a source, and the collections of what was found in them: quotes, people, places, orgs, figures, topics,
-- findings, and the layers of any plugin. The same names lead from all articles, from some, and from one.

local collection = require "lib.collections.collection"
local element = require "lib.collections.element"
local fields = require "lib.collections.fields"
local where = require "lib.collections.where"

local M = {}

-- What is found under a name: the layer, the kinds of mark, and whether marks of one name are one element.
local NAMED = {
  quotes = { layer = "quotes", not_kind = "term", one = "a quote", about = "what was said, and by whom" },
  terms = { layer = "quotes", kind = "term", one = "a term", about = "names and so-called scare quotes: nobody's speech" },
  people = { layer = "entities", kind = "person", grouped = true, one = "a person", about = "who is named" },
  places = { layer = "entities", kind = "place", grouped = true, one = "a place", about = "which places are named" },
  orgs = { layer = "entities", kind = "org", grouped = true, one = "an organization", about = "which organizations are named" },
  figures = { layer = "entities", kind = { "number", "money" }, one = "a figure", about = "numbers with what they count" },
  topics = { layer = "topics", grouped = true, one = "a topic", about = "what the articles speak of" },
}

local ABOUT_OTHERS = {
  articles = "the articles themselves", findings = "what holds across the articles", failed = "documents that could not be read",
  layers = "all marks of each layer: layers.entities",
}

--- The names of all collections of a source, with what each is: { name, about }, sorted.
function M.names(source)
  local about = {}
  for name, entry in pairs(NAMED) do
    if source.gives[entry.layer] then about[name] = entry.about end
  end
  for layer in pairs(source.gives) do about[layer] = about[layer] or ("marks of the layer " .. layer) end
  for name, text in pairs(ABOUT_OTHERS) do about[name] = text end
  local list = {}
  for name, text in lede.sorted_pairs(about) do list[#list + 1] = { name = name, about = text } end
  return list
end


-- Shapes, made once a source.

local shapes = setmetatable({}, { __mode = "k" })

local function described(shape) return require("lib.collections.listed").fields(shape) end

local function member_names(source)
  local names = {}
  for i, entry in ipairs(M.names(source)) do names[i] = entry.name end
  return names
end

local function article_shape(source)
  local shape = { one = "an article", many = "articles", sort = "article", set = fields.of_article, described = described }
  function shape:element(from, i) return element.article(self, from, i) end
  function shape.collection(article, name) return M.part(source, name, { within = { article._i } }) end
  function shape.member(c, name) return M.part(source, name, { articles = c }) end
  function shape.members() return member_names(source) end
  return shape
end

local function shapes_of(source)
  local own = shapes[source]
  if not own then
    own = { article = article_shape(source), marks = {} }
    shapes[source] = own
  end
  return own
end

local function article_of(source, i) return element.article(shapes_of(source).article, source, i) end

local function mark_shape(source, layer, many, one)
  local own = shapes_of(source)
  local key = layer .. " " .. many
  if not own.marks[key] then
    local shape = { one = one, many = many, sort = "mark", layer = layer, set = fields.of_layer(source.gives[layer]),
      article = article_of, described = described }
    function shape:element(from, i, j) return element.mark(self, from, i, j) end
    if many == "figures" then shape.find = function(...) return require("lib.collections.figures").find(...) end end
    own.marks[key] = shape
  end
  return own.marks[key]
end


-- Collections.

-- The numbers of some articles; nil when they are all there are.
local function numbers(articles)
  local query = rawget(articles, "_query")
  if query and not query.within and not query.tests[1] then return nil end
  local within = {}
  for n, place in ipairs(collection.places(articles)) do within[n] = collection.unplace(place) end
  return within
end

-- Which documents a part of some articles looks at: tests of articles become tests of the documents of marks.
local function scope(of)
  if of.within or not of.articles then return { within = of.within, tests = {} } end
  local query = rawget(of.articles, "_query")
  if query and not query.within then
    local tests = {}
    for i, test in ipairs(query.tests) do tests[i] = setmetatable({ of_document = true }, { __index = test }) end
    return { tests = tests }
  end
  return { within = numbers(of.articles), tests = {} }
end

local function marks(source, layer, many, one, usual, of)
  local shape = mark_shape(source, layer, many, one)
  local narrowed = scope(of)
  return collection.query(shape, { source = source, layer = layer, shape = shape, article = article_of, tests = narrowed.tests,
    within = narrowed.within, usual = usual })
end

local function usual_tests(entry, set)
  if entry.not_kind then
    local tests = where.tests(set, { kind = function(kind) return kind ~= entry.not_kind end })
    tests[1].plain = true -- it looks at the kind alone
    return tests
  end
  return entry.kind and where.tests(set, { kind = entry.kind }) or {}
end

local function named(source, name, of)
  local entry = NAMED[name]
  local set = fields.of_layer(source.gives[entry.layer])
  local found = marks(source, entry.layer, name, entry.one, usual_tests(entry, set), of)
  if entry.grouped then return require("lib.collections.groups").named(found, name, entry.one) end
  return found
end

local function layers(source, of)
  return setmetatable({}, {
    __name = "layers",
    __tostring = function()
      local list = {}
      for layer in lede.sorted_pairs(source.gives) do list[#list + 1] = layer end
      return "layers: " .. table.concat(list, ", ")
    end,
    __index = function(_, layer)
      if not source.gives[layer] then return nil end
      return marks(source, layer, layer, "a mark of " .. layer, nil, of)
    end,
    __pairs = function(t)
      local walk = lede.sorted_pairs(source.gives)
      return function()
        local layer = walk()
        if layer then return layer, t[layer] end
      end
    end,
  })
end

--- The collection called `name` of some articles, of one (of.within = { i }), or of all; nil when there is none.
function M.part(source, name, of)
  local entry = NAMED[name]
  if entry and source.gives[entry.layer] then return named(source, name, of) end
  if source.gives[name] then return marks(source, name, name, "a mark of " .. name, nil, of) end
  if not of.articles then return nil end
  if name == "layers" then return layers(source, of) end
  if name == "articles" then return of.articles end
  if name == "findings" then return require("lib.collections.listed").findings(source, numbers(of.articles)) end
  if name == "failed" then return require("lib.collections.listed").failures(source) end
end

--- All articles of a source.
function M.of(source)
  local shape = shapes_of(source).article
  return collection.query(shape, { source = source, shape = shape, article = article_of, tests = {} })
end

return M
