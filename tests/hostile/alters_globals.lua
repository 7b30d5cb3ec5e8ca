-- row 38: expect reached its end
local M = { api = 1, name = "alters_globals", gives = { alters_globals = {} } }
M._find = string.find
string.find = function() return "altered" end
table.insert, _G.ipairs, lede.phrases = nil, nil, nil
M._find = string.find
function M.document()
  assert(string.find == M._find, "seen by the next document, as globals of its own state are")
  error("reached its end")
  return { alters_globals = {} }
end

return M
