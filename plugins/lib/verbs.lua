--- Spells out the forms of English verbs. Knows nothing of documents.
local M = {}

--- The five forms of a verb: base, third person, past, ing, participle. `written` is a base form of a regular verb
-- ("note", "try") or all forms between commas ("say,says,said,saying").
-- A word behind an underscore stays: "call_on" gives "calls on", "called on", …
function M.forms(written)
  if written:find(",", 1, true) then
    local base, third, past, ing, participle = written:gsub("_", " "):match("^(.-),(.-),(.-),([^,]+),?(.*)$")
    return base, third, past, ing, participle ~= "" and participle or past
  end
  local verb, tail = written:match("^(.-)_(.+)$")
  if verb then
    local forms = { M.forms(verb) }
    for n, form in ipairs(forms) do forms[n] = form .. " " .. tail:gsub("_", " ") end
    return table.unpack(forms)
  end
  local before_y = written:match("^(.*[^aeiou])y$")
  if before_y then return written, before_y .. "ies", before_y .. "ied", written .. "ing", before_y .. "ied" end
  local stem = written:gsub("e$", "")
  local hisses = written:find("[sxz]$") or written:find("[cs]h$")
  local past = stem .. "ed"
  return written, written .. (hisses and "es" or "s"), past, stem .. "ing", past
end

--- Adds every form of the verbs in `list` (words between spaces) to `into`: form -> { base =, tense =, [class] = true
-- }.
-- A form already there keeps its tense and gains the class: "called" can be both a cry and a judgement.
function M.add(into, list, class)
  for written in list:gmatch("%S+") do
    local base, third, past, ing, participle = M.forms(written)
    local function add(form, tense)
      local entry = into[form] or { base = base, tense = tense }
      entry[class] = true
      into[form] = entry
    end
    add(past, "past")
    add(base, "base")
    add(third, "third")
    add(ing, "ing")
    add(participle, "participle")
  end
  return into
end

return M
