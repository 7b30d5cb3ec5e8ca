-- Makes weights for lede.tagger from your own labelled texts: names of ships, of diseases, of whatever you label.
--
--   lede scripts/dev/train.lua SAMPLES.tsv OUT.tagger [--list=FILE]... [--capitals=0] [--epochs=12] [--rate=0.1] [--penalty=0.05]
--                                                     [--hide=0.3] [--bits=18] [--note=TEXT]
--
-- SAMPLES.tsv (or .gz) has a token and its label a line, a TAB between (columns in the middle are skipped), an empty line
-- between sentences, and a line "-DOCSTART-" between documents. A label is O, B-KIND or I-KIND; there are as many kinds, up to
-- seven, as labels name. Every tenth document is held back; how well its names are found is printed at the end.
--
-- Each --list is a file of phrases, as for lede.phrases, and becomes a string of hints. A plugin that uses the weights makes
-- the same strings, in the same order: "b" where a phrase of the list begins, "i" where it goes on, "." elsewhere.
-- --capitals=0: names may be far from any capital. --hide: how often the word itself is not shown, so that its surroundings
-- are learned.
local samples = require "dev.samples"

local function usage(why)
  error(why .. "\nusage: lede scripts/dev/train.lua SAMPLES.tsv OUT.tagger [--list=FILE]... [--epochs=N] ...", 0)
end

local function options(args)
  local out = { lists = {}, capitals = 1, epochs = 12, rate = 0.1, penalty = 0.05, hide = 0.3, bits = 18, note = "" }
  for _, a in ipairs(args) do
    local name, value = a:match("^%-%-(%w+)=(.*)$")
    if name == "list" then
      out.lists[#out.lists + 1] = lede.phrases(value)
    elseif name == "note" then
      out.note = value
    elseif name then
      if type(out[name]) ~= "number" then usage("there is no option --" .. name) end
      out[name] = tonumber(value) or usage("--" .. name .. " wants a number, not " .. value)
    else
      out[#out + 1] = a
    end
  end
  if #out ~= 2 then usage("two files, please") end
  return out
end

--- The kinds the samples name, sorted, and for each the label that begins it.
local function kinds_of(list)
  local seen, kinds, begins = {}, {}, {}
  for _, sample in ipairs(list) do
    for _, span in ipairs(sample.spans) do seen[span[3]] = true end
  end
  for kind in lede.sorted_pairs(seen) do
    kinds[#kinds + 1] = kind
    begins[kind] = 2 * #kinds - 1
  end
  return kinds, begins
end

--- The names of a sample as tokens: { from, to, kind }. Where two share a token the first has it.
local function names_in(doc, sample)
  local out, last = {}, 0
  for _, span in ipairs(sample.spans) do
    local from, to = math.max(doc:token_at(span[1]), last + 1), doc:token_at(span[2])
    if from <= to then
      out[#out + 1] = { from, to, span[3] }
      last = to
    end
  end
  return out
end

local function labels_of(doc, names, begins)
  local out = {}
  for i = 1, #doc do out[i] = "\0" end
  for _, name in ipairs(names) do
    for i = name[1], name[2] do out[i] = string.char(begins[name[3]] + (i > name[1] and 1 or 0)) end
  end
  return table.concat(out)
end

local function hints_of(doc, lists)
  local out = {}
  for k, list in ipairs(lists) do
    local bytes = {}
    for i = 1, #doc do bytes[i] = "." end
    for from, to in list:each(doc) do
      for i = from, to do bytes[i] = i == from and "b" or "i" end
    end
    out[k] = table.concat(bytes)
  end
  return out
end

--- Precision, recall, F1 over what was held back.
local function measure(tagger, held, lists)
  local right, found, there = 0, 0, 0
  for _, h in ipairs(held) do
    local gold = {}
    for _, name in ipairs(h.names) do gold[table.concat(name, " ")] = true end
    there = there + #h.names
    for from, to, kind in tagger:each(h.doc, hints_of(h.doc, lists)) do
      found = found + 1
      if gold[table.concat({ from, to, kind }, " ")] then right = right + 1 end
    end
  end
  return right / math.max(found, 1), right / math.max(there, 1), 2 * right / math.max(found + there, 1)
end

local opt = options(arg)
local list = samples.read(opt[1])
local kinds, begins = kinds_of(list)
local trainer = lede.trainer { kinds = kinds, hints = #opt.lists, bits = math.tointeger(opt.bits), capitals = opt.capitals ~= 0 }
local held = {}
for n, sample in ipairs(list) do
  local doc = trainer:read(sample.text)
  local names = names_in(doc, sample)
  if n % 10 == 0 then
    held[#held + 1] = { doc = doc, names = names }
  else
    trainer:add(doc, labels_of(doc, names, begins), hints_of(doc, opt.lists))
  end
end
local loss = trainer:run { epochs = opt.epochs, rate = opt.rate, penalty = opt.penalty, hide_words = opt.hide }
local weights = trainer:weights(opt.note)
assert(assert(io.open(opt[2], "wb")):write(weights)):close()
print(("%s: kinds %s; %d documents, %d bytes; loss a token %.4f")
  :format(opt[2], table.concat(kinds, ", "), #list, #weights, loss))
print(("of the names held back: precision %.3f, recall %.3f, F1 %.3f"):format(measure(lede.tagger(opt[2]), held, opt.lists)))
