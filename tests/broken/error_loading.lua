-- expect: error_loading.lua:3: attempt to index a nil value (local 'list')
local list
list.n = 1
return {}
