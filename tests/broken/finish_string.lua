-- expect: finish() returned string; it returns a list of findings
return { api = 1, name = "finish_string", fold = function(acc) return acc end, merge = function(a) return a end, finish = function() return "all" end }
