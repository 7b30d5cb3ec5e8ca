--- What Tab does: finds what the text before the cursor may go on with.
-- Knows names, fields, methods, layers, values of fields (who speaks, who is named), documents, dot commands and file names.
-- Looks things up, but calls nothing of the user's.

local chain = require "lib.repl.chain"
local collection = require "lib.collections.collection"
local element = require "lib.collections.element"
local fields = require "lib.collections.fields"
local groups = require "lib.collections.groups"
local style = require "lib.style"

local M = {}

local MOST_SHOWN = 60
local KEYWORDS = { "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local",
  "nil", "not", "or", "repeat", "return", "then", "true", "until", "while" }

-- Methods whose arguments are names of fields.
local TAKES_FIELD = { by = true, sort = true, values = true, count = true, where = true, top = true }
local TAKES_FILE = { open = true, lines = true, dofile = true, loadfile = true, corpus = true, export = true }


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


-- Choosing. `at` is where the cursor is: { session, tokens (those before it), ready (elements can be looked at without waiting
-- for articles to be analysed) }.

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
local function answer(at, part, candidates, fits, behind)
  local list, seen = {}, {}
  for _, candidate in ipairs(candidates) do
    if not seen[candidate] and fits(candidate) then seen[candidate], list[#list + 1] = true, candidate end
  end
  if #list == 0 then return end
  if #list == 1 then return #part, list[1] .. (behind or "") end
  local more = common(list)
  if #more > #part and lede.fold(more):sub(1, #part) == lede.fold(part) then return #part, more end
  return 0, "", listed(list, at.session.screen.width or 80)
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

local function complete_file(at, part, behind)
  local remove, insert, shown = answer(at, part, files(part), plain_prefix(part), behind)
  if insert and behind then insert = insert:gsub("/" .. behind .. "$", "/") end -- a folder may go on
  return remove, insert, shown
end

local function text_values(at, c, field)
  local found, values = pcall(function() return at.ready and c:values(field) end)
  local list = {}
  for _, value in ipairs(found and values or {}) do
    if type(value) == "string" and #value < 100 then list[#list + 1] = value end
  end
  return list
end

-- The collection whose fields or values are asked for inside the bracket at token `n`, and the method it is asked by.
local function asked(at, n)
  local steps = n and chain.to(at.tokens, n - 1)
  if not steps then return nil end
  local last = steps[#steps]
  if last.sep then steps[#steps] = nil end
  local value = chain.value(steps, at.ready)
  return collection.is(value) and value or nil, last.name
end

-- The collection that a condition is about: q{ field = or q:where{ field = or q:where({ field =.
local function conditioned(at)
  local bracket = chain.open_bracket(at.tokens, #at.tokens)
  if bracket and at.tokens[bracket - 1] and at.tokens[bracket - 1].word == "(" then bracket = bracket - 1 end
  return (asked(at, bracket))
end

-- The token `n` before the cursor, 0 being the last.
local function before(at, n) return at.tokens[#at.tokens - n] end

local function is(at, n, word) return before(at, n) ~= nil and before(at, n).word == word end

local function values_of(at, c, field, part, quote)
  return answer(at, part, c and text_values(at, c, field) or {}, word_prefix(part), quote)
end

-- f"…" and f("…": files, fields, or what a collection is known by.
local function in_argument(at, part, quote)
  local c, method = asked(at, is(at, 0, "(") and #at.tokens or #at.tokens + 1)
  if TAKES_FILE[method] then return complete_file(at, part, quote) end
  if not c then return end
  local set = collection.shape(c).set
  if TAKES_FIELD[method] then return answer(at, part, fields.names(set), plain_prefix(part), quote) end
  return values_of(at, c, set.by_name.name and "name" or set.by_name.title and "id", part, quote)
end

-- Inside a string that is still open: `part` of it is typed.
local function in_string(at, part, quote)
  if is(at, 0, "=") and chain.is_name(before(at, 1)) then
    return values_of(at, conditioned(at), before(at, 1).word, part, quote)
  end
  if is(at, 0, ",") and chain.is_string(before(at, 1)) and is(at, 2, "(") then
    return values_of(at, (asked(at, #at.tokens - 2)), before(at, 1).word:sub(2, -2), part, quote)
  end
  return in_argument(at, part, quote)
end


-- Everything.

local function in_command(at, text)
  local part = text:match("^%s*%.(%w*)$")
  if part then return answer(at, part, require("lib.repl.commands").names(), plain_prefix(part), " ") end
  local command, path = text:match("^%s*%.(%w+)%s+(.*)$")
  if command == "mode" then return answer(at, path, require("lib.repl.printer").modes, plain_prefix(path)) end
  if command == "load" or command == "open" or command == "save" then return complete_file(at, path) end
end

local function is_open_string(token)
  local quote = token and token.word:match("^[\"']")
  return quote and (#token.word == 1 or token.word:sub(-1) ~= quote) and quote
end

-- Names: of what stands before, of fields in a condition, of globals.
local function in_code(at, part)
  local last = before(at, 0)
  local sep = last and last.word
  if sep == "." or sep == ":" then
    local value = chain.value(chain.to(at.tokens, #at.tokens - 1), at.ready)
    return answer(at, part, value ~= nil and members(value, sep) or {}, plain_prefix(part))
  end
  local c = (sep == "{" or sep == ",") and conditioned(at)
  if c then
    local names = fields.names(collection.shape(c).set)
    names[#names + 1], names[#names + 2] = "since", "until"
    return answer(at, part, names, plain_prefix(part), " = ")
  end
  return answer(at, part, globals(at.session, part), plain_prefix(part))
end

local function is_ready(session)
  local from = session.corpus and session.corpus._source
  return from ~= nil and (not from.load or from.loaded)
end

--- What Tab does with the text before the cursor: how many bytes of it go, what takes their place, what is shown below.
-- Nothing when nothing is known.
function M.complete(session, text)
  local at = { session = session, tokens = chain.tokens(text), ready = is_ready(session) }
  if text:find("^%s*%.") then return in_command(at, text) end
  local last = before(at, 0)
  local quote = is_open_string(last)
  local part = quote and last.word:sub(2) or text:match("[%a_][%w_]*$") or ""
  if quote or part ~= "" then at.tokens[#at.tokens] = nil end
  if quote then return in_string(at, part, quote) end
  return in_code(at, part)
end

return M
