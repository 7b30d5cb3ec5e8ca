--- Plain Lua values as short readable text: keys sorted, depth, length and cycles bounded.
-- Collections and their elements describe themselves; this is for everything else. Knows nothing of the prompt.

local style = require "lib.style"

local M = {}

local MOST = { items = 20, depth = 3, text = 400 }
local NAME = "^[%a_][%w_]*$"
local RESERVED = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat return then true
  until while]]):gmatch("%a+") do
  RESERVED[word] = true
end

local function quoted(s)
  local cut = #s > MOST.text and s:sub(1, utf8.offset(s, 0, MOST.text + 1) - 1) or s
  local text = cut:gsub('[\\"]', "\\%0"):gsub("\n", "\\n"):gsub("\t", "\\t"):gsub("\r", "\\r")
  text = '"' .. lede.visible(text) .. '"'
  if cut == s then return text end
  return text .. " … " .. style.count(#s - #cut, "more byte")
end

local function described(f)
  local info = debug.getinfo(f, "S")
  if info.what == "C" then return "function (in C)" end
  return ("function (%s:%d)"):format(lede.visible(info.short_src), info.linedefined)
end

local function opaque(value)
  local mt = getmetatable(value)
  if type(mt) == "table" and (mt.__tostring or mt.__name) then return style.words(tostring(value)) end
  return type(value)
end

local function key_text(key, value)
  if type(key) == "string" and key:find(NAME) and not RESERVED[key] then return key .. " = " end
  return "[" .. value(key) .. "] = "
end

-- The keys after the list part: strings first, sorted; then the others as they come.
local function other_keys(t, length)
  local names, others = {}, {}
  for key in next, t do
    if math.type(key) ~= "integer" or key < 1 or key > length then
      local list = type(key) == "string" and names or others
      list[#list + 1] = key
    end
  end
  table.sort(names)
  return table.move(others, 1, #others, #names + 1, names)
end

local render

-- The items of a table as text, and how many were left out.
local function items(t, depth, path)
  local out, length = {}, rawlen(t)
  local keys = other_keys(t, length)
  local function add(text) out[#out + 1] = text end
  for i = 1, math.min(length, MOST.items) do add(render(rawget(t, i), depth + 1, path)) end
  local room = MOST.items - #out
  for i = 1, math.min(#keys, room) do
    add(key_text(keys[i], function(k) return render(k, depth + 1, path) end) .. render(rawget(t, keys[i]), depth + 1, path))
  end
  return out, math.max(length - MOST.items, 0) + math.max(#keys - room, 0)
end

local function table_text(t, depth, path, width)
  if path[t] then return "{ itself }" end
  if next(t) == nil then return "{}" end
  if depth >= MOST.depth then return "{ … }" end
  path[t] = true
  local list, left = items(t, depth, path)
  path[t] = nil
  if left > 0 then list[#list + 1] = "… " .. style.count(left, "more", "more") end
  local line = "{ " .. table.concat(list, ", ") .. " }"
  local indent = ("  "):rep(depth + 1)
  if not line:find("\n", 1, true) and lede.width(line) + 2 * depth <= width then return line end
  return "{\n" .. indent .. table.concat(list, ",\n" .. indent) .. "\n" .. ("  "):rep(depth) .. "}"
end

function render(value, depth, path)
  if type(value) == "string" then return quoted(value) end
  if type(value) == "function" then return described(value) end
  if type(value) == "userdata" or type(value) == "thread" then return opaque(value) end
  if type(value) ~= "table" then return tostring(value) end
  local mt = getmetatable(value)
  if depth > 0 and type(mt) == "table" and mt.__tostring then return mt.__name or "object" end
  return table_text(value, depth, path, path.width)
end

--- The text of a value, in as many lines as it takes, each as long as `width` (100) columns where that is possible.
function M.text(value, width)
  return render(value, 0, { width = width or 100 })
end

return M
