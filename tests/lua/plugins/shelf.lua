--- Gives the marks that the Lua code in its setting `code` returns, with an attribute of every type.
local M = {
  api = 1,
  name = "shelf",
  gives = {
    shelf = {
      name = "name, span", note = "string", count = "integer", share = "number", sure = "boolean", day = "date", place = "span",
      tags = "string[]", spots = "span[]",
    },
  },
  settings = { code = "return {}" },
}

function M.document(doc, settings) return { shelf = assert(load(settings.code, "=code"))(doc) } end

return M
