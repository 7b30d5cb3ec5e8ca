local gazetteer = require "lib.gazetteer"
local mentions = require "lib.mentions"
local evidence = require "lib.evidence"
local body = require "lib.body"

local M = {
  api = 1, name = "entities", needs = { "structure" },
  gives = { entities = { name = "name", value = "string", unit = "string", of = "string", stands_for = "string", role = "string" } },
}

function M.document(doc)
  local hits, found, out = gazetteer.look_up(doc), {}, {}
  for p in doc:paragraphs() do
    local _, _, s, e = doc:paragraph(p)
    local _, _, from = doc:sentence(s)
    local _, _, _, to = doc:sentence(e)
    mentions.find(doc, hits, from, to, found)
  end
  evidence.decide(doc, hits, found)
  for _, m in ipairs(found) do
    if m.kind then out[#out + 1] = { first = m.first, last = m.last, kind = m.kind, name = m.name or m.text, rule = m.rule } end
  end
  return { entities = out }
end

return M
