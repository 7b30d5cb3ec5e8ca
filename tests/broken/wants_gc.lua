-- expect: plugins can't have finalizers: take __gc out of the metatable
setmetatable({}, { __gc = print })
return {}
