return { api = 1, name = "downstream", needs = { "upstream" }, gives = { downstream = {} }, document = function() return {} end }
