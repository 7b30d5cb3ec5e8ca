-- expect: it has a function document but gives no layer; write gives = { gives_nothing = {} }
return { api = 1, name = "gives_nothing", document = function() return {} end }
