-- expect: gives is a list; it is a table: gives = { LAYER = { attribute = "type" } }
return { api = 1, name = "gives_list", gives = { "gives_list" }, document = function() return {} end }
