--- Gives back its settings: one mark whose `shown` is all of them, written as Lua.
local M = {
  api = 1,
  name = "settings",
  gives = { settings = { shown = "string" } },
  settings = { word = "a", whole = 1, part = 0.5, on = true, words = { "a", "b" }, sizes = { 1, 2.5 }, none = {} },
}

local function written(value)
  if type(value) ~= "table" then return ("%q"):format(value) end
  local items = {}
  for i, item in ipairs(value) do items[i] = written(item) end
  return "{" .. table.concat(items, ",") .. "}"
end

function M.document(_, settings)
  local out = {}
  for name, value in lede.sorted_pairs(settings) do out[#out + 1] = name .. "=" .. written(value) end
  return { settings = { { first = 1, last = 0, kind = "settings", shown = table.concat(out, " ") } } }
end

return M
