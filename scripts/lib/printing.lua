--- lede.print: a value on standard output, as a person at a terminal or a program wants it.

local view = require "lib.view"

local M = {}

--- Prints a collection, an element or any value. options.format: "text" (a table in the width of the terminal, whose
-- long texts go on in the next line), "jsonl", "json", "csv" or "md". options.color: "always", "never", or as the
-- terminal has it.
function M.print(value, options)
  options = options or {}
  local out = lede.terminal()
  local color = options.color == "always" or options.color ~= "never" and out.color
  local mode = options.format ~= "text" and options.format or "table"
  view.write(value, { width = out.width, height = false, color = color, wrap = true, mode = mode }, function(s) io.write(s) end)
end

return M
