-- expect: finish is missing; fold and finish go together
return { api = 1, name = "finish_missing", fold = function(a) return a end, merge = function(a) return a end }
