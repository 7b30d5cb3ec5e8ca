-- expect: finding 1 has no key; every finding has a kind and a stable key
return { api = 1, name = "finding_key", fold = function(acc) return acc end, merge = function(a) return a end, finish = function() return { { kind = "n" } } end }
