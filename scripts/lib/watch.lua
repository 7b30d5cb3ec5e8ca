--- lede.watch(inbox, options): the drop folder for scripts: `lede watch` in a process of its own, and its records as they are
-- committed.

local watching = require "lib.watching"

local M = {}

local LOOK = 1 -- seconds: how long a line is waited for before the desk is looked at all the same

-- Options as `lede watch` has them on the command line; true is an option without a value.
local function words_of(inbox, options)
  local words = { "watch", "--log-format", "json", inbox, "-o", options.desk }
  for name, value in lede.sorted_pairs(options) do
    local option = "--" .. name:gsub("_", "-")
    local list = type(value) == "table" and value or { value }
    if name == "plugins" then list = { table.concat(list, ",") } end
    for _, item in ipairs(name ~= "desk" and name ~= "from_start" and list or {}) do
      if item == true then
        words[#words + 1] = option
      elseif item then
        words[#words + 1] = option .. "=" .. tostring(item)
      end
    end
  end
  return words
end

local function record_of(desk, row)
  if row.outcome == "failed" then return lede.from_json(row.json) end
  return assert(desk:record(row.doc))
end

-- The number of the last commit before the watcher began.
local function last_change(folder)
  local desk = lede.desk(folder)
  return desk and desk:counts().change or 0
end

-- How a watcher ended that was not asked to.
local function check_end(child)
  local status = child:close()
  if status > 1 then error(("lede watch ended with status %d; what it said is on standard error"):format(status), 0) end
end

--- Watches a folder and gives each record once it is committed: `for record in lede.watch(inbox, options) do`. options.desk is
-- the desk's folder; with from_start, records that are in it already come first; all others are those of `lede watch`, with _
-- for -: { recursive = true, plugins = { "quotes" }, once = true }. A document that failed is a record with `error` instead of
-- layers. Leaving the loop stops the watcher, which finishes what it has in work. Raises when the watcher can't go on.
function M.watch(inbox, options)
  if type(inbox) ~= "string" then error("lede.watch(inbox, options): inbox is the path of a folder", 2) end
  if type(options) ~= "table" or type(options.desk) ~= "string" then
    error("lede.watch(inbox, { desk = FOLDER, … }): it wants a desk", 2)
  end
  local change = options.from_start and 0 or last_change(options.desk)
  local child = lede.start(words_of(inbox, options))
  local desk, rows, at, ended = nil, {}, 1, false
  local function fetch()
    desk = desk or lede.desk(options.desk)
    if not desk then return false end
    rows, change = watching.since(desk, change)
    at = 1
    return rows[1] ~= nil
  end
  -- A line says that something was committed; after the last, the desk is looked at once more.
  local function next_record()
    while not rows[at] and not fetch() do
      if ended then return check_end(child) end
      local line, why = child:line(LOOK)
      ended = not line and why == "end"
    end
    at = at + 1
    return record_of(desk, rows[at - 1])
  end
  return next_record, nil, nil, child
end

return M
