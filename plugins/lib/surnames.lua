--- The word a person is called by. Works on strings; knows nothing of documents.
local remember = require "lib.remember"

local M = {}

local SUFFIX = { Jr = true, ["Jr."] = true, Sr = true, ["Sr."] = true, II = true, III = true, IV = true }

local last_word = remember(function(text)
  local rest = text:match("^%S+%s+(.*)$")
  if not rest then return false end
  local last = rest:match("(%S+)$")
  if last and SUFFIX[last] then
    last = rest:match("^(.-)[,%s]+%S+$")
    last = last and last:match("(%S+)$")
  end
  return last and (last:gsub(",$", "")) or false
end)

--- "Robert F. Kennedy Jr." -> Kennedy; nil for a name of one word.
function M.of(text) return last_word[text] or nil end

local particles = remember(function(text) return text:match("^%S+ (%l.* %S+)$") or false end)

--- The surname with its small words, where it has some: "Ursula von der Leyen" -> von der Leyen.
function M.with_particles(text) return particles[text] or nil end

return M
