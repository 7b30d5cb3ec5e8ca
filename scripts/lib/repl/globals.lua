--- The globals of a session: the collections of its corpus, made when they are first looked at. A global the user has set
-- stays the user's.

local articles = require "lib.collections.articles"

local M = {}

local function compare(corpus) return function(...) return corpus.quotes:compare(...) end end

-- name -> value of those that were made, to tell them from what the user has set.
local made = {}

local function forget()
  for name, value in pairs(made) do
    if rawequal(rawget(_G, name), value) then rawset(_G, name, nil) end
  end
  made = {}
end

--- What the session's corpus offers: a list of { name, about }.
function M.offered(session)
  return session.corpus and articles.names(session.corpus._source) or {}
end

--- Whether a global is what the corpus offers under that name, and not something of the user's.
function M.is_own(name)
  local value = rawget(_G, name)
  return value == nil or rawequal(value, made[name])
end

--- Makes the corpus of a session the one at hand.
function M.set(session)
  local corpus, offers = session.corpus, { corpus = true, compare = true }
  forget()
  for _, each in ipairs(M.offered(session)) do offers[each.name] = true end
  session.offers = offers
  setmetatable(_G, {
    __index = function(_, name)
      if not offers[name] then return nil end
      local value
      if name == "corpus" then value = corpus elseif name == "compare" then value = compare(corpus) else value = corpus[name] end
      made[name] = value
      rawset(_G, name, value)
      return value
    end,
  })
end

return M
