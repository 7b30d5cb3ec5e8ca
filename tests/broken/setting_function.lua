-- expect: settings.f is a function; a setting is a string, number, boolean or list
return { api = 1, name = "setting_function", settings = { f = print }, gives = { setting_function = {} }, document = function() return {} end }
