-- expect: fold() returned nil; it returns what it has gathered so far
return { api = 1, name = "fold_forgets", fold = function(acc) acc.n = 1 end, merge = function(a) return a end, finish = function() return {} end }
