--- A session as a script: `.save`. What was an expression is printed, what was a statement stands as it was typed.

local source = require "lib.repl.source"

local M = {}

local function quoted_list(paths)
  local list = {}
  for i, path in ipairs(paths) do list[i] = ("%q"):format(path) end
  return #list == 1 and list[1] or "{ " .. table.concat(list, ", ") .. " }"
end

local function option_text(value)
  if type(value) == "table" then return #value == 0 and "{}" or "{ " .. table.concat(value, ", ") .. " }" end
  if type(value) == "number" then return tostring(math.tointeger(value) or value) end
  return ("%q"):format(value)
end

local function options_text(options)
  local list = {}
  for name, value in lede.sorted_pairs(options) do
    local of = value
    if type(value) == "table" then
      of = {}
      for i, word in ipairs(value) do of[i] = ("%q"):format(word) end
    end
    list[#list + 1] = name .. " = " .. option_text(of)
  end
  return list[1] and ", { " .. table.concat(list, ", ") .. " }" or ""
end

-- The names of the corpus that the lines use, sorted.
local function used(session)
  local seen, names = {}, {}
  for _, line in ipairs(session.kept) do
    for _, _, word in source.tokens(line.text) do
      if session.offers[word] and word ~= "corpus" and not seen[word] then
        seen[word], names[#names + 1] = true, word
      end
    end
  end
  table.sort(names)
  return names
end

local function of_corpus(name)
  if name == "compare" then return "function compare(...) return corpus.quotes:compare(...) end" end
  return ("%s = corpus.%s"):format(name, name)
end

--- The text of the script.
function M.text(session)
  local out = { "#!/usr/bin/env lede", "-- Saved from lede repl." }
  if session.paths[1] then
    out[#out + 1] = ("corpus = lede.corpus(%s%s)"):format(quoted_list(session.paths), options_text(session.options))
    for _, name in ipairs(used(session)) do out[#out + 1] = of_corpus(name) end
  end
  out[#out + 1] = ""
  for _, line in ipairs(session.kept) do
    local behind = line.text:find("--", 1, true) and "\n)" or ")" -- a comment would hide it
    out[#out + 1] = line.is_expression and "print(" .. line.text .. behind or line.text
  end
  return table.concat(out, "\n") .. "\n"
end

--- Writes it; whether that went well.
function M.save(session, path)
  local file, message = io.open(path, "w")
  if file then
    local written, why = file:write(M.text(session))
    local closed, late = file:close()
    message = not written and why or not closed and late or nil
  end
  if message then
    session:complain { message = "can't write the script: " .. message }
    return false
  end
  io.write(("%d lines in %s; lede %s runs them\n"):format(#session.kept, lede.visible(path), lede.visible(path)))
  return true
end

return M
