-- expect: gives.type_unknown.n: 
return { api = 1, name = "type_unknown", gives = { type_unknown = { n = "int" } }, document = function() return {} end }
