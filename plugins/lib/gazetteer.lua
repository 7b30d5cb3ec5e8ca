--- What the word lists in data/ say about a document: which known names and titles begin at which token.
-- Knows nothing of grammar or of the rest of the document; a later step may overrule every answer.
local amounts = require "lib.amounts"
local calendar = require "lib.calendar"
local forms = require "lib.forms"

local M = {}

local ACRONYMS = lede.phrases("data/acronyms.tsv", { case = "exact" })
local WORDS = lede.phrases("data/words.tsv")

-- All that is looked for, in one pass. First the names, in order of trust: of two equally long matches the one of the earlier
-- list stands. A phrase is matched whatever its case, but counts only where it begins with a capital; acronyms are compared with
-- their case, since "us" is no country.
local LISTS = {
  ACRONYMS,
  lede.phrases("data/persons.tsv"),
  lede.phrases("data/orgs.tsv"),
  lede.phrases("data/places.tsv"),
  lede.phrases("data/events.tsv"),
  lede.phrases("data/peoples.tsv"),
  lede.phrases("data/titles.tsv"),
  lede.phrases("data/names.tsv", { case = "exact" }),
  calendar.WORDS,
  amounts.WORDS,
}
local LAST_OF_NAMES, TITLES, NAMES, DATES = 6, 7, 8, 9
local ALL = lede.lists(LISTS)

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

local function put(hits, list, i, last, value)
  local before = hits.to[i]
  if before and (last < before or last == before and list >= hits.list[i]) then return end
  local kind, name = kinds[value], names[value]
  if not kind then kind, name = cut(value) end
  hits.to[i], hits.kind[i], hits.name[i], hits.list[i] = last, kind, name, list
end

--- A match that begins in small letters ("central Asian") may hide one that begins with a capital.
local function put_hidden(hits, doc, list, i, last)
  for j = i + 1, last do
    local inner, value = LISTS[list]:at(doc, j)
    if inner and doc:is(j, "capital") then return put(hits, list, j, inner, value) end
  end
end

local function put_name(hits, doc, list, i, last, value)
  if LISTS[list] == ACRONYMS or hits.capital[i] then
    put(hits, list, i, last, value)
  elseif last > i then
    put_hidden(hits, doc, list, i, last)
  end
end

--- The tokens that begin a sentence, as a set.
local function first_tokens(doc)
  local first = {}
  for s in doc:sentences() do first[select(3, doc:sentence(s))] = true end
  return first
end

local function new_hits(doc)
  return { text = doc.text, first = first_tokens(doc), capital = doc:list("capital"), low = doc:list("lower"), to = {}, kind = {}, name = {}, list = {}, title_to = {}, title = {}, title_from = {},
           given = {}, surname = {}, dates = {}, numbers = {} }
end

--- The matches of all lists, by the token they begin at: to (last token), kind, name (the usual name, false where it is the
-- phrase itself); title_to and title ("title" or "occupation"); given[i], surname[i]: single words that are names. Words of
-- the calendar as a list, dates: at, to, word; the places of number words, numbers. And what is asked again and again: text; low and capital,
-- lists of all tokens; first, true for those that begin a sentence.
function M.look_up(doc)
  local hits = new_hits(doc)
  local given, surname, dates, numbers = hits.given, hits.surname, hits.dates, hits.numbers
  for list, i, last, value in ALL:each(doc) do
    if list <= LAST_OF_NAMES then
      put_name(hits, doc, list, i, last, value)
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
