return { api = 1, name = "rival", gives = { upstream = {} }, document = function() return {} end }
