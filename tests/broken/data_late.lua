-- expect: 'data_late.lua': files are read while the plugin loads, not later; read it at the top of the file
return { api = 1, name = "data_late", gives = { data_late = {} }, document = function() return lede.data("data_late.lua") end }
