--- What a session says first: what it has, and how to begin.

local M = {}

--- Its text.
function M.text(session)
  if not session.paths[1] then return "lede " .. lede.version .. ": .open PATH takes in articles; .help says what there is\n" end
  return "lede " .. lede.version .. ": .help says what there is\n"
end

return M
