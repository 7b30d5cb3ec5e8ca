--- lede check PLUGIN [PATH…]: tries a plugin out and says what its author should know.
-- Loads it, runs it on sample articles (examples/news unless PATHs are given), compares several runs, several orders and splits
-- of its fold, measures it, and shows a sample of what it gives. Exit status 0 when nothing is wrong, 1 when something is.

local RUNS = 4          -- of the same documents, each in states of its own
local SHUFFLES = 3
local SECONDS = 0.5     -- to measure for

local failed = false

local function say(good, what, detail)
  failed = failed or not good
  print(("%s %s"):format(good and "ok  " or "BAD ", what))
  for line in (detail or ""):gmatch("[^\n]+") do print("       " .. lede.visible(line)) end
end

local function read(path)
  local file, message = io.open(path, "rb")
  if not file then return nil, message end
  local text = file:read("a")
  file:close()
  return text
end


-- Loading.

local function open(path)
  local ok, session = pcall(lede.session, { plugins = { path } })
  if ok then return session end
  say(false, "it can't be loaded", session)
  os.exit(1)
end

-- A layer that is needed should be read: its name stands in the source once more than in the declaration.
local function check_needs(path, plugin)
  local source = assert(read(path))
  for _, field in ipairs { "needs", "wants" } do
    for _, layer in ipairs(plugin[field]) do
      local _, times = source:gsub("%f[%w_]" .. layer .. "%f[^%w_]", "")
      if times < 2 then
        say(false, ("%s %q, which it never reads"):format(field, layer), "take it out: a plugin waits for what it needs")
      end
    end
  end
end


-- Documents.

local function samples(paths)
  if not paths[1] then paths = { lede.root .. "/examples/news" } end
  local texts, bytes = {}, 0
  for record in lede.session({ plugins = { "structure" } }):each(paths) do
    if record.text then
      local doc = record.doc
      texts[#texts + 1] = { text = record.text, given = { id = doc.id, outlet = doc.outlet, date = doc.date } }
      bytes = bytes + #record.text
    end
  end
  if not texts[1] then
    io.stderr:write("lede check: there is no text to try it on in ", table.concat(paths, ", "), "\n")
    os.exit(2)
  end
  return texts, bytes
end

-- The plugin's layers of all samples, as JSON a document; the first error.
local function run(session, texts, layers)
  local all, count, problem = {}, 0, nil
  for i, sample in ipairs(texts) do
    local record = session:analyze(sample.text, sample.given)
    local mine = {}
    for layer in pairs(layers) do
      mine[layer] = record.layers[layer]
      count = count + #(record.layers[layer] or {})
    end
    problem = problem or record.errors[1] and record.errors[1].message
    all[i] = lede.to_json(mine)
  end
  return all, count, problem
end

local function check_documents(path, texts, layers)
  local first, count, problem = run(open(path), texts, layers)
  if problem then return say(false, "it fails on a sample", problem) end
  say(true, ("%d marks in %d documents"):format(count, #texts), count == 0 and "none at all: is that right for these?" or nil)
  for _ = 2, RUNS do
    local again = run(open(path), texts, layers)
    for i = 1, #texts do
      if again[i] ~= first[i] then
        return say(false, "two runs give different marks for " .. texts[i].given.id,
          "pairs() has another order in each run: use lede.sorted_pairs, or sort what you return")
      end
    end
  end
  say(true, ("the same marks in %d runs"):format(RUNS))
end


-- Folds.

local function shuffled(list)
  local copy = table.move(list, 1, #list, 1, {})
  for i = #copy, 2, -1 do
    local j = math.random(i)
    copy[i], copy[j] = copy[j], copy[i]
  end
  return copy
end

local function findings_of(session) return lede.to_json(session:findings()) end

local function folded(path, texts)
  local session = open(path)
  for _, sample in ipairs(texts) do session:analyze(sample.text, sample.given) end
  return session
end

-- As if the work was split over `parts` machines.
local function folded_in_parts(path, texts, parts)
  local whole = open(path)
  for part = 1, parts do
    local some = {}
    for i = part, #texts, parts do some[#some + 1] = texts[i] end
    whole:add(folded(path, some):take())
  end
  return whole
end

local function check_fold(path, texts)
  local ok, message = pcall(function()
    local want = findings_of(folded(path, texts))
    for _ = 1, SHUFFLES do
      if findings_of(folded(path, shuffled(texts))) ~= want then
        return say(false, "its findings depend on the order of the documents",
          "fold, merge and finish must give the same for any order: sort in finish")
      end
    end
    for parts = 2, 3 do
      if findings_of(folded_in_parts(path, texts, parts)) ~= want then
        return say(false, ("its findings differ when the work is split in %d"):format(parts),
          "merge(a, b) must give what fold would have gathered from all of it")
      end
    end
    local session = folded(path, texts)
    if findings_of(session) ~= findings_of(session) then
      return say(false, "finish changes what was gathered", "it may be called often and must leave its total as it is")
    end
    say(true, ("the same findings in %d orders and 2 splits"):format(SHUFFLES))
  end)
  if not ok then say(false, "its fold fails", message) end
end


-- Speed and a sample.

local function seconds_of(session, texts)
  local rounds, start = 0, os.clock()
  repeat
    for _, sample in ipairs(texts) do session:analyze(sample.text, sample.given) end
    rounds = rounds + 1
  until os.clock() - start > SECONDS
  return (os.clock() - start) / rounds
end

-- Without what other plugins take for the layers it needs; nothing is said where that drowns in theirs.
local function check_speed(path, others, texts, bytes)
  local base = others[1] and seconds_of(lede.session { plugins = others }, texts) or 0
  local whole = seconds_of(open(path), texts)
  local own = whole - base
  if own < whole / 20 then return say(true, "next to no time beside the plugins it needs") end
  say(true, ("%.1f MB of text a second by itself"):format(bytes / own / 1e6))
end

-- The first finding that is not one of the others, which come before it.
local function own_finding(session, others, texts)
  local without = lede.session { plugins = others }
  for _, sample in ipairs(texts) do without:analyze(sample.text, sample.given) end
  return session:findings()[#without:findings() + 1]
end

local function show_sample(path, others, texts, layers)
  local session = open(path)
  for _, sample in ipairs(texts) do
    local record = session:analyze(sample.text, sample.given)
    for layer in lede.sorted_pairs(layers) do
      local mark = (record.layers[layer] or {})[1]
      if mark then
        print(("\na mark of %q in %s:\n  %s"):format(layer, lede.visible(sample.given.id), lede.visible(lede.to_json(mark))))
        layers[layer] = nil
      end
    end
  end
  local found = own_finding(session, others, texts)
  if found then print("\na finding:\n  " .. lede.visible(lede.to_json(found))) end
end


local _, operands = lede.arguments "check"
local path = table.remove(operands, 1)
if not path:find("[/.]") then path = lede.root .. "/plugins/" .. path .. ".lua" end

local plugins, others = open(path):plugins(), {}
local plugin = table.remove(plugins) -- the others are there for what it needs, and run before it
for i, other in ipairs(plugins) do others[i] = other.name end
say(true, "it loads, and keeps the contract")
local layers = {}
for _, layer in ipairs(plugin.gives) do layers[layer] = true end
check_needs(path, plugin)
local texts, bytes = samples(operands)
if plugin.document then check_documents(path, texts, layers) end
if plugin.fold then check_fold(path, texts) end
if not failed then
  check_speed(path, others, texts, bytes)
  show_sample(path, others, texts, layers)
end
os.exit(failed and 1 or 0)
