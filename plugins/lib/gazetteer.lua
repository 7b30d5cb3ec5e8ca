--- What the word lists in data/ say about a document: which known names and titles begin at which token.
-- Knows nothing of grammar or of the rest of the document; a later step may overrule every answer.
local amounts = require "lib.amounts"
local calendar = require "lib.calendar"
local forms = require "lib.forms"

local M = {}

local CAPITAL = { case = "capital" }
local WORDS = lede.phrases("data/words.tsv")

-- All that is looked for, in one pass. First the names, in order of trust: of two equally long matches the one of the earlier
-- list stands. Acronyms are compared with their case, since "us" is no country.
local LISTS = {
  lede.phrases("data/acronyms.tsv", { case = "exact" }),
  lede.phrases("data/persons.tsv", CAPITAL),
  lede.phrases("data/orgs.tsv", CAPITAL),
  lede.phrases("data/places.tsv", CAPITAL),
  lede.phrases("data/events.tsv", CAPITAL),
  lede.phrases("data/peoples.tsv", CAPITAL),
  lede.phrases("data/titles.tsv"),
  lede.phrases("data/names.tsv", { case = "exact" }),
  calendar.WORDS,
  amounts.WORDS,
}
local LAST_OF_NAMES, TITLES, NAMES, DATES = 6, 7, 8, 9
local ALL = lede.lists(LISTS)

-- Endings of words that are made from other English words, and so seldom are names.
local DERIVED = lede.set [[
  ing tion sion ness ment ments ship able ible ity ities ism ists ist ally ous ful less tions ology graphy ized ised
  ated pedia com net org pdf doc jpg itis osis ware]]

-- Whether a word in small letters is an ordinary one, as far as it was asked for.
local word_like, remembered = {}, 0

--- Whether token `i` is an ordinary English word, so that only its capital speaks for a name.
function M.is_word(doc, hits, i)
  local word = hits.low[i]
  local answer = word_like[word]
  if answer == nil then
    if remembered == 20000 then word_like, remembered = {}, 0 end
    answer = WORDS:at(doc, i) == i or forms.ends_in(word, DERIVED)
    word_like[word], remembered = answer, remembered + 1
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

local function put(hits, list, i, last, value)
  local before = hits.to[i]
  if before and (last < before or last == before and list >= hits.list[i]) then return end
  local kind, name = kinds[value], names[value]
  if not kind then kind, name = cut(value) end
  hits.to[i], hits.kind[i], hits.name[i], hits.list[i] = last, kind, name, list
end

--- The tokens that begin a sentence, as a set.
local function first_tokens(doc)
  local first = doc:column()
  for _, i in ipairs(doc:where("first")) do first[i] = true end
  return first
end

local function new_hits(doc)
  return { text = doc.text, first = first_tokens(doc), capitals = doc:where("capital"), low = doc:column("lower"), order = {},
    to = doc:column(), kind = doc:column(), name = doc:column(), list = doc:column(), title_to = doc:column(),
    title = doc:column(), title_from = doc:column(), given = doc:column(), surname = doc:column(), dates = {}, numbers = {} }
end

--- The matches of all lists, by the token they begin at: to (last token), kind, name (the usual name, false where it is the
-- phrase itself); title_to and title ("title" or "occupation"), title_from by the last token; order: where any of these begins,
-- left to right; given[i], surname[i]: single words that are names. Words of the calendar as a list, dates: at, to, word; the
-- places of number words, numbers. And what is asked again and again: text; low, all tokens in small letters; capitals, those
-- that begin with one; first, true for those that begin a sentence.
function M.look_up(doc)
  local hits = new_hits(doc)
  local order, given, surname, dates, numbers = hits.order, hits.given, hits.surname, hits.dates, hits.numbers
  for list, i, last, value in ALL:each(doc) do
    if list <= TITLES and order[#order] ~= i then order[#order + 1] = i end
    if list <= LAST_OF_NAMES then
      put(hits, list, i, last, value)
    elseif list == TITLES then
      hits.title_to[i], hits.title[i], hits.title_from[last] = last, value, i
    elseif list == NAMES then
      if value ~= "surname" then given[i] = true end
      if value ~= "given" then surname[i] = true end
    elseif list == DATES then
      dates[#dates + 1] = { at = i, to = last, word = value }
    else
      numbers[#numbers + 1] = i
    end
  end
  return hits
end

return M
