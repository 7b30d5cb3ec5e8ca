-- row 25: expect attempt to load a binary chunk
local M = { api = 1, name = "load_bytecode", gives = { load_bytecode = {} } }

function M.document()
  assert(load("\27Lua\84\0\25\147\r\n\26\n", "x", "b"))
  return { load_bytecode = {} }
end

return M
