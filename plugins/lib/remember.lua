--- A function that remembers its answers: texts ask the same of the same words again and again.
local MOST = 20000 -- answers; then it begins anew, so that memory stays bounded

--- `answer` takes one value and never answers nil.
return function(answer)
  local known, count = {}, 0
  return function(asked)
    local found = known[asked]
    if found == nil then
      if count == MOST then known, count = {}, 0 end
      found = answer(asked)
      known[asked], count = found, count + 1
    end
    return found
  end
end
