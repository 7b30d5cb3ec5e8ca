-- row 39: expect limit reached (
local M = { api = 1, name = "finding_nested" }

function M.fold(acc) return acc end

function M.merge(a) return a end

function M.finish()
  local inner = { "x" }
  for _ = 1, 100 do inner = { inner, inner } end
  return { { kind = "x", key = "y", inner = inner } }
end

return M
