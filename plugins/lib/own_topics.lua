--- Reads a user's topics.lua and tells which sentences of a document belong to which of its topics.
--
--   return {
--     { name = "Night ferry",
--       any  = { "night ferry", "night boat", { pattern = "berth%w*" } },  -- one of these
--       all  = { { entity = "Tolmen" } },                                  -- and each of these
--       none = { "crossword" } },                                         -- and none of these, anywhere in the document
--   }
--
-- A string is a word or a phrase, without regard to case, accents and punctuation; a * at its end stands for any ending.
-- { entity = NAME } and { speaker = NAME } are names found in the text or quoted in it ("Okafor" finds "Dagny Okafor"),
-- { pattern = P } a Lua pattern. A document is about a topic when one of `any`, each of `all` and none of `none` is in its body
-- or title; the topic's sentences there are those that hold one of `any`, or of `all` where there is no `any`. Data only: it
-- is loaded with nothing to call. Knows nothing of folds.
local M = {}

local FIELDS = { "name", "any", "all", "none" }
local KINDS = { "entity", "speaker", "pattern" }

--- "name, any, all or none"
local function choice(list) return table.concat(list, ", ", 1, #list - 1) .. " or " .. list[#list] end

local function has(list, value)
  for _, known in ipairs(list) do
    if known == value then return true end
  end
  return false
end

--- The words of a text, folded, between spaces; punctuation of several bytes begins E2 80.
local function plain(text)
  local words = lede.fold(text):gsub("\xE2\x80.", " "):gsub("[^%w\128-\255]+", " ")
  return ((" " .. words .. " "):gsub("  +", " "))
end

local function read_words(text, where)
  local open = text:find("%*%s*$") ~= nil
  local wanted = plain(text:gsub("%*%s*$", ""))
  if wanted == " " then error(where .. " holds no word", 0) end
  return { kind = "words", text = open and wanted:sub(1, -2) or wanted }
end

local function read_table(term, where)
  local kind, value = next(term)
  if kind == nil or next(term, kind) ~= nil then error(("%s has to hold one of %s"):format(where, choice(KINDS)), 0) end
  if not has(KINDS, kind) then error(("%s: there is no '%s'; write %s"):format(where, tostring(kind), choice(KINDS)), 0) end
  if type(value) ~= "string" or value == "" then error(("%s: %s is a %s; it is a text"):format(where, kind, type(value)), 0) end
  if kind == "pattern" then
    local ok, message = pcall(string.find, "", value)
    if not ok then error(("%s: the pattern %q is none: %s"):format(where, value, message), 0) end
    return { kind = kind, text = value }
  end
  return { kind = kind, text = plain(value) }
end

local function read_list(topic, field, where)
  local list, out = topic[field], {}
  if list == nil then return out end
  if type(list) ~= "table" then error(("%s: %s is a %s; it is a list"):format(where, field, type(list)), 0) end
  for i, term in ipairs(list) do
    local at = ("%s: %s[%d]"):format(where, field, i)
    if type(term) == "string" then
      out[i] = read_words(term, at)
    elseif type(term) == "table" then
      out[i] = read_table(term, at)
    else
      error(("%s is a %s; it is a text or a table with %s"):format(at, type(term), choice(KINDS)), 0)
    end
  end
  local size = 0
  for _ in pairs(list) do size = size + 1 end
  if size ~= #out then error(("%s: %s is a list without names: { \"one\", \"two\" }"):format(where, field), 0) end
  return out
end

local function read_topic(topic, n)
  local where = "topic " .. n
  if type(topic) ~= "table" then error(("%s is a %s; it is a table with %s"):format(where, type(topic), choice(FIELDS)), 0) end
  if type(topic.name) ~= "string" or not topic.name:find("%S") then error(where .. " has no name", 0) end
  where = ("%s (%q)"):format(where, topic.name)
  for field in lede.sorted_pairs(topic) do
    if not has(FIELDS, field) then error(("%s: there is no '%s'; write %s"):format(where, tostring(field), choice(FIELDS)), 0) end
  end
  local read = { name = topic.name }
  for _, field in ipairs { "any", "all", "none" } do read[field] = read_list(topic, field, where) end
  if not read.any[1] and not read.all[1] then error(where .. " has neither `any` nor `all`: it would be about everything", 0) end
  return read
end

--- The topics of a source text; raises, with `label` (a file's name) and the place, for what is wrong in it.
function M.read(source, label)
  local chunk, message = load(source, "=" .. label, "t", {})
  if not chunk then error(message, 0) end
  local ran, list = pcall(chunk)
  if not ran then error(list, 0) end
  if type(list) ~= "table" then
    error(("%s: it returns a %s; it is a list of topics: return { { name = …, any = { … } } }"):format(label, type(list)), 0)
  end
  local out, names = {}, {}
  for n, topic in ipairs(list) do
    local ok, read = pcall(read_topic, topic, n)
    if not ok then error(label .. ": " .. read, 0) end
    local same = names[read.name]
    if same then error(("%s: topics %d and %d have the same name, %q"):format(label, same, n, read.name), 0) end
    names[read.name], out[n] = n, read
  end
  if not out[1] then error(label .. ": there is no topic in it", 0) end
  return out
end


local function names_hold(names, wanted)
  for _, name in ipairs(names or {}) do
    if plain(name):find(wanted, 1, true) then return true end
  end
  return false
end

--- Whether one passage { text, plain, entities, speakers } holds what a term asks for.
local function holds(passage, term)
  if term.kind == "words" then return passage.plain:find(term.text, 1, true) ~= nil end
  if term.kind == "pattern" then return passage.text:find(term.text) ~= nil end
  return names_hold(term.kind == "entity" and passage.entities or passage.speakers, term.text)
end

local function anywhere(passages, term)
  for _, passage in ipairs(passages) do
    if holds(passage, term) then return true end
  end
  return false
end

local function is_about(passages, topic)
  for _, term in ipairs(topic.none) do
    if anywhere(passages, term) then return false end
  end
  for _, term in ipairs(topic.all) do
    if not anywhere(passages, term) then return false end
  end
  for _, term in ipairs(topic.any) do
    if anywhere(passages, term) then return true end
  end
  return not topic.any[1]
end

--- Which of `topics` each passage of a document belongs to: a list of lists of names, one a passage; a passage has text,
-- entities and speakers (lists of names), and `aside` when it is read but never cited, as a title is.
function M.match(topics, passages)
  local out = {}
  for i, passage in ipairs(passages) do out[i], passage.plain = {}, plain(passage.text) end
  for _, topic in ipairs(topics) do
    if is_about(passages, topic) then
      local terms = topic.any[1] and topic.any or topic.all
      for i, passage in ipairs(passages) do
        for _, term in ipairs(passage.aside and {} or terms) do
          if holds(passage, term) then
            out[i][#out[i] + 1] = topic.name
            break
          end
        end
      end
    end
  end
  return out
end

return M
