-- row 28: expect time limit reached (0.2 s
local M = { api = 1, name = "loop_close", gives = { loop_close = {} } }

function M.document()
  local function spin()
    while true do end
  end
  while true do
    pcall(function()
      local _ <close> = setmetatable({}, { __close = spin })
      spin()
    end)
  end
  return { loop_close = {} }
end

return M
