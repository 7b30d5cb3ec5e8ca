-- expect: needs is a string; it is a list: needs = { "quotes" }
return { api = 1, name = "needs_string", needs = "quotes", gives = { needs_string = {} }, document = function() return {} end }
