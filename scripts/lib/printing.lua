--- lede.print: a value on standard output, as a person at a terminal or a program wants it.

local collection = require "lib.collections.collection"
local view = require "lib.view"

local M = {}

--- Prints a collection, an element or any value. options.format: "text" (a table in the width of the terminal, whose
-- long texts go on in the next line), "jsonl", "json", "csv" or "md". options.color: "always", "never", or as the
-- terminal has it.
function M.print(value, options)
  options = options or {}
  local format = options.format or "text"
  if format ~= "text" and collection.is(value) then
    require("lib.collections.export").write(value, format, function(s) io.write(s) end)
    return
  end
  local out = lede.terminal()
  local color = options.color == "always" or options.color ~= "never" and out.color
  io.write(view.text(value, { width = out.width, height = false, color = color, wrap = options.wrap ~= false }), "\n")
end

return M
