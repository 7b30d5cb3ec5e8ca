--- lede test [--update] [PATH…]: runs busted specs of plugins, with lede.test in them.
-- PATH is a spec or a folder of *_spec.lua files; spec/ or tests/ unless given. Exit status 0 when all pass, 1 when one fails.

local function exists(path)
  local file = io.open(path)
  if file then file:close() end
  return file ~= nil
end

local test = require "lib.test"
lede.test = test -- luacheck: ignore 122

local options, paths = lede.arguments "test"
test.update = options.update
if not paths[1] then paths[1] = exists("spec") and "spec" or exists("tests") and "tests" end
if not paths[1] then
  io.stderr:write("lede test: there is neither spec nor tests here; name a spec or a folder of them\n")
  os.exit(2)
end
for _, path in ipairs(paths) do
  if not exists(path) then
    io.stderr:write("lede test: there is no ", lede.visible(path), "\n")
    os.exit(2)
  end
end

local found, runner = pcall(require, "busted.runner")
if not found then
  io.stderr:write("lede test: specs are run by busted, which is not installed ",
    "(Debian: lua-busted; else: luarocks install busted)\n")
  os.exit(3)
end
arg = table.move(paths, 1, #paths, 2, { [0] = "lede test", "--output=plainTerminal" }) -- luacheck: ignore 121
runner { standalone = false }
