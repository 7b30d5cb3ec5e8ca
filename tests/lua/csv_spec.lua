package.path = "scripts/?.lua;" .. package.path
local csv = require "lib.csv"

local SCHEMAS = {
  quotes = { speaker = "name, span", cue = "string, span", where = "string" },
  entities = { name = "name", value = "number", unit = "string", tags = "string[]" },
}

-- What a spreadsheet reads: rows of cells (RFC 4180).
local function read(text)
  local rows, row, at = {}, {}, 1
  while at <= #text do
    local cell, after
    if text:sub(at, at) == '"' then
      local from = at + 1
      local close = from
      repeat
        close = text:find('"', close, true)
        local doubled = text:sub(close + 1, close + 1) == '"'
        if doubled then close = close + 2 end
      until not doubled
      cell, after = text:sub(from, close - 1):gsub('""', '"'), close + 1
    else
      cell, after = text:match("^([^,\r\n]*)()", at)
    end
    row[#row + 1] = cell
    if text:sub(after, after) == "," then
      at = after + 1
    else
      assert(text:sub(after, after + 1) == "\r\n", "a row ends with CR LF")
      rows[#rows + 1], row, at = row, {}, after + 2
    end
  end
  return rows
end

-- The cells of a record's rows by the titles of their columns.
local function cells_of(record, schemas, only)
  local columns = csv.columns(schemas or SCHEMAS)
  local titles = read(csv.header(columns))[1]
  local rows = read(csv.rows(record, columns, only))
  for i, row in ipairs(rows) do
    assert.equal(#titles, #row)
    local cells = {}
    for j, cell in ipairs(row) do cells[titles[j]] = cell end
    rows[i] = cells
  end
  return rows
end

local function one_mark(mark)
  mark.first, mark.last, mark.kind = mark.first or 1, mark.last or 4, mark.kind or "person"
  return cells_of({ doc = { id = "a.txt" }, layers = { entities = { mark } } })[1]
end

describe("csv", function()
  it("has the same columns whatever the documents hold: what, its attributes, where, which rule", function()
    assert.equal("id,outlet,date,layer,kind,text,name,speaker,cue,value,unit,tags,where,start,end,parts,"
                 .. "cue_start,cue_end,speaker_start,speaker_end,rule\r\n", csv.header(csv.columns(SCHEMAS)))
  end)

  it("gives one row a mark, layers in order of name, with the facts of the document", function()
    local record = {
      doc = { id = "a.txt", outlet = "Valley Herald", date = "2026-01-07" },
      layers = {
        quotes = { { first = 5, last = 8, kind = "direct", text = "Hold", speaker = "Anna Voss", rule = "verb-after",
                     speaker_first = 11, speaker_last = 19 } },
        entities = { { first = 11, last = 19, kind = "person", text = "Anna Voss", name = "Anna Voss" } },
      },
    }
    local rows = cells_of(record)
    assert.equal(2, #rows)
    assert.equal("entities", rows[1].layer)
    local quote = rows[2]
    assert.same({ "a.txt", "Valley Herald", "2026-01-07" }, { quote.id, quote.outlet, quote.date })
    assert.same({ "direct", "Hold", "Anna Voss", "verb-after" }, { quote.kind, quote.text, quote.speaker, quote.rule })
    assert.equal(1, #cells_of(record, SCHEMAS, "quotes"))
  end)

  it("counts bytes from 0 without the last, as records do", function()
    local cells = cells_of({ doc = { id = "a" }, layers = { quotes = {
      { first = 5, last = 8, kind = "direct", speaker_first = 11, speaker_last = 19,
        parts = { { first = 5, last = 6 }, { first = 8, last = 8 } } } } } })[1]
    assert.same({ "4", "8" }, { cells.start, cells["end"] })
    assert.same({ "10", "19" }, { cells.speaker_start, cells.speaker_end })
    assert.equal("4..6; 7..8", cells.parts)
  end)

  it("leaves the cell of what is missing empty", function()
    local cells = one_mark {}
    assert.same({ "", "", "", "", "" }, { cells.outlet, cells.name, cells.value, cells.parts, cells.speaker_start })
  end)

  it("quotes commas, quotation marks, line ends and spaces at the edges (RFC 4180)", function()
    for _, text in ipairs { 'a,b', 'say "no"', '"', "two\nlines", "two\r\nlines", " edge", "edge ", ",", '","' } do
      assert.equal(text, one_mark({ text = text }).text)
    end
  end)

  it("defuses text that a spreadsheet would run as a formula", function()
    for _, text in ipairs { "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("x.example","y")', "＝1" } do
      assert.equal("'" .. text, one_mark({ text = text }).text)
      assert.equal("'" .. text, one_mark({ name = text }).name)
      assert.equal("'" .. text, cells_of({ doc = { id = text, outlet = text }, layers = { entities = { {
        first = 1, last = 1, kind = "x" } } } })[1].outlet)
    end
    assert.equal("1=1", one_mark({ text = "1=1" }).text)
    assert.equal("'=a; b", one_mark({ tags = { "=a", "b" } }).tags)
  end)

  it("writes numbers as numbers, exactly, with a point, and never a formula", function()
    assert.equal("-5", one_mark({ value = -5 }).value)
    assert.equal("9007199254740993", one_mark({ value = 9007199254740993 }).value)
    assert.equal("0.1", one_mark({ value = 0.1 }).value)
    assert.equal(0.1 + 0.2, tonumber(one_mark({ value = 0.1 + 0.2 }).value))
    assert.equal("", one_mark({ value = 0 / 0 }).value)
    assert.equal("", one_mark({ value = math.huge }).value)
  end)

  it("joins the values of a list", function()
    assert.equal("fire; dam", one_mark({ tags = { "fire", "dam" } }).tags)
    local schemas = { entities = { seen = "span[]", sure = "boolean" } }
    local cells = cells_of({ doc = { id = "a" }, layers = { entities = {
      { first = 1, last = 1, kind = "x", seen = { { first = 1, last = 5 } }, sure = true } } } }, schemas)[1]
    assert.same({ "0..5", "true" }, { cells.seen, cells.sure })
    assert.is_nil(cells.seen_start)
  end)

  it("keeps a mark's own date apart from the document's", function()
    local schemas = { events = { date = "date" } }
    local cells = cells_of({ doc = { id = "a", date = "2026-01-07" }, layers = { events = {
      { first = 1, last = 1, kind = "event", date = "2026-02-01" } } } }, schemas)[1]
    assert.same({ "2026-01-07", "2026-02-01" }, { cells.date, cells.mark_date })
  end)

  it("has a column once when two layers declare the same attribute", function()
    local header = csv.header(csv.columns { a = { name = "name" }, b = { name = "name, span" } })
    assert.equal("id,outlet,date,layer,kind,text,name,start,end,parts,name_start,name_end,rule\r\n", header)
  end)

  it("has no rows for a document that failed", function()
    assert.same({}, cells_of { doc = { id = "a" }, error = { code = "format" } })
  end)
end)
