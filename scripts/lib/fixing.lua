--- Lines of fixes.jsonl: what `lede fix` and mark:fix{ … } write, and how it is tried out before it is kept.
-- What may be corrected, and to what, is for the host to say: it reads the lines as it would later. Knows nothing of
-- command lines.
--
-- A change: { layer, fields = { { name, value }, … }, or delete = true, or add = true with fields; note }.

local M = {}

-- What is typed is a string; what the attribute is not of type string wants to be read as JSON.
local function typed(value, type_name)
  if type(value) ~= "string" then return value or nil end
  local base, list = (type_name or "string"):match("^(%a+)(%[?%]?)")
  if value == "" then return nil end
  if list == "[]" or base == "span" or base == "integer" or base == "number" or base == "boolean" then
    local parsed = lede.from_json(value)
    if parsed ~= nil then return parsed end
  end
  return value
end

--- A value as JSON; an empty one takes the attribute away.
local function json_of(value, type_name)
  local value_typed = typed(value, type_name)
  return value_typed == nil and "null" or lede.to_json(value_typed)
end

-- In a mark offsets count as Lua's do; in fixes, as in records that are written.
local function head_of(change, id, text, mark)
  local json = lede.to_json
  return ('{"doc":%s,"layer":%s,"start":%d,"end":%d,"text":%s'):format(json(id), json(change.layer), mark.first - 1, mark.last,
    json(text:sub(mark.first, mark.last)))
end

local function tail_of(change)
  local who = os.getenv("USER") or os.getenv("LOGNAME") or "unknown"
  local note = change.note and ',"note":' .. lede.to_json(change.note) or ""
  return ('%s,"who":%s,"when":"%s"}\n'):format(note, lede.to_json(who), os.date("!%Y-%m-%dT%H:%M:%SZ"))
end

-- Whether another mark of the layer has the same place, so that the fix must name the kind.
local function shares_place(marks, mark)
  for _, other in ipairs(marks) do
    if other.first == mark.first and other.last == mark.last and other.kind ~= mark.kind then return true end
  end
end

local function added(change, types)
  local fields = {}
  for n, field in ipairs(change.fields) do fields[n] = lede.to_json(field[1]) .. ":" .. json_of(field[2], types[field[1]]) end
  return ',"add":{' .. table.concat(fields, ",") .. "}"
end

--- The lines for one mark. `id` and `text`: the document's; `marks`: all of the layer; `types`: attribute -> type,
-- as declared.
---@return string[]
function M.lines(change, id, text, mark, marks, types)
  local head, tail = head_of(change, id, text, mark), tail_of(change)
  if change.add then return { head .. added(change, types) .. tail } end
  if shares_place(marks, mark) then head = head .. ',"kind":' .. lede.to_json(mark.kind) end
  if change.delete then return { head .. ',"delete":true' .. tail } end
  local lines, kind = {}, nil
  for _, field in ipairs(change.fields) do -- the kind last: the others may be found by it
    local line = ('%s,"field":%s,"value":%s%s'):format(head, lede.to_json(field[1]), json_of(field[2], types[field[1]]), tail)
    if field[1] == "kind" then kind = line else lines[#lines + 1] = line end
  end
  lines[#lines + 1] = kind
  return lines
end

--- Puts a change on a mark, and on another table of the same mark that somebody holds (or nil).
function M.apply(change, mark, in_hand)
  for _, each in ipairs { mark, in_hand ~= mark and in_hand or nil } do
    each.rule, each.deleted = "fix", change.delete
    for _, field in ipairs(change.fields) do
      each[field[1]] = field[2] or nil
      each[field[1] .. "_first"], each[field[1] .. "_last"] = nil, nil
    end
  end
end

local function read(path)
  local file = io.open(path, "rb")
  local bytes = file and file:read("a") or ""
  if file then file:close() end
  return bytes
end

--- Tries lines out on top of those in the file at `path`: calls open(file with all of them), which raises when the
-- host refuses them. Returns what it returns; nil and what the host says.
function M.try(lines, path, open)
  local name = os.tmpname()
  local file = assert(io.open(name, "wb"))
  file:write(read(path), "\n", table.concat(lines))
  file:close()
  local ok, result = pcall(open, name)
  os.remove(name)
  if ok then return result end
  return nil, (tostring(result):gsub("^.*:%d+: ", ""))
end

return M
