-- expect: f is a function; only strings, numbers, booleans and tables of them can be kept
return { api = 1, name = "finding_function", fold = function(acc) return acc end, merge = function(a) return a end,
         finish = function() return { { kind = "n", key = "k", f = print } } end }
