-- expect: invalid option 'Capital'
return { api = 1, name = "shape_unknown", gives = { shape_unknown = {} }, document = function(doc) return doc:tokens(1, 2, "Capital") end }
