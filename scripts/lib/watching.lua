--- What a watcher says of itself, for lede status, lede retry and lede follow: DESK/status.json; and what is new in a desk.

local M = {}

local STEP = 200 -- rows at a time

--- The state of the watcher at work on a desk, as core/app/watch_status.c writes it; nil when there is none.
function M.state(desk)
  local info = desk:info()
  if not info.watched then return nil end
  local file = io.open(info.folder .. "/status.json")
  local state = file and lede.from_json(file:read("a"))
  if file then file:close() end
  return state and state.pid == info.pid and state or { pid = info.pid }
end

-- A path as JSON; bytes that are not UTF-8 in hex.
local function path_json(path)
  if utf8.len(path) then return lede.to_json(path) end
  return lede.to_json { path_bytes = path:gsub(".", function(c) return ("%02x"):format(c:byte()) end) }
end

--- Leaves a request with the watcher, now or when there is one, to analyse these paths of the inbox again. nil and a message
-- when it can't be left.
function M.request(desk, paths)
  local name = ("%s/retry/%d-%08x"):format(desk:info().folder, os.time(), math.random(0, 0xffffffff))
  local lines = {}
  for i, path in ipairs(paths) do lines[i] = path_json(path) .. "\n" end
  local file, message = io.open(name .. ".tmp", "wb")
  if not file then return nil, message end
  local written, why = file:write(table.concat(lines))
  local closed, later = file:close()
  if not (written and closed) then
    os.remove(name .. ".tmp")
    return nil, why or later
  end
  return os.rename(name .. ".tmp", name .. ".jsonl")
end

-- What stands for a record where there is none, as lede run has it.
local function failure_json(row)
  local path = utf8.len(row.path) and row.path or nil
  local rest = lede.to_json {
    doc = { id = path, path = path }, error = { code = row.code, where = row.where, message = row.message },
  }
  return '{"lede":1,' .. rest:sub(2)
end

--- What was committed after a change: a list of { change =, doc =, path =, outcome =, json = } in the order of the commits, at
-- most some hundred; and the last change among them.
function M.since(desk, change)
  local list = {}
  for row in desk:rows([[
    SELECT d.id AS doc, d.change, d.path, d.outcome, r.record AS json, f.code, f."where", f.message
    FROM documents d LEFT JOIN records r ON r.doc = d.id LEFT JOIN failures f ON f.doc = d.id
    WHERE d.change > ? ORDER BY d.change LIMIT ?]], change, STEP) do
    row.json = row.json or failure_json(row)
    list[#list + 1] = row
  end
  return list, list[1] and list[#list].change or change
end

return M
