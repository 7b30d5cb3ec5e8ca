--- What the user's aliases.lua says of names, which wins over lists, evidence and tagger: words that are no name, forms
-- that are one name or not, names to be called otherwise. Knows nothing of how mentions are found or named.
local M = {}

local said = lede.aliases or { merge = {}, split = {}, rename = {}, never = {} }
local fold = lede.fold

local merged = {}  -- form -> { name, kind }
local kept = {}    -- name -> set of the forms that are not its
local renamed = {} -- name -> the new one
local never = {}   -- word -> true, or the set of kinds it is never
local forms = {}   -- all forms, to be looked for in the text

for _, entry in ipairs(said.merge) do
  merged[fold(entry.name)], forms[entry.name] = entry, entry
  for _, form in ipairs(entry.forms) do merged[fold(form)], forms[form] = entry, entry end
end
for _, entry in ipairs(said.split) do
  local apart = kept[fold(entry.name)] or {}
  kept[fold(entry.name)] = apart
  for _, form in ipairs(entry.forms) do apart[fold(form)] = true end
end
for _, entry in ipairs(said.rename) do renamed[fold(entry.from)] = entry.to end
for _, entry in ipairs(said.never) do
  local word = fold(entry.word)
  if not entry.kind then
    never[word] = true
  elseif never[word] ~= true then
    never[word] = never[word] or {}
    never[word][entry.kind] = true
  end
end

local is_any = next(merged) or next(kept) or next(renamed)
local FORMS = next(forms) and lede.phrases(forms, { case = "exact" })

-- A full stop at the end is a token of its own in a list, and part of the word in a text: "President Z."
local DOTTED = {}
for form in lede.sorted_pairs(forms) do
  if form:find("%.$") then DOTTED[#DOTTED + 1] = form end
end

--- Takes the kind from what is never a name, or never one of that kind.
function M.forbid(found)
  if not next(never) then return end
  for _, m in ipairs(found) do
    local kinds = never[fold(m.text)]
    if kinds and (kinds == true or kinds[m.kind]) then m.kind, m.rule, m.sure = nil, nil, false end
  end
end

----------------------------------------------------------------------------------------------------------------------
-- Forms in the text.

local function by_token(found)
  local at = {}
  for _, m in ipairs(found) do
    for i = m.from, m.to do at[i] = m end
  end
  return at
end

--- The mentions that share a token with from..to, left to right.
local function mentions_in(at, from, to)
  local list = {}
  for i = from, to do
    if at[i] and at[i] ~= list[#list] then list[#list + 1] = at[i] end
  end
  return list
end

local function place(doc, m, from, to)
  m.from, m.to = from, to
  m.first, m.last = doc:span(from, to)
  m.text = doc:sub(m.first, m.last)
end

--- The form at from..to, where `list` are the mentions there: one of them becomes it. Nil where a longer name stands.
local function settle(doc, list, from, to)
  local m = list[1]
  if m.from < from or list[#list].to > to then return m.from == from and m.to == to and m or nil end
  local is_titled = #list == 1 and m.kind == "person" and m.to == to -- “President Z.”: the title is no part of the name
  if not is_titled and (m.from > from or m.to < to) then place(doc, m, from, to) end
  for n = 2, #list do list[n].kind = nil end
  return m
end

--- The kind that most mentions of a name have; nil when none has one.
local function usual_kind(found, entry)
  local count, best = {}, nil
  for _, m in ipairs(found) do
    if m.kind and merged[fold(m.text)] == entry then count[m.kind] = (count[m.kind] or 0) + 1 end
  end
  for kind, n in lede.sorted_pairs(count) do
    if not best or n > count[best] then best = kind end
  end
  return best
end

--- Calls on(from, to, entry) for each form in the text.
local function each_form(doc, on)
  for from, to, entry in FORMS:each(doc) do on(from, to, entry) end
  for _, form in ipairs(DOTTED) do
    local first, last = doc:find(form)
    while first do
      local from, to = doc:token_at(first), doc:token_at(last)
      local starts, ends = doc:span(from, to)
      if starts == first and ends == last then on(from, to, forms[form]) end
      first, last = doc:find(form, last + 1)
    end
  end
end

--- Marks the user's forms: where nothing was found, too, as long as their kind is given or another mention tells it.
function M.find(doc, found, skipped)
  if not FORMS then return end
  local at, count = by_token(found), #found
  each_form(doc, function(from, to, entry)
    local list = mentions_in(at, from, to)
    local m = list[1] and settle(doc, list, from, to)
    if not list[1] and not skipped[from] then
      m = { opens = doc:is(from, "first") }
      place(doc, m, from, to)
      found[#found + 1] = m
    end
    if m then
      m.alias = entry
      if entry.kind or not m.kind then
        m.kind, m.rule, m.sure = entry.kind or usual_kind(found, entry), "alias", true
      end
    end
  end)
  if #found > count then table.sort(found, function(a, b) return a.from < b.from end) end
end

----------------------------------------------------------------------------------------------------------------------
-- Names.

--- What the user calls a name: of all its forms the one the user chose.
function M.called(name)
  if not is_any or not name then return name end
  local entry = merged[fold(name)]
  if entry then name = entry.name end
  return renamed[fold(name)] or name
end

--- Whether `form` may stand for `name`: false where the user keeps them apart.
function M.may_be(form, name)
  local apart = next(kept) and kept[fold(name)]
  return not (apart and apart[fold(form)])
end

--- Gives mentions the names the user wants.
function M.name(found)
  if not is_any then return end
  for _, m in ipairs(found) do
    if m.name then
      local entry = m.alias or merged[fold(m.text)]
      if entry then
        m.name = entry.name
      elseif not M.may_be(m.text, m.name) then
        m.name = m.text
      end
      m.name = M.called(m.name)
    end
  end
end

--- Calls countries and governments that marks speak of what the user calls them.
function M.name_holders(marks)
  if not is_any then return end
  for _, m in ipairs(marks) do m.of, m.stands_for = M.called(m.of), M.called(m.stands_for) end
end

return M
