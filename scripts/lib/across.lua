--- What `lede run` prints about many documents: statements side by side, figures that differ, names, topics.
-- Reads findings as plain tables; those of users' plugins are shown by their kind, key and fields. Knows nothing of
-- how they were found. opts = { color, width, documents = how many were read }.

local style = require "lib.style"

local M = {}

-- Together about 25 lines; what is more is counted in the headings.
local STATEMENTS, VERSIONS, FIGURES, TOPICS, OTHERS = 3, 3, 3, 3, 5
local INDENT, DEEPER = "  ", "    "
local LABEL = #"people:  "
local NAMES = { { "person", "people:" }, { "org", "orgs:" }, { "place", "places:" } }

-- The kinds shown in a form of their own, and the list such a finding has.
local LIST_OF = { statement = "versions", figure = "values", topic = "sentences", entity = false }


-- A user's plugin may call something a topic that isn't one: that is shown as any other finding.
local function is_known(finding)
  local list = LIST_OF[finding.kind]
  return list == false or list and type(finding[list]) == "table"
end

local function of_kind(findings, kind)
  local found = {}
  for _, finding in ipairs(findings) do
    if finding.kind == kind and is_known(finding) then found[#found + 1] = finding end
  end
  return found
end

local function documents_of(finding)
  return math.tointeger(finding.docs) or 0
end

-- Those in most documents first; `key` makes the order the same in every run.
local function by_documents(found)
  table.sort(found, function(a, b)
    local more, less = documents_of(a), documents_of(b)
    if more ~= less then return more > less end
    return tostring(a.key) < tostring(b.key)
  end)
  return found
end

local function heading(text, shown, all)
  local of = all > shown and ("  %d of %d"):format(shown, all) or ""
  return { { "bold", text }, { "dim", of } }
end

-- A file's name says more in little room than where it lies.
local function source_of(entry) return entry.outlet or (entry.doc and entry.doc:match("[^/]+$")) or "?" end

-- Puts entries that agree in `field` together, in the order they came: { entry, sources = { … } }.
local function grouped(entries, field)
  local groups, at = {}, {}
  for _, entry in ipairs(entries) do
    local value = entry[field] or entry.text or ""
    local group = at[value] or { entry = entry, sources = {}, seen = {} }
    if not at[value] then at[value], groups[#groups + 1] = group, group end
    local source = source_of(entry)
    if not group.seen[source] then
      group.seen[source] = true
      group.sources[#group.sources + 1] = source
    end
  end
  return groups
end

-- "AP, Valley Herald and 3 more"
local function sources_of(group)
  local sources = group.sources
  local text = table.concat(sources, ", ", 1, math.min(2, #sources))
  return style.words(#sources > 2 and ("%s and %d more"):format(text, #sources - 2) or text)
end

-- The first column of some rows, at most a third of the width; the rest of each cell follows it as it is.
local function rows(indent, cells, pen, paint)
  local most = pen.width and math.max(pen.width // 3, 10) or 40
  local left = {}
  for i, cell in ipairs(cells) do left[i] = style.fit(cell[1], most) end
  local columns = style.widest(left, most) + 2
  local lines = {}
  for i, cell in ipairs(cells) do
    lines[i] = { indent, { paint, left[i] }, style.gap(left[i], columns), table.unpack(cell, 2) }
  end
  return lines, #indent + columns
end

local function quoted(text, columns)
  return "“" .. style.fit(style.words(text or ""), columns and math.max(columns - 2, 1)) .. "”"
end


local function statement_lines(finding, pen)
  local versions = grouped(finding.versions, "text")
  local cells = {}
  for i = 1, math.min(#versions, VERSIONS) do cells[i] = { sources_of(versions[i]) } end
  local lines, used = rows(DEEPER, cells, pen, "dim")
  for i, line in ipairs(lines) do line[#line + 1] = quoted(versions[i].entry.text, pen:left(used)) end
  local note = "  in " .. style.count(documents_of(finding), "document")
  if #versions > #lines then note = note .. ", " .. style.count(#versions - #lines, "more version") end
  local speaker = finding.speaker and style.words(finding.speaker) or "—"
  table.insert(lines, 1, { INDENT, { "cyan", speaker }, { "dim", note } })
  return lines
end

local function statements(findings, pen, lines)
  local found = by_documents(of_kind(findings, "statement"))
  if not found[1] then return end
  local shown = math.min(#found, STATEMENTS)
  lines[#lines + 1] = heading("The same statement in several documents", shown, #found)
  for i = 1, shown do
    for _, line in ipairs(statement_lines(found[i], pen)) do lines[#lines + 1] = line end
  end
end

local function differing(findings)
  local found = {}
  for _, finding in ipairs(of_kind(findings, "figure")) do
    local values = grouped(finding.values, "value")
    if #values > 1 then found[#found + 1] = { finding = finding, values = values } end
  end
  table.sort(found, function(a, b)
    if #a.values ~= #b.values then return #a.values > #b.values end
    return tostring(a.finding.key) < tostring(b.finding.key)
  end)
  return found
end

local function figures(findings, pen, lines)
  local found = differing(findings)
  if not found[1] then return end
  local shown = math.min(#found, FIGURES)
  lines[#lines + 1] = heading("Figures that differ", shown, #found)
  local cells = {}
  for i = 1, shown do cells[i] = { style.words(found[i].finding.key or found[i].finding.unit or "?") } end
  local all, used = rows(INDENT, cells, pen, "plain")
  for i, line in ipairs(all) do
    local items = {}
    for j, value in ipairs(found[i].values) do
      items[j] = { value.entry.text or value.entry.value, "(" .. sources_of(value) .. ")" }
    end
    for _, piece in ipairs(style.list(items, pen:left(used))) do line[#line + 1] = piece end
    lines[#lines + 1] = line
  end
end

-- A name that only one document has says nothing across documents.
local function names(findings, pen, lines)
  local found = by_documents(of_kind(findings, "entity"))
  for _, kind in ipairs(NAMES) do
    local items = {}
    for _, finding in ipairs(found) do
      if finding.entity_kind == kind[1] and documents_of(finding) > 1 then
        items[#items + 1] = { finding.name or finding.key, "in " .. documents_of(finding) }
      end
    end
    if items[1] then
      local listed = style.list(items, pen:left(LABEL))
      lines[#lines + 1] = { { "bold", kind[2] }, style.gap(kind[2], LABEL), table.unpack(listed) }
    end
  end
end

-- The sentence that stands for a topic, with where it is from before it: the end of a line may be cut.
local function citation(finding)
  local sentence = finding.sentences[1]
  if not sentence then return "", "" end
  local from = source_of(sentence) .. (sentence.date and " " .. sentence.date or "")
  return style.words(from) .. ": ", style.words(sentence.text or "")
end

local function topics(findings, pen, lines)
  local found = by_documents(of_kind(findings, "topic"))
  if not found[1] then return end
  local shown = math.min(#found, TOPICS)
  lines[#lines + 1] = heading("Topics", shown, #found)
  local cells = {}
  for i = 1, shown do
    local from, sentence = citation(found[i])
    local name = style.words(found[i].name or found[i].key)
    cells[i] = { ("%s (%d)"):format(name, documents_of(found[i])), { "dim", from }, sentence }
  end
  for _, line in ipairs((rows(INDENT, cells, pen, "plain"))) do lines[#lines + 1] = line end
end

-- Findings of users' plugins: kind and key, then their other fields that are one value each.
local function other_line(finding)
  local line = { INDENT, { "dim", style.words(finding.kind or "finding") .. "  " }, style.words(finding.key) }
  for field, value in lede.sorted_pairs(finding) do
    local told = field == "kind" or field == "key" or value == finding.key
    if not told and type(value) ~= "table" then
      line[#line + 1] = { "dim", "  " .. style.words(field) .. " " }
      line[#line + 1] = style.words(value)
    end
  end
  return line
end

local function others(findings, _, lines)
  local found = {}
  for _, finding in ipairs(findings) do
    if not is_known(finding) then found[#found + 1] = finding end
  end
  if not found[1] then return end
  local shown = math.min(#found, OTHERS)
  lines[#lines + 1] = heading("Found by other plugins", shown, #found)
  for i = 1, shown do lines[#lines + 1] = other_line(found[i]) end
end


--- What holds across documents; "" when there is nothing to say.
function M.findings(findings, opts)
  local pen = style.pen(opts)
  local lines = {}
  for _, section in ipairs { statements, figures, names, topics, others } do section(findings, pen, lines) end
  if not lines[1] then return "" end
  local many = opts and opts.documents and style.count(opts.documents, "document") or "the documents"
  table.insert(lines, 1, { { "dim", "— across " .. many .. " —" } })
  return pen:lines(lines)
end

return M
