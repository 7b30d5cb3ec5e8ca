---@meta
-- The Lua API of lede, typed, for editors that complete and check plugins. Nothing here runs.
--
-- Offsets are bytes into doc.text, 1-based and inclusive: doc.text:sub(first, last) is the words.
-- Tokens, sentences and paragraphs are numbered from 1; ranges of them include both ends.

---@class lede
lede = {}

--- The version of lede: "0.1.0".
lede.version = ""

--- Compiles a list of words and phrases into a matcher that is linear in the text, whatever the list's size.
-- `entries` is a list of strings, a table from phrase to value, or the name of a file in the plugin's folder: one entry a line,
-- optionally a TAB and its value; blank lines and lines that begin with # are skipped. Words are compared without regard to case and to
-- the kind of apostrophe; options.case = "exact" compares case.
-- Raises when an entry holds no word.
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

--- The content of a file in the plugin's own folder; raises when there is none.
---@return string
function lede.data(name) end

--- Iterates over a table in the order of its keys (numbers first, then strings): pairs() has another order in each run.
function lede.sorted_pairs(t) end

--- Lower case; case-folded without diacritics, for comparing names; upper case.
---@return string
function lede.lower(s) end
---@return string
function lede.fold(s) end
---@return string
function lede.upper(s) end

---@class lede.doc
---@field id string
---@field path string
---@field text string
---@field title string|nil   given, else from the layer `structure`
---@field outlet string|nil
---@field date string|nil    ISO 8601
---@field url string|nil
---@field lang string|nil
local doc = {}

--- #doc is the number of tokens.

--- Iterates over tokens: index, text. `shape` keeps only those doc:is(i, shape) holds for.
---@return fun(): integer, string
function doc:tokens(from, to, shape) end

--- The words of token `i`; nil past either end. doc:lower(i) in lower case.
---@return string|nil
function doc:token(i) end
---@return string|nil
function doc:lower(i) end

--- All tokens at once, as a list: "token" (their words), "lower" (in lower case) or "kind". Made once a document; reading it is
-- faster than asking token by token. It is shared: do not change it.
---@param what "token"|"lower"|"kind"
---@return string[]
function doc:list(what) end

--- "word", "number", "mark", "symbol", "url", "email", "handle" or "tag"; nil past either end.
---@return string|nil
function doc:kind(i) end

--- Whether token `i` has a shape: "capital" (begins with an upper case letter), "upper" (two or more letters, none lower case), "lower",
-- "digit" (has one), "glued" (no white space before it), "first" (of its sentence), or a kind such as "word". False past either end.
---@return boolean
function doc:is(i, shape) end

--- Offsets of token `i`, or from token `i` to token `j`: first, last.
---@return integer, integer
function doc:span(i, j) end

--- The token that covers offset `at`, else the first after it; nil past the last.
---@return integer|nil
function doc:token_at(at) end

--- Iterates over sentences: index, first, last. Only those that share a byte with first..last when given.
---@return fun(): integer, integer, integer
function doc:sentences(first, last) end
--- One sentence: first, last (offsets), from, to (tokens).
---@return integer, integer, integer, integer
function doc:sentence(s) end
---@return integer|nil
function doc:sentence_at(at) end

--- Iterates over paragraphs: index, first, last.
---@return fun(): integer, integer, integer
function doc:paragraphs() end
--- One paragraph: first, last (offsets), from, to (sentences).
---@return integer, integer, integer, integer
function doc:paragraph(p) end
---@return integer|nil
function doc:paragraph_at(at) end

--- Iterates over a layer's marks in order, giving the fields named, as values and without making tables.
-- for first, last, speaker in doc:each("quotes", "first", "last", "speaker") do … end. Raises for a layer that is neither needed nor wanted.
-- A field is first, last, kind, rule, text, a declared attribute, X_first or X_last of a placed one.
function doc:each(layer, ...) end

--- The marks of a layer as a list of tables; with first, last only those that share a byte with that range.
---@return table[]
function doc:marks(layer, first, last) end

--- The words at first..last; the same as doc.text:sub, without making doc.text.
---@return string
function doc:sub(first, last) end

--- The first place at or after `init` (1) where `text` stands, byte for byte: first, last; nil when there is none.
---@return integer|nil, integer|nil
function doc:find(text, init) end

--- The bytes in the source file that became first..last: first, last (1-based, inclusive).
---@return integer, integer
function doc:source(first, last) end
