--- Fails three calls deep.
local M = {
  api = 1,
  name = "deep",
  gives = { deep = {} },
}

M._note = "the lines below are named in doc_spec.lua"

-- A field of what is not there.
local function inner(t) return t.missing.field end

local function outer(t) return (inner(t)) end

function M.document()
  return { deep = { outer {} } }
end

return M
