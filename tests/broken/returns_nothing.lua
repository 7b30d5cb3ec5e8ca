-- expect: document() returned nothing; it returns a table with a list of marks a layer: { returns_nothing = {} }
return { api = 1, name = "returns_nothing", gives = { returns_nothing = {} }, document = function() end }
