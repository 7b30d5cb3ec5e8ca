-- counts.lua WHAT PATH…: how many of something each article counts, and in which words.
--
--   lede examples/counts.lua people examples/news

local what = assert(arg[1], "usage: counts.lua WHAT PATH…")
local articles = lede.corpus(table.unpack(arg, 2))

for number in articles.figures(what):by("value"):sort("value"):each() do
  print(number.value, table.concat(number.outlets, ", "))
  for figure in number.members:each() do print("", figure.doc.date, figure.context) end
end
