--- Prints values at the prompt: collections as they describe themselves, in the form `.mode` asks for, everything else by
-- lib.repl.inspect. Over a pipe a string is itself.

local inspect = require "lib.repl.inspect"

local M = {}

local function describes_itself(value)
  local mt = getmetatable(value)
  return type(value) == "table" and type(mt) == "table" and mt.__tostring ~= nil
end

--- The text of a value, with its line feed.
function M.text(session, value)
  if type(value) == "string" and not session.screen.prompts then return value .. "\n" end
  local text = describes_itself(value) and tostring(value) or inspect.text(value, session.screen.width)
  return text:find("\n$") and text or text .. "\n"
end

--- Prints a value.
function M.print(session, value) io.write(M.text(session, value)) end

--- Prints how long something took.
function M.time(_, seconds)
  io.write(seconds < 0.9995 and ("%.1f ms\n"):format(seconds * 1000) or ("%.2f s\n"):format(seconds))
end

return M
