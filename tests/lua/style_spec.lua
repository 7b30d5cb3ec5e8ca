package.path = "scripts/?.lua;" .. package.path
local style = require "lib.style"

local ESC = "\27"

describe("style", function()
  it("makes a line of running text, whatever white space was in it", function()
    assert.equal("two words here", style.words("  two \r\n\twords\n\nhere\n"))
  end)

  it("keeps every character of a file name, line feeds too, but visible", function()
    local shown = style.name("a\n  b.txt")
    assert.is_nil(shown:find("\n", 1, true))
    assert.truthy(shown:find("  b.txt", 1, true))
  end)

  it("bounds what one text can put into a line, between two code points", function()
    local shown = style.words("a" .. ("\u{301}"):rep(100000))
    assert.is_true(#shown < 5000)
    assert.truthy(utf8.len(shown))
  end)

  it("cuts to columns, not bytes", function()
    assert.equal("Zürich", style.fit("Zürich", 6))
    assert.equal("Züri…", style.fit("Zürich", 5))
    assert.equal("東…", style.fit("東京都", 4))
    assert.equal("", style.fit("Zürich", 0))
    assert.equal("Zürich", style.fit("Zürich", nil))
  end)

  it("keeps an accent with the letter it stands on", function()
    assert.equal("Ve\u{301}…", style.fit("Ve\u{301}ronique", 3))
  end)

  it("cuts a path at its beginning", function()
    assert.equal("…/fire.txt", style.fit_end("inbox/monday/fire.txt", 10))
  end)

  it("leaves items of a list out whole and counts them", function()
    local function text_of(pieces)
      return (style.pen():line(pieces):gsub("\n", ""))
    end
    local items = { { "Anna Voss", "×3" }, { "Tom Reed" }, { "Lena Okafor" }, { "Jo Hart" } }
    assert.equal("Anna Voss ×3 · Tom Reed · Lena Okafor · Jo Hart", text_of(style.list(items, 47)))
    assert.equal("Anna Voss ×3 · Tom Reed … 2 more", text_of(style.list(items, 45)))
    assert.equal("Anna Voss ×3 … 3 more", text_of(style.list(items, 31)))
    assert.equal("", text_of(style.list({}, 10)))
  end)

  it("breaks text between words and never loses one", function()
    assert.same({ "one two", "three", "imperceptible", "four" }, style.wrap("one two three imperceptible four", 8))
    assert.same({ "one two three" }, style.wrap("one two three", nil))
  end)

  it("groups digits by thousands and counts in the singular", function()
    assert.equal("1,234,567", style.thousands(1234567))
    assert.equal("999", style.thousands(999))
    assert.equal("1 word", style.count(1, "word"))
    assert.equal("1,250 words", style.count(1250, "word"))
  end)

  it("colours only when told to, and counts no column for it", function()
    local pieces = { { "bold", "ab" }, { "dim", "cd" } }
    assert.equal("abcd\n", style.pen({ width = 4 }):line(pieces))
    assert.equal(ESC .. "[1mab" .. ESC .. "[0m" .. ESC .. "[2mcd" .. ESC .. "[0m\n",
                 style.pen({ color = true, width = 4 }):line(pieces))
    assert.equal("ab…\n", style.pen({ width = 3 }):line(pieces))
  end)

  it("follows --color, then NO_COLOR and TERM, then whether there is a terminal", function()
    assert.is_true(style.wants_color("always", false, "1", "dumb"))
    assert.is_false(style.wants_color("never", true))
    assert.is_false(style.wants_color("auto", true, "1", "xterm"))
    assert.is_true(style.wants_color("auto", true, "", "xterm"))
    assert.is_false(style.wants_color("auto", true, nil, "dumb"))
    assert.is_false(style.wants_color("auto", false, nil, "xterm"))
  end)
end)
