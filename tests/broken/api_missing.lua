-- expect: api is missing; write api = 1
return { name = "api_missing", gives = { api_missing = {} }, document = function() return {} end }
