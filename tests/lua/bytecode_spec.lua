-- Row 25: bytecode can crash the Lua that runs it, so a plugin can load source only. 20,000 chunks, each with bytes changed at
-- random: all are refused, or are no Lua.

local MUTANTS, SEED = 20000, 25

local PLUGIN = [[
local bytes, refused, run = lede.data("mutants.bin"), 0, 0
local at = 1
while at <= #bytes do
  local chunk
  chunk, at = string.unpack("<s4", bytes, at)
  local f = load(chunk)
  if f then run = run + 1 else refused = refused + 1 end
end
return { api = 1, name = "mutants", gives = { mutants = { refused = "integer", run = "integer" } }, document = function()
  return { mutants = { { first = 1, last = 0, kind = "count", refused = refused, run = run } } }
end }
]]

local function program()
  local list, total = {}, 0
  for i = 1, 10 do list[i] = function(...) return i, ..., total end end
  for _, f in ipairs(list) do total = total + select("#", f("a", nil, 2.5)) end
  return total
end

local function mutant(code)
  local bytes = { code:byte(1, -1) }
  for _ = 1, math.random(4) do bytes[math.random(5, #bytes)] = math.random(0, 255) end
  return string.char(table.unpack(bytes))
end

local function write(path, text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
end

describe("bytecode", function()
  it("is never run, however it is changed", function()
    math.randomseed(SEED)
    local folder = os.tmpname()
    os.remove(folder)
    assert(os.execute("mkdir " .. folder))
    local code, list = string.dump(program), {}
    for i = 1, MUTANTS do list[i] = string.pack("<s4", mutant(code)) end
    write(folder .. "/mutants.bin", table.concat(list))
    write(folder .. "/mutants.lua", PLUGIN)
    local record = lede.session({ plugins = { folder .. "/mutants.lua" } }):analyze("A text.")
    local mark = record.layers.mutants[1]
    os.execute("rm -r " .. folder)
    assert.equal(MUTANTS, mark.refused)
    assert.equal(0, mark.run)
  end)
end)
