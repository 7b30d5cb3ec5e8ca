--- What Tab does: finds what the text before the cursor may go on with.
-- Knows names, fields, methods, layers, values of fields (who speaks, who is named), documents, dot commands and file names.
-- Looks things up, but calls nothing of the user's.

local collection = require "lib.collections.collection"
local element = require "lib.collections.element"
local fields = require "lib.collections.fields"
local groups = require "lib.collections.groups"
local source = require "lib.repl.source"
local style = require "lib.style"

local M = {}

local MOST_SHOWN = 60
local KEYWORDS = { "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local",
  "nil", "not", "or", "repeat", "return", "then", "true", "until", "while" }

-- Methods that give a collection of the same sort.
local SAME = { where = true, sort = true, top = true, slice = true, search = true }
-- Methods whose arguments are names of fields.
local TAKES_FIELD = { by = true, sort = true, values = true, count = true, where = true, top = true }
local TAKES_FILE = { open = true, lines = true, dofile = true, loadfile = true, corpus = true, export = true }


-- The chain before the cursor: what `quotes{ … }:top(3).` is about.

local OPENING = { [")"] = "(", ["}"] = "{", ["]"] = "[" }

-- The token that opens what token `n` closes.
local function opener(tokens, n)
  local depth = 0
  for i = n, 1, -1 do
    if OPENING[tokens[i].word] then depth = depth + 1 end
    if tokens[i].word:find("^[({%[]$") then
      depth = depth - 1
      if depth == 0 then return i end
    end
  end
end

local function is_name(token) return token and token.word:find("^[%a_][%w_]*$") ~= nil end

local function is_string(token) return token and token.word:find("^[\"'%[]") ~= nil and #token.word > 1 end

-- The steps of the chain that ends at token `n`, first to last: { name }, { index }, { call, method }.
local function chain_to(tokens, n)
  local steps = {}
  while tokens[n] do
    local token = tokens[n]
    if OPENING[token.word] then
      local first = opener(tokens, n)
      if not first then return nil end
      local inside = first == n - 2 and math.tointeger(tonumber(tokens[n - 1].word))
      table.insert(steps, 1, token.word == "]" and { index = inside } or { call = true })
      n = first - 1
    elseif is_string(token) then
      table.insert(steps, 1, { call = true })
      n = n - 1
    elseif is_name(token) then
      local before = tokens[n - 1] and tokens[n - 1].word
      table.insert(steps, 1, { name = token.word, sep = (before == "." or before == ":") and before or nil })
      if not steps[1].sep then return steps end
      n = n - 2
    else
      return nil
    end
  end
end

local function get(value, key)
  local found, inner = pcall(function() return value[key] end)
  return found and inner or nil
end

-- Whether elements can be looked at without waiting for articles to be analysed.
local function is_ready(session)
  local source_of = session.corpus and session.corpus._source
  return source_of ~= nil and (not source_of.load or source_of.loaded)
end

local ready

-- What a chain comes to; nil where that can't be known without calling something.
local function value_of(steps)
  local value, method
  for i, step in ipairs(steps or {}) do
    if step.name and i == 1 then value = _G[step.name]
    elseif step.name and collection.is(value) and SAME[step.name] and steps[i + 1] and steps[i + 1].call then method = step.name
    elseif step.name then value = get(value, step.name)
    elseif step.index then value = (ready or not collection.is(value)) and get(value, step.index) or nil
    elseif step.call and collection.is(value) then method = nil
    else return nil end
    if value == nil then return nil end
  end
  return not method and value or nil
end


-- What may follow.

local function is_function(value) return type(value) == "function" end

local function keys_of(t, wanted)
  local names = {}
  for key, value in pairs(t) do
    if type(key) == "string" and key:find("^%a[%w_]*$") and (not wanted or wanted(value)) then names[#names + 1] = key end
  end
  table.sort(names)
  return names
end

-- Of a table of methods, which may be a metatable too.
local function method_names(t)
  local names = {}
  for key, value in next, t do
    if key:find("^%a") and is_function(value) then names[#names + 1] = key end
  end
  table.sort(names)
  return names
end

local function field_names(shape)
  local names = {}
  for i, field in ipairs(shape.set.list) do names[i] = field.name end
  return names
end

-- Behind "." or ":" of a value.
local function members(value, sep)
  if collection.is(value) then
    local names = method_names(collection.methods)
    local shape = collection.shape(value)
    return sep == "." and shape.members and table.move(names, 1, #names, #shape.members() + 1, shape.members()) or names
  end
  if groups.is(value) then return sep == "." and field_names(value._shape) or { "fields" } end
  local sort = element.sort(value)
  if sort then
    local parts = sort == "article" and require("lib.collections.articles").names(value._source) or {}
    local names = sep == "." and field_names(value._shape) or method_names(element.methods[sort])
    for _, part in ipairs(parts) do names[#names + 1] = part.name end
    return names
  end
  if type(value) == "string" then return keys_of(string) end
  local mt = getmetatable(value)
  local index = type(mt) == "table" and type(mt.__index) == "table" and keys_of(mt.__index) or {}
  if type(value) ~= "table" then return index end
  local listed, own = pcall(keys_of, value, sep == ":" and is_function or nil) -- it may have a __pairs of its own
  if not listed then own = {} end
  if value == lede then own[#own + 1], own[#own + 2] = "corpus", "analyze" end
  return table.move(index, 1, #index, #own + 1, own)
end

local function globals(session, part)
  local names = {}
  for name in lede.sorted_pairs(session.offers or {}) do names[#names + 1] = name end
  if part == "" then return names end
  for _, name in ipairs(keys_of(_G)) do
    if not (session.offers or {})[name] then names[#names + 1] = name end
  end
  return table.move(KEYWORDS, 1, #KEYWORDS, #names + 1, names)
end


-- Choosing.

local function plain_prefix(part) return function(candidate) return candidate:sub(1, #part) == part end end

-- A name in a text may be known by any of its words.
local function word_prefix(part)
  local folded = lede.fold(part)
  return function(candidate)
    local name = lede.fold(candidate)
    return name:sub(1, #folded) == folded or name:find(" " .. folded, 1, true) ~= nil
  end
end

local function common(list)
  local first = list[1]
  local n = #first
  for _, other in ipairs(list) do
    while first:sub(1, n) ~= other:sub(1, n) do n = n - 1 end
  end
  while n > 0 and first:byte(n + 1) and first:byte(n + 1) & 0xC0 == 0x80 do n = n - 1 end
  return first:sub(1, n)
end

-- Columns of names, down and then across.
local function listed(list, width)
  local shown = math.min(#list, MOST_SHOWN)
  local texts = {}
  for i = 1, shown do texts[i] = style.fit(style.name(list[i]), width - 2) end
  local column = style.widest(texts, width) + 2
  local columns = math.max(width // column, 1)
  local rows = (shown + columns - 1) // columns
  local out = {}
  for row = 1, rows do
    local line = {}
    for n = row, shown, rows do line[#line + 1] = texts[n] .. style.gap(texts[n], column) end
    out[row] = table.concat(line):gsub(" +$", "")
  end
  if shown < #list then out[#out + 1] = ("… %d more"):format(#list - shown) end
  return table.concat(out, "\n") .. "\n"
end

-- The answer to Tab: of the candidates those that fit `part`. behind: what follows one that is alone.
local function answer(session, part, candidates, fits, behind)
  local list, seen = {}, {}
  for _, candidate in ipairs(candidates) do
    if not seen[candidate] and fits(candidate) then seen[candidate], list[#list + 1] = true, candidate end
  end
  if #list == 0 then return end
  if #list == 1 then return #part, list[1] .. (behind or "") end
  local more = common(list)
  if #more > #part and lede.fold(more):sub(1, #part) == lede.fold(part) then return #part, more end
  return 0, "", listed(list, session.screen.width or 80)
end


-- Strings.

local function quoted(word) return "'" .. word:gsub("'", "'\\''") .. "'" end

-- The files that begin so; folders end in a slash.
local function files(part)
  local folder, list = part:match("^(.*/)") or "", {}
  local home = os.getenv("HOME")
  local looked_in = folder:gsub("^~/", home and home .. "/" or "~/")
  local pipe = io.popen(("ls -1pA -- %s 2>/dev/null"):format(quoted(looked_in ~= "" and looked_in or ".")))
  for name in pipe and pipe:lines() or function() end do
    local hidden = name:find("^%.") and part:sub(#folder + 1, #folder + 1) ~= "."
    if not hidden then list[#list + 1] = folder .. name end
  end
  if pipe then pipe:close() end
  return list
end

local function complete_file(session, part, behind)
  local remove, insert, shown = answer(session, part, files(part), plain_prefix(part), behind)
  if insert and behind then insert = insert:gsub("/" .. behind .. "$", "/") end -- a folder may go on
  return remove, insert, shown
end

local function text_values(c, field)
  local found, values = pcall(function() return ready and c:values(field) end)
  local list = {}
  for _, value in ipairs(found and values or {}) do
    if type(value) == "string" and #value < 100 then list[#list + 1] = value end
  end
  return list
end

-- The collection whose fields or values are asked for inside the brackets that token `n` opens, and the method it is asked by.
local function asked(tokens, n)
  local steps = n and chain_to(tokens, n - 1)
  if not steps then return nil end
  local last = steps[#steps]
  if last.name and last.sep then
    local value = value_of(table.move(steps, 1, #steps - 1, 1, {}))
    if collection.is(value) then return value, last.name end
    return nil, last.name
  end
  local value = value_of(steps)
  return collection.is(value) and value or nil, last.name
end

-- The innermost bracket that is still open behind token `n`.
local function open_bracket(tokens, n)
  local depth = 0
  for i = n, 1, -1 do
    local word = tokens[i].word
    if OPENING[word] then depth = depth + 1 end
    if word:find("^[({%[]$") then
      if depth == 0 then return i end
      depth = depth - 1
    end
  end
end

-- The collection that a condition is about: q{ field = or q:where{ field = or q:where({ field =.
local function conditioned(tokens, n)
  local bracket = open_bracket(tokens, n)
  if bracket and tokens[bracket - 1] and tokens[bracket - 1].word == "(" then bracket = bracket - 1 end
  return (asked(tokens, bracket))
end

local function last_is(tokens, word, n) return tokens[#tokens - (n or 0)] and tokens[#tokens - (n or 0)].word == word end

-- Inside a string that is still open: `part` of it is typed, `tokens` stand before.
local function in_string(session, tokens, part, quote)
  if last_is(tokens, "=") and is_name(tokens[#tokens - 1]) then
    local c = conditioned(tokens, #tokens)
    return answer(session, part, c and text_values(c, tokens[#tokens - 1].word) or {}, word_prefix(part), quote)
  end
  if last_is(tokens, ",") and is_string(tokens[#tokens - 1]) and last_is(tokens, "(", 2) then
    local c = asked(tokens, #tokens - 2)
    return answer(session, part, c and text_values(c, tokens[#tokens - 1].word:sub(2, -2)) or {}, word_prefix(part), quote)
  end
  local bracket = last_is(tokens, "(") and #tokens or #tokens + 1
  local c, method = asked(tokens, bracket)
  if TAKES_FILE[method] then return complete_file(session, part, quote) end
  if c and TAKES_FIELD[method] then return answer(session, part, fields.names(collection.shape(c).set), plain_prefix(part), quote) end
  if c then
    local has = collection.shape(c).set.by_name
    local known = has.name and "name" or has.title and "id"
    return answer(session, part, known and text_values(c, known) or {}, word_prefix(part), quote)
  end
end


-- Everything.

local function in_command(session, text)
  local part = text:match("^%s*%.(%w*)$")
  if part then return answer(session, part, require("lib.repl.commands").names(), plain_prefix(part), " ") end
  local command, path = text:match("^%s*%.(%w+)%s+(.*)$")
  if command == "mode" then return answer(session, path, require("lib.repl.printer").modes, plain_prefix(path)) end
  if command == "load" or command == "open" or command == "save" then return complete_file(session, path) end
end

local function listed_tokens(text)
  local tokens = {}
  for first, last, word in source.tokens(text) do tokens[#tokens + 1] = { first = first, last = last, word = word } end
  return tokens
end

local function is_open_string(token)
  local quote = token and token.word:match("^[\"']")
  return quote and (#token.word == 1 or token.word:sub(-1) ~= quote) and quote
end

-- Names: of what stands before, of fields in a condition, of globals.
local function in_code(session, tokens, part)
  local sep = tokens[#tokens] and tokens[#tokens].word
  if sep == "." or sep == ":" then
    local value = value_of(chain_to(tokens, #tokens - 1))
    return answer(session, part, value ~= nil and members(value, sep) or {}, plain_prefix(part))
  end
  local c = (sep == "{" or sep == ",") and conditioned(tokens, #tokens)
  if c then
    local names = fields.names(collection.shape(c).set)
    names[#names + 1], names[#names + 2] = "since", "until"
    return answer(session, part, names, plain_prefix(part), " = ")
  end
  return answer(session, part, globals(session, part), plain_prefix(part))
end

--- What Tab does with the text before the cursor: how many bytes of it go, what takes their place, what is shown below. Nothing when
-- nothing is known.
function M.complete(session, text)
  ready = is_ready(session)
  if text:find("^%s*%.") then return in_command(session, text) end
  local tokens = listed_tokens(text)
  local last = tokens[#tokens]
  local quote = is_open_string(last)
  if quote then
    tokens[#tokens] = nil
    return in_string(session, tokens, last.word:sub(2), quote)
  end
  local part = text:match("[%a_][%w_]*$") or ""
  if part ~= "" then tokens[#tokens] = nil end
  return in_code(session, tokens, part)
end

return M
