--- The same words as each outlet quotes them: every quote that has the words asked for, versions of one statement
-- together, the fullest first, and in the others what they have left out and what only they have.

local blame = require "lib.collections.blame"
local collection = require "lib.collections.collection"
local columns = require "lib.collections.columns"
local drawing = require "lib.collections.drawing"
local fields = require "lib.collections.fields"
local groups = require "lib.collections.groups"
local listed = require "lib.collections.listed"
local style = require "lib.style"
local words = require "lib.collections.words"

local M = {}

-- Two quotes are versions of one statement when they share, in the same order, so much of the shorter one, and so
-- many words that tell.
local SAME, LEAST = 0.5, 3
local MOST_WORDS = 400 -- of a quote that are compared
local TRIED = 8        -- statements a quote may be a version of
local COMMON = 200     -- statements a word may be in and still tell

local FIELDS = fields.plain {
  { "statement", "integer", "which statement it is a version of" }, { "text", "text", "the words said" },
  { "speaker", "name", "who said them" }, { "outlet", "name", "as quoted by" }, { "date", "date", "on" },
  { "left_out", "integer", "how many words of the fullest version it leaves out" },
  { "own", "integer", "how many words only it has" },
  { "quote", "mark", "the quote itself" }, { "doc", "article", "the article" },
}

-- Words that nobody looks for.
local SMALL = {}
for word in ("a an the of to in on at for and or but is are was were be it that this with as by from"):gmatch("%S+") do
  SMALL[word] = true
end

local function asked_words(asked)
  if type(asked) ~= "string" then blame.raise("compare which words? give them as a string") end
  local list, all = {}, words.split(asked, MOST_WORDS).plain
  for _, word in ipairs(all) do
    if word ~= "" and not SMALL[word] then list[#list + 1] = word end
  end
  if not list[1] then list = all end
  if not list[1] then blame.raise("there is no word in '%s' to compare", lede.visible(asked)) end
  return list
end

-- The word that is likely to be rarest.
local function longest(list)
  local best = list[1]
  for _, word in ipairs(list) do
    if #word > #best then best = word end
  end
  return best
end

local function has_all(plain, wanted)
  local has = {}
  for _, word in ipairs(plain) do has[word] = true end
  for _, word in ipairs(wanted) do
    if not has[word] then return false end
  end
  return true
end


-- Which words two versions share: the longest common subsequence, of equal ones that with the fewest breaks, so that a
-- word which stands there twice goes with its neighbours.

local NEIGHBOUR = 0.5 -- what it is worth that the words before it match, too
local NEVER = -1

-- best[i][j]: of the first i and j words; here[i][j]: when these two are a match.
local function scores(a, b)
  local best, here = { [0] = {} }, { [0] = {} }
  for j = 0, #b do best[0][j], here[0][j] = 0, NEVER end
  for i = 1, #a do
    local row, match, above, before = { [0] = 0 }, { [0] = NEVER }, best[i - 1], here[i - 1]
    for j = 1, #b do
      match[j] = a[i] == b[j] and 1 + math.max(above[j - 1], before[j - 1] + NEIGHBOUR) or NEVER
      row[j] = math.max(match[j], above[j], row[j - 1])
    end
    best[i], here[i] = row, match
  end
  return best, here
end

local function reversed(list)
  for n = 1, #list // 2 do list[n], list[#list + 1 - n] = list[#list + 1 - n], list[n] end
  return list
end

--- Pairs of places at which both have the same word, in order.
local function common(a, b)
  local best, here = scores(a, b)
  local found, i, j, follows = {}, #a, #b, false
  while i > 0 and j > 0 do
    if follows or here[i][j] == best[i][j] then
      found[#found + 1] = { i, j }
      follows = here[i - 1][j - 1] + NEIGHBOUR >= best[i - 1][j - 1] and here[i - 1][j - 1] ~= NEVER
      i, j = i - 1, j - 1
    elseif best[i - 1][j] == best[i][j] then
      i = i - 1
    else
      j = j - 1
    end
  end
  return reversed(found)
end

-- The version as stretches of its words: "same", "own" (only here), "gap" (left out here).
local function stretches(full, version, shared)
  local out, i, j = {}, 0, 0
  local function add(what, from, to)
    local last = out[#out]
    if last and last.what == what and from == last.to + 1 then
      last.to = to
    else
      out[#out + 1] = { what = what, from = from, to = to }
    end
  end
  for n = 1, #shared + 1 do
    local next_i, next_j = #full.plain + 1, #version.plain + 1
    if shared[n] then next_i, next_j = shared[n][1], shared[n][2] end
    if next_i > i + 1 and next_j == j + 1 then add("gap") end
    if next_j > j + 1 then add("own", j + 1, next_j - 1) end
    if shared[n] then add("same", next_j, next_j) end
    i, j = next_i, next_j
  end
  for n, each in ipairs(out) do out[n] = { each.what, each.from and words.joined(version.shown, each.from, each.to) } end
  return out
end


-- Statements.

local function version_of(quote)
  local text = columns.said(quote)
  local version = words.split(text, MOST_WORDS)
  version.quote, version.text = quote, text
  return version
end

local function is_same(full, version, shared)
  local telling = 0
  for _, at in ipairs(shared) do
    if not SMALL[full.plain[at[1]]] then telling = telling + 1 end
  end
  return #shared >= SAME * #version.plain and (telling >= LEAST or #shared == #version.plain)
end

-- The words by which statements are told apart: neither small ones nor those asked for, which all have.
local function telling_words(version, asked)
  local list, seen = {}, {}
  for _, word in ipairs(version.plain) do
    if not SMALL[word] and not asked[word] and not seen[word] then list[#list + 1], seen[word] = word, true end
  end
  return list
end

-- Statements that share most telling words with a version, the most first; those of the same words when it has none.
local function candidates(statements, version, telling)
  if not telling[1] then return { statements.by_words[table.concat(version.plain, " ")] } end
  local shared, list = {}, {}
  for _, word in ipairs(telling) do
    local those = statements.by_word[word] or {}
    for n = 1, #those < COMMON and #those or 0 do
      local statement = those[n]
      if not shared[statement] then list[#list + 1] = statement end
      shared[statement] = (shared[statement] or 0) + 1
    end
  end
  table.sort(list, function(a, b)
    if shared[a] ~= shared[b] then return shared[a] > shared[b] end
    return a.full.n < b.full.n
  end)
  return table.move(list, 1, math.min(#list, TRIED), 1, {})
end

local function new_statement(statements, version, telling)
  local statement = { full = version, versions = { version } }
  statements[#statements + 1] = statement
  statements.by_words[table.concat(version.plain, " ")] = statement
  for _, word in ipairs(telling) do
    statements.by_word[word] = statements.by_word[word] or {}
    local those = statements.by_word[word]
    if #those < COMMON then those[#those + 1] = statement end
  end
end

local function add_to_statement(statements, version, asked)
  local telling = telling_words(version, asked)
  for _, statement in ipairs(candidates(statements, version, telling)) do
    local shared = common(statement.full.plain, version.plain)
    if is_same(statement.full, version, shared) then
      version.shared = shared
      statement.versions[#statement.versions + 1] = version
      return
    end
  end
  new_statement(statements, version, telling)
end

local function row_of(number, full, version)
  local quote = version.quote
  local same = version.shared and #version.shared or #version.plain
  local whole = { { "same", words.joined(version.shown) } }
  return { statement = number, text = version.text, speaker = quote.speaker, outlet = quote.doc.outlet,
    date = quote.doc.date, left_out = #full.plain - same, own = #version.plain - same, quote = quote, doc = quote.doc,
    _stretches = version ~= full and stretches(full, version, version.shared) or whole }
end

local draw

-- Versions of all quotes that have the words, the fullest first: it is what others are held against.
local function matching(quotes, wanted)
  local versions = {}
  for quote in quotes:where({ text = longest(wanted) }):each() do
    local version = version_of(quote)
    if has_all(version.plain, wanted) then
      versions[#versions + 1], version.n = version, #versions + 1
    end
  end
  table.sort(versions, function(a, b)
    if #a.plain ~= #b.plain then return #a.plain > #b.plain end
    return a.n < b.n
  end)
  return versions
end

-- The statements of which these are versions; those with most of them first.
local function statements_of(versions, wanted)
  local statements, asked = { by_word = {}, by_words = {} }, {}
  for _, word in ipairs(wanted) do asked[word] = true end
  for _, version in ipairs(versions) do add_to_statement(statements, version, asked) end
  table.sort(statements, function(a, b)
    if #a.versions ~= #b.versions then return #a.versions > #b.versions end
    return a.full.n < b.full.n
  end)
  return statements
end

--- :compare("words"): the quotes that have all these words, as versions of statements.
function M.compare(c, asked)
  local wanted, rows = asked_words(asked), {}
  local quotes = groups.flat(c)
  if collection.shape(quotes).sort == "article" then quotes = quotes.layers.quotes end
  for number, statement in ipairs(statements_of(matching(quotes, wanted), wanted)) do
    for _, version in ipairs(statement.versions) do rows[#rows + 1] = row_of(number, statement.full, version) end
  end
  local shape = listed.shape("a version", "versions of “" .. asked .. "”", FIELDS, "version")
  shape.draw = draw
  return listed.of(shape, rows)
end


-- How they are printed: each version under its source, word by word beside the fullest.

local PAINT = { own = "yellow", gap = "dim" }

local function stretches_of(row)
  local out, open, close = {}, "", ""
  if columns.is_literal(row.quote) then open, close = "“", "”" end
  for n, stretch in ipairs(row._stretches) do
    local what, text = stretch[1], stretch[2] and style.words(stretch[2])
    text = what == "gap" and "[…]" or what == "own" and "{" .. text .. "}" or text
    out[n] = { PAINT[what] or "plain", (n == 1 and open or " ") .. text .. (n == #row._stretches and close or "") }
  end
  return out
end

local function head(row)
  return { "  ", { "cyan", columns.source(row.doc) }, { "dim", row.date and "  " .. row.date:sub(1, 10) or "" },
    { "dim", "  " .. style.words(row.speaker or "speaker unknown") } }
end

-- Those that say the same words in the same way stand together.
local function same_as(row, other)
  if not other or other.statement ~= row.statement or other.speaker ~= row.speaker then return false end
  if #row._stretches ~= #other._stretches then return false end
  for n, stretch in ipairs(row._stretches) do
    if stretch[1] ~= other._stretches[n][1] or stretch[2] ~= other._stretches[n][2] then return false end
  end
  return true
end

--- Lines of pieces for a view.
function draw(c, pen, height)
  local lines, shown, last = {}, 0, nil
  for row in c:each() do
    if height and #lines >= height * 2 then break end
    if last and last.statement ~= row.statement then lines[#lines + 1] = {} end
    local text = not same_as(row, last) and drawing.flow(stretches_of(row), "      ", pen.width and pen.width - 6)
    if text then
      lines[#lines + 1] = head(row)
      for _, line in ipairs(text) do lines[#lines + 1] = line end
    else
      table.insert(lines, #lines - (last._height or 0) + 1, head(row))
    end
    rawset(row, "_height", text and #text or last._height)
    shown, last = shown + 1, row
  end
  local more = #c > shown and ("… %d more of "):format(#c - shown) or ""
  local counted = require("lib.view").counted(#c, collection.shape(c))
  lines[#lines + 1] = { { "dim", more .. counted .. "; […] left out, {…} only there" } }
  return lines
end

return M
