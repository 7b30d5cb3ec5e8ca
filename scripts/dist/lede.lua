---@meta
-- The Lua API of lede, typed, for editors that complete and check plugins. Nothing here runs.
--
-- Offsets are bytes into doc.text, 1-based and inclusive: doc.text:sub(first, last) is the words.
-- Tokens, sentences and paragraphs are numbered from 1; ranges of them include both ends. An empty span has last = first - 1.
-- A slip of the caller (a wrong type, a span that is none of the text, a name that is not there) raises, blaming the caller's line.

---@class lede
---@field aliases lede.aliases|nil   what the user's aliases.lua says; see below
lede = {}

--- The version of lede: "0.1.0".
lede.version = ""

--- Compiles a list of words and phrases into a matcher that is linear in the text, whatever the list's size.
-- `entries` is a list of strings, a table from phrase to value, or the name of a file in the plugin's folder: one entry a line,
-- optionally a TAB and its value; blank lines and lines that begin with # are skipped. Words are compared without regard to case and to
-- the kind of apostrophe, and the last one may be a possessive; options.case = "exact" compares case, "capital" wants the text to have a
-- capital at the first of them: what names do, and three times as fast. Of equal entries the first counts.
-- Raises when an entry holds no word. Files are read while a plugin loads, not later.
-- Where the entries take long to work out, a function does it, which gives a table from phrase to string: of lede's own plugins it is asked at `make`,
-- and again only once one of options.from, all files the entries are made of, has changed. options.name tells several matchers made of
-- the same files apart.
---@param entries string[]|table<string, any>|string|fun(): table<string, string>
---@param options? { case?: "exact"|"any"|"capital", from?: string[], name?: string }
---@return lede.phrases
function lede.phrases(entries, options) end

---@class lede.phrases
local phrases = {}

--- Iterates over the leftmost, longest matches, left to right: first token, last token, value (the entry itself where the list has no values).
-- Only between tokens `from` and `to` when they are given. A match never crosses a paragraph.
---@return fun(): integer, integer, any
function phrases:each(doc, from, to) end

--- The longest match that starts right at token `i`: its last token and value, or nil.
---@return integer|nil, any
function phrases:at(doc, i) end

--- Several matchers at work in one pass over a text, up to 16: each finds what its own `each` would, and a pass takes hardly longer than
-- that of one of them alone.
---@param matchers lede.phrases[]
---@return lede.lists
function lede.lists(matchers) end

---@class lede.lists
local lists = {}

--- Iterates over the matches by where they begin, those at one token in the order of the lists: number of the list, first token, last
-- token, value.
---@return fun(): integer, integer, integer, any
function lists:each(doc, from, to) end

--- Reads weights that label tokens: names, or whatever they were trained for. `file` lies in the plugin's folder; scripts/dev/train.lua makes
-- such files from your own labelled texts. Raises when it is none, or was trained by a lede that hashes words in another way.
---@param file string
---@return lede.tagger
function lede.tagger(file) end

---@class lede.tagger
local tagger = {}

--- Iterates over the names found, left to right: first token, last token, kind, and by how much this answer beats the next best for any of
-- its tokens, in natural logarithms (3 is about twenty to one). `hints`: what the plugin knows of the tokens, each a string of one byte a
-- token or what lede.letters gives, as many and in the same order as the weights were trained with; nil for none. Only between tokens
-- `from` and `to` when they are given.
---@param hints? (string|lede.letters)[]
---@return fun(): integer, integer, string, number
function tagger:each(doc, hints, from, to) end

--- How well tokens `from` to `to`, of one sentence, are read as no name at all, and as one name of each kind in the order of the weights'
-- `kinds`: natural logarithms, of which only the differences mean something. For a stretch that is known to be one name, such as each
-- of the places where a document has it.
---@param hints? (string|lede.letters)[]
---@return number, number ...
function tagger:weigh(doc, hints, from, to) end

--- A letter for each token of a document, all `letter` (".") at first: what a plugin knows of them, for a tagger to weigh. #letters is the
-- number of tokens, tostring(letters) all of them.
---@param doc lede.doc
---@param letter? string
---@return lede.letters
function lede.letters(doc, letter) end

---@class lede.letters
local letters = {}

--- Puts `letter` at token `from`, and `rest` (the same) at those behind it up to `to` (from). Raises where there is no such token.
---@param letter string
---@param from integer
---@param to? integer
---@param rest? string
function letters:put(letter, from, to, rest) end

--- What each word of a text is, as a letter. `ask(word)` is asked once for each word (in lower case, or a mark) and answers one letter from a to z, or nil
-- for none; its answers are remembered, so they must depend on nothing but the word. Patterns over such letters are a quick way to find runs of
-- words: ("[an]+n"). Raises when it answers something else.
---@param ask fun(word: string): string|nil
---@return lede.classes
function lede.classes(ask) end

---@class lede.classes
local classes = {}

--- One byte a token: its letter, in upper case where the token begins with a capital; "." for none.
---@return string
function classes:read(doc, from, to) end

--- For each sentence the set of letters in it, as an integer: bit 0 is a, bit 25 z, bit 26 A, bit 51 Z.
---@return integer[]
function classes:sets(doc) end

--- Terms of texts: what words count as when texts are compared. `ask(word)` is asked once for each word (letters and digits, as lede.fold gives them) and
-- answers its term, or nil for a word that does not count; its answers are remembered. plugins/lib/weights.lua is an example.
---@param ask fun(word: string): string|nil
---@return lede.terms
function lede.terms(ask) end

---@class lede.terms
local terms = {}

--- The terms of a text in its order, with repeats.
---@return string[]
function terms:of(text) end

--- Texts as vectors of weighted terms, a row each, from 1. A weight is an integer: hundredths of ln(1 + rows / rows that have the term), once or twice as the
-- text has the term once or more often; with options.counts how often it has it.
---@param texts string[]
---@param options? { counts: boolean }
---@return lede.vectors
function terms:vectors(texts, options) end

--- #vectors is the number of rows. A row that is not there raises.
---@class lede.vectors
local vectors = {}

--- The terms of a row, each once; how many they are.
---@return string[]
function vectors:terms(i) end
---@return integer
function vectors:size(i) end

--- How alike two rows are, from 0 (no term in common, or none at all) to 1.
---@return number
function vectors:cosine(i, j) end

--- The share of row i's weight that row j has too, from 0 to 1.
---@return number
function vectors:contained(i, j) end

--- Some rows as vectors of their own, in the order they are listed, with the weights they have here. Without the terms in the set `without`.
---@param rows integer[]
---@param without? table<string, any>
---@return lede.vectors
function vectors:some(rows, without) end

--- For each row its cosine with the sum of all: how much it says of what all say. Takes as long as there are words.
---@return number[]
function vectors:centroid() end

--- The same by a random walk from row to row along their likeness (LexRank, Erkan and Radev 2004); the scores add up to about 1. least (0.1): what
-- is less alike is not alike at all; common (150): terms of more rows than that tie none together.
---@param options? { least: number, common: integer }
---@return number[]
function vectors:rank(options) end

--- Groups of rows: for each row the number of its group's first row. The most alike go together first, and groups as long as their members are alike in
-- the mean by `least` (0.1), up to `largest` rows; common as for rank.
---@param options? { least: number, largest: integer, common: integer }
---@return integer[]
function vectors:groups(options) end

--- For each term how many rows have it; or, where `of` says for each row to which one it belongs (any row's number), how many of those.
---@param of? integer[]
---@return table<string, integer>
function vectors:spread(of) end

--- The rows that have each of the terms in a set.
---@param terms table<string, any>
---@return table<string, integer[]>
function vectors:holders(terms) end

--- The content of a file in the plugin's own folder (in scripts: any file); raises when there is none. While a plugin loads, not later.
---@param name string
---@return string
function lede.data(name) end

--- The words of a text, between white space, as a set: lede.set "to from" is { to = true, from = true }. For word lists, which it makes several
-- times as fast as a loop.
---@param words string
---@return table<string, true>
function lede.set(words) end

--- Iterates over a table in the order of its keys (numbers first, then strings): pairs() has another order in each run. Other keys raise.
---@param t table
---@return fun(): any, any
function lede.sorted_pairs(t) end

--- Lower case; case-folded without diacritics, for comparing names; upper case. They and lede.width raise for what is not UTF-8.
---@param s string
---@return string
function lede.lower(s) end
---@param s string
---@return string
function lede.fold(s) end
---@param s string
---@return string
function lede.upper(s) end

--- How many columns of a terminal a text takes.
---@param s string
---@return integer
function lede.width(s) end

--- Any bytes as text for one line of a terminal: control characters, what shows nothing, and what is not UTF-8 are written out, as <1B>.
---@param s string
---@return string
function lede.visible(s) end

--- The user's aliases.lua; nil without one. There while a plugin loads, not later, and part of the plugin's recipe once it is read; each
-- reading gives a table of its own. A form of merge is the name's, one of split is not; a word of never is no name, or none of that kind.
---@class lede.aliases
---@field merge { name: string, forms: string[], kind: string|nil }[]
---@field split { name: string, forms: string[] }[]
---@field rename { from: string, to: string }[]
---@field never { word: string, kind: string|nil }[]

---@class lede.doc
---@field id string         the user's own, else the path
---@field path string|nil   the file it came from
---@field text string
---@field title string|nil   given, else from the layer `structure`
---@field outlet string|nil
---@field date string|nil    ISO 8601
---@field url string|nil
---@field lang string|nil
local doc = {}

--- #doc is the number of tokens. A document does not change; a field that is none of the above raises.

--- Iterates over tokens: index, text. `shape` keeps only those doc:is(i, shape) holds for.
---@return fun(): integer, string
function doc:tokens(from, to, shape) end

--- Iterates over runs of at least `least` (1) tokens with a shape (as doc:is has them), inside a sentence: first token, last token. One hyphen
-- may stand between two of them, and a possessive ends a run: for names written in full, doc:runs("capital", 2).
---@param shape string
---@return fun(): integer, integer
function doc:runs(shape, least, from, to) end

--- The words of token `i`; nil past either end.
---@return string|nil
function doc:token(i) end

--- Token `i` in lower case, or the tokens from `i` to `j` with a blank where white space stands between them; nil where there are none.
---@return string|nil
function doc:lower(i, j) end

--- All tokens at once, as a list: "token" (their words), "lower" (in lower case), "kind", "capital" (true or false), or "cased" (whether
-- lower case would change it: NATO, iPhone). Made once a document; reading it is faster than asking token by token. It is shared: do not
-- change it.
---@param what "token"|"lower"|"kind"|"capital"|"cased"
---@return string[]|boolean[]
function doc:list(what) end

--- The same as a list that fills itself: each item is made when it is first asked for. For plugins that look at the words around a few
-- places only. Its length is not to be had from it, and pairs() gives what was asked for. Without `what` an empty table with room for an item
-- a token, which is filled faster than one that grows.
---@param what? "token"|"lower"|"kind"|"capital"|"cased"
---@return string[]|boolean[]|table
function doc:column(what) end

--- The tokens that have a shape (see doc:is), as a list; only between `from` and `to` when they are given.
---@return integer[]
function doc:where(shape, from, to) end

--- What the rest of the document says of a word with a capital: whether it has it in small letters too, and whether it has it, written just
-- so, where no sentence begins. Names are hardly ever written small. False for a token that has no capital.
---@return boolean, boolean
function doc:seen(i) end

--- Puts what doc:list gives of the tokens from..to into a list of your own, behind its item `n`; returns the last item. For a few
-- sentences of many, which need not make the list of the whole document, and with a list that is used again.
---@param list any[]
---@param n integer
---@param what "token"|"lower"|"kind"|"capital"|"cased"
---@return integer
function doc:fill(list, n, what, from, to) end

--- Reads the tokens from..to into items that a rule can look at, as parallel lists in your own table `into`: tok (the token an item begins
-- with), low (its words in lower case), cap (whether lower case changes them). Words joined by a hyphen are one item, and so is each of
-- `spans` (tables with from, to = tokens, in order, within the range): its low is "“”", into.q[item] is the span, into.at[n] the item of the
-- n-th span. Items have no gaps, and there are into.n of them, which is returned. Call it again with the same table for the next stretch.
---@param into table
---@param from? integer
---@param to? integer
---@param spans? { from: integer, to: integer }[]
---@return integer
function doc:items(into, from, to, spans) end

--- "word", "number", "mark", "symbol", "url", "email", "handle" or "tag"; nil past either end.
---@return string|nil
function doc:kind(i) end

--- Whether token `i` has a shape: "capital" (begins with an upper case letter), "upper" (two or more letters, none lower case), "lower",
-- "digit" (has one), "glued" (no white space before it), "first" (of its sentence), or a kind such as "word". False past either end.
---@return boolean
function doc:is(i, shape) end

--- Offsets of token `i`, or from token `i` to token `j`: first, last. Raises where there is no such token.
---@return integer, integer
function doc:span(i, j) end

--- The words of token `i`, or from token `i` to token `j`, as a name is written: without the mark of a possessive at its end, and with
-- one blank wherever there is white space; and where they stand: first, last. Raises as doc:span does.
---@return string, integer, integer
function doc:name(i, j) end

--- The token that covers offset `at`, else the first after it; nil past the last.
---@return integer|nil
function doc:token_at(at) end

--- Iterates over sentences: index, first, last. Only those that share a byte with first..last when given.
---@return fun(): integer, integer, integer
function doc:sentences(first, last) end
--- One sentence: first, last (offsets), from, to (tokens); nil past either end.
---@return integer|nil, integer, integer, integer
function doc:sentence(s) end
--- The sentence that covers offset `at`, else the first after it; nil past the last.
---@return integer|nil
function doc:sentence_at(at) end

--- Iterates over paragraphs: index, first, last. Only those that share a byte with first..last when given.
---@return fun(): integer, integer, integer
function doc:paragraphs(first, last) end
--- One paragraph: first, last (offsets), from, to (sentences); nil past either end.
---@return integer|nil, integer, integer, integer
function doc:paragraph(p) end
--- The paragraph that covers offset `at`, else the first after it; nil past the last.
---@return integer|nil
function doc:paragraph_at(at) end

--- Iterates over a layer's marks in order, giving the fields named, as values and without making tables.
-- for first, last, speaker in doc:each("quotes", "first", "last", "speaker") do … end. Raises for a layer that is neither needed nor wanted.
-- A field is first, last, kind, rule, text, a declared attribute, X_first or X_last of a placed one; nil where the mark has none, but false
-- when it is the first one named: a nil there would end the loop. Marks come by where they begin, the longer first.
function doc:each(layer, ...) end

--- The marks of a layer as a list of tables, with what doc:each could give and `parts`; with first, last only those that share a byte
-- with that range or, being empty, lie inside it or at its start. Empty for a wanted layer that nobody gave.
---@return table[]
function doc:marks(layer, first, last) end

--- The first token of each sentence or paragraph, and behind them #doc + 1: sentence s has the tokens starts[s] to starts[s + 1] - 1.
---@param what "sentence"|"paragraph"
---@return integer[]
function doc:starts(what) end

--- The quotations of the text, the outermost only, in order: from, to = tokens (the opening and the closing mark; the last token of the
-- paragraph where that is missing, with unclosed = true), first, last = offsets of the words between the marks, ending = the last word
-- or mark inside, closing marks of inner quotations aside; parts (first, last of each) where one goes on in the next paragraphs.
-- Curly, straight, angle and corner marks, also nested and mixed; apostrophes are none. The tables are yours.
---@return { from: integer, to: integer, first: integer, last: integer, unclosed: true|nil, ending: string|nil, parts: table[]|nil }[]
function doc:quotations() end

--- The words at first..last: doc.text:sub without making doc.text, and only for a span of the text.
---@return string
function doc:sub(first, last) end

--- The first place at or after `init` (1) where `text` stands, byte for byte: first, last; nil when there is none.
---@return integer|nil, integer|nil
function doc:find(text, init) end

--- The bytes in the source file that became first..last: first, last (1-based, inclusive). The whole file when the text was read from a
-- record and decoding had changed it.
---@return integer, integer
function doc:source(first, last) end

-- What follows is for scripts; plugins don't have it.

--- The folder with lede's own plugins/ and scripts/.
lede.root = ""

--- The plugins that are run when none are named.
lede.default_plugins = {}

---@class lede.options      the names of `lede run`; an unknown one raises
---@field plugins? string[]   names or files; the built-in ones unless given
---@field set? string[]       "plugin.key=value"
---@field seconds? number     a call into a plugin may take
---@field memory? number      MB a plugin may hold
---@field no_findings? boolean
---@field text_field? string
---@field id_field? string
---@field meta? string
---@field outlet_from? "folder"
---@field encoding? string
---@field strict? boolean
---@field max_bytes? number
---@field aliases? string     a file; that of the configuration folder unless given
---@field fixes? string       a file, as lede fix writes it
---@field jobs? integer       workers of lede.corpus; one a processor core unless given

--- For scripts: learns weights for lede.tagger. options: kinds (a list of names), hints (how many strings each document comes with: 0),
-- capitals (true: names are near words with a capital, nothing else is looked at), bits (18: the weights are in 2^bits rows), lean (0: what is
-- taken off "no name" at a capital when the weights are used, so that more is found). scripts/dev/train.lua is a program around it.
---@param options { kinds: string[], hints?: integer, capitals?: boolean, bits?: integer, lean?: number }
---@return lede.trainer
function lede.trainer(options) end

---@class lede.trainer
local trainer = {}

--- A document of that text, for labels and hints to be about.
---@param text string
---@return lede.doc
function trainer:read(text) end

--- Takes in a document. `labels` has one byte a token: 0 no name, 2k - 1 the first token of a name of kind k, 2k a later one. Raises when one
-- may not follow the one before.
---@param labels string
---@param hints? string[]
function trainer:add(doc, labels, hints) end

--- Learns from all that was added; the same documents in the same order give the same weights. options: epochs (12), rate (0.1), penalty (0.01:
-- larger forgets more), hide_words (0.3: how often a word itself is not shown). Returns the loss of a token in the last pass.
---@return number
function trainer:run(options) end

--- The weights as a file's content; `notes` become comments at its head.
---@param notes? string
---@return string
function trainer:weights(notes) end

--- Plugins at work in the script's own process. Raises when they can't work together.
---@param options? lede.options
---@return lede.session
function lede.session(options) end

---@class lede.session
local session = {}

--- The record of a text: { doc =, text =, layers =, errors =, recipe = }, its marks with first and last. `given` is what is known of it: id, path,
-- title, outlet, date, url, lang. nil, message and code when it is no text.
---@return table|nil, string?, string?
function session:analyze(text, given) end

--- Iterates over the records of files, folders, JSON Lines and CSV; one that could not be read has an `error` { code, where, message }.
---@param paths string|string[]
---@param options? lede.options
---@return fun(): table
function session:each(paths, options) end

--- What holds across all documents analysed so far.
---@return table[]
function session:findings() end

--- What its plugins have gathered for findings, as JSON, taken out of the session; and joined to what another has gathered.
---@return string
function session:take() end
---@param gathered string
function session:add(gathered) end

--- What its layers declare: layer -> attribute -> type.
---@return table<string, table<string, string>>
function session:gives() end

--- Its plugins in the order they run: names, layers, whether they have the functions, and the files they were made of, their own first.
---@return { name: string, needs: string[], wants: string[], gives: string[], document: boolean, fold: boolean, files: string[] }[]
function session:plugins() end

--- The hash of all that makes its records: lede, plugins, their data, settings, the user's corrections.
---@return string
function session:recipe() end

--- The record of one text, as session:analyze gives it; options as for lede.session, and `given`. Sessions are kept for the next text.
---@return table|nil, string?, string?
function lede.analyze(text, options) end

--- The articles in files, folders, JSON Lines and CSV, or of a desk: a collection, from which all others are had. Several paths may be given one
-- after the other, or as a list. Nothing is read until it is asked for; then files are analysed in worker processes, options.jobs of them. Records
-- that `lede run --format jsonl` wrote are taken as they are, unless options.plugins says which plugins to run.
---@param paths string|string[]
---@param options? lede.options
---@return lede.articles
function lede.corpus(paths, options) end

--- Many elements of one sort: articles, quotes, people, … A collection doesn't change; its methods give others. #c counts, c[7] is the
-- seventh, c[-1] the last, c{ speaker = "Okafor" } is c:where{ … }, c "words" is c:search("words"), tostring(c) is a table for people. A name
-- that is not there raises and names the nearest.
--
-- An element answers to its fields: a mark's attributes by name; text, kind, rule, first, last; words (how many), sentence, context; doc, its article,
-- whose title, outlet, date, id, path, url, lang are also fields of the mark itself; record, the plain table. element:fields() lists them.
---@class lede.collection
---@operator call: lede.collection
---@operator len: integer
---@field [integer] table
local collection = {}

--- The articles themselves, or some of them. articles{ outlet = "AP" }.quotes are the quotes of these, articles[2].quotes those of one;
-- articles:quotes{ … } and articles.quotes{ … } are the same.
---@class lede.articles: lede.collection
---@field quotes lede.collection    what was said, and by whom
---@field terms lede.collection     names and so-called scare quotes: nobody's speech
---@field people lede.collection    who is named: one element a person, with count, documents, outlets and members, the mentions
---@field places lede.collection
---@field orgs lede.collection
---@field figures lede.collection   numbers with what they count; figures "countries" are those of countries, in order
---@field topics lede.collection    what the articles speak of
---@field findings lede.collection  what holds across them
---@field failed lede.collection    documents that could not be read
---@field layers table<string, lede.collection>  all marks of each layer

--- Those that pass all conditions: :where{ speaker = "Putin", kind = { "direct", "mixed" }, since = "2026-01-05" }. Names match as names ("Putin"
-- finds "Vladimir Putin"), texts by the words in them, dates by their beginning or as a range "2026-01-05/2026-01-08", all else whole; case and
-- accents make no difference. A list is any of its values, true is any value at all, false none, a function is asked. `since` and `until` are
-- days. Raises for an unknown field, and for nil: :where("speaker", name) sees it, and so does a table with nothing in it.
---@param conditions table|string|fun(element: table): boolean
---@return lede.collection
function collection:where(conditions, value) end

--- Groups of those that share a value, the largest first: :by("speaker"), :by("speaker", "outlet"). A group has the value under the field's name,
-- count, documents, outlets, since, until, and members.
---@return lede.collection
function collection:by(field, ...) end

--- In order of fields, with a minus for the largest first: :sort("doc.date", "-words"); or of a function(a, b). What is unknown comes last.
---@return lede.collection
function collection:sort(field, ...) end

--- The first n (10); the largest by a field when one is named.
---@return lede.collection
function collection:top(n, field) end

--- Those from number `from` to number `to`.
---@return lede.collection
function collection:slice(from, to) end

--- How many; with a field, how many different values it has.
---@return integer
function collection:count(field) end

--- The different values of a field, the most frequent first.
---@return any[]
function collection:values(field) end

--- Iterates over the elements.
---@return fun(): table
function collection:each() end

--- Those whose text has all these words; articles also by their title. "\"two words\"" stand side by side, begin* has any ending.
---@return lede.collection
function collection:search(words) end

--- Where a word or phrase (or begin*) stands, with what is before and after it: elements with left, text, right, first, last, doc. In
-- articles page furniture is left out.
---@return lede.collection
function collection:kwic(words) end

--- A group for each day, in order.
---@return lede.collection
function collection:timeline() end

--- Every quote with all these words, versions of one statement together, the fullest first: elements with statement, text, speaker, outlet, date,
-- left_out and own (how many words), quote, doc.
---@return lede.collection
function collection:compare(words) end

--- Writes a file: .csv, .jsonl, .json or .md. Returns how many elements; nil and a message when it can't be written. Raises when the file is there
-- already and options.overwrite is not set.
---@return integer|nil, string?
function collection:export(path, options) end

--- What fields its elements have: a collection of name, type, about.
---@return lede.collection
function collection:fields() end

--- One mark, such as a quote: its attributes, and what follows.
---@class lede.mark
---@field kind string
---@field text string
---@field rule string|nil
---@field first integer
---@field last integer
---@field words integer      how many
---@field sentence string    the sentence it begins in
---@field context string     the words around it, its own in [brackets]
---@field doc lede.article
---@field record table       as it stands in the record
local mark = {}

--- Why lede says so: the rule, the cue, where the speaker's name came from; as text that prints itself.
function mark:why() end

--- The paragraph it stands in, itself in colour.
function mark:show() end

--- Corrects it for good: :fix{ speaker = "Ada Berg" }, false for none, delete = true, note = "why". Adds a line to the file of fixes (options.fixes
-- of lede.corpus, else fixes.jsonl), as `lede fix` does, and holds at once. Returns what it did, as text; raises for what lede would not take.
---@param changes table
function mark:fix(changes) end

--- One article: its facts, its text, and all collections of what is in it.
---@class lede.article
---@field title string|nil
---@field outlet string|nil
---@field date string|nil
---@field id string
---@field text string
---@field quotes lede.collection
---@field record table
local article = {}

--- The text with quotes and names in colour, a number before each quote, and what was left out in grey with the reason.
function article:show() end

--- The command line of a script: its options, by their long names with _ for -, and a list of its operands. --help prints what `command` says and
-- ends with status 0; a slip is told on standard error and ends with 2. options.corpus are those for lede.corpus: outlet_from, meta, plugins,
-- aliases, fixes, jobs, as far as the command has them.
-- local options, paths = lede.arguments { name = "count.lua", summary = "count quotes", usage = { "lede count.lua PATH…" }, least = 1,
--   options = { { long = "kind", value = "KIND", text = "only of this kind" } } }
---@param command table|string   as in scripts/lib/help.lua; or the name of a command of lede
---@param words? string[]        arg unless given
---@return table, string[]
function lede.arguments(command, words) end

--- Prints a value: for people as wide as the terminal, with long texts going on in the next line; or as options.format says: "text", "jsonl",
-- "json", "csv", "md". options.color: "auto", "always", "never".
---@param options? table
function lede.print(value, options) end

--- Ends a script: says on standard error which documents could not be read; status 1 when there were any, else 0.
---@param articles lede.articles
function lede.exit(articles) end

--- What standard output ("stdout", unless given) or standard error goes to.
---@param name? "stdout"|"stderr"
---@return { is_terminal: boolean, width: integer, color: boolean }
function lede.terminal(name) end

--- Analyses many documents in worker processes: what lede.corpus is made of. Calls on_document(pieces, seen) for each, in their order: `pieces` are
-- strings of JSON (doc, errors, "layer NAME", `gathered` for session:add), the text itself, and recipe; doc and error for a document that could not
-- be read. `records`: a function that gives lines of records, which are taken as they are, before the documents; and a name for each, should it be none.
---@param paths string[]
---@param options? lede.options
---@param on_document fun(pieces: table<string, string>, seen: integer)
---@param records? fun(): string|nil, string?
function lede.harvest(paths, options, on_document, records) end

--- A document of a text as plugins see one: tokens, sentences, paragraphs, no layers.
---@param text string
---@return lede.doc
function lede.document(text) end

--- The string of a list that a word is most likely a slip of; nil when none is near.
---@param word string
---@param list string[]
---@return string|nil
function lede.nearest(word, list) end

--- A plain value as JSON on one line, keys sorted; raises for what JSON can't hold. And back: nil, message, code when the text is no JSON; null
-- becomes nil.
---@return string
function lede.to_json(value) end
---@param text string
---@return any, string?, string?
function lede.from_json(text) end

--- Adds lines to the end of a file, which is made when it isn't there: all or nothing, on a line of their own, and on the disk when it returns.
-- Those who add at the same time wait for each other. nil, message, code when it can't be done.
---@param path string
---@param lines string
---@return true|nil, string?, string?
function lede.append(path, lines) end

--- Analyses what is dropped into a folder, as `lede watch` does, in a process of its own, and gives each record once it is committed to the
-- desk. All options but desk and from_start are those of `lede watch`, with _ for -. A document that failed is a record with `error` and no layers.
-- Leaving the loop stops the watcher, once what it has in work is done. Raises when the watcher can't go on.
---
---     for record in lede.watch("inbox", { desk = "desk", plugins = { "quotes" } }) do
---       print(record.doc.title, #record.layers.quotes)
---     end
---@param inbox string
---@param options { desk: string, from_start?: boolean, once?: boolean, recursive?: boolean, plugins?: string[], [string]: any }
---@return fun(): table|nil
function lede.watch(inbox, options) end

--- Starts lede with these words, as on the command line, as another process beside the script. It is told to stop when the script ends, however
-- that comes about, and when the variable goes (`local child <close> = …`).
---@param words string[]
---@return lede.child
function lede.start(words) end

---@class lede.child
---@field pid integer
local child = {}

--- The next line of its standard output; nil and "end" after the last, nil and "time" when none came for so many seconds. It waits for whoever
-- doesn't read.
---@param seconds? number
---@return string|nil, string?
function child:line(seconds) end

--- Tells it to stop; lines may follow.
function child:stop() end

--- Tells it to stop and waits for its end. The exit status, or 128 and the signal's number.
---@return integer
function child:close() end

--- Does nothing for a while; Ctrl-C ends it. False, and at once, when standard output is a pipe that nobody reads any more.
---@param seconds number
---@return boolean
function lede.sleep(seconds) end

--- The desk that `lede watch` keeps in a folder, to be read, also while lede watch works on it. nil, message and code when there is none.
-- What it holds are the tables and views of an SQLite database: articles, quotes, people, places, orgs, speakers, topics, entities, findings, failed, …
---@param folder string
---@return lede.desk|nil, string?, string?
function lede.desk(folder) end

---@class lede.desk
local desk = {}

--- Iterates over the rows of an SQL query as tables by column; the values stand for its ?. NULL is nil. Raises what SQL has to say, for
-- a value that is nil, and for what would write.
---@param sql string
---@return fun(): table<string, any>
function desk:rows(sql, ...) end

--- The names of a query's columns, in their order.
---@return string[]
function desk:columns(sql, ...) end

--- The record of document `doc`, as lede.analyze gives it; and as it is stored: JSON, with offsets from 0. nil, message and code when there is
-- none.
---@param doc integer
---@return table|nil, string?, string?
function desk:record(doc) end
---@param doc integer
---@return string|nil, string?, string?
function desk:json(doc) end

--- How much there is: documents done, partly (a plugin failed on them), failed and unindexed; findings; the number of the last change; when the
-- findings were made and the newest document came (microseconds since 1970, 0: never), and how many documents came since (stale).
---@return { done: integer, partly: integer, failed: integer, unindexed: integer, findings: integer, change: integer, findings_at: integer, stale: integer, newest: integer }
function desk:counts() end

--- Where it is, and whether lede watch is at work on it.
---@return { folder: string, watched: boolean, pid: integer|nil }
function desk:info() end

---@class lede.desk.options
---@field since? string    a day, as 2026-03-12: articles of that day or later
---@field before? string   a day: articles before it
---@field outlet? string   matched as names are
---@field limit? integer   20

--- Articles with all of these words in title or text, the best first: { doc =, path =, outlet =, title =, date =, snippet = }, where the snippet has \2 before and \3 behind what was found. Words
-- may be put together as SQLite's FTS5 has it: "new bridge" OR tunnel, ferr*, NOT.
---@param words string
---@param options? lede.desk.options
---@return table[]
function desk:search(words, options) end

--- What somebody is quoted with, rows of the view quotes; articles in which somebody or something is named, { doc =, path =, outlet =, date =, title =,
-- name =, kind =, mentions =, snippet = }; the newest first. Names match as names: "Putin" finds "Vladimir Putin".
---@param name string
---@param options? lede.desk.options
---@return table[]
function desk:quotes_by(name, options) end
---@param name string
---@param options? lede.desk.options
---@return table[]
function desk:mentions_of(name, options) end

--- Which name of a question that found nothing is none the desk knows, in words, with the nearest; nil when it knows them.
---@param asked { quotes_by: string?, entity: string?, outlet: string? }
---@return string?
function desk:unknown(asked) end
