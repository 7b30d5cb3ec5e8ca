--- What is typed at the prompt, as Lua: whether it is whole, and as a function that can be called.
-- An expression gives its value; a `local` outside of any block lives as long as the session, as it would until the end of a
-- script. Knows nothing of what the code does.

local M = {}

local OPENS = { ["function"] = true, ["do"] = true, ["then"] = true, ["repeat"] = true, ["{"] = true, ["("] = true, ["["] = true }
local CLOSES = { ["end"] = true, ["until"] = true, ["}"] = true, [")"] = true, ["]"] = true, ["elseif"] = true }


-- Tokens: enough of them to tell names and blocks from what stands in strings and comments.

-- Behind a long bracket that opens at `at`; nil when there is none.
local function behind_long(text, at)
  local level = text:match("^%[(=*)%[", at)
  if not level then return nil end
  local _, last = text:find("]" .. level .. "]", at, true)
  return (last or #text) + 1
end

local function behind_string(text, at)
  local quote = text:sub(at, at)
  local i = at + 1
  while i <= #text do
    local c = text:sub(i, i)
    if c == quote then return i + 1 end
    i = i + (c == "\\" and 2 or 1)
  end
  return i
end

local function behind_comment(text, at)
  return behind_long(text, at + 2) or (text:find("\n", at, true) or #text) + 1
end

--- Iterates over the tokens of some Lua: first byte, last byte, the token. Comments and white space are left out.
function M.tokens(text)
  local at = 1
  return function()
    while true do
      at = text:find("%S", at)
      if not at then return nil end
      local first = at
      if text:find("^%-%-", at) then
        at = behind_comment(text, at)
      else
        local c = text:sub(at, at)
        at = (c == '"' or c == "'") and behind_string(text, at) or behind_long(text, at)
          or (text:match("^[%a_][%w_]*()", at) or text:match("^%d[%w.]*()", at) or at + 1)
        return first, at - 1, text:sub(first, at - 1)
      end
    end
  end
end


-- Locals.

-- What a `local` declares, from the token behind it: the last byte of its names, whether it is a function, whether a value
-- follows, and where its attributes are. nil where <close> or anything unusual stands: it is left as it is.
local function declared(tokens, n)
  if tokens[n] and tokens[n].word == "function" then return { is_function = true } end
  local found = { attributes = {} }
  while tokens[n] and tokens[n].word:find("^[%a_]") do
    found.last = tokens[n].last
    n = n + 1
    if tokens[n] and tokens[n].word == "<" then
      if not tokens[n + 2] or tokens[n + 1].word == "close" or tokens[n + 2].word ~= ">" then return nil end
      found.attributes[#found.attributes + 1] = { tokens[n].first, tokens[n + 2].last }
      found.last = tokens[n + 2].last
      n = n + 3
    end
    if not tokens[n] or tokens[n].word ~= "," then
      found.has_value = tokens[n] ~= nil and tokens[n].word == "="
      return found
    end
    n = n + 1
  end
end

local function listed(text)
  local tokens = {}
  for first, last, word in M.tokens(text) do tokens[#tokens + 1] = { first = first, last = last, word = word } end
  return tokens
end

-- The changes that make locals globals, as { first, last, with }; all but the last kind keep every column where it is.
local function changes(tokens)
  local list, depth = {}, 0
  for n, token in ipairs(tokens) do
    if CLOSES[token.word] then depth = depth - 1 end
    if OPENS[token.word] then depth = depth + 1 end
    local found = token.word == "local" and depth == 0 and declared(tokens, n + 1)
    if found then
      list[#list + 1] = { token.first, token.last, "     " }
      for _, span in ipairs(found.attributes or {}) do
        list[#list + 1] = { span[1], span[2], (" "):rep(span[2] - span[1] + 1) }
      end
      if not found.is_function and not found.has_value then list[#list + 1] = { found.last + 1, found.last, " = nil" } end
    end
  end
  return list
end

--- The same code with the locals outside of any block as globals.
function M.kept(text)
  local list = changes(listed(text))
  for i = #list, 1, -1 do
    local first, last, with = table.unpack(list[i])
    text = text:sub(1, first - 1) .. with .. text:sub(last + 1)
  end
  return text
end


-- Compiling.

-- A string in quotes ends in its row, and a name behind a colon is a slip more often than a call that goes on.
local HOPELESS = { "unfinished string near", "function arguments expected" }

local function ends_early(message)
  for _, part in ipairs(HOPELESS) do
    if message:find(part, 1, true) then return false end
  end
  return message:find("<eof>$") ~= nil
end

-- As an argument and not behind `return`: what is called there would take the place of this function, and be said to be
-- called from nowhere. In one row with it, which is where errors are said to be, unless a comment would hide the bracket.
local function expression_of(text, name)
  return load("return (...)(" .. text .. ")", "=" .. name, "t") or load("return (...)(" .. text .. "\n)", "=" .. name, "t")
end

--- A function of the code that returns its values in table.pack, and whether it is an expression; nil, the message, and whether
-- more of it could mend it. `name` is what Lua calls it in messages.
function M.compile(text, name)
  local expression, first = load("return " .. text, "=" .. name, "t")
  local packed = expression and expression_of(text, name)
  if packed then return function() return packed(table.pack) end, true end
  local statement, second = load(M.kept(text), "=" .. name, "t")
  if statement then return function() return table.pack(statement()) end, false end
  local plain, third = load(text, "=" .. name, "t") -- its message has the user's own words
  if plain then third = second end
  local is_cut = ends_early(first) -- “1 +”: what is wrong is its end
  return nil, is_cut and not ends_early(third) and first or third, is_cut or ends_early(third)
end

--- What a question such as `quotes?` or `quotes[1]??` is about, and its marks; nil for anything else.
function M.question(text)
  local about, marks = text:match("^%s*([^\n]-)%s*(%?%??)%s*$")
  if about and about ~= "" and load("return " .. about, "=?", "t") then return about, marks end
end

--- Whether Enter ends it: it can be compiled, or no more of it would help, or, where somebody types, two empty rows say that
-- nothing follows.
function M.whole(text, is_typed)
  if text:find("^%s*%.%a") or M.question(text) or is_typed and text:find("\n%s*\n%s*$") then return true end
  local compiled, _, unfinished = M.compile(text, "prompt")
  return compiled ~= nil or not unfinished
end

return M
