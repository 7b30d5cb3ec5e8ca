-- who-said.lua NAME PATH…: everything one person is quoted with, by day and outlet.
--
--   lede examples/who-said.lua Okafor examples/news

local name = assert(arg[1], "usage: who-said.lua NAME PATH…")
local articles = lede.corpus(table.unpack(arg, 2)) -- files, folders, records

for q in articles:quotes { speaker = name }:sort("doc.date", "doc.outlet"):each() do
  print(q.doc.date or "?", q.doc.outlet or "?", q.text)
end
