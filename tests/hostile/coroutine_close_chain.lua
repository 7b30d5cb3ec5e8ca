-- row 34: expect C stack overflow
local M = { api = 1, name = "coroutine_close_chain", gives = { coroutine_close_chain = {} } }

function M.document()
  local function chain(n)
    return coroutine.wrap(function()
      local _ <close> = setmetatable({}, { __close = function() if n > 0 then chain(n - 1)() end end })
      error("closing " .. n)
    end)
  end
  chain(30000)()
  return { coroutine_close_chain = {} }
end

return M
