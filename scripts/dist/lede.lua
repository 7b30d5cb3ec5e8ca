---@meta
-- The Lua API of lede, typed, for editors that complete and check plugins. Nothing here runs.
--
-- Offsets are bytes into doc.text, 1-based and inclusive: doc.text:sub(first, last) is the words.
-- Tokens, sentences and paragraphs are numbered from 1; ranges of them include both ends. An empty span has last = first - 1.
-- A slip of the caller (a wrong type, a span that is none of the text, a name that is not there) raises, blaming the caller's line.

---@class lede
lede = {}

--- The version of lede: "0.1.0".
lede.version = ""

--- Compiles a list of words and phrases into a matcher that is linear in the text, whatever the list's size.
-- `entries` is a list of strings, a table from phrase to value, or the name of a file in the plugin's folder: one entry a line,
-- optionally a TAB and its value; blank lines and lines that begin with # are skipped. Words are compared without regard to case and to
-- the kind of apostrophe, and the last one may be a possessive; options.case = "exact" compares case. Of equal entries the first counts.
-- Raises when an entry holds no word. Files are read while a plugin loads, not later.
---@param entries string[]|table<string, any>|string
---@param options? { case: "exact"|"any" }
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

--- The content of a file in the plugin's own folder (in scripts: any file); raises when there is none. While a plugin loads, not later.
---@param name string
---@return string
function lede.data(name) end

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

--- The words of token `i`; nil past either end. doc:lower(i) in lower case.
---@return string|nil
function doc:token(i) end
---@return string|nil
function doc:lower(i) end

--- All tokens at once, as a list: "token" (their words), "lower" (in lower case), "kind", or "capital" (true or false). Made once a
-- document; reading it is faster than asking token by token. It is shared: do not change it.
---@param what "token"|"lower"|"kind"|"capital"
---@return string[]|boolean[]
function doc:list(what) end

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

--- The hash of all that makes its records: lede, plugins, their data, settings.
---@return string
function session:recipe() end

--- The record of one text, as session:analyze gives it; options as for lede.session, and `given`. Sessions are kept for the next text.
---@return table|nil, string?, string?
function lede.analyze(text, options) end

--- Files and folders as records.
---@param paths string|string[]
---@param options? lede.options
---@return lede.corpus
function lede.corpus(paths, options) end

---@class lede.corpus
local corpus = {}

--- Iterates over the records, as session:each does.
---@return fun(): table
function corpus:each() end

--- What holds across the documents read so far; reads them all when none was.
---@return table[]
function corpus:findings() end

--- A plain value as JSON on one line, keys sorted; raises for what JSON can't hold. And back: nil, message, code when the text is no JSON; null
-- becomes nil.
---@return string
function lede.to_json(value) end
---@param text string
---@return any, string?, string?
function lede.from_json(text) end
