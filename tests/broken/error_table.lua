-- expect: error called with a table instead of a message
return { api = 1, name = "error_table", gives = { error_table = {} },
         document = function() error(setmetatable({}, { __tostring = function() while true do end end })) end }
