-- expect: name 'Who Said': a name has lower case letters, digits and _, and begins with a letter
return { api = 1, name = "Who Said", gives = { said = {} }, document = function() return {} end }
