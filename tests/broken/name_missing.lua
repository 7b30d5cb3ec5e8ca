-- expect: name is missing; write name = "name_missing"
return { api = 1, gives = { name_missing = {} }, document = function() return {} end }
