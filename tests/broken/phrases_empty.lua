-- expect: lede.phrases: 
lede.phrases { "according to", "  " }
