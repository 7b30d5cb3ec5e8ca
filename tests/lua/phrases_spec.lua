-- lede.phrases as a plugin's author meets it: lists, maps and files, what matches, where, and with which value.

local probe = dofile "tests/lua/support_probe.lua"

-- All matches as "words=value; words=value". `list` is Lua that makes the matcher; `range` is what else each() is given.
local function matches(text, list, range)
  return (probe.ask(text, ([[
    local out = {}
    for from, to, value in lede.phrases(%s):each(doc%s) do
      local first, last = doc:span(from, to)
      out[#out + 1] = doc:sub(first, last):gsub("%%s+", " ") .. "=" .. tostring(value)
    end
    return table.concat(out, "; ")]]):format(list, range and ", " .. range or "")))
end

describe("lede.phrases", function()
  it("gives the entry itself as value where it is a list", function()
    assert.equal("new york=New York; PARIS=paris; Paris=paris", matches("In new york and PARIS, Paris.",
      "{ 'New York', 'paris' }"))
  end)

  it("gives any value, false too, where it is a table from phrase to value", function()
    assert.equal("One=1; two=false; three=table", (matches("One two three",
      "{ one = 1, two = false, three = {} }"):gsub("table: %w+", "table")))
  end)

  it("gives the strings that a function gave", function()
    assert.equal("One=1; two=a number", matches("One two three",
      "function() return { one = '1', two = 'a number' } end, { from = {} }"))
  end)

  it("of entries that are equal but for case keeps the first, in a map the first of its sorted keys", function()
    assert.equal("paris=PARIS", matches("paris", "{ 'PARIS', 'paris' }"))
    for _ = 1, 5 do assert.equal("paris=1", matches("paris", "{ paris = 3, PARIS = 1, Paris = 2 }")) end
  end)

  it("takes the leftmost match, of those the longest, and goes on behind it", function()
    assert.equal("New York City=New York City; York=York", matches("New York City, York",
      "{ 'York', 'New York', 'New York City' }"))
    assert.equal("a b=a b; c=c", matches("a b c", "{ 'a b', 'b c', 'c' }"))
    assert.equal("a=a; b c=b c", matches("a b c", "{ 'a', 'a b d', 'b c' }"))
    assert.equal("a a=a a; a a=a a; a=a", matches("a a a a a", "{ 'a', 'a a' }"))
  end)

  it("wants a capital at the first word with case = \"capital\", and else compares without case", function()
    assert.equal("New york=NEW YORK; Élan=élan; YORK’s=york",
      matches("New york, new york, Élan, élan, YORK’s", "{ 'NEW YORK', 'york', 'élan' }, { case = 'capital' }"))
  end)

  it("compares without case in every script, exactly with case = \"exact\"", function()
    assert.equal("ЖУКОВА=Жукова; ÄRGER=Ärger", matches("ЖУКОВА, ÄRGER", "{ 'Жукова', 'Ärger' }"))
    assert.equal("Who=Who", matches("who WHO Who", "{ 'Who' }, { case = 'exact' }"))
    assert.equal("who=WHO; WHO=WHO; Who=WHO", matches("who WHO Who", "{ 'WHO' }, { case = 'any' }"))
    assert.equal("who=WHO", matches("who", "{ 'WHO' }, {}"))
    assert.equal("US=the country; us=all of us",
      matches("US us Us", "{ US = 'the country', us = 'all of us' }, { case = 'exact' }"))
  end)

  it("minds neither the kind of apostrophe nor a possessive at the end", function()
    assert.equal("O’Neill=O'Neill; o'neill=O'Neill", matches("O’Neill and o'neill", "{ \"O'Neill\" }"))
    assert.equal("Don't=don’t", matches("Don't", "{ 'don’t' }, { case = 'any' }"))
    assert.equal("Corrin’s=Corrin; the crews'=the crews", matches("Corrin’s and the crews' boats", "{ 'Corrin', 'the crews' }"))
  end)

  it("matches whole tokens only", function()
    assert.equal("", matches("Parisian catalogues, scat", "{ 'Paris', 'cat' }"))
    assert.equal("漢字=漢字", matches("漢字 漢", "{ '漢字' }"))
  end)

  it("finds a phrase across a line break, and across nothing that ends a paragraph", function()
    local wrapped = ("The ministers of the islands met once more in the old town hall of New\nYork for a talk about the price "
      .. "of ferries, and nobody "
      .. "who was there\nhad anything to say about what New\n\nYork will do about the bridge that has been shut since spring.\n")
    assert.equal("New York=New York", matches(wrapped, "{ 'New York' }"))
    assert.equal("", matches("Over in New\n\nYork, all is well.", "{ 'New York' }"))
  end)

  it("stays between the tokens it is given", function()
    local text, list = "one two one two three", "{ 'one two', 'two', 'three', 'one' }"
    assert.equal("one two=one two; one two=one two; three=three", matches(text, list))
    assert.equal("two=two; one two=one two; three=three", matches(text, list, "2"))
    assert.equal("one=one", matches(text, list, "1, 1"))
    assert.equal("two=two; one=one", matches(text, list, "2, 3"))
    assert.equal("one two=one two; one=one", matches(text, list, "nil, 3"))
    assert.equal("", matches(text, list, "4, 3"))
    assert.equal("", matches(text, list, "6"))
    assert.equal("one two=one two; one two=one two; three=three", matches(text, list, "-3, 99"))
  end)

  it("tells at a token what begins right there, the longest", function()
    local function at(i)
      return table.pack(probe.ask("New York City is",
        ("return lede.phrases { 'York', 'New York', 'New York City' }:at(doc, %s)"):format(i)))
    end
    assert.same({ 3, "New York City", n = 2 }, at(1))
    assert.same({ 2, "York", n = 2 }, at(2))
    for _, i in ipairs { 0, -1, 3, 4, 5, "math.maxinteger", "math.mininteger" } do assert.same({ n = 1 }, at(i)) end
  end)

  it("gives a nil, not nothing, where nothing begins", function()
    assert.equal("nil", (probe.ask("One.", "return tostring(lede.phrases { 'x' }:at(doc, 1))")))
  end)

  it("takes punctuation, numbers, emoji and addresses for words of a phrase", function()
    assert.equal("U.S.=U.S.; 1,250.5=1,250.5; 😀 😀=😀 😀; a.b@example.org=a.b@example.org; so-called=so-called",
      matches("U.S. 1,250.5 😀 😀 a.b@example.org so-called", "{ 'U.S.', '1,250.5', '😀 😀', 'a.b@example.org', 'so-called' }"))
  end)

  it("of an empty list matches nothing", function() assert.equal("", matches("One two.", "{}")) end)

  it("holds fifty thousand entries, and finds each and no other", function()
    local session = probe.session([[
      if not kept.matcher then
        local entries = {}
        for i = 1, 50000 do entries[("name%d of place%d"):format(i, i % 977)] = i end
        kept.matcher = lede.phrases(entries)
      end
      local sum, n = 0, 0
      for from, to, value in kept.matcher:each(doc) do
        assert(doc:token(from) == "name" .. value and to == from + 2)
        sum, n = sum + value, n + 1
      end
      return n, sum]])
    local words, sum = {}, 0
    for i = 50, 50000, 50 do
      words[#words + 1] = ("name%d of place%d and name%d of place%d"):format(i, i % 977, i, (i + 1) % 977)
      sum = sum + i
    end
    assert.same({ 1000, sum, n = 2 }, table.pack(probe.values(session:analyze(table.concat(words, ". ")))))
    assert.same({ 0, 0, n = 2 }, table.pack(probe.values(session:analyze("name50 of"))))
  end)

  it("finds what a plain search finds, in random texts over few words", function()
    local state = 42
    local function random(n)
      state = state * 1103515245 % 2147483648 + 12345
      return (state >> 8) % n + 1
    end
    local function words(most)
      local t = {}
      for i = 1, random(most) do t[i] = ("abc"):sub(random(3)):sub(1, 1) end
      return t
    end
    for _ = 1, 15 do
      local list, text, listed = {}, words(60), {}
      for i = 1, random(6) do
        list[i] = table.concat(words(4), " ")
        listed[list[i]] = true
      end
      local wanted, at = {}, 1
      while at <= #text do
        local found
        for to = #text, at, -1 do
          if listed[table.concat(text, " ", at, to)] then
            found = to
            break
          end
        end
        if found then wanted[#wanted + 1] = ("%d-%d"):format(at, found) end
        at = (found or at) + 1
      end
      local got = probe.ask(table.concat(text, " "), ([[
        local out = {}
        for from, to in lede.phrases { %s }:each(doc) do out[#out + 1] = from .. "-" .. to end
        return table.concat(out, " ")]]):format("'" .. table.concat(list, "', '") .. "'"))
      assert.equal(table.concat(wanted, " "), got)
    end
  end)
end)

describe("lede.lists", function()
  --- All matches of several lists as "list:from-to=value".
  local function found(text, lists, range)
    return (probe.ask(text, ([[
      local out = {}
      for list, from, to, value in lede.lists(%s):each(doc%s) do
        out[#out + 1] = ("%%d:%%d-%%d=%%s"):format(list, from, to, value)
      end
      return table.concat(out, " ")]]):format(lists, range or "")))
  end

  local LISTS = [[{
    lede.phrases { "New York", "York Hall" },
    lede.phrases({ York = 7, hall = true }, { case = "exact" }),
    lede.phrases { "new" },
  }]]

  it("gives what each list finds, by place and then by list", function()
    assert.equal("1:1-2=New York 3:1-1=new 2:2-2=7 3:5-5=new 2:6-6=true", found("New York is a new hall.", LISTS))
    assert.equal("", found("", LISTS))
  end)

  it("lets each list skip what its own match covers, and no other", function()
    assert.equal("1:1-2=New York 3:1-1=new 2:2-2=7", found("New York Hall", LISTS))
    local lists = "{ lede.phrases { 'York’s Hall' }, lede.phrases { York = 7 } }"
    assert.equal("1:1-2=York’s Hall 2:1-1=7", found("York’s Hall", lists))
  end)

  it("stays between the tokens it is given", function()
    assert.equal("2:2-2=7", found("New York is new", LISTS, ", 2, 3"))
  end)

  it("finds in random texts what the lists find one by one", function()
    local state = 7
    local function random(n)
      state = state * 1103515245 % 2147483648 + 12345
      return (state >> 8) % n + 1
    end
    local function words(most)
      local t = {}
      for i = 1, random(most) do t[i] = ("abcABC"):sub(random(6), -1):sub(1, 1) end
      return table.concat(t, " ")
    end
    for _ = 1, 40 do
      local lists = {}
      for l = 1, 3 do
        local entries = {}
        for i = 1, random(5) do entries[i] = ("%q"):format(words(3)) end
        local case = ({ "exact", "any", "capital" })[random(3)]
        lists[l] = ("lede.phrases({ %s }, { case = %q })"):format(table.concat(entries, ", "), case)
      end
      assert.is_true(probe.ask(words(30), ([[
        local lists, together, alone = { %s }, {}, {}
        for list, from, to, value in lede.lists(lists):each(doc) do together[#together + 1] = { from, list, to, value } end
        for list, matcher in ipairs(lists) do
          for from, to, value in matcher:each(doc) do alone[#alone + 1] = { from, list, to, value } end
        end
        table.sort(alone, function(a, b) return a[1] < b[1] or a[1] == b[1] and a[2] < b[2] end)
        if #together ~= #alone then return false end
        for n, match in ipairs(alone) do
          for k = 1, 4 do if together[n][k] ~= match[k] then return false end end
        end
        return true]]):format(table.concat(lists, ", "))))
    end
  end)
end)

describe("a file of phrases", function()
  it("holds an entry a line, a tab and its value; comments and blank lines are skipped, carriage returns too", function()
    local record = lede.session({ plugins = { "tests/lua/plugins/gazetteer.lua" } })
      :analyze("Corrin, the TOLMEN islands, Old Harsel, Harsel, île vessa: a comment, last line without a feed.")
    local found = {}
    for i, mark in ipairs(record.layers.gazetteer) do found[i] = mark.text .. "=" .. mark.value end
    assert.same({ "Corrin=Corrin", "TOLMEN islands=island group", "Old Harsel=city\twith a second tab", "Harsel=",
      "île vessa=É 漢",
      "last line without a feed=end" }, found)
  end)
end)

describe("a mistake with lede.phrases", function()
  for code, message in pairs {
    ["lede.phrases { 'a', 5 }"] = "lede.phrases: entry 2 is a number; entries are strings",
    ["lede.phrases { 'a', nil, 'c' }"] = "lede.phrases: ",
    ["lede.phrases { 'a', b = 1 }"] = "lede.phrases: the list has gaps, or keys beside its 1 entries",
    ["lede.phrases { [true] = 1 }"] = "lede.phrases: a key is a boolean",
    ["lede.phrases { [0] = 'a' }"] = "lede.phrases: a key is a number",
    ["lede.phrases { ' ' }"] = "lede.phrases: entry 1 of the list holds no word",
    ["lede.phrases { 'ok', '\\xFF' }"] = "lede.phrases: entry 2 of the list is not valid UTF-8",
    ["lede.phrases()"] = "bad argument #1 to 'phrases' (table expected, got ",
    ["lede.phrases({ 'a' }, 'exact')"] = "bad argument #2 to 'phrases' (table expected, got string)",
    ["lede.phrases({ 'a' }, { case = 'lower' })"] = "bad argument #2 to 'phrases' (invalid option 'lower')",
    ["lede.phrases({ 'a' }, { cse = 'exact' })"] = "lede.phrases: there is no option 'cse'",
    ["lede.phrases({ 'a' }, { case = 1 })"] = "lede.phrases: 'case' is a number; it is a string",
    ["lede.phrases(function() end)"] = "lede.phrases: a function needs the option 'from', a list of all files",
    ["lede.phrases(function() end, { from = {} })"] =
      "lede.phrases: the function gave a nil; it gives a table from phrase to a string",
    ["lede.phrases(function() return { a = 1 } end, { from = {} })"] =
      "lede.phrases: a value is a number; those that a function gives are strings",
    ["lede.phrases(function() end, { from = { 5 } })"] = "lede.phrases: file 1 of 'from' is a number",
    ["lede.phrases(function() end, { from = { 'data/cues.lua' } })"] =
      "'data/cues.lua': files are read while the plugin loads, not later",
    ["lede.phrases 'data/places.tsv'"] = "'data/places.tsv': files are read while the plugin loads, not later",
    ["lede.phrases({ 'a' }):each({})"] = "bad argument #1 to 'each' (lede.doc expected, got table)",
    ["lede.phrases({ 'a' }):each(doc, 'x')"] = "bad argument #2 to 'each' (number expected, got string)",
    ["lede.phrases({ 'a' }):at(doc)"] = "bad argument #2 to 'at' (number expected, got no value)",
    ["lede.lists {}"] = "bad argument #1 to 'lists' (from 1 to 16 matchers)",
    ["lede.lists()"] = "bad argument #1 to 'lists' (table expected, got no value)",
    ["lede.lists { lede.phrases { 'a' }, 'b' }"] = "lede.lists: entry 2 is a string; entries are what lede.phrases gives",
    ["lede.lists({ lede.phrases { 'a' } }):each()"] = "bad argument #1 to 'each' (lede.doc expected, got no value)",
    ["lede.phrases({ 'a' }):find(doc)"] = "attempt to call a nil value (method 'find')",
  } do
    it("blames the author's line: " .. code, function() assert.matches("code:2: " .. message, probe.refusal("a", code), 1,
      true) end)
  end
end)
