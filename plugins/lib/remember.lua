--- A table that fills itself with answers: texts ask the same of the same words again and again.
local MOST = 20000 -- answers; then it begins anew, so that memory stays bounded

--- known[asked] is what `answer` gave for `asked`; it takes one value and never answers nil.
return function(answer)
  local count = 0
  return setmetatable({}, {
    __index = function(known, asked)
      if count == MOST then
        for key in pairs(known) do known[key] = nil end
        count = 0
      end
      local found = answer(asked)
      known[asked], count = found, count + 1
      return found
    end,
  })
end
