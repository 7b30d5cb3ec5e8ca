--- Loops for ever on a text that says so, and eats all memory on one that says that.
local M = { api = 1, name = "now_and_then", gives = { now_and_then = {} } }

function M.document(doc)
  local loops, grows = doc:find("Loop"), doc:find("Fill")
  local kept = "x"
  while loops do pcall(string.rep, "x", 100) end
  while grows do kept = kept .. kept end
  local list = {}
  for i in doc:tokens() do
    local first, last = doc:span(i)
    list[#list + 1] = { first = first, last = last, kind = "token" }
  end
  return { now_and_then = list }
end

return M
