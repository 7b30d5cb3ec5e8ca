-- expect: document() returned string; it returns a table
return { api = 1, name = "returns_string", gives = { returns_string = {} }, document = function() return "marks" end }
