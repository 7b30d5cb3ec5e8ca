-- expect: unknown key 'neds'; did you mean 'needs'?
return { api = 1, name = "key_unknown", neds = { "quotes" }, gives = { key_unknown = {} }, document = function() return {} end }
