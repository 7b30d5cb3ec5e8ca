-- Every case of this folder: see tests/fault/run.

package.path = "tests/fault/?.lua;" .. package.path
local harness = require "harness"

local short, pattern = true, nil
for _, word in ipairs(arg) do
  if word == "--all" then short = false else pattern = word end
end

local cases = {}
for _, name in ipairs { "kills", "errors", "writers", "desks" } do
  for _, case in ipairs(require(name)) do cases[#cases + 1] = case end
end
math.randomseed(os.time())
os.exit(harness.run(cases, short, pattern))
