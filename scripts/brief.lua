--- lede brief [PATH…]: summaries of what articles say, by topic, every sentence cited.
-- Topics are found, or the user's own (--topics), or one free question (--query); one article alone is summarized as a whole.
-- The summaries are those of the plugin `topics` (plugins/lib/summary); here are only the command line, --since and printing.

package.path = package.path .. ";" .. lede.root .. "/plugins/?.lua"
local briefing = require "lib.briefing"
local style = require "lib.style"
local summary = require "lib.summary"
local keyphrases = require "lib.keyphrases"
local own_topics = require "lib.own_topics"
local since = require "lib.since"

local function refuse(message)
  io.stderr:write("lede brief: ", lede.visible(message), "\n")
  os.exit(2)
end

--- What a call gave; of nil and a message, the message ends the program.
local function orelse_refuse(value, message) return value or refuse(message) end

local function read_file(path)
  local file, message = io.open(path, "rb")
  if not file then refuse(message) end
  local text = file:read("a")
  file:close()
  return text or refuse(path .. " can't be read")
end


-- Reading and printing.

local function settings_of(options)
  local set = {}
  if options.query then set[1] = "topics.query=" .. options.query end
  if options.topics then
    local source = read_file(options.topics)
    local ok, topics = pcall(own_topics.read, source, options.topics)
    if not ok then refuse(topics) end
    set[#set + 1] = "topics.own=" .. source
    return set, topics
  end
  return set, {}
end

local function complain(record)
  local id, what = record.doc and record.doc.id or "?", record.error.message or record.error.code or ""
  io.stderr:write(("lede brief: %s: not read: %s\n"):format(lede.visible(id), lede.visible(what)))
end

--- All that is kept of the documents, a list of what is known of each, and whether some could not be read.
local function read_all(paths, options, set)
  local session = lede.session { plugins = { "structure", "entities", "quotes", "topics" }, set = set, no_findings = true }
  local acc, docs, failed = {}, {}, false
  for record in session:each(paths, { outlet_from = options.outlet_from, meta = options.meta }) do
    if record.error then
      failed = true
      complain(record)
    elseif record.layers.gist then
      acc, docs[#docs + 1] = summary.fold(acc, record), record.doc
    end
  end
  return acc, docs, failed
end

local function names_of(options, topics)
  local names = { options.query }
  for _, topic in ipairs(topics) do names[#names + 1] = topic.name end
  return names
end

local function find(acc, docs, options, topics, is_new)
  local new_docs = {}
  for _, doc in ipairs(docs) do new_docs[doc.id] = is_new and is_new(doc) end
  local asked = options.query or options.topics
  return summary.finish(acc, {
    names = names_of(options, topics), question = options.query ~= nil, topics = asked and 0 or options.most or 10,
    whole = not asked and #docs == 1,
    sentences = options.sentences or 3, words = options.words or 0, key_of = keyphrases.key,
    is_new = is_new and function(sentence) return new_docs[sentence.doc] end })
end

local function pen_options(options)
  local color = style.wants_color(options.color or "never", true, os.getenv("NO_COLOR"), os.getenv("TERM"))
  local width = math.tointeger(tonumber(os.getenv("COLUMNS"))) or 80
  return { color = color, width = width, since = options.since, asked = options.query or options.topics }
end

--- Prints, or ends the program: what nobody has read must not be remembered as read.
local function print_all(text)
  local written, message = io.write(text)
  if written then written, message = io.flush() end
  orelse_refuse(written, message)
end

local options, paths = lede.arguments "brief"
if options.sentences and options.words then refuse("give --sentences or --words, not both") end
if options.query and options.topics then refuse("give --query or --topics, not both") end
local set, topics = settings_of(options)
local news = options.since and orelse_refuse(since.read(options.since, paths)) or {}
local acc, docs, failed = read_all(paths, options, set)
local findings = find(acc, docs, options, topics, news.is_new)
local opts = pen_options(options)
print_all(findings[1] and briefing.topics(findings, opts) or briefing.nothing(#docs, opts))
if news.remember then orelse_refuse(news.remember(docs)) end
os.exit(failed and 1 or 0)
