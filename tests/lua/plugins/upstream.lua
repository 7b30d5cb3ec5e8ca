-- Fails on every document: what needs its layer can't run.
return { api = 1, name = "upstream", gives = { upstream = {} }, document = function() error("as it must") end }
