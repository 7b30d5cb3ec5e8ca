--- Every command of lede in one table, and the help printed from it.
-- A new command is one entry here. Knows nothing of how a command works. Texts are one line however long they are; they are
-- broken when they are printed.

local style = require "lib.style"

local M = {}

M.about = "lede reads news text: who said what, who and what is named, and what holds across sources."

--- Headings of the overview, in their order.
M.groups = { "read", "write plugins", "maintain" }

M.exit = {
  { 0, "all done" },
  { 1, "some documents failed; the others are done" },
  { 2, "the command line makes no sense" },
  { 3, "plugins, settings or data could not be set up" },
}

-- How bytes become text: for every command that reads documents.
local READING = {
  { long = "encoding", value = "NAME",
    text = "read files as utf-8, utf-16le, utf-16be, utf-32le, utf-32be, windows-1252 or iso-8859-1; without it, a "
      .. "byte order mark decides, then whether the bytes are valid UTF-8" },
  { long = "strict", text = "refuse a file with bytes that are not valid, instead of replacing them" },
  { long = "max-bytes", value = "N[K|M|G]", text = "refuse larger files; 64M unless given" },
}

-- Where to find text and id in files that hold many documents.
local FIELDS = {
  { long = "text-field", value = "NAME", text = "the field with the text in JSON Lines and CSV; text unless given" },
  { long = "id-field", value = "NAME", text = "the field with the id in JSON Lines and CSV; id unless given" },
}

-- How a document is analysed, and what its record holds: for every command that runs plugins.
local ANALYSIS = {
  { long = "plugins", short = "p", value = "LIST",
    text = "run these instead of all: names or files, with commas between them; with a + before them, beside the built-in "
      .. "ones" },
  { long = "set", value = "PLUGIN.KEY=VALUE", text = "change a setting of a plugin; may be given again" },
  { long = "with", choices = { "tokens", "sentences" }, list = true,
    text = "add tokens, sentences or both to the records" },
  { long = "no-text", text = "leave the text of the documents out of the records" },
  { long = "offsets", choices = { "bytes", "codepoints", "utf16" },
    text = "count offsets in records in these; bytes unless given" },
  { long = "aliases", value = "FILE.lua",
    text = "which names are one, which are not, what they are called and what is no name; without it, lede/aliases.lua of "
      .. "your configuration folder, when it is there; /dev/null for none" },
  { long = "fixes", value = "FILE.jsonl",
    text = "corrections of single marks, as lede fix writes them; they win over all plugins" },
  { long = "no-findings", text = "only look at each document by itself, not at what holds across them" },
  { long = "jobs", short = "j", value = "N", text = "use so many workers; one a processor core unless given" },
  { long = "timeout", value = "SECONDS",
    text = "stop a plugin that takes longer on a document; 5, and 1 more a MB, unless given" },
  { long = "memory", value = "N[K|M|G]", text = "stop a plugin that holds more memory; 512M unless given" },
}

-- Lists of options as one.
local function joined(...)
  local all = {}
  for _, options in ipairs { ... } do table.move(options, 1, #options, #all + 1, all) end
  return all
end

-- What every ready analysis takes for lede.corpus.
local FOR_CORPUS = {
  { long = "outlet-from", choices = { "folder" }, text = "the outlet is the name of the folder a file lies in" },
  { long = "meta", value = "FILE.csv", file = true, text = "what is known of the documents, as in lede run" },
  { long = "aliases", value = "FILE.lua", file = true, text = "as in lede run" },
  { long = "fixes", value = "FILE.jsonl", file = true, text = "as in lede run" },
  { long = "jobs", short = "j", value = "N", number = true, text = "use so many workers; one a processor core unless given" },
}

-- What ready analyses on collections have in common.
local FOR_COLLECTIONS = joined({
  { long = "format", short = "f", choices = { "text", "jsonl", "csv" },
    text = "text for people, unless given; jsonl: one object a line; csv: one row each" },
  { long = "plugins", short = "p", value = "LIST", text = "as in lede run" },
}, FOR_CORPUS, {
  { long = "color", choices = { "auto", "always", "never" },
    text = "auto, unless given: colour on a terminal where NO_COLOR is not set" },
})

--- A command: name, group, summary (one line), usage, about, options, examples { command, what it does }.
-- An option: long, short, text, and what its argument is: `value`, a name in capitals for what the user writes, or
-- `choices`, of which one is given, or with `list` several with commas between them.
M.commands = {
  {
    name = "run", group = "read",
    summary = "analyse articles and print what is in them",
    usage = { "lede run [OPTIONS] PATH…" },
    about = "Reads files, folders (with all that is in them), JSON Lines and CSV files, also compressed as .gz; - is "
      .. "standard input. Prints a few lines for each document, then what holds across them; with --format, records "
      .. "for programs or rows for a spreadsheet. A document that fails is reported, and the others go on.",
    options = joined({
      { long = "format", short = "f", choices = { "text", "jsonl", "csv" },
        text = "text for people, unless given; jsonl: one record a line, findings last; csv: one row a mark" },
      { long = "output", short = "o", value = "FILE", text = "write there instead of to standard output" },
      { long = "outlet-from", choices = { "folder" },
        text = "the outlet is the name of the folder a file lies in" },
      { long = "meta", value = "FILE.csv", text = "what is known of the documents: a column file or id, and any of "
        .. "outlet, date, url, title, lang; it wins over what is found in the text" },
      { long = "color", choices = { "auto", "always", "never" },
        text = "auto, unless given: colour on a terminal where NO_COLOR is not set" },
      { long = "quiet", short = "q", text = "show no progress" },
      { long = "shard", value = "K/N",
        text = "take only the documents of part K of N; which part a document is in depends on its id alone" },
      { long = "resume",
        text = "with -o FILE: keep the records FILE holds, also after a kill, and analyse only what is missing" },
    }, ANALYSIS, FIELDS, READING),
    examples = {
      { "lede run article.txt", "who said what in one article, and who is named" },
      { "lede run --outlet-from folder stories/", "one story in many outlets: a folder for each of them" },
      { "lede run --format jsonl -o records.jsonl archive/", "a record of every document, for other programs" },
      { "lede run --format csv --plugins quotes,entities stories/ > quotes.csv", "a spreadsheet of names and quotes" },
      { "lede run --plugins +talkers.lua --set talkers.least=3 stories/", "your own plugin" },
    },
  },
  {
    name = "pipe", group = "read",
    summary = "be one step of a pipeline: a JSON document a line in, a record a line out",
    usage = { "lede pipe [OPTIONS] < documents.jsonl > records.jsonl" },
    about = "Reads one JSON object a line from standard input and writes one record a line, in the same order and one for "
      .. "one; a line that can't be read gives an error record. Answers are written as soon as nothing more can be read "
      .. "without waiting. Its output can be piped in again. GNU parallel, a Slurm array or Spark's pipe run it on many "
      .. "machines.",
    options = joined(ANALYSIS, FIELDS, READING),
    examples = {
      { "lede pipe --text-field body --id-field url < crawl.jsonl", "documents from elsewhere, under their own field names" },
      { "parallel --pipe --keep-order -N 500 lede pipe -j1 < crawl.jsonl", "as many as the machine has cores" },
    },
  },
  {
    name = "watch", group = "read",
    summary = "analyse what is dropped into a folder, day and night, into a desk",
    usage = { "lede watch [OPTIONS] INBOX -o DESK" },
    about = "Analyses each file that comes into the folder INBOX, once it is written to the end, and keeps what it finds "
      .. "in the folder DESK: lede.db, a database that lede query, sqlite3 and others read meanwhile; results/, a record "
      .. "of each file; failed/, what is wrong with those that can't be analysed. Files stay where they are; new content "
      .. "under a known name is a new version. Files whose names begin with a dot or end in ~, .tmp or .part are left "
      .. "alone. Whatever happens to it, nothing is lost and nothing is there twice: what was not finished is taken up "
      .. "when it is started again. When a plugin changes, new files get the new one; one that can't be loaded leaves the "
      .. "last good one at work. It ends with Ctrl-C or SIGTERM, once what is in work is done.",
    options = joined({
      { long = "output", short = "o", value = "DESK",
        text = "the desk, a folder of its own, made where there is none; one watcher at a time keeps it" },
      { long = "recursive", short = "r", text = "read folders in the inbox too" },
      { long = "once", text = "analyse what is there and end, as for cron; ends with status 1 when a document failed" },
      { long = "consume",
        text = "move files that are done to DESK/done; several watchers, each with its desk, may then share an inbox" },
      { long = "rerun",
        text = "analyse again what was analysed by other plugins, settings or corrections; without it, only new files get "
          .. "them" },
      { long = "done-suffix", value = "SUFFIX", text = "take X only once X followed by SUFFIX stands beside it" },
      { long = "settle", value = "SECONDS", text = "a file counts as written so long after its last change; 0.05 unless given" },
      { long = "poll", text = "look for files each second, for file systems that report no changes" },
      { long = "durability", choices = { "none", "batch", "each" },
        text = "batch, unless given: several documents reach the disk together; each: one by one; none: when the system "
          .. "likes, which survives a crash of lede, and after a power cut analyses the last ones again" },
      { long = "outlet-from", choices = { "folder" }, text = "the outlet is the name of the folder in the inbox a file lies in" },
      { long = "on-finding", value = "COMMAND",
        text = "run this, with sh, for each new or changed finding, which is on its standard input as one line of JSON" },
      { long = "log-format", choices = { "text", "json" }, text = "a line a document on standard output; text unless given" },
      { long = "quiet", short = "q", text = "no line a document" },
    }, ANALYSIS, READING),
    examples = {
      { "lede watch inbox -o desk", "until it is told to stop" },
      { "lede watch --once inbox -o desk", "what has come since the last time, from cron" },
      { "lede watch -r --outlet-from folder inbox -o desk", "a folder for each outlet in the inbox" },
      { "lede watch --on-finding ./tell.sh inbox -o desk", "what your script does with a finding" },
    },
  },
  {
    name = "status", group = "read", least = 1,
    summary = "say how a desk and its watcher are doing",
    usage = { "lede status [OPTIONS] DESK" },
    about = "Prints what waits and is in work, what is done and what has failed and why, how fast it goes, and how old the "
      .. "findings are; also when no watcher runs.",
    options = { { long = "format", choices = { "text", "json" }, text = "text for people, unless given" } },
    examples = { { "lede status desk", "how it goes" } },
  },
  {
    name = "retry", group = "read", least = 1,
    summary = "have a desk's failed documents analysed again",
    usage = { "lede retry DESK [NAME…]" },
    about = "Asks the watcher to analyse again all documents that failed, wholly or in a plugin; or those named by their "
      .. "path in the inbox, whatever became of them. When no watcher runs, the next one does it as it starts.",
    options = {},
    examples = {
      { "lede retry desk", "all that failed" },
      { "lede retry desk sport/final.txt", "one document" },
    },
  },
  {
    name = "follow", group = "read", least = 1,
    summary = "print a desk's records as they come, for other programs",
    usage = { "lede follow [OPTIONS] DESK" },
    about = "Prints one JSON record a line as soon as it is committed, until it is stopped or nobody reads any more. Each "
      .. "has in \"change\" the number of its commit: with --since and the last one you have, you miss nothing. A "
      .. "document that failed is a line too, with \"error\".",
    options = {
      { long = "from-start", text = "first all there are, in the order they came" },
      { long = "since", value = "CHANGE", number = true, text = "first those after this one" },
      { long = "no-wait", text = "end instead of waiting for more" },
    },
    examples = {
      { "lede follow desk | jq .doc.title", "titles as they come" },
      { "lede follow --from-start --no-wait desk > records.jsonl", "all records there are" },
    },
  },
  {
    name = "wc", group = "read",
    summary = "count words, sentences and paragraphs",
    usage = { "lede wc [OPTIONS] PATH…" },
    about = "Counts the bytes, code points, graphemes (what a reader takes for one character), words, sentences and "
      .. "paragraphs of each document, as plugins see them; punctuation is no word. The last line is the total.",
    options = joined(FIELDS, READING),
    examples = {
      { "lede wc article.txt", "how long one article is" },
      { "lede wc stories/", "each document below a folder, and the total" },
    },
  },
  {
    name = "repl", group = "read",
    summary = "explore articles at a prompt",
    usage = { "lede repl [OPTIONS] [PATH… | DESK]", "lede repl [OPTIONS] [PATH… | DESK] < lines.lua" },
    about = "A prompt for Lua with the articles of files, folders or a desk at hand: an expression is printed, what is set "
      .. "stays, Ctrl-C stops what runs and ends nothing. .help says what there is beside Lua. Of lines from a pipe it "
      .. "prints the values and nothing else, and its status is 1 when one of them failed.",
    options = joined({
      { long = "outlet-from", choices = { "folder" }, text = "the outlet is the name of the folder a file lies in" },
      { long = "meta", value = "FILE.csv", text = "what is known of the documents, as in lede run" },
      { long = "plugins", short = "p", value = "LIST",
        text = "run these instead of all, or with a + before them beside the built-in ones; one that changes on disk is "
          .. "loaded again" },
      { long = "set", value = "PLUGIN.KEY=VALUE", text = "change a setting of a plugin; may be given again" },
      { long = "aliases", value = "FILE.lua", text = "as in lede run" },
      { long = "fixes", value = "FILE.jsonl", text = "as in lede run" },
      { long = "jobs", short = "j", value = "N", text = "use so many workers; one a processor core unless given" },
      { long = "timeout", value = "SECONDS", text = "as in lede run" },
      { long = "memory", value = "N[K|M|G]", text = "stop a plugin that holds more memory; 512M unless given" },
      { long = "color", choices = { "auto", "always", "never" },
        text = "auto, unless given: colour on a terminal where NO_COLOR is not set" },
    }, FIELDS, READING),
    examples = {
      { "lede repl stories/", "all that is in a folder of articles" },
      { "lede repl --plugins +talkers.lua stories/", "with a plugin you are writing: what you save is there at the next prompt" },
      { "echo 'quotes:count()' | lede repl stories/", "one answer, for a shell script" },
    },
  },
  {
    name = "query", group = "read", least = 1,
    summary = "find words, quotes and names in a desk",
    usage = {
      "lede query [OPTIONS] DESK WORDS…",
      "lede query [OPTIONS] DESK --quotes-by NAME",
      "lede query [OPTIONS] DESK --entity NAME",
      "lede query [OPTIONS] DESK --sql 'SELECT …'",
    },
    about = "Looks into the folder that lede watch keeps, also while it does. WORDS are looked for in title and text, "
      .. "without regard to case and accents; all of them must be there. \"new bridge\" is a phrase, ferr* any ending, OR, "
      .. "NOT and NEAR are as in SQLite's FTS5. Names match as names: Putin finds Vladimir Putin. SQL only reads; the "
      .. "views are articles, quotes, entities, people, places, orgs, events, speakers, topics, failed, and one for the "
      .. "layer of each plugin.",
    options = {
      { long = "quotes-by", value = "NAME", text = "what somebody is quoted with, the newest first" },
      { long = "entity", value = "NAME", text = "where somebody or something is named, the newest first" },
      { long = "sql", value = "QUERY", text = "what SQL asks" },
      { long = "since", value = "DAY", text = "only articles of that day or later; also a month, 2026-03, or a year" },
      { long = "before", value = "DAY", text = "only articles before it" },
      { long = "outlet", value = "NAME", text = "only articles of that outlet" },
      { long = "limit", value = "N", number = true, text = "at most so many; 20 unless given" },
      { long = "format", short = "f", choices = { "text", "jsonl", "csv" },
        text = "text for people, unless given; jsonl: one object a line; csv: one row each" },
      { long = "color", choices = { "auto", "always", "never" },
        text = "auto, unless given: colour on a terminal where NO_COLOR is not set" },
    },
    examples = {
      { "lede query desk bridge closed", "articles with both words, the best first" },
      { "lede query desk --quotes-by Okafor --since 2026-03", "what she was quoted with since March" },
      { "lede query desk --sql 'SELECT * FROM people LIMIT 10'", "who is named most" },
    },
  },
  {
    name = "brief", group = "read", least = 1,
    summary = "summarize what articles say, by topic, every sentence cited",
    usage = { "lede brief [OPTIONS] PATH…" },
    about = "Finds what several of the articles speak of, or looks for your own topics, or for a question, and prints a "
      .. "few sentences on each: those that most of them agree on, each said once. A sentence that a later article has "
      .. "overtaken comes last, and says so. One article alone is summarized as a whole. A citation is outlet or file, "
      .. "date, file and place: bytes of the text, the first and the last one. PATH is a file, a folder, a file of "
      .. "records or a desk; --query and --topics analyse anew, and take no desk.",
    options = joined({
      { long = "query", value = "TEXT", text = "a question or some words, instead of topics" },
      { long = "topics", value = "FILE.lua", file = true,
        text = "your own topics; examples/topics.lua shows how they are written" },
      { long = "since", value = "WHEN",
        text = "only what is new: since a day (2026-03-12), a time of today (9:00), or the last call with --since last" },
      { long = "sentences", value = "N", number = true, text = "sentences a topic; 3 unless given" },
      { long = "words", value = "N", number = true, text = "words a topic, instead" },
      { long = "most", value = "N", number = true, text = "topics at most; 10 unless given" },
    }, FOR_CORPUS, {
      { long = "color", choices = { "auto", "always", "never" },
        text = "never, unless given: what is printed is mostly read elsewhere" },
    }),
    examples = {
      { "lede brief stories/", "what several of them speak of" },
      { "lede brief --sentences 5 article.txt", "one article, in five sentences" },
      { "lede brief --since last desk", "what has come into a desk since you last asked" },
      { 'lede brief --query "what will the repair cost" stories/', "what they say of one thing" },
      { "lede brief --topics topics.lua --since last stories/", "your own topics, only what you have not read yet" },
    },
  },
  {
    name = "who-said", group = "read", least = 2,
    summary = "list everything one person is quoted with",
    usage = { "lede who-said [OPTIONS] NAME PATH…" },
    about = "Names match as names: Putin finds Vladimir Putin. PATH is a file, a folder, a file of records or a desk. "
      .. "Quotes come by day and outlet.",
    options = joined(FOR_COLLECTIONS, {
      { long = "kind", choices = { "direct", "mixed", "indirect" }, text = "only quotes of this kind" },
    }),
    examples = {
      { "lede who-said Okafor stories/", "all that Okafor is quoted with" },
      { "lede who-said --kind direct --format csv Okafor stories/ > okafor.csv", "only literal words, for a spreadsheet" },
    },
  },
  {
    name = "kwic", group = "read", least = 2,
    summary = "show where a word stands, with what is around it",
    usage = { "lede kwic [OPTIONS] WORDS PATH…" },
    about = "A concordance: every place of a word or phrase, one below the other. strik* finds any ending. What is no part "
      .. "of an article, such as lists of related stories, is left out.",
    options = joined(FOR_COLLECTIONS, {
      { long = "in", choices = { "articles", "quotes" },
        text = "in articles, unless given, or only in what people are quoted with" },
    }),
    examples = {
      { "lede kwic ceasefire stories/", "every place of one word" },
      { 'lede kwic --in quotes "last page" stories/', "of two words, in quotes" },
    },
  },
  {
    name = "compare", group = "read", least = 2,
    summary = "put quotes that share some words side by side, by outlet",
    usage = { "lede compare [OPTIONS] WORDS PATH…" },
    about = "Finds every quote with these words. Versions of one statement stand together, the fullest first; in the "
      .. "others, […] is where they leave something out, and {…} what only they have.",
    options = FOR_COLLECTIONS,
    examples = {
      { 'lede compare "nobody will cross" stories/', "who cut the minister's sentence" },
    },
  },
  {
    name = "check", group = "write plugins", least = 1,
    summary = "try a plugin out, and say what its author should know",
    usage = { "lede check PLUGIN [PATH…]" },
    about = "Loads the plugin, runs it several times on lede's own sample articles, or on yours, in other orders and split "
      .. "in parts, and says what would surprise you later; then how fast it is, and a sample of what it gives. Ends with "
      .. "status 1 when something is wrong.",
    options = {},
    examples = {
      { "lede check talkers.lua", "on lede's own sample articles" },
      { "lede check talkers.lua stories/", "on yours" },
    },
  },
  {
    name = "test", group = "write plugins",
    summary = "run the specs of your plugins",
    usage = { "lede test [--update] [PATH…]" },
    about = "Specs are busted's, with lede.test in them. PATH is a spec or a folder of *_spec.lua files; spec/ or tests/ "
      .. "unless given.",
    options = { { long = "update", text = "write golden files anew; read them before you keep them" } },
    examples = {
      { "lede test", "every spec in spec/ or tests/" },
      { "lede test talkers_spec.lua", "one of them" },
    },
  },
  {
    name = "SCRIPT.lua", group = "write plugins",
    summary = "run a Lua script with all of lede at hand",
    usage = { "lede SCRIPT.lua [ARGUMENT…]" },
    about = "A script is your own program: it has Lua's whole library and the global lede; what follows its name is in "
      .. "arg. A first argument that ends in .lua or holds a / is a script. One of your own in lede/scripts of your "
      .. "configuration folder runs by name, and one in scripts/ of the folder you stand in does once you trust that "
      .. "folder (lede trust). No script takes the place of a command of lede.",
    options = {},
    examples = {
      { "lede who-said.lua Okafor stories/", "a script of yours with two arguments" },
    },
  },
  {
    name = "fix", group = "maintain",
    summary = "correct a name, a speaker, a kind; for good",
    usage = {
      "lede fix FILE.jsonl DOC LAYER START END field=value…",
      "lede fix --fixes FILE.jsonl --doc DOC --quote WORDS field=value…",
    },
    about = "Shows what a correction changes, and appends it to FILE.jsonl, a line each; lede run --fixes FILE.jsonl puts "
      .. "it on from then on. A field is kind or an attribute of the layer, and an empty value takes the attribute away; "
      .. "instead of fields, delete takes the mark away, and add kind=KIND field=value makes one. START and END are those "
      .. "of records. Words that could mean several marks are refused with a list of these. When the text under a "
      .. "correction changes, lede run says so and leaves the mark alone. For names wherever they stand, there is lede run "
      .. "--aliases.",
    options = {
      { long = "fixes", value = "FILE.jsonl", text = "the file of corrections; made when it is not there" },
      { long = "doc", value = "DOC", text = "the document: its id, or a file" },
      { long = "from", value = "PATH", text = "the file or folder with the document in it; DOC itself unless given" },
      { long = "quote", value = "WORDS", text = "the quotation with these words in it" },
      { long = "entity", value = "WORDS", text = "the name with these words: all of it, else some" },
      { long = "layer", value = "LAYER", text = "with --words: of this layer" },
      { long = "words", value = "WORDS", text = "with --layer: the mark with these words in it; with add, the words to mark" },
      { long = "kind", value = "KIND", text = "only a mark of this kind" },
      { long = "all", text = "each mark that could be meant, not just one" },
      { long = "plugins", value = "LIST", text = "as in lede run: for layers of your own plugins" },
      { long = "aliases", value = "FILE.lua", text = "as in lede run" },
      { long = "note", value = "TEXT", text = "why, for people" },
    },
    examples = {
      { 'lede fix --fixes fixes.jsonl --doc inbox/fire.txt --quote "no money left" speaker="Ada Berg"', "who really said it" },
      { 'lede fix --fixes fixes.jsonl --doc inbox/fire.txt --entity Spring --all delete', "no name at all" },
      { "lede fix fixes.jsonl inbox/fire.txt entities 112 118 kind=place", "by its place in the record" },
      { "lede run --fixes fixes.jsonl inbox/", "with all corrections" },
    },
  },
  {
    name = "trust", group = "maintain",
    summary = "let the scripts of a project run by name",
    usage = { "lede trust [FOLDER]", "lede trust --list", "lede trust --forget [FOLDER]" },
    about = "Scripts in FOLDER/scripts run by name from then on, while you stand in FOLDER: so that no folder one merely "
      .. "goes to changes what a command does. A script that comes into it later is not among them until you say it again. "
      .. "Built-in commands and your own scripts win over a project's. FOLDER is the one you stand in unless given.",
    options = {
      { long = "list", text = "the folders that are trusted, with their scripts" },
      { long = "forget", text = "take FOLDER off the list" },
    },
    examples = {
      { "lede trust", "the project you stand in" },
      { "lede trust --forget ~/old", "not that one any more" },
    },
  },
  {
    name = "doctor", group = "maintain",
    summary = "check that all is well here, and say what to do where it isn't",
    usage = { "lede doctor" },
    about = "Tries out what keeps plugins from harming anything, loads every plugin and script it finds, and looks at libraries, "
      .. "system limits and terminal. Ends with status 1 when a line is marked with an exclamation mark.",
    options = {},
    examples = { { "lede doctor", "after installing, or when something is odd" } },
  },
  {
    name = "help", group = "maintain",
    summary = "say what commands there are, or all about one",
    usage = { "lede help [COMMAND]", "lede COMMAND --help" },
    options = {},
    examples = { { "lede help run", "every option of run" } },
  },
  {
    name = "version", group = "maintain",
    summary = "print the version",
    usage = { "lede version" },
    options = {},
    examples = {},
  },
}

local WIDTH = 80
local INDENT = "  "
local TERM_COLUMNS = 26 -- a wider term has a line of its own


--- The entry of a command; nil when there is none.
function M.find(name)
  for _, command in ipairs(M.commands) do
    if command.name == name then return command end
  end
end

-- What the overview shows before anything else.
local FIRST_EXAMPLES = {
  M.find("run").examples[1], M.find("run").examples[2], M.find("run").examples[3], M.find("repl").examples[1],
  M.find("wc").examples[2], M.find("SCRIPT.lua").examples[1],
}

--- An option as the user writes it: "-o, --output FILE".
function M.spelled(option)
  local short = option.short and "-" .. option.short .. ", " or ""
  local value = option.choices and table.concat(option.choices, option.list and "," or "|") or option.value
  return short .. "--" .. option.long .. (value and " " .. value or "")
end

local function text_width(pen)
  return math.min(pen.width or WIDTH, WIDTH)
end

local function paragraph(out, pen, text)
  for _, part in ipairs(style.wrap(text, text_width(pen))) do out[#out + 1] = { part } end
end

local function heading(out, text)
  out[#out + 1] = {}
  out[#out + 1] = { { "bold", text } }
end

local function term_columns(list)
  local terms = {}
  for i, item in ipairs(list) do terms[i] = tostring(item[1]) end
  return style.widest(terms, TERM_COLUMNS) + 2
end

-- Terms and what they mean, in two columns; the first is `columns` wide, else as its terms need.
local function definitions(out, pen, list, columns)
  columns = columns or term_columns(list)
  for _, item in ipairs(list) do
    local term = tostring(item[1])
    local parts = style.wrap(item[2], math.max(text_width(pen) - #INDENT - columns, 20))
    if lede.width(term) > columns - 2 then
      out[#out + 1] = { INDENT, term }
    else
      out[#out + 1] = { INDENT, term, style.gap(term, columns), table.remove(parts, 1) or "" }
    end
    for _, part in ipairs(parts) do out[#out + 1] = { INDENT, (" "):rep(columns), part } end
  end
end

-- Each command line and, below it, what it does: a line to copy is never broken.
local function examples(out, list)
  for _, example in ipairs(list) do
    out[#out + 1] = { INDENT, { "cyan", example[1] } }
    out[#out + 1] = { INDENT, INDENT, { "dim", example[2] } }
  end
end

-- All commands without a group.
local function commands_in(group)
  local list = {}
  for _, command in ipairs(M.commands) do
    if not group or command.group == group then list[#list + 1] = { command.name, command.summary } end
  end
  return list
end

local function title(group)
  return group:sub(1, 1):upper() .. group:sub(2)
end

-- The lines of a help text are ours: only what can't be broken may be longer than the width.
local function printed(out, pen)
  return style.pen({ color = pen.color }):lines(out)
end


--- `lede --help`: examples first, then the commands by group. opts = { color, width }.
function M.overview(opts)
  local pen, out = style.pen(opts), {}
  paragraph(out, pen, M.about)
  out[#out + 1] = {}
  examples(out, FIRST_EXAMPLES)
  local columns = term_columns(commands_in(nil))
  for _, group in ipairs(M.groups) do
    local list = commands_in(group)
    if list[1] then
      heading(out, title(group))
      definitions(out, pen, list, columns)
    end
  end
  out[#out + 1] = {}
  paragraph(out, pen, "lede COMMAND --help says all about one of them.")
  return printed(out, pen)
end

local function option_list(command)
  local list = {}
  for i, option in ipairs(command.options) do list[i] = { M.spelled(option), option.text } end
  return list
end

--- All about a command, which may be that of a user's script: name, summary, usage, about, options, examples.
function M.describe(command, opts)
  local pen, out = style.pen(opts), {}
  paragraph(out, pen, command.name .. ": " .. command.summary)
  heading(out, "Usage")
  for _, usage in ipairs(command.usage) do out[#out + 1] = { INDENT, usage } end
  if command.about then
    out[#out + 1] = {}
    paragraph(out, pen, command.about)
  end
  if command.examples and command.examples[1] then
    heading(out, "Examples")
    examples(out, command.examples)
  end
  if command.options[1] then
    heading(out, "Options")
    definitions(out, pen, option_list(command))
    heading(out, "Exit status")
    definitions(out, pen, M.exit)
  end
  return printed(out, pen)
end

--- `lede run --help`; raises when there is no such command.
function M.command(name, opts)
  local command = M.find(name)
  if not command then error(("there is no command '%s'; see lede --help"):format(lede.visible(name)), 0) end
  return M.describe(command, opts)
end

return M
