-- expect: it gives "document_missing" but has no function document
return { api = 1, name = "document_missing", gives = { document_missing = {} }, fold = function(a) return a end,
         merge = function(a) return a end, finish = function() return {} end }
