return { api = 1, name = "ring_b", needs = { "ring_a" }, gives = { ring_b = {} }, document = function() return {} end }
