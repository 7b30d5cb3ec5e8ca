--- Prints values at the prompt: collections and their elements by lib.view, in the form `.mode` asks for, everything else by
-- lib.repl.inspect. Over a pipe a string is itself.

local collection = require "lib.collections.collection"
local drawing = require "lib.collections.drawing"
local element = require "lib.collections.element"
local groups = require "lib.collections.groups"
local inspect = require "lib.repl.inspect"
local view = require "lib.view"

local M = {}

--- The modes of `.mode`.
M.modes = { "table", "json", "csv", "md" }

local function is_found(value)
  return collection.is(value) or element.sort(value) ~= nil or groups.is(value) or drawing.is(value)
end

local function found_text(session, value)
  local screen = session.screen
  local height = screen.prompts and 20 or false
  return view.text(value, { width = screen.width, height = height, color = screen.color, mode = session.mode })
end

local function plain_text(session, value)
  local mt = getmetatable(value)
  local describes_itself = type(value) == "table" and type(mt) == "table" and mt.__tostring
  if describes_itself then return (tostring(value):gsub("[^\n]+", lede.visible)) end
  if session.mode == "json" and type(value) ~= "function" then
    local fits, text = pcall(lede.to_json, value)
    if fits then return text end
  end
  return inspect.text(value, session.screen.width)
end

--- The text of a value, with its line feed.
function M.text(session, value)
  if type(value) == "string" and not session.screen.prompts then return value .. "\n" end
  local text = is_found(value) and found_text(session, value) or plain_text(session, value)
  return text:find("\n$") and text or text .. "\n"
end

--- Prints a value.
function M.print(session, value) io.write(M.text(session, value)) end

--- Prints how long something took.
function M.time(_, seconds)
  io.write(seconds < 0.9995 and ("%.1f ms\n"):format(seconds * 1000) or ("%.2f s\n"):format(seconds))
end

return M
