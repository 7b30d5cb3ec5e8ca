--- lede follow DESK: prints each record as it is committed, as JSON Lines, until it is stopped.
-- A line is the record with one more field behind "lede": "change", the number of its commit, for --since.

local watching = require "lib.watching"

local PAUSE = 0.1 -- seconds

local options, operands = lede.arguments "follow"
local desk, message = lede.desk(operands[1])
if not desk then
  io.stderr:write("lede: follow: ", lede.visible(message), "\n")
  os.exit(3)
end

-- The reader has seen enough, as head has: that is no misfortune.
local function put(row)
  local head, rest = row.json:match('^({"lede":%d+,)(.*)$')
  if not io.write(head, '"change":', row.change, ",", rest, "\n") then os.exit(0) end
end

local change = options.since or options.from_start and 0 or desk:counts().change
io.stdout:setvbuf("full")
repeat
  local list
  list, change = watching.since(desk, change)
  for _, row in ipairs(list) do put(row) end
  if not list[1] then
    if not io.stdout:flush() then os.exit(0) end
    if options.no_wait or not lede.sleep(PAUSE) then break end
  end
until false
os.exit(0, true)
