-- row 28: expect time limit reached (0.2 s
local M = { api = 1, name = "loop_close_iterator", gives = { loop_close_iterator = {} } }

function M.document()
  for _ in next, {}, nil, setmetatable({}, { __close = function() while true do end end }) do end
  return { loop_close_iterator = {} }
end

return M
