-- What scripts and the prompt see of many documents: collections of articles, quotes, people, figures and findings.

local NEWS = lede.corpus("examples/news", { outlet_from = "folder" })

-- What a failing call says.
local function refusal(f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  return message
end

local function all(c, field)
  local list = {}
  for e in c:each() do list[#list + 1] = tostring(e[field]) end
  return list
end

local function set(list)
  local names = {}
  for _, name in ipairs(list) do names[name] = true end
  return names
end

describe("a collection", function()
  it("is counted, indexed from both ends, and iterated in the order of the documents", function()
    assert.equal(8, #NEWS)
    assert.equal(8, NEWS:count())
    assert.equal(NEWS[8].id, NEWS[-1].id)
    assert.is_nil(NEWS[9])
    assert.is_nil(NEWS[0])
    local n = 0
    for i, article in ipairs(NEWS) do n = n + 1 assert.equal(NEWS[i].id, article.id) end
    assert.equal(8, n)
  end)

  it("finds names as names: part of one, in any case, without accents, and not what is somebody's", function()
    assert.same({ ["Dagny Okafor"] = true, Okafor = true }, set(all(NEWS.quotes { speaker = "OKAFOR" }, "speaker")))
    assert.equal(#NEWS.quotes { speaker = "Agnes Półtorak" }, #NEWS.quotes { speaker = "poltorak" })
    local names = require "lib.collections.names"
    local putin = names.matcher "Putin"
    assert.same({ true, true, false, false, false, false }, { putin "Vladimir Putin", putin "PUTIN", putin "Putin’s spokesman",
      putin "friends of Putin", putin "Rasputin", putin "Putin and Xi’s statement" })
    assert.is_true(names.matcher("V. Putin") "Vladimir Putin")
    assert.is_true(names.matcher("Zelensky") "Volodymyr Zelenskyy")
    assert.is_true(names.matcher("Kiev") "Kyiv")
  end)

  it("takes lists, functions, true and false as conditions, and facts of the document in short", function()
    local quotes = NEWS.quotes
    assert.equal(#quotes { kind = "direct" } + #quotes { kind = "mixed" }, #quotes { kind = { "direct", "mixed" } })
    assert.equal(#quotes, #quotes { speaker = true } + #quotes { speaker = false })
    assert.equal(#quotes { words = function(n) return n > 20 end }, #quotes:where(function(q) return q.words > 20 end))
    assert.same({ ["vessany-post"] = true }, set(all(quotes { outlet = "Vessany Post" }, "outlet")))
    assert.equal(#quotes { ["doc.outlet"] = "vessany-post" }, #quotes { outlet = "vessany-post" })
    assert.same({ ["2026-03-10"] = true }, set(all(quotes { date = "2026-03-10" }, "date")))
    assert.equal(#quotes { date = "2026-03-11/2026-03-12" }, #quotes { since = "2026-03-11", ["until"] = "2026-03-12" })
    assert.equal(#quotes, #quotes { date = "2026-03" })
  end)

  it("raises for nil, which must not mean everything", function()
    local nothing = nil
    assert.matches("no condition is given; was its value nil?", refusal(NEWS.quotes, { speaker = nothing }), 1, true)
    assert.matches("compared with nil", refusal(NEWS.quotes.where, NEWS.quotes, "speaker", nothing), 1, true)
    assert.matches("is it a variable that is not set?", refusal(NEWS.quotes, nothing), 1, true)
    assert.matches("an empty list finds nothing", refusal(NEWS.quotes, { speaker = { nothing } }), 1, true)
  end)

  it("raises for an unknown field, blaming the line of the caller and naming the nearest", function()
    local message = refusal(function() return NEWS.quotes { speeker = "x" } end)
    assert.matches("^tests/lua/collections_spec.lua:%d+: there is no field 'speeker'; did you mean 'speaker'%?$", message)
    assert.matches("did you mean 'speaker'?", refusal(function() return NEWS.quotes[1].speker end), 1, true)
    assert.matches("did you mean 'quotes'?", refusal(function() return NEWS.qoutes end), 1, true)
    assert.matches("did you mean 'doc.outlet'?", refusal(function() return NEWS.quotes:sort("doc.outlt") end), 1, true)
  end)

  it("sorts by several fields, what is unknown last, of equals the first one first", function()
    local sorted = NEWS.quotes:sort("doc.date", "-words")
    local last
    for q in sorted:each() do
      assert(not last or last.date < q.date or last.date == q.date and last.words >= q.words)
      last = q
    end
    assert.equal("nil", all(NEWS.quotes:sort("speaker"), "speaker")[#NEWS.quotes])
    assert.equal("nil", all(NEWS.quotes:sort("-speaker"), "speaker")[#NEWS.quotes])
  end)

  it("groups, the largest first, and groups are chosen by their own fields or those of their elements", function()
    local by = NEWS.quotes:by("speaker")
    local sum = 0
    for group in by:each() do sum = sum + group.count end
    assert.equal(#NEWS.quotes, sum)
    assert.equal("Dagny Okafor", by[1].speaker)
    assert.equal(by[1].count, #NEWS.quotes { speaker = "Okafor" })
    local okafor = by { speaker = "Okafor", kind = "direct" }
    assert.equal("Dagny Okafor", okafor[1].speaker)
    assert.same({ direct = true }, set(all(okafor[1].members, "kind")))
    assert.equal(#by, #NEWS.quotes:values("speaker") + #by { speaker = false })
  end)

  it("of people has one element a person, whose surname alone in another document is the same", function()
    local okafor = NEWS.people { name = "Okafor" }
    assert.equal(1, #okafor)
    assert.equal("Dagny Okafor", okafor[1].name)
    assert(okafor[1].documents > 1)
    assert.equal(okafor[1].count, #okafor[1].members)
  end)

  it("of one article, or of some, is that of these", function()
    local some = NEWS { outlet = "Vessany Post" }
    assert.equal(2, #some)
    assert.equal(#some.quotes, #some[1].quotes + #some[2].quotes)
    assert.equal(#some.quotes, #NEWS:quotes { outlet = "Vessany Post" })
    assert.equal(#NEWS[3].quotes, #NEWS:slice(3, 3).quotes)
  end)
end)

local shell = dofile "tests/lua/support_shell.lua"
local folder

setup(function() folder = shell.folder() end)
teardown(function() shell.remove(folder) end)

local STORY = "The pier opens again\n\nMarch 10, 2026\n\n"
  .. "“We read every letter that came,” said Ines Aldama, the mayor.\n\n"
local OTHER = "A pier, at last\n\nMarch 11, 2026\n\n"
  .. "“We read every letter,” Ines Aldama said. Her colleague Tom Reed disagreed.\n\n"

local function file(name, text) return shell.write(folder .. "/" .. name, text) end

local function text_of(value, opts) return require("lib.view").text(value, opts) end

describe("articles", function()
  it("come from several paths, given one after the other, as a list, or as in arg", function()
    local one, other = file("one.txt", STORY), file("other.txt", OTHER)
    assert.equal(2, #lede.corpus(one, other))
    assert.equal(2, #lede.corpus { one, other })
    assert.equal(2, #lede.corpus(table.unpack({ one, other })))
  end)

  it("that could not be read are told apart, and that there is nothing at all is said", function()
    local articles = lede.corpus { file("one.txt", STORY), file("bad.txt", "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n") }
    assert.equal(1, #articles)
    assert.equal(1, #articles.failed)
    assert.matches("this is a PDF document", articles.failed[1].message, 1, true)
    assert(os.execute("mkdir -p " .. folder .. "/empty"))
    local _, err = shell.lede("kwic", "x", folder .. "/empty")
    assert.matches("there is nothing to read in", err, 1, true)
  end)

  it("are the same whatever the number of workers", function()
    local function all_marks(jobs)
      local out = {}
      for article in lede.corpus("examples/news", { jobs = jobs }):each() do out[#out + 1] = lede.to_json(article.record) end
      return out
    end
    assert.same(all_marks(1), all_marks(3))
  end)

  it("from records are as they were when these were written, fixes and all, without being analysed again", function()
    local records = folder .. "/records.jsonl"
    shell.run(('"$LEDE" run --format jsonl -q -o %s examples/news'):format(records))
    local read, analysed = lede.corpus(records), lede.corpus "examples/news"
    assert.equal(#analysed, #read)
    for i, article in ipairs(analysed) do
      assert.same(article.layers, read[i].layers)
      assert.equal(article.title, read[i].title)
      assert.equal(article.text, read[i].text)
    end
    assert.equal(#analysed.findings, #read.findings)
    local changed = shell.read(records):gsub('"speaker":"Dagny Okafor"', '"speaker":"Ada Berg"')
    local renamed = lede.corpus(file("changed.jsonl", changed))
    assert.equal(#analysed.quotes { speaker = "Dagny Okafor" }, #renamed.quotes { speaker = "Ada Berg" })
  end)

  it("from records say which line is none", function()
    local record = shell.read(folder .. "/records.jsonl"):match("^[^\n]*\n")
    local articles = lede.corpus(file("broken.jsonl", record .. '{"lede":1,"doc":{}}\n'))
    assert.equal(1, #articles)
    assert.matches("broken.jsonl:2$", articles.failed[1].id)
  end)

  it("stop at once when the script raises while they come", function()
    local seen = 0
    assert.matches("enough", refusal(lede.harvest, { "examples/news" }, {}, function()
      seen = seen + 1
      if seen == 2 then error("enough") end
    end), 1, true)
    assert.equal(2, seen)
  end)

  it("have findings of their own when they are some of many", function()
    local function statements(articles) return #articles.findings { kind = "statement" } end
    assert(statements(NEWS) > 0)
    assert.equal(0, statements(NEWS:slice(1, 1)))
  end)

  it("are searched by all the words, phrases and beginnings, titles too", function()
    assert(#NEWS:search "injur*" > #NEWS:search "injured")
    assert.equal(#NEWS:search "bridge cable", #NEWS:search "cable BRIDGE")
    assert.equal(0, #NEWS:search '"bridge cable of"')
    assert(#NEWS:search '"an island again"' > 0)
    assert.matches("there is no word", refusal(NEWS.search, NEWS, "?!"), 1, true)
  end)
end)

describe("a quote", function()
  local quote

  before_each(function()
    quote = lede.corpus(file("other.txt", OTHER), { fixes = file("fixes.jsonl", "") }).quotes[1]
  end)

  it("knows its words, its sentence, what stands around it, and its article", function()
    assert.equal("Ines Aldama", quote.speaker)
    assert.equal(4, quote.words)
    assert.equal("“We read every letter,” Ines Aldama said.", quote.sentence)
    assert.matches("“[We read every letter,]” Ines Aldama said", quote.context, 1, true)
    assert.equal("A pier, at last", quote.doc.title)
    assert.equal("2026-03-11", quote.date)
    assert.equal(quote.text, quote.doc.text:sub(quote.first, quote.last))
  end)

  it("says why: rule, cue, and which words name the speaker", function()
    local why = tostring(quote:why())
    assert.matches("rule +[%w_]+ %(plugin quotes%)", why)
    assert.matches("cue .*Aldama %[said%]", why)
    assert.matches("named by .*%[Ines Aldama%] said", why)
  end)

  it("is corrected for good: at once, in the file, and the next time", function()
    assert.matches("speaker: Ines Aldama → Tom Reed", tostring(quote:fix { speaker = "Tom Reed" }), 1, true)
    assert.equal("Tom Reed", quote.speaker)
    assert.equal("fix", quote.rule)
    local again = lede.corpus(folder .. "/other.txt", { fixes = folder .. "/fixes.jsonl" })
    assert.equal("Tom Reed", again.quotes[1].speaker)
  end)

  it("is not corrected to what lede would refuse, nor to nothing", function()
    assert.matches("must be a string", refusal(quote.fix, quote, { speaker = 5 }), 1, true)
    assert.matches("did you mean 'speaker'?", refusal(quote.fix, quote, { speeker = "x" }), 1, true)
    local nothing = nil
    assert.matches("was the value nil?", refusal(quote.fix, quote, { speaker = nothing }), 1, true)
    assert.equal("", shell.read(folder .. "/fixes.jsonl"))
  end)

  it("can't be changed by assignment, which would change nothing else", function()
    assert.matches(":fix{ speaker = … }", refusal(function() quote.speaker = "x" end), 1, true)
  end)
end)

describe("words in context", function()
  it("are found in any case, as phrases and by their beginnings, and not in page furniture", function()
    local hits = NEWS:kwic "corrin bridge"
    assert(#hits > 3)
    for hit in hits:each() do
      assert.equal("corrin bridge", lede.lower(hit.text))
      assert.equal(hit.text, hit.doc.text:sub(hit.first, hit.last))
    end
    assert(#NEWS:kwic "injur*" > #NEWS:kwic "injured")
    assert.equal(0, #NEWS:kwic "Related")
  end)

  it("stand one below the other", function()
    local lines = shell.lines(text_of(NEWS:kwic "bridge", { width = 80 }) .. "\n")
    local column
    for n = 2, #lines - 1 do
      local before = lines[n]:match("^(.-[bB]ridge)[^%a]")
      local at = before and lede.width(before)
      column = column or at
      if not lines[n]:find("bridge.*bridge") then assert.equal(column, at) end
    end
  end)
end)

describe("compared quotes", function()
  it("stand beside the fullest version, with what is left out and what is new", function()
    local versions = NEWS:compare "nobody will cross"
    assert(#versions >= 3)
    local text = text_of(versions, { width = 100 })
    assert.matches("[…]", text, 1, true)
    for version in versions:each() do assert.matches("cross", version.text, 1, true) end
    assert.equal(0, versions[1].left_out)
    assert(versions[-1].left_out > 0)
  end)
end)

describe("a version of a statement", function()
  local WHOLE = "“We will never be an obstacle to peace, and peace must be just, and it must last,” said Ines Aldama.\n"

  -- How another article's words look beside the whole statement.
  local function beside(words)
    local articles = lede.corpus(file("whole.txt", WHOLE), file("part.txt", "“" .. words .. ",” Ines Aldama said.\n"))
    return text_of(articles:compare "peace", { width = 200 }):match("part.txt[^\n]*\n +(%S[^\n]*)")
  end

  it("is held against the words that stand side by side with it, also where one comes twice", function()
    assert.equal("“We will never be an obstacle to peace, […]”", beside "We will never be an obstacle to peace")
    assert.equal("“[…] peace must be just, […]”", beside "peace must be just")
  end)

  it("shows what only it has", function()
    local shown = beside "peace there must be just, and it must really last"
    assert.equal("“[…] peace {there} must be just, and it must {really} last,”", shown)
  end)
end)

describe("figures", function()
  it("that count the same stand side by side, in order of their value", function()
    local people = NEWS.figures "people"
    local last = 0
    assert(#people > 5)
    for figure in people:each() do
      assert.equal("people", figure.unit)
      assert(tonumber(figure.value) >= last)
      last = tonumber(figure.value)
    end
    assert.equal(#people, #NEWS:figures "person")
    local shown = tostring(people)
    for figure in people:each() do assert.truthy(shown:find("[" .. figure.text:match("%S+"), 1, true), figure.text) end
  end)
end)

describe("a timeline", function()
  it("has a group a day, in order", function()
    local days = NEWS.quotes:timeline()
    assert.same({ "2026-03-10", "2026-03-11", "2026-03-12", "2026-03-13", "2026-03-14", "2026-03-15" }, all(days, "date"))
  end)
end)

describe("an exported file", function()
  it("is CSV by its ending, with formula characters defused, and never overwritten unasked", function()
    local articles = lede.corpus(file("formula.txt", "A title for it\n\n“=SUM(1;2) is what I typed,” said Ines Aldama.\n"))
    local path = folder .. "/quotes.csv"
    assert.equal(#articles.quotes, articles.quotes:export(path))
    assert.matches("\"'=SUM(1;2)", shell.read(path), 1, true)
    assert.matches("is there already", refusal(articles.quotes.export, articles.quotes, path), 1, true)
    assert.equal(#articles.quotes, articles.quotes:export(path, { overwrite = true }))
  end)

  it("of articles as JSON Lines is records, which can be read again", function()
    local path = folder .. "/again.jsonl"
    NEWS:export(path)
    local again = lede.corpus(path)
    assert.equal(#NEWS.quotes, #again.quotes)
    assert.same(NEWS[1].layers, again[1].layers)
  end)

  it("is JSON or Markdown, too, and no other", function()
    assert.equal(#NEWS.quotes, #lede.from_json(text_of(NEWS.quotes, { mode = "json" })))
    assert.matches("^| speaker |", text_of(NEWS.quotes, { mode = "md" }))
    assert.matches("there is no format 'xls'", refusal(NEWS.quotes.export, NEWS.quotes, folder .. "/x.xls"), 1, true)
  end)
end)

describe("a collection as text", function()
  it("fits the width, is cut with how many more there are, and can't harm a terminal", function()
    local articles = lede.corpus(file("wide.txt", "漢字の見出し\n\n“\27[31mRed alert, everybody,” said Ines Aldama.\n"))
    local shown = { NEWS, NEWS.quotes, NEWS.people, NEWS.findings, NEWS.figures, NEWS:kwic "bridge", articles, articles.quotes }
    for _, width in ipairs { 40, 60, 80, 200 } do
      for _, c in ipairs(shown) do
        for _, line in ipairs(shell.lines(text_of(c, { width = width }) .. "\n")) do
          assert(lede.width(line) <= width, line)
          assert.is_nil(line:find("[\0-\31\127]"))
        end
      end
    end
    local rest = "… " .. #NEWS.quotes - 5 .. " more of " .. #NEWS.quotes .. " quotes"
    assert.matches(rest, text_of(NEWS.quotes, { height = 5 }), 1, true)
  end)

  it("shows an element of any sort, field by field, and groups of any", function()
    local version = NEWS:compare("nobody will cross")[1]
    local elements = { NEWS[1], NEWS.quotes[1], NEWS.people[1], NEWS.findings[1], version, NEWS:kwic("bridge")[1],
      NEWS:timeline()[1], NEWS.quotes:fields()[1] }
    for _, e in ipairs(elements) do
      assert.matches("^%l+ +%S", tostring(e))
    end
    assert.matches("statement +%d", tostring(NEWS.findings:by("kind")))
    assert.equal("layers: entities, gist, quotes, structure, topics", tostring(NEWS.layers))
  end)

  it("of an article shows it whole, with numbers of its quotes and what was left out", function()
    local shown = tostring(NEWS[3]:show())
    assert.matches("left out: ", shown, 1, true)
    assert.matches("[1]", shown, 1, true)
  end)
end)

describe("an example", function()
  it("of these calls prints what it says it does", function()
    local out, err, status = shell.lede("examples/loudest.lua", "examples/news")
    assert.same({ "", 0 }, { err, status })
    assert.matches("^Dagny Okafor +%d+ words in %d quotes", out)
    out, err, status = shell.lede("examples/counts.lua", "people", "examples/news")
    assert.same({ "", 0 }, { err, status })
    assert.matches("17\t.*%[Seventeen people%]", out)
  end)
end)

describe("a ready analysis", function()
  it("says what one person is quoted with", function()
    local out, err, status = shell.lede("who-said", "--format", "csv", "Okafor", "examples/news")
    assert.same({ "", 0 }, { err, status })
    assert.equal(#NEWS.quotes { speaker = "Okafor" } + 1, select(2, out:gsub("\r\n", "")))
  end)

  it("prints words in context, and versions of a statement", function()
    assert.matches("Corrin Bridge", (shell.lede("kwic", "bridge", "examples/news")), 1, true)
    assert.matches("%[…%]", (shell.lede("compare", "nobody will cross", "examples/news")))
  end)

  it("has help, and refuses what makes no sense with status 2", function()
    local out, _, status = shell.lede("who-said", "--help")
    assert.same({ 0, true }, { status, out:find("lede who-said [OPTIONS] NAME PATH…", 1, true) ~= nil })
    for _, words in ipairs {
      { "who-said" }, { "kwic", "x" }, { "compare", "--fromat", "csv", "x", "y" }, { "kwic", "-f", "xml", "x", "y" },
    } do
      local _, err, code = shell.lede(table.unpack(words))
      assert.equal(2, code)
      assert.matches("^lede [%w-]+: .*; see lede [%w-]+ %-%-help\n$", err)
    end
  end)

  it("ends with status 1 when a document could not be read, which it says", function()
    local _, err, status = shell.lede("kwic", "bridge", "examples/news", folder .. "/missing.txt")
    assert.equal(1, status)
    assert.matches("missing.txt", err, 1, true)
  end)
end)
