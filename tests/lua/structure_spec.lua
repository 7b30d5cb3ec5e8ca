package.path = "plugins/?.lua;" .. package.path

-- What part of an article each paragraph is. Each text is made up; each test says the rule it guards.

local STORY = "The city closed its oldest bridge on Tuesday after inspectors found cracks in two of its piers, "
  .. "and nobody knows for how long."

local function marks(text, kind)
  local record = lede.analyze(text, { plugins = { "structure" } })
  assert.same({}, record.errors)
  local out = {}
  for _, m in ipairs(record.layers.structure) do
    if not kind or m.kind == kind then
      m.words = text:sub(m.first, m.last)
      out[#out + 1] = m
    end
  end
  return out, record
end

describe("title", function()
  it("is the first line without a full stop, when a story follows", function()
    local _, record = marks("Harbour Bridge Closed\n\n" .. STORY .. "\n")
    assert.equal("Harbour Bridge Closed", record.doc.title)
  end)

  it("may end with a full stop in headline case, as some collections write it", function()
    assert.equal(1, #marks("Harbour Bridge Closed After Cracks.\n\n" .. STORY, "title"))
  end)

  it("is never the lead: no title is no mark", function()
    local _, record = marks(STORY .. "\n\n" .. STORY)
    assert.is_nil(record.doc.title)
  end)

  it("may stand below a date line", function()
    local _, record = marks(" date 2026-01-07 Harbour Post / local\n\nHarbour Bridge Closed\n\n" .. STORY)
    assert.equal("Harbour Bridge Closed", record.doc.title)
  end)
end)

describe("around the title", function()
  it("an outlet behind a bar or a dash is no part of it", function()
    for _, line in ipairs { "Harbour Bridge Closed | Harbour Post", "Harbour Bridge Closed - The Northwick Times" } do
      local _, record = marks(line .. "\n\n" .. STORY)
      assert.equal("Harbour Bridge Closed", record.doc.title)
      assert.truthy(record.doc.outlet)
    end
  end)

  it("a dash in a headline is not taken for one", function()
    local _, record = marks("Bridge closed – what drivers must know\n\n" .. STORY)
    assert.equal("Bridge closed – what drivers must know", record.doc.title)
    assert.is_nil(record.doc.outlet)
  end)

  it("the name of the page above everything is its outlet", function()
    local _, record = marks("The Harbour Courier\n\nBridge closed after cracks found\n\n" .. STORY)
    assert.equal("The Harbour Courier", record.doc.outlet)
    assert.equal("Bridge closed after cracks found", record.doc.title)
  end)

  it("the name of a section above is furniture", function()
    local _, record = marks("World News\nHarbour bridge closed after cracks found\n" .. STORY)
    assert.equal("Harbour bridge closed after cracks found", record.doc.title)
  end)

  it("a second headline below is a heading", function()
    assert.equal(1, #marks("Harbour Bridge Closed\n\nCracks found in two piers\n\n" .. STORY, "heading"))
  end)
end)

describe("date and outlet", function()
  it("stand in a first line with both", function()
    local _, record = marks(" date 2026-01-07 Harbour Post / local\n\nHarbour Bridge Closed\n\n" .. STORY)
    assert.equal("2026-01-07", record.doc.date)
    assert.equal("text", record.doc.date_from)
    assert.equal("Harbour Post", record.doc.outlet)
  end)

  it("are read from a line of their own", function()
    for _, line in ipairs { "Published: January 7, 2026", "Updated 7 Jan 2026, 10:30", "January 7, 2026",
      "Wednesday, Jan. 7, 2026" } do
      local _, record = marks("Harbour Bridge Closed\n\n" .. line .. "\n\n" .. STORY)
      assert.equal("2026-01-07", record.doc.date, line)
    end
  end)

  it("must name a day there is", function()
    assert.same({}, (marks("Harbour Bridge Closed\n\nFebruary 30, 2026\n\n" .. STORY, "date")))
  end)

  it("are inferred, and say so, from a day of the week with its full date in the first paragraphs", function()
    local _, record = marks("Harbour Bridge Closed\n\nThe city closed the bridge on Wednesday, January 7, 2026.\n")
    assert.equal("2026-01-07", record.doc.date)
    assert.equal("inferred", record.doc.date_from)
  end)

  it("are not taken from a date of something long past", function()
    assert.same({}, (marks("The bridge opened on May 4, 1911, and has never been closed since then, the city said.\n",
      "date")))
  end)

  it("are known of a page that names itself, with its source as credit", function()
    local _, record = marks("Harbour Bridge Closed\n\nThe bridge is closed, Harbour.Az reports per local media.\n\n" .. STORY)
    assert.equal("Harbour.Az", record.doc.outlet)
    assert.same({ "local media" }, record.doc.credit)
  end)
end)

describe("credit", function()
  it("is whose reporting it is, not whose page", function()
    local _, record = marks("Harbour Bridge Closed\n\n" .. STORY .. "\n\nSource: Harbour Post")
    assert.same({ "Harbour Post" }, record.doc.credit)
    assert.is_nil(record.doc.outlet)
  end)

  it("may be a line of agencies", function()
    local _, record = marks("Harbour Bridge Closed\n\n" .. STORY .. "\n\nAP/AFP\n")
    assert.same({ "AP", "AFP" }, record.doc.credit)
  end)

  it("of a photo belongs to its caption", function()
    local found, record = marks("Harbour Bridge Closed\n\nThe bridge on Tuesday. ( AP )\n\n" .. STORY, "caption")
    assert.equal(1, #found)
    assert.same({}, record.doc.credit)
  end)

  it("stands in a dateline", function()
    local _, record = marks("NORTHWICK, Aug. 4 (AP) — " .. STORY)
    assert.same({ "AP" }, record.doc.credit)
  end)
end)

describe("byline", function()
  it("stands at either end", function()
    for _, text in ipairs { "Harbour Bridge Closed\n\nBy Mara Lind\n\n" .. STORY,
      "Harbour Bridge Closed\n\n" .. STORY .. "\n\nBy Mara Lind\n" } do
      local _, record = marks(text)
      assert.same({ "Mara Lind" }, record.doc.byline)
    end
  end)

  it("may have several names and an office behind a comma", function()
    local _, record = marks("Harbour Bridge Closed\n\nBy Mara Lind and Tom Okafor, Harbour Post\n\n" .. STORY)
    assert.same({ "Mara Lind", "Tom Okafor" }, record.doc.byline)
  end)
end)

describe("dateline", function()
  it("is a place before a dash or a colon", function()
    for _, line in ipairs { "NORTHWICK (AP) — ", "Northwick, Norway — ", "Northwick: ",
      "NORTHWICK, Aug. 4 (Reuters) - ", "NORTHWICK, Norway (AP) _ " } do
      local found = marks(line .. STORY, "dateline")
      assert.equal(1, #found, line)
      assert.equal(line, found[1].words)
    end
  end)

  it("is no other word before a dash or a colon", function()
    for _, line in ipairs { "Update: ", "The mayor — ", "“Never” — " } do assert.same({}, (marks(line .. STORY,
      "dateline")), line) end
  end)
end)

describe("heading", function()
  it("is a short line between paragraphs, also without a blank line around it", function()
    local found = marks(STORY .. "\nA long detour\n" .. STORY .. "\n", "heading")
    assert.equal("A long detour", found[1].words)
  end)

  it("is no sentence", function()
    assert.same({}, (marks(STORY .. "\n\nNobody knows.\n\n" .. STORY, "heading")))
  end)
end)

describe("furniture", function()
  it("is left out with a reason", function()
    local lines = { ["Leave a Reply"] = "reply box", ["0 comments"] = "comment count",
      ["You may also like"] = "related stories",
                    ["list of 3 items"] = "related stories", ["Share this article"] = "share line",
                    ["Subscribe to get the latest posts sent to your email."] = "subscribe box",
                      ["© 2026 Harbour Post"] = "copyright",
                    ["Advertisement"] = "advertisement", ["4 min read"] = "reading time" }
    for line, reason in pairs(lines) do
      local found = marks(STORY .. "\n\n" .. line .. "\n\n" .. STORY, "furniture")
      assert.equal(1, #found, line)
      assert.equal(reason, found[1].reason, line)
    end
  end)

  it("takes the headlines below “You may also like” with it, up to the next sentence", function()
    local text = STORY .. "\n\nYou may also like\nFerry fares rise again\nA fair without music?\n\n" .. STORY .. "\n"
    assert.equal(3, #marks(text, "furniture"))
    assert.equal(2, #marks(text, "body"))
  end)

  it("may name the page", function()
    local _, record = marks(STORY .. "\n\nDiscover more from Harbour Post\n")
    assert.equal("Harbour Post", record.doc.outlet)
  end)

  it("is never a paragraph that only begins like it", function()
    local text = "Subscribers of the ferry line were told on Monday that they would have to pay more "
      .. "from May on, and many of them left the hall in anger."
    assert.same({}, (marks(STORY .. "\n\n" .. text .. "\n", "furniture")))
  end)

  it("has an example behind each pattern that the pattern finds", function()
    for line in io.lines("plugins/data/furniture.lua") do
      local pattern, example = line:match('^  { "(.-)", .- %-%- (.+)$')
      if pattern then assert.truthy(example:lower():find((pattern:gsub("\\\\", "\\"))),
        pattern .. " does not find " .. example) end
    end
  end)
end)

describe("language", function()
  local language = require "lib.language"

  it("is told by small words and by script; each of its sentences is an example", function()
    local example
    for line in io.lines("plugins/data/languages.lua") do
      example = line:match("^    %-%- (.+)$") or example
      local code = line:match("^    (%l%l) = set")
      if code and example then assert.equal(code, language.of(example), example) end
    end
    assert.equal("ru", language.of("Мост закрыт с понедельника, и никто не знает, когда его откроют."))
    assert.equal("ja", language.of("市は火曜日に古い橋を閉鎖した。"))
  end)

  it("is stated where it is not English, and nowhere else", function()
    local _, record = marks("Brücke gesperrt\n\nDie Stadt hat die alte Brücke am Dienstag gesperrt, nachdem Prüfer Risse in zwei "
      .. "Pfeilern gefunden hatten.")
    assert.equal("de", record.doc.lang)
    _, record = marks("Harbour Bridge Closed\n\n" .. STORY)
    assert.is_nil(record.doc.lang)
  end)

  it("is not guessed from a few words", function()
    assert.is_nil(language.of("Oslo 1911"))
    assert.is_nil(language.of(""))
  end)
end)

describe("any text", function()
  it("gets marks inside it, every paragraph one at least", function()
    for _, text in ipairs { "", " ", "\n\n\n", "word", "By", "Source:", "date 2026-13-45 X / y", ("a\n"):rep(2000),
      "(AP)", "—", "Oslo:" } do
      local record = lede.analyze(text, { plugins = { "structure" } })
      assert.same({}, record.errors)
    end
  end)
end)
