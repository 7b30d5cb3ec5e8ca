-- loudest.lua PATH…: who gets most words in quotation marks, and which outlets give them.
--
--   lede examples/loudest.lua examples/news

local articles = lede.corpus(table.unpack(arg))
local literal = articles.quotes { kind = { "direct", "mixed" }, speaker = true }

for speaker in literal:by("speaker"):top(5):each() do
  local words = 0
  for quote in speaker.members:each() do words = words + quote.words end
  print(("%-20s %3d words in %d quotes (%s)"):format(speaker.key, words, speaker.count, table.concat(speaker.outlets, ", ")))
end
