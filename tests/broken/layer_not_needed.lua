-- expect: layer 'quotes' is neither in needs nor in wants (there: none); add it to one of them
return { api = 1, name = "layer_not_needed", gives = { layer_not_needed = {} }, document = function(doc) doc:marks("quotes") return {} end }
