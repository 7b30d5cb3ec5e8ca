-- row 1: expect time limit reached (0.2 s)
local M = { api = 1, name = "loop_finish" }

function M.fold(acc) return acc end

function M.merge(a) return a end

function M.finish()
  while true do pcall(function() while true do end end) end
end

return M
