package.path = "scripts/?.lua;" .. package.path
local show = require "lib.show"

-- A document of which everything is known and more is found than has room.
local function full_record()
  local function said(kind, text, cue, speaker, speaker_kind)
    return { first = 1, last = #text, kind = kind, text = text, cue = cue,
             speaker = speaker, speaker_kind = speaker_kind }
  end
  local function named(kind, name) return { first = 1, last = #name, kind = kind, text = name, name = name } end
  return {
    doc = { id = "inbox/dam.txt", title = "Dam holds through the night", outlet = "Valley Herald", date = "2026-01-07",
            date_from = "text", words = 1512, credit = { "AP" }, byline = { "Jane Roe" } },
    layers = {
      quotes = {
        said("mixed", "cracked", "called", "Anna Voss", "person"),
        said("direct", "We will hold it through the night", "said", "Anna Voss", "person"),
        said("indirect", "the road would reopen on Monday", "told reporters", "Tom Reed", "person"),
        said("term", "green zone"),
        said("direct", "Nobody asked us", "said", "a city official", "anonymous"),
        said("direct", "It is over"),
        said("direct", "Not yet", "warned", "Lena Okafor", "person"),
        said("direct", "We need pumps", "said", "Lena Okafor", "person"),
      },
      entities = {
        named("person", "Tom Reed"), named("person", "Anna Voss"), named("person", "Anna Voss"),
        named("org", "Water Board"), named("place", "Elm Valley"),
        { first = 1, last = 1, kind = "number", text = "two" },
        { first = 1, last = 1, kind = "number", text = "35", unit = "villages" },
        { first = 1, last = 1, kind = "number", text = "90%", unit = "percent" },
        { first = 1, last = 1, kind = "money", text = "$5 million", unit = "USD" },
      },
      topics = { { first = 1, last = 1, kind = "topic", name = "rain", weight = 1, text = "r" },
                 { first = 2, last = 2, kind = "topic", name = "dams", weight = 2, text = "d" } },
      structure = {
        { first = 1, last = 1, kind = "title", text = "Dam holds" },
        { first = 1, last = 1, kind = "furniture", reason = "reply box", text = "Leave a Reply\n\nName\n" },
        { first = 1, last = 1, kind = "furniture", reason = "comment count", text = "0 comments" },
        { first = 1, last = 1, kind = "furniture", reason = "reply box", text = "Email" },
      },
    },
    errors = {},
  }
end

local function only(layers)
  return { doc = { id = "a.txt" }, layers = layers, errors = {} }
end

local function read_badly(doc)
  doc.guessed, doc.encoding, doc.replaced, doc.first_replaced = true, "windows-1252", 3, 1812
end

local function lines_of(text)
  local lines = {}
  for line in text:gmatch("([^\n]*)\n") do lines[#lines + 1] = line end
  return lines
end

local function line_with(text, what)
  for _, line in ipairs(lines_of(text)) do
    if line:find(what, 1, true) then return line end
  end
end

describe("show.document", function()
  it("shows a whole document at a glance", function()
    assert.equal([[
Dam holds through the night  inbox/dam.txt
Valley Herald · 2026-01-07 (from the text) · 1,512 words · AP · by Jane Roe
  Anna Voss                 said            “We will hold it through the night”
  Tom Reed                  told reporters  the road would reopen on Monday
  a city offici… (unnamed)  said            “Nobody asked us”
  Lena Okafor               warned          “Not yet”
  … 3 more quotes
  terms:    “green zone”
  people:   Anna Voss ×2 · Tom Reed
  others:   Water Board · Elm Valley
  figures:  35 villages · 90% · $5 million · two
  left out: 4 lines (reply box, comment count)
]], show.document(full_record(), { width = 80 }))
  end)

  it("takes at most twelve lines, none wider than the terminal, whatever there is to say", function()
    local record = full_record()
    read_badly(record.doc)
    record.errors = { { plugin = "stories", message = "no" }, { plugin = "topics", message = "no" } }
    for i = 1, 20 do
      record.layers["mine" .. i] = { { first = 1, last = 1, kind = "x", text = "x" } }
      record.layers.quotes[#record.layers.quotes + 1] = record.layers.quotes[1]
    end
    for width = 1, 130 do
      local lines = lines_of(show.document(record, { width = width }))
      assert.is_true(#lines <= 12)
      for _, line in ipairs(lines) do assert.is_true(lede.width(line) <= width) end
    end
  end)

  it("says what is not known instead of leaving it out", function()
    assert.equal("a.txt\noutlet unknown · date unknown\n", show.document(only {}, {}))
  end)

  it("says that speakers were not looked for where the language is another", function()
    local record = only {}
    record.doc.lang = "de"
    assert.truthy(show.document(record, {}):find("language de: speakers not looked for", 1, true))
    record.doc.lang = "en-GB"
    assert.is_nil(show.document(record, {}):find("language", 1, true))
  end)

  it("keeps the end of a long path, beside the title", function()
    local record = full_record()
    record.doc.id = ("deep/"):rep(30) .. "dam.txt"
    local first = lines_of(show.document(record, { width = 60 }))[1]
    assert.truthy(first:find("Dam holds through the night", 1, true))
    assert.truthy(first:find("…[^ ]*/dam.txt$"))
  end)

  it("sets only literal words in quotation marks, which stay when the words are cut", function()
    local text = show.document(full_record(), { width = 50 })
    assert.truthy(line_with(text, "We will"):find("…”$"))
    assert.is_nil(line_with(text, "Tom Reed"):find("“", 1, true))
  end)

  it("adds no quotation marks to mixed speech that has its own", function()
    local text = "the work was “long overdue”"
    local record = only { quotes = { { first = 1, last = #text, kind = "mixed", text = text, speaker = "Anna Voss",
                                       quoted = { { first = 16, last = 27 } } } } }
    assert.equal("  Anna Voss  the work was “long overdue”", lines_of(show.document(record, {}))[3])
  end)

  it("prefers each speaker's most literal quote to one speaker's many", function()
    local text = show.document(full_record(), { width = 80 })
    assert.is_nil(line_with(text, "cracked"))
    assert.is_nil(line_with(text, "We need pumps"))
  end)

  it("marks sources without a name, also where a long one is cut, and quotes without a source", function()
    local text = show.document(only { quotes = {
      { first = 1, last = 2, kind = "direct", text = "No", speaker = "a senior official of the regional water board",
        speaker_kind = "anonymous", cue = "said" },
      { first = 5, last = 6, kind = "direct", text = "So" },
    } }, { width = 60 })
    assert.truthy(line_with(text, "No"):find("… (unnamed)  said", 1, true))
    assert.truthy(line_with(text, "So"):find("—  ", 1, true))
  end)

  it("shows a quote in parts without what stands between them", function()
    local text = "We are tired,” she said, “and we go home"
    local second = text:find("and we", 1, true)
    local record = only { quotes = { {
      first = 11, last = 10 + #text, kind = "direct", text = text, speaker = "Anna Voss",
      parts = { { first = 11, last = 23 }, { first = second + 10, last = #text + 10 } } } } }
    assert.truthy(show.document(record, {}):find("“We are tired, … and we go home”", 1, true))
  end)

  it("gives figures their unit once", function()
    local text = show.document(only { entities = {
      { first = 1, last = 1, kind = "number", text = "15 years", unit = "years" },
      { first = 1, last = 1, kind = "number", text = "7", unit = "houses" },
      { first = 1, last = 1, kind = "number", text = "7", unit = "houses" },
    } }, {})
    assert.truthy(text:find("figures:  7 houses ×2 · 15 years\n", 1, true))
  end)

  it("warns of a guessed encoding and of what could not be read", function()
    local record = only {}
    read_badly(record.doc)
    assert.truthy(show.document(record, {}):find(
      "! encoding guessed: windows-1252; 3 characters unreadable, the first at byte 1,812", 1, true))
  end)

  it("names the plugin that failed, and how many more did", function()
    local record = only {}
    record.errors = { { plugin = "quotes", message = "quotes.lua:3: boom" }, { plugin = "topics", message = "x" } }
    assert.truthy(show.document(record, {}):find("! quotes failed (and 1 more): quotes.lua:3: boom", 1, true))
  end)

  it("shows the layers of users' plugins, but not tokens and sentences", function()
    local mark = { first = 1, last = 9, kind = "talker", name = "Anna Voss", text = "Anna Voss" }
    local text = show.document(only { talkers = { mark, mark }, tokens = { mark }, sentences = { mark } }, {})
    assert.equal("a.txt\noutlet unknown · date unknown\n  talkers:  Anna Voss ×2\n", text)
  end)

  it("never lets a document or file name reach the terminal as more than text", function()
    local evil = "\27]0;x\7\27[31m\u{202E}\u{200B}\u{9B}2J\r\b"
    local record = full_record()
    for key, value in pairs(record.doc) do
      if type(value) == "string" then record.doc[key] = value .. evil end
    end
    record.doc.credit, record.doc.byline, record.doc.guessed = { evil }, { evil }, true
    record.errors = { { plugin = "p" .. evil, message = evil } }
    for _, layer in pairs(record.layers) do
      for _, mark in ipairs(layer) do
        for key, value in pairs(mark) do
          if type(value) == "string" and key ~= "kind" and key ~= "speaker_kind" then mark[key] = value .. evil end
        end
      end
    end
    record.layers["x" .. evil] = { { first = 1, last = 1, kind = "x", text = evil } }
    local failure = { doc = { id = evil }, error = { code = "io", where = evil, message = evil } }
    for _, text in ipairs { show.document(record, { width = 300 }), show.failure(failure, { width = 80 }) } do
      assert.is_nil(text:gsub("\n", ""):find("%c"))
      for _, bad in ipairs { "\u{202E}", "\u{200B}", "\u{9B}" } do assert.is_nil(text:find(bad, 1, true)) end
    end
  end)

  it("prints the same words with colour as without", function()
    local colored = show.document(full_record(), { width = 80, color = true })
    assert.truthy(colored:find("\27[1mDam holds", 1, true))
    assert.equal(show.document(full_record(), { width = 80 }), (colored:gsub("\27%[%d+m", "")))
  end)
end)

describe("show.failure", function()
  it("never cuts what a message says to do", function()
    local record = { doc = { id = "a.pdf" }, error = { code = "format", where = "a.pdf",
      message = "a PDF document, not plain text: extract its text first, for example with pdftotext" } }
    assert.equal([[
a.pdf
  not read: a PDF document, not plain
  text: extract its text first, for
  example with pdftotext
]], show.failure(record, { width = 40 }))
  end)

  it("cuts a role at its beginning, so that nobody else seems to speak", function()
    local record = { doc = { id = "a.txt" }, text = "", layers = { quotes = {
      { first = 1, last = 5, kind = "indirect", text = "talks would go on", cue = "said", speaker_kind = "role",
        speaker = "Ukrainian-born former President Anna Lindqvist-Berg’s new chief of staff" } } } }
    local text = show.document(record, { width = 80 })
    assert.matches("new chief of staff", text, 1, true)
    assert.not_matches("Ukrainian", text, 1, true)
  end)
end)
