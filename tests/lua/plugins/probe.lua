--- Runs the Lua code in its setting `code` with a document, and gives back what it returned.
-- Gives `probe`: one mark with the values, written as Lua. `kept` is a table that lives as long as the plugin.
local M = {
  api = 1,
  name = "probe",
  wants = { "shelf", "absent" },
  gives = { probe = { values = "string" } },
  settings = { code = "" },
}

local kept = {}

local function written(value)
  if type(value) == "table" then
    local fields = {}
    for key, item in lede.sorted_pairs(value) do fields[#fields + 1] = ("[%s]=%s"):format(written(key), written(item)) end
    return "{" .. table.concat(fields, ",") .. "}"
  end
  if type(value) ~= "string" then return ("%q"):format(value) end
  return (("%q"):format(value):gsub("[\x80-\xFF]", function(c) return ("\\%d"):format(c:byte()) end))
end

function M.document(doc, settings)
  local run = assert(load(settings.code, "=code"))
  local values = table.pack(run(doc, kept))
  return { probe = { { first = 1, last = 0, kind = "probe", values = written(values) } } }
end

return M
