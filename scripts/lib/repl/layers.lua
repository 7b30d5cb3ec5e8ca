--- The layers of a session's corpus: `.layers`.

local style = require "lib.style"

local M = {}

--- Prints each layer with its attributes.
function M.list(session)
  local gives = session.corpus and session.corpus._source.gives or {}
  local names, wide = {}, 0
  for name in lede.sorted_pairs(gives) do
    names[#names + 1], wide = name, math.max(wide, lede.width(name))
  end
  for _, name in ipairs(names) do
    local attributes = {}
    for attribute, type in lede.sorted_pairs(gives[name]) do
      attributes[#attributes + 1] = attribute .. ":" .. type:gsub(" ", "")
    end
    local list = style.wrap(attributes[1] and table.concat(attributes, ", ") or "no attributes",
      session.screen.width and math.max(session.screen.width - wide - 4, 20))
    for i, part in ipairs(list) do
      print(("  %s  %s"):format(i == 1 and name .. style.gap(name, wide) or (" "):rep(wide), part))
    end
  end
  if not names[1] then print("  no layers: .open PATH takes in articles") end
end

return M
