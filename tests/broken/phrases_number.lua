-- expect: lede.phrases: entry 2 is a number; entries are strings
lede.phrases { "according to", 2 }
