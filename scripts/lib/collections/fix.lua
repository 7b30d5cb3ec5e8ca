--- mark:fix{ speaker = "Ada Berg" }: corrects a mark for good. The correction is a line in the file of fixes, as
-- `lede fix` writes it, and holds at once for the value in hand and for all that reads it.

local blame = require "lib.collections.blame"
local drawing = require "lib.collections.drawing"
local fixing = require "lib.fixing"
local style = require "lib.style"

local M = {}

local DEFAULT_FILE = "fixes.jsonl"

-- What is asked for as a change of lib.fixing: attributes and kind; false takes one away, delete = true the mark.
local function change_of(mark, asked)
  local change = { layer = mark.layer, fields = {}, delete = asked.delete or nil, note = asked.note }
  local gives = mark._source.gives[mark.layer]
  for name, value in lede.sorted_pairs(asked) do
    if name ~= "delete" and name ~= "note" then
      if name ~= "kind" and not gives[name] then
        local names = { "kind", "delete", "note" }
        for attribute in lede.sorted_pairs(gives) do names[#names + 1] = attribute end
        blame.unknown(name, names, "attribute of " .. mark._shape.one)
      end
      change.fields[#change.fields + 1] = { name, value }
    end
  end
  if (change.fields[1] == nil) == (change.delete == nil) then
    blame.raise("say what should change: fix{ field = value } (false for none), or fix{ delete = true }; was the value nil?")
  end
  return change
end

local function refuse_reading(path, why) blame.raise("%s: %s", lede.visible(path), why) end

local function before_and_after(mark, change, before)
  local rows = {}
  for _, field in ipairs(change.fields) do
    local name = field[1]
    rows[#rows + 1] = ("%s: %s → %s"):format(name, before[name] == nil and "none" or tostring(before[name]),
      mark.record[name] == nil and "none" or tostring(mark.record[name]))
  end
  if change.delete then rows[1] = "this mark is deleted" end
  return rows
end

local function drawn(rows)
  return drawing.new(function()
    local lines = {}
    for n, row in ipairs(rows) do lines[n] = { style.words(row) } end
    return lines
  end)
end

--- mark:fix{ field = value, … }: also delete = true, and note = "why". Writes to options.fixes of lede.corpus, else
-- to fixes.jsonl here. Returns what it did, as a drawing; raises when the host refuses the value or the file can't
-- be written.
function M.mark(mark, asked)
  if type(asked) ~= "table" then blame.raise("fix wants a table, such as fix{ speaker = \"Ada Berg\" }") end
  local change, source = change_of(mark, asked), mark._source
  local path = source:fixes_file() or DEFAULT_FILE
  local doc, marks = mark.doc, source:marks(mark._i, mark.layer)
  local lines = fixing.lines(change, doc.id, doc.text, mark.record, marks, source.gives[mark.layer])
  local fine, why = fixing.try(lines, path, function(file) return source:try_fixes(file) end)
  if not fine then refuse_reading(path, why) end
  local kept, message = lede.append(path, table.concat(lines))
  if not kept then refuse_reading(path, message) end
  local before = {}
  for name, value in pairs(mark.record) do before[name] = value end
  source:amend(mark._i, mark._j, mark.layer, change, mark.record)
  local rows = before_and_after(mark, change, before)
  rows[#rows + 1] = ("%s added to %s"):format(style.count(#lines, "line"), path)
  rows[#rows + 1] = source:fixes_hint(path)
  return drawn(rows)
end

return M
