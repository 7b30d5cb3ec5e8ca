--- What `lede brief` prints: topics, each with cited sentences. Reads findings of kind "topic" as plain tables
-- (plugins/lib/summary makes them). Knows nothing of how sentences were chosen: it returns strings. opts = { color, width,
-- since = what --since was }.
local style = require "lib.style"

local M = {}

local INDENT, DEEPER = "  ", "    "
local NARROWEST = 30

local function source_of(outlet, doc) return outlet or doc and doc:match("[^/]+$") or "?" end

local LATER = { figure = "another figure", ahead = "what came of it" }

--- "as of 2026-03-10; another figure: The Harsel Courier, 2026-03-13"; without dates where there are none.
local function as_of(sentence)
  if not sentence.overtaken then return nil end
  local later = source_of(sentence.later_outlet, sentence.later_doc)
  if sentence.later_date then later = later .. ", " .. sentence.later_date end
  local label = ("%s: %s"):format(LATER[sentence.overtaken] or "later", later)
  return sentence.date and ("as of %s; %s"):format(sentence.date, label) or label
end

--- Outlet or file, date, where in it: all that leads back to the words.
local function citation(sentence)
  local parts = { source_of(sentence.outlet, sentence.doc), sentence.date or "no date" }
  local file = sentence.doc:match("[^/]+$")
  parts[#parts + 1] = (sentence.outlet and file .. " " or "") .. ("%d–%d"):format(sentence.first, sentence.last)
  if sentence.others then parts[#parts + 1] = "also in " .. style.count(sentence.others, "other") end
  return table.concat(parts, ", ")
end

local function wrapped(lines, indent, paint, text, pen)
  local columns = pen.width and math.max(pen.width - #indent, NARROWEST) or nil
  for _, part in ipairs(style.wrap(style.words(text), columns)) do lines[#lines + 1] = { indent, { paint, part } } end
end

local function sentence_lines(lines, sentence, pen)
  wrapped(lines, INDENT, "plain", sentence.text, pen)
  wrapped(lines, DEEPER, "dim", "— " .. citation(sentence), pen)
  local label = as_of(sentence)
  if label then wrapped(lines, DEEPER, "yellow", label, pen) end
end

--- Topics in the order they are given; "" for none.
function M.topics(findings, opts)
  local pen, lines = style.pen(opts), {}
  for i, topic in ipairs(findings) do
    if i > 1 then lines[#lines + 1] = {} end
    lines[#lines + 1] = { { "bold", style.words(topic.name) }, { "dim", "  " .. style.count(topic.docs, "document") } }
    for _, sentence in ipairs(topic.sentences) do sentence_lines(lines, sentence, pen) end
  end
  return lines[1] and pen:lines(lines) or ""
end

--- What to say where there is nothing.
function M.nothing(documents, opts)
  local of = "in " .. style.count(documents, "document")
  if opts.since then return ("Nothing new since %s %s.\n"):format(style.words(opts.since), of) end
  if opts.asked then return ("Nothing is said of it %s.\n"):format(of) end
  return ("No topic that several documents share %s; --query asks for one.\n"):format(of)
end

return M
