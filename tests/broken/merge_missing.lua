-- expect: merge is missing; a fold needs it so that work can be split
return { api = 1, name = "merge_missing", fold = function(a) return a end, finish = function() return {} end }
