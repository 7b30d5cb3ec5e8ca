--- lede compare WORDS PATH…: every quote with these words, versions of one statement side by side.

local options, paths = lede.arguments "compare"
local words = table.remove(paths, 1)

local articles = lede.corpus(paths, options.corpus)

lede.print(articles:compare(words), options)
lede.exit(articles)
