return { api = 1, name = "ring_a", needs = { "ring_b" }, gives = { ring_a = {} }, document = function() return {} end }
