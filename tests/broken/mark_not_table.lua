-- expect: mark 2 of layer "mark_not_table": it is "Berg"; a mark is a table: { first =, last =, kind = }
return { api = 1, name = "mark_not_table", gives = { mark_not_table = {} },
         document = function() return { mark_not_table = { { first = 1, last = 3, kind = "x" }, "Berg" } } end }
