-- What the names in examples/news mean: lede run --aliases examples/aliases.lua examples/news
return {
  -- Names that are one, each under the name that is wanted. A kind is only needed where lede doesn't tell it by itself.
  merge = {
    ["Vasil Dragutin"] = { "Vassil Dragutin" },
    ["Agnes Półtorak"] = { "Agnes Poltorak" },
    ["Islanders’ Council"] = { "Islanders' Council", "the Islanders", kind = "org" },
  },

  -- Forms that are not the name lede takes them for: the Democrats of this country are not those of another.
  split = {
    ["Democratic Party"] = { "Democrats" },
  },

  -- What a name is to be called, whatever form of it stands in the text.
  rename = {
    ["Northern Straits Commission"] = "Straits Commission",
  },

  -- Words that are no name, or none of one kind.
  never = { "Monitor", person = { "St Olan", "St Brigid" } },
}
