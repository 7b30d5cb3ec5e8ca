-- who-said.lua NAME PATH…: everything one person is quoted with, by outlet.
--
--   lede examples/who-said.lua Okafor examples/news

local name = assert(arg[1], "usage: who-said.lua NAME PATH…")
local session = lede.session { plugins = { "quotes" } }

for record in session:each({ table.unpack(arg, 2) }, { outlet_from = "folder" }) do
  for _, quote in ipairs(record.layers and record.layers.quotes or {}) do
    if quote.speaker and quote.speaker:find(name, 1, true) and quote.kind ~= "term" then
      print(record.doc.outlet, quote.kind, quote.text)
    end
  end
end
