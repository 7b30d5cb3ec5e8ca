--- Loops for ever on a text that says so, and eats all memory on one that says that.
local M = { api = 1, name = "now_and_then", gives = { now_and_then = {} } }

local kept = {}

function M.document(doc)
  while doc:find("Loop") do pcall(string.rep, "x", 100) end
  while doc:find("Fill") do
    local all = {}
    while true do all[#all + 1] = { #kept } end
  end
  local list = {}
  for i in doc:tokens() do
    local first, last = doc:span(i)
    list[#list + 1] = { first = first, last = last, kind = "token" }
  end
  return { now_and_then = list }
end

return M
