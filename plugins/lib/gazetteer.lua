--- What the word lists in data/ say about a document: which known names and titles begin at which token.
-- Knows nothing of grammar or of the rest of the document; a later step may overrule every answer.
local forms = require "lib.forms"

local M = {}

-- In order of trust: of two equally long matches the one of the earlier list stands. A phrase is matched whatever its
-- case, but counts only where it begins with a capital; "exact" lists compare case, since "us" is no country.
local LISTS = {
  { lede.phrases("data/acronyms.tsv", { case = "exact" }), exact = true },
  { lede.phrases("data/persons.tsv") },
  { lede.phrases("data/orgs.tsv") },
  { lede.phrases("data/places.tsv") },
  { lede.phrases("data/events.tsv") },
  { lede.phrases("data/peoples.tsv") },
}
local TITLES = lede.phrases("data/titles.tsv")
local WORDS = lede.phrases("data/words.tsv")
local NAMES = lede.phrases("data/names.tsv", { case = "exact" })

-- Endings of words that are made from other English words, and so seldom are names.
local DERIVED = {}
for ending in ([[ing tion sion ness ment ments ship able ible ity ities ism ists ist ally ous ful less tions ology graphy ized
  ised ated pedia com net org pdf doc jpg itis osis ware]]):gmatch("%S+") do
  DERIVED[ending] = true
end

-- Answers by the word as it is spelt: a text asks for the same ones again and again.
local word_like, remembered = {}, 0

--- Whether token `i` is an ordinary English word, so that only its capital speaks for a name.
function M.is_word(doc, i)
  local text = doc:token(i)
  local answer = word_like[text]
  if answer == nil then
    if remembered == 20000 then word_like, remembered = {}, 0 end
    answer = WORDS:at(doc, i) == i or forms.ends_in(lede.lower(text), DERIVED)
    word_like[text], remembered = answer, remembered + 1
  end
  return answer
end

-- "place United States" -> "place", "United States", cut once for each different value.
local kinds, names = {}, {}

local function cut(value)
  local kind, name = value:match("^(%S+) ?(.*)$")
  kinds[value], names[value] = kind, name ~= "" and name or false
  return kind, names[value]
end

local function put(hits, i, last, value)
  if last <= (hits.to[i] or 0) then return end
  local kind, name = kinds[value], names[value]
  if not kind then kind, name = cut(value) end
  hits.to[i], hits.kind[i], hits.name[i] = last, kind, name
end

--- A match that begins in small letters ("central Asian") may hide one that begins with a capital.
local function put_hidden(hits, doc, list, i, last)
  for j = i + 1, last do
    local inner, value = list[1]:at(doc, j)
    if inner and doc:is(j, "capital") then return put(hits, j, inner, value) end
  end
end

local function add(hits, doc, list)
  for i, last, value in list[1]:each(doc) do
    if list.exact or doc:is(i, "capital") then
      put(hits, i, last, value)
    elseif last > i then
      put_hidden(hits, doc, list, i, last)
    end
  end
end

--- The matches of all lists, by the token they begin at: to (last token), kind, name (the usual name, false where it is the
-- phrase itself); title_to and title ("title" or "occupation"); given[i], surname[i]: single words that are names.
function M.look_up(doc)
  local hits = { to = {}, kind = {}, name = {}, title_to = {}, title = {}, title_from = {}, given = {}, surname = {} }
  for _, list in ipairs(LISTS) do add(hits, doc, list) end
  for i, last, value in TITLES:each(doc) do
    hits.title_to[i], hits.title[i], hits.title_from[last] = last, value, i
  end
  local given, surname = hits.given, hits.surname
  for i, _, value in NAMES:each(doc) do
    given[i] = value ~= "surname" or nil
    surname[i] = value ~= "given" or nil
  end
  return hits
end

return M
