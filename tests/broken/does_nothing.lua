-- expect: there is neither a function document nor a function fold
return { api = 1, name = "does_nothing" }
