-- Options stand in two places: the commands written in C take them, scripts/lib/help.lua describes them. Each must know what
-- the other does.

local help = require "lib.help"

-- The names in the tables of lede__option of a C file.
local function taken(...)
  local names = {}
  for _, path in ipairs { ... } do
    local source = assert(io.open(path)):read("a")
    for list in source:gmatch("lede__option [%w_]+%[[%w_]*%] = (%b{})") do
      for name in list:gmatch('{"([%w%-]+)", ') do names[name] = true end
    end
  end
  names.help = nil
  return names
end

local function described(command)
  local names = {}
  for _, option in ipairs(help.find(command).options) do names[option.long] = true end
  return names
end

describe("options", function()
  local analysis = "core/app/analysis.c"
  local sources = {
    run = { analysis, "core/app/run.c" },
    pipe = { analysis, "core/app/pipe.c" },
    watch = { analysis, "core/app/watch.c" },
    wc = { "core/app/wc.c" },
    repl = { "core/app/repl.c" },
  }
  for command, files in lede.sorted_pairs(sources) do
    it("of " .. command .. " are all described, and all that is described is taken", function()
      local c, lua = taken(table.unpack(files)), described(command)
      assert.is_truthy(next(c))
      assert.same(c, lua)
    end)
  end
end)
