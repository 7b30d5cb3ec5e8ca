--- lede retry DESK [NAME…]: has documents analysed again: those that failed, or those named.
-- Leaves a request in the desk, which a watcher takes up at once, or the next one when it starts.

local watching = require "lib.watching"

local _, operands = lede.arguments "retry"

local function fail(status, message, ...)
  io.stderr:write("lede: retry: ", lede.visible(message:format(...)), "\n")
  os.exit(status)
end

local folder = table.remove(operands, 1)
local desk, message = lede.desk(folder)
if not desk then fail(3, "%s", message) end

local function paths_of(sql, ...)
  local list = {}
  for row in desk:rows(sql, ...) do list[#list + 1] = row.path end
  return list
end

-- A name is a path in the inbox; or the end of one, when only one ends so.
local function find(name)
  local exact = paths_of("SELECT path FROM documents WHERE path = ?", name)
  if exact[1] then return exact[1] end
  local tails = {}
  for _, path in ipairs(paths_of("SELECT path FROM documents")) do
    if path:sub(-#name - 1) == "/" .. name then tails[#tails + 1] = path end
  end
  if #tails == 1 then return tails[1] end
  if tails[2] then fail(2, "%s could be %s", name, table.concat(tails, ", ")) end
  local near = lede.nearest(name, paths_of("SELECT path FROM documents ORDER BY change DESC LIMIT 10000"))
  fail(2, "the desk knows no document %s%s", name, near and "; did you mean " .. near .. "?" or "")
end

local paths = {}
for i, name in ipairs(operands) do paths[i] = find(name) end
if not operands[1] then paths = paths_of("SELECT path FROM documents WHERE outcome <> 'done' ORDER BY path") end
if not paths[1] then
  print("nothing has failed")
  os.exit(0, true)
end

local left, why = watching.request(desk, paths)
if not left then fail(3, "%s", why) end
print(("%d document%s will be analysed again%s"):format(#paths, #paths == 1 and "" or "s",
  desk:info().watched and "" or " when lede watch runs"))
os.exit(0, true)
