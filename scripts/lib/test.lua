--- lede.test: what specs of plugins are written with; `lede test` runs them.
--
--   local test = lede.test.use "talkers.lua"
--   it("finds who is quoted", function()
--     test.document "“Enough,” said Ada Berg."
--       :has("talkers", { { text = "Enough", kind = "talker", name = "Ada Berg" } })
--   end)
--
-- Knows nothing of busted but that a failed expectation is an error.

local M = {}

local FIXED = { first = true, last = true, text = true, kind = true, rule = true }

-- Set by `lede test --update`: golden files are written anew instead of compared.
M.update = false

local function shown(value)
  return type(value) == "string" and ("%q"):format(lede.visible(value)) or lede.visible(lede.to_json(value))
end


-- Showing marks under the text they stand in.

-- Columns the text takes, and what is put under them.
local function underlined(line, from, first, last)
  local before = lede.width(line:sub(1, math.max(first - from, 0)))
  local words = math.max(1, lede.width(line:sub(math.max(first - from, 0) + 1, last - from + 1)))
  return (" "):rep(before) .. ("~"):rep(words)
end

-- The lines that hold a mark, each with the mark drawn under it.
local function drawn(text, mark)
  local out, at = {}, 1
  for line in (text .. "\n"):gmatch("(.-)\n") do
    local last = at + #line - 1
    if mark.first <= last and mark.last >= at - 1 then
      out[#out + 1] = "  " .. lede.visible(line)
      out[#out + 1] = "  " .. underlined(line, at, mark.first, math.min(mark.last, last))
    end
    at = last + 2
  end
  return table.concat(out, "\n")
end

local function described(mark)
  local fields = {}
  for key, value in lede.sorted_pairs(mark) do
    if not FIXED[key] then fields[#fields + 1] = key .. " = " .. shown(value) end
  end
  return ("%s %s  %s"):format(mark.kind or "", shown(mark.text or ""), table.concat(fields, ", "))
end


-- Comparing.

local function same(a, b)
  if type(a) ~= type(b) then return false end
  return type(a) == "table" and lede.to_json(a) == lede.to_json(b) or a == b
end

-- The first field of `want` that `mark` has otherwise; nil when all agree.
local function difference(mark, want)
  for key, value in lede.sorted_pairs(want) do
    if not same(mark[key], value) then return key end
  end
end

local Document = {}
Document.__index = Document

function Document:marks(layer)
  return self.record.layers[layer] or error(("the document has no layer %q; does the plugin give it?"):format(layer), 3)
end

local function fail(document, message, mark)
  local lines = { message }
  if mark then lines[2] = drawn(document.record.text, mark) end
  error(table.concat(lines, "\n"), 3)
end

--- The layer holds just these marks, in this order. Each names the fields that matter: text, kind, first, last, any attribute.
-- Returns the document, so that expectations can be chained.
function Document:has(layer, wanted)
  local marks = self:marks(layer)
  for i, want in ipairs(wanted) do
    local mark = marks[i]
    if not mark then fail(self, ("layer %q: mark %d is missing: %s"):format(layer, i, described(want))) end
    local field = difference(mark, want)
    if field then
      local got, expected = shown(mark[field]), shown(want[field])
      fail(self, ("layer %q, mark %d: %s is %s; expected %s"):format(layer, i, field, got, expected), mark)
    end
  end
  local extra = marks[#wanted + 1]
  if extra then fail(self, ("layer %q: one mark more than expected: %s"):format(layer, described(extra)), extra) end
  return self
end

--- The layer is empty.
function Document:has_no(layer) return self:has(layer, {}) end


-- Texts and golden files.

--- From here on documents are analysed by these plugins (names or files). Returns this module.
function M.use(...)
  M.plugins = { ... }
  return M
end

--- Analyses a text; options: plugins, set, given, aliases, fixes, as in lede.analyze. Your own aliases.lua is left out: a test
-- gives the same on every machine. An error of a plugin fails the test.
function M.document(text, options)
  options = options or {}
  local record, message = lede.analyze(text, {
    plugins = options.plugins or M.plugins, set = options.set, given = options.given,
    aliases = options.aliases or "/dev/null", fixes = options.fixes,
  })
  if not record then error(message, 2) end
  if record.errors[1] then error(record.errors[1].message, 2) end
  return setmetatable({ record = record }, Document)
end

local function read(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local text = file:read("a")
  file:close()
  return text
end

-- One mark a line, so that a change is easy to read in a diff.
local function golden_text(layers)
  local out = {}
  for layer, marks in lede.sorted_pairs(layers) do
    for _, mark in ipairs(marks) do out[#out + 1] = layer .. " " .. lede.to_json(mark) end
  end
  return table.concat(out, "\n") .. "\n"
end

local function first_difference(a, b)
  local next_a, next_b = a:gmatch("[^\n]+"), b:gmatch("[^\n]+")
  for number = 1, math.huge do
    local x, y = next_a(), next_b()
    if x ~= y then return number, x or "(nothing)", y or "(nothing)" end
  end
end

-- True when `layers` is nil, this layer, or a list with it.
local function is_chosen(layers, layer)
  if type(layers) ~= "table" then return not layers or layers == layer end
  for _, name in ipairs(layers) do
    if name == layer then return true end
  end
  return false
end

--- Analyses PATH and compares the marks with those in PATH.golden, which `lede test --update` writes. Only some layers when
-- named.
function M.golden(path, layers, options)
  local text = read(path) or error("can't read " .. path, 2)
  local record = M.document(text, options).record
  local chosen = {}
  for layer, marks in pairs(record.layers) do
    if is_chosen(layers, layer) then chosen[layer] = marks end
  end
  local now, kept = golden_text(chosen), read(path .. ".golden")
  if M.update then
    local file = assert(io.open(path .. ".golden", "wb"))
    file:write(now)
    file:close()
  elseif not kept then
    error(path .. ".golden is not there; lede test --update writes it, then read it", 2)
  elseif kept ~= now then
    local line, want, got = first_difference(kept, now)
    local message = "%s.golden, line %d:\n  expected %s\n  got      %s\n  when the new one is right: lede test --update"
    error(message:format(path, line, want, got), 2)
  end
end

return M
