--- Keeps many strings: in memory as long as they are few, then in a temporary file that goes away with the program.

local M = {}

local MOST_IN_MEMORY = 64 << 20 -- bytes

local Shelf = {}
Shelf.__index = Shelf

function M.new() return setmetatable({ strings = {}, bytes = 0 }, Shelf) end

-- A string in the file is known by where it begins and how long it is.
local LENGTH_BITS = 32

local function write(self, s)
  local at = self.size
  assert(self.file:seek("set", at))
  local done, message = self.file:write(s)
  if not done then error("the temporary folder is full, or can't be written to: " .. message, 0) end
  self.size = at + #s
  return -(at << LENGTH_BITS | #s) - 1
end

local function move_to_file(self)
  self.file, self.size = assert(io.tmpfile()), 0
  self.file:setvbuf("full", 1 << 16)
  for key, s in ipairs(self.strings) do self.strings[key] = write(self, s) end
end

--- Keeps a string; returns what it is got back by.
function Shelf:put(s)
  self.bytes = self.bytes + #s
  if not self.file and self.bytes > MOST_IN_MEMORY then move_to_file(self) end
  if self.file then return write(self, s) end
  self.strings[#self.strings + 1] = s
  return #self.strings
end

function Shelf:get(key)
  if key > 0 then
    local s = self.strings[key]
    if type(s) == "string" then return s end
    key = s
  end
  local place = -(key + 1)
  local length = place & (1 << LENGTH_BITS) - 1
  if length == 0 then return "" end
  assert(self.file:seek("set", place >> LENGTH_BITS))
  return assert(self.file:read(length))
end

return M
