-- expect: document() returned marks in layer "other", which is not in gives; add it there
return { api = 1, name = "layer_undeclared", gives = { layer_undeclared = {} }, document = function() return { other = {} } end }
