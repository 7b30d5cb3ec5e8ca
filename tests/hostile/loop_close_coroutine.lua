-- row 28: expect time limit reached (0.2 s
local M = { api = 1, name = "loop_close_coroutine", gives = { loop_close_coroutine = {} } }

function M.document()
  local function spin()
    while true do end
  end
  while true do
    pcall(coroutine.wrap(function()
      local _ <close> = setmetatable({}, { __close = spin })
      error("now close")
    end))
  end
  return { loop_close_coroutine = {} }
end

return M
