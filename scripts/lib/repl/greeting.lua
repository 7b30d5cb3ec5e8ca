--- What a session says first: what it has, and how to begin. Analyses articles for a moment only: where that does not do, they
-- are analysed when they are asked for.

local style = require "lib.style"

local M = {}

local PATIENCE = 3 -- seconds

-- Whether all could be read; else how many there are known to be.
local function read_for_a_moment(session)
  local source, last, known = session.corpus._source, session.screen.now() + PATIENCE, 0
  local is_read = not source.load or source:load(function(_, seen)
    known = seen
    return session.screen.now() > last
  end)
  return is_read, known
end

local BUILT_IN = { structure = true, entities = true, quotes = true, topics = true, gist = true }

-- What plugins of the user's have found, a layer each.
local function add_layers(corpus, parts)
  for layer in lede.sorted_pairs(corpus._source.gives) do
    if not BUILT_IN[layer] then parts[#parts + 1] = style.count(#corpus[layer], layer, layer) end
  end
end

local function have(corpus)
  local known = #corpus:where { outlet = true }
  local parts = {
    style.count(#corpus, "article"),
    known > 0 and ("outlet known for %s"):format(known == #corpus and "all" or style.thousands(known)) or "no outlet known",
  }
  for _, name in ipairs { "quotes", "terms" } do
    local ok, part = pcall(function() return corpus[name] end) -- the plugins at work may give none
    if ok then parts[#parts + 1] = style.count(#part, name:sub(1, -2)) end
  end
  add_layers(corpus, parts)
  local failed = #corpus.failed
  if failed > 0 then parts[#parts + 1] = ("%s could not be read (failed says why)"):format(style.thousands(failed)) end
  return table.concat(parts, ", ")
end

local function begin(session)
  local corpus = session.corpus
  if not session.offers.quotes or #corpus.quotes == 0 then return "Begin with: articles   .help" end
  return 'Begin with: quotes   people   articles[1]:show()   compare("…")   .help'
end

--- Its text.
function M.text(session)
  local pen = style.pen { color = session.screen.color }
  local head = "lede " .. lede.version .. ": "
  if not session.corpus then return head .. "no articles; .open PATH takes some in, .help says what else there is\n" end
  local is_read, known = read_for_a_moment(session)
  if not is_read then
    return head .. ("%s articles at least; they are analysed when you first ask for something\n"):format(style.thousands(known))
      .. pen:paint("dim", "Begin with: quotes   people   topics   .help") .. "\n"
  end
  return head .. have(session.corpus) .. "\n" .. pen:paint("dim", begin(session)) .. "\n"
end

return M
