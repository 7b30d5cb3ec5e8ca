-- expect: 'io' is not available to plugins; read files with lede.data or require, or write a script
return { api = 1, name = "wants_io", gives = { wants_io = {} }, document = function() return io.open("x") end }
