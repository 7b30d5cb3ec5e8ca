-- expect: marks of layer 'structure' have no field 'colour'
local M = { api = 1, name = "field_unknown", needs = { "structure" }, gives = { field_unknown = {} } }
function M.document(doc)
  for _ in doc:each("structure", "colour") do end
  return {}
end
return M
