--- lede who-said NAME PATH…: everything one person is quoted with, by day and outlet.

local options, paths = lede.arguments "who-said"
local name = table.remove(paths, 1)

local articles = lede.corpus(paths, options.corpus)
local quotes = articles.quotes { speaker = name }
if options.kind then quotes = quotes { kind = options.kind } end

lede.print(quotes:sort("doc.date", "doc.outlet"), options)
lede.exit(articles)
