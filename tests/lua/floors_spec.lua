-- The house has floors: a file includes headers of its own floor or of lower ones, so that each room can be understood
-- without those above it. And one file each knows a library, so that it can be replaced there.

local FLOORS = {
  base = 0, text = 1, doc = 2, input = 2, match = 3, store = 3, lua = 4, watch = 4, plugin = 5, flow = 6, script = 7, session = 7,
  app = 8,
}

-- Which files may include a library's header; a pattern of their paths.
local KEEPERS = {
  ["utf8proc.h"] = "^core/text/chars%.c$",
  ["zlib.h"] = "^core/input/gz%.[ch]$",
  ["sha2.h"] = "^core/base/hash%.c$",
  ["seccomp.h"] = "^core/flow/confine%.c$",
  ["sqlite3.h"] = "^core/store/[%a_]+%.[ch]$",
  ["histedit.h"] = "^core/app/line%.c$",
  ["linux/landlock.h"] = "^core/flow/confine%.c$",
}

-- lua.h is known to core/lua and the rooms above it that hand values to Lua, never below.
local LUA_HEADERS = { ["lua.h"] = true, ["lauxlib.h"] = true, ["lualib.h"] = true }

local function sources()
  local list = {}
  for path in io.popen("ls core/*/*.[ch]"):lines() do list[#list + 1] = path end
  return list
end

local function includes(path)
  local list = {}
  for line in io.lines(path) do
    local name = line:match('^%s*#include%s*[<"]([^>"]+)[>"]')
    if name then list[#list + 1] = name end
  end
  return list
end

describe("the floors", function()
  for _, path in ipairs(sources()) do
    local room = path:match("^core/(%a+)/")

    it("hold for " .. path, function()
      assert.is_number(FLOORS[room], "a room without a floor: " .. room)
      for _, name in ipairs(includes(path)) do
        local other = FLOORS[name:match("^(%a+)/")]
        if other then assert(other <= FLOORS[room], path .. " includes " .. name .. " of a higher floor") end
        if KEEPERS[name] then assert(path:match(KEEPERS[name]), path .. " includes " .. name .. ", which another file keeps") end
        if LUA_HEADERS[name] then assert(FLOORS[room] >= FLOORS.lua, path .. " includes " .. name .. " below core/lua") end
      end
    end)
  end
end)
