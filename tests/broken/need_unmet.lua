-- expect: plugin need_unmet needs the layer "weather", which no plugin gives
return { api = 1, name = "need_unmet", needs = { "weather" }, gives = { need_unmet = {} }, document = function() return {} end }
