-- Topics of one's own, for the news in examples/news:
--
--   lede brief --topics examples/topics.lua examples/news
--
-- A string is a word or a phrase; * at its end stands for any ending. A document is about a topic when one of `any`, each of `all` and none of
-- `none` is in it; the topic's sentences are those that hold one of `any`.
return {
  { name = "Who pays", any = { "relief fund", "hush money", "agreed to contribute", { pattern = "%d+ million talen" } } },
  { name = "The strike that was not", any = { "strike", "walkout", "suspended" }, all = { { entity = "Strandline" } } },
  { name = "Okafor's word", any = { { speaker = "Okafor" } }, none = { "lunchbox" } },
  { name = "Islanders", any = { { entity = "Islanders’ Council" }, "night boat", "night ferry" }, all = { "Tolmen" } },
}
