local M = { api = 1, name = "structure", gives = { structure = { name = "name", value = "date", reason = "string" } } }
function M.document(doc) return { structure = {} } end
return M
