-- row 35: expect limit reached (
local M = { api = 1, name = "weak_at_the_cap", gives = { weak_at_the_cap = {} } }

function M.document()
  local all = {}
  while true do
    all[#all + 1] = setmetatable({ {} }, { __mode = "kv" })
    all[#all + 1] = setmetatable({ [{}] = {} }, { __mode = "k" })
  end
  return { weak_at_the_cap = {} }
end

return M
