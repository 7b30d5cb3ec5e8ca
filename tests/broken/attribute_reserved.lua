-- expect: gives.attribute_reserved: 
return { api = 1, name = "attribute_reserved", gives = { attribute_reserved = { start = "integer" } }, document = function() return {} end }
