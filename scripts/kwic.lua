--- lede kwic WORDS PATH…: where the words stand, one place below the other, with what is around them.

local options, paths = lede.arguments "kwic"
local words = table.remove(paths, 1)

local articles = lede.corpus(paths, options.corpus)
local where = options["in"] == "quotes" and articles.quotes or articles

lede.print(where:kwic(words), options)
lede.exit(articles)
