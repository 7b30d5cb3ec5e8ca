--- lede brief PATH…: summaries of what articles say, by topic, every sentence cited.
-- Topics are found, or the user's own (--topics), or one free question (--query); one article alone is summarized as a whole.
-- The summaries are those of the plugin `topics` (plugins/lib/summary), folded from records; here is only what is asked of them.

package.path = package.path .. ";" .. lede.root .. "/plugins/?.lua"
local briefing = require "lib.briefing"
local keyphrases = require "lib.keyphrases"
local own_topics = require "lib.own_topics"
local since = require "lib.since"
local summary = require "lib.summary"

local function refuse(message)
  io.stderr:write("lede brief: ", lede.visible(message), "\n")
  os.exit(2)
end

--- What a call gave; of nil and a message, the message ends the program.
local function orelse_refuse(value, message) return value or refuse(message) end

local function check(options)
  if options.sentences and options.words then refuse("give --sentences or --words, not both") end
  if options.query and options.topics then refuse("give --query or --topics, not both") end
end

local function read_file(path)
  local file, message = io.open(path, "rb")
  if not file then refuse(message) end
  local text = file:read("a")
  file:close()
  return text or refuse(path .. " can't be read")
end

--- What the plugin is to look for, as its setting, and what that is called; nil where it finds its topics by itself.
local function asked(options)
  if options.query then return "topics.query=" .. options.query, { options.query } end
  if not options.topics then return nil, {} end
  local source, names = read_file(options.topics), {}
  local ok, topics = pcall(own_topics.read, source, options.topics)
  if not ok then refuse(topics) end
  for i, topic in ipairs(topics) do names[i] = topic.name end
  return "topics.own=" .. source, names
end

--- Sentences that answer what nobody has asked before are in no record yet: all plugins run again, also on records.
local function analyse_anew(paths, corpus, setting)
  for _, path in ipairs(paths) do
    if lede.desk(path) then
      refuse(("%s is a desk, where nothing is analysed anew, as --query and --topics need; "
        .. "lede follow --from-start --no-wait %s > desk.jsonl writes what they can read"):format(path, path))
    end
  end
  corpus.plugins, corpus.set = lede.default_plugins, { setting }
end

--- All that is kept of the articles, and a list of what is known of each.
local function fold(articles)
  local acc, docs, without = {}, {}, 0
  for article in articles:each() do
    local record = article.record
    if record.layers.gist then
      acc, docs[#docs + 1] = summary.fold(acc, record), record.doc
    else
      without = without + 1
    end
  end
  if without > 0 then
    local left_out = "lede brief: left out, as the plugin topics did not run on them or failed: %d of %d\n"
    io.stderr:write(left_out:format(without, #articles))
  end
  return acc, docs
end

local function find(acc, docs, options, names, is_new)
  local new_docs = {}
  for _, doc in ipairs(docs) do new_docs[doc.id] = is_new and is_new(doc) end
  return summary.finish(acc, {
    names = names, question = options.query ~= nil, topics = names[1] and 0 or options.most or 10,
    whole = not names[1] and #docs == 1, sentences = options.sentences or 3, words = options.words or 0,
    key_of = keyphrases.key, is_new = is_new and function(sentence) return new_docs[sentence.doc] end })
end

--- What is printed is mostly read elsewhere: without colour, and as wide as a letter.
local function pen_options(options, names)
  local color = options.color == "always" or options.color == "auto" and lede.terminal().color
  local width = math.tointeger(tonumber(os.getenv("COLUMNS"))) or 80
  return { color = color, width = width, since = options.since, asked = names[1] }
end

--- Prints, or ends the program: what nobody has read must not be remembered as read.
local function print_all(text)
  local written, message = io.write(text)
  if written then written, message = io.flush() end
  orelse_refuse(written, message)
end

local options, paths = lede.arguments "brief"
check(options)
local setting, names = asked(options)
if setting then analyse_anew(paths, options.corpus, setting) end
local news = options.since and orelse_refuse(since.read(options.since, paths)) or {}

options.corpus.no_findings = true
local articles = lede.corpus(paths, options.corpus)
local acc, docs = fold(articles)
local findings = find(acc, docs, options, names, news.is_new)

local pen = pen_options(options, names)
print_all(findings[1] and briefing.topics(findings, pen) or briefing.nothing(#docs, pen))
if news.remember then orelse_refuse(news.remember(docs)) end
lede.exit(articles)
