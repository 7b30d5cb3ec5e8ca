-- expect: document() returned a list; name the layer: return { returns_list = list }
return { api = 1, name = "returns_list", gives = { returns_list = {} }, document = function() return { { first = 1, last = 1, kind = "x" } } end }
