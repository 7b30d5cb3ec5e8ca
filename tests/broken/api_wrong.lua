-- expect: api is 2; this lede speaks api 1
return { api = 2, name = "api_wrong", gives = { api_wrong = {} }, document = function() return {} end }
