-- row 39: expect output limit reached (64 MB of findings)
local M = { api = 1, name = "findings_endless" }

function M.fold(acc) return acc end

function M.merge(a) return a end

function M.finish()
  local out, finding = {}, { kind = "x", key = "y", text = ("x"):rep(1000000) }
  for i = 1, 100 do out[i] = finding end
  return out
end

return M
