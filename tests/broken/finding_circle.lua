-- expect: is nested too deep, or contains itself
return { api = 1, name = "finding_circle", fold = function(acc) return acc end, merge = function(a) return a end,
         finish = function() local f = { kind = "n", key = "k" } f.self = f return { f } end }
