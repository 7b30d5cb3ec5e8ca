--- Files of records, as `lede run --format jsonl` writes them: what stands in them need not be found again.

local M = {}

-- Whether the first line is a record with its marks.
local function is_records(path)
  if not path:find("%.jsonl$") and not path:find("%.ndjson$") then return false end
  local file = io.open(path, "rb")
  local line = file and file:read("L")
  if file then file:close() end
  return line ~= nil and line:find('^{"lede":') ~= nil and line:find('"layers":{', 1, true) ~= nil
end

local function is_record(line)
  return line:find("%S") ~= nil and line:find('^{"lede":%d+,"recipe":"%x*","finding":') == nil
end

-- Iterates over the records in some files, and where each stands.
local function lines_of(paths)
  return coroutine.wrap(function()
    for _, path in ipairs(paths) do
      local number = 0
      for line in io.lines(path) do
        number = number + 1
        if is_record(line) then coroutine.yield(line, path .. ":" .. number) end
      end
    end
  end)
end

--- Splits paths into those to be analysed and, as a function that gives line after line, records to be taken as they
-- are. Where plugins are named, everything is analysed.
---@return string[] paths, (fun(): string|nil)|nil records
function M.split(paths, options)
  local plain, records = {}, {}
  for _, path in ipairs(type(paths) == "string" and { paths } or paths) do
    local list = not (options and options.plugins) and is_records(path) and records or plain
    list[#list + 1] = path
  end
  return plain, records[1] and lines_of(records)
end

return M
