-- What a plugin sees as `doc`: every method and field, at its bounds and beyond, in many scripts, and what its author reads.

local probe = dofile "tests/lua/support_probe.lua"
local ask, refusal = probe.ask, probe.refusal
local written

-- Four paragraphs, six sentences; every kind of token; one to four bytes a character, and one of two code points.
local TEXT = "Ärger in Łódź\n\nДиректор Жукова said 漢字 cost 1,250.5 €. “Don’t ask,” she said 😀.\n\n"
  .. "Se\u{301}an wrote to sean@example.org about #ferries and @harbour. See https://example.org/x.\n\nEnd.\n"

-- Returns one value a code, so that a rule reads as one line: code, and what it gives.
local function gives(text, cases)
  for _, case in ipairs(cases) do
    local values = table.pack(ask(text, "return " .. case[1]))
    local wanted = table.pack(table.unpack(case, 2, case.n or #case))
    assert.same({ case[1], wanted }, { case[1], values })
  end
end

-- A value as Lua source.
function written(value)
  if type(value) ~= "table" then return ("%q"):format(value) end
  local fields = {}
  for key, item in pairs(value) do fields[#fields + 1] = ("[%s]=%s"):format(written(key), written(item)) end
  return "{" .. table.concat(fields, ",") .. "}"
end

local function refuses(cases)
  for code, message in pairs(cases) do assert.matches("code:2: " .. message, refusal(TEXT, code), 1, true) end
end

describe("tokens of a document", function()
  it("are counted by #doc, numbered from 1, and nil past either end", function()
    gives("One two.", { { "#doc", 3 }, { "doc:token(1)", "One" }, { "doc:token(3)", "." }, { "doc:token(0)", nil, n = 2 },
      { "doc:token(4)", nil, n = 2 }, { "doc:token(-1)", nil, n = 2 }, { "doc:token(math.maxinteger)", nil, n = 2 },
      { "doc:token(math.mininteger)", nil, n = 2 }, { "doc:token(2.0)", "two" } })
  end)

  it("give a nil, not nothing, where there is none, so that a call can stand in any argument list", function()
    gives("One.", { { "tostring(doc:token(9)), tostring(doc:lower(9)), tostring(doc:kind(9)), tostring(doc:token_at(99))",
      "nil", "nil", "nil", "nil" },
      { "tostring(doc:find('x')), tostring(doc:sentence_at(99)), tostring(doc:paragraph_at(99))", "nil", "nil", "nil" },
      { "tostring(doc:sentence(9)), tostring(doc:paragraph(9))", "nil", "nil" } })
  end)

  it("refuse what is no whole number, and say which argument it was", function()
    refuses {
      ["return doc:token(1.5)"] = "bad argument #1 to 'token' (number has no integer representation)",
      ["return doc:token()"] = "bad argument #1 to 'token' (number expected, got no value)",
      ["return doc:lower({})"] = "bad argument #1 to 'lower' (number expected, got table)",
      ["return doc:kind('first')"] = "bad argument #1 to 'kind' (number expected, got string)",
      ["return doc.token(1)"] = "bad argument #1 to 'token' (lede.doc expected, got number)",
      ["return doc:token(0/0)"] = "bad argument #1 to 'token' (number has no integer representation)",
    }
  end)

  it("are the text without its white space, in any script", function()
    local words, text = ask(TEXT, [[
      local words, at = {}, 1
      for i, word in doc:tokens() do
        local first, last = doc:span(i)
        assert(doc.text:sub(first, last) == word and doc:sub(first, last) == word and doc:token(i) == word)
        assert(doc.text:sub(at, first - 1):find("^%s*$"), "something stands between tokens")
        at, words[i] = last + 1, word
      end
      assert(doc.text:sub(at):find("^%s*$") and #words == #doc)
      return table.concat(words, " "), doc.text]])
    assert.equal(TEXT, text)
    assert.matches("Ärger in Łódź", words, 1, true)
    assert.matches("Se\u{301}an wrote to sean@example.org about #ferries and @harbour .", words, 1, true)
  end)

  it("have a kind", function()
    local kinds = ask(TEXT, "local t = {} for i, w in doc:tokens() do t[w] = doc:kind(i) end return t")
    for word, kind in pairs { ["Ärger"] = "word", ["Жукова"] = "word", ["Don’t"] = "word", ["1,250.5"] = "number",
      ["€"] = "symbol",
      ["😀"] = "symbol", ["“"] = "mark", ["sean@example.org"] = "email", ["#ferries"] = "tag", ["@harbour"] = "handle",
      ["https://example.org/x"] = "url" } do
      assert.equal(word .. " is a " .. kind, word .. " is a " .. tostring(kinds[word]))
    end
  end)

  it("come in lower case, however long and in whatever script", function()
    gives("ÄRGER ЖУКОВА ISTANBUL İ ΣΟΦΟΣ " .. ("A"):rep(100), { { "doc:lower(1)", "ärger" }, { "doc:lower(2)", "жукова" },
      { "doc:lower(3)", "istanbul" }, { "doc:lower(4) == lede.lower(doc:token(4))", true },
      { "doc:lower(5) == lede.lower(doc:token(5))", true }, { "doc:lower(6) == ('a'):rep(100)", true },
      { "doc:lower(0)", nil, n = 2 } })
  end)

  it("are kept in a range that is clipped to the document", function()
    local all = "(function(...) local t = {} for i in doc:tokens(...) do t[#t + 1] = i end return table.concat(t, ' ') end)"
    gives("One two three.", { { all .. "()", "1 2 3 4" }, { all .. "(2)", "2 3 4" }, { all .. "(2, 3)", "2 3" },
      { all .. "(nil, 2)", "1 2" },
      { all .. "(-5, 99)", "1 2 3 4" }, { all .. "(3, 2)", "" }, { all .. "(5)", "" }, { all .. "(4, 4)", "4" },
      { all .. "(0, 0)", "" },
      { all .. "(math.mininteger, math.maxinteger)", "1 2 3 4" } })
  end)

  it("are told apart by their shape, in doc:is and in doc:tokens alike", function()
    local text = "NATO sent Łódź 12 iPhones, 3rd-class: “x” ok."
    for shape, words in pairs { capital = "NATO Łódź", upper = "NATO", digit = "12 3rd", first = "NATO", number = "12 3rd",
      mark = ", - : “ ” ." } do
      local walked, asked = ask(text, ([[
        local walked, asked = {}, {}
        for _, word in doc:tokens(nil, nil, %q) do walked[#walked + 1] = word end
        for i, word in doc:tokens() do if doc:is(i, %q) then asked[#asked + 1] = word end end
        return table.concat(walked, " "), table.concat(asked, " ")]]):format(shape, shape))
      assert.equal(shape .. ": " .. words, shape .. ": " .. walked)
      assert.equal(walked, asked)
    end
    gives(text, { { "doc:is(5, 'lower'), doc:is(1, 'lower')", true, false },
      { "doc:is(6, 'glued'), doc:is(5, 'glued')", true, false },
      { "doc:is(0, 'word'), doc:is(99, 'first')", false, false } })
    refuses { ["return doc:is(1, 'capitl')"] = "bad argument #2 to 'is' (invalid option 'capitl')",
      ["return doc:is(1)"] = "bad argument #2 to 'is' (string expected, got n",
      ["for _ in doc:tokens(1, 2, 'x') do end"] = "bad argument #3 to 'tokens' (invalid option 'x')" }
  end)

  it("lead to offsets, one by one or as a run, and raise where there is no such token", function()
    gives("One, two.", { { "doc:span(1)", 1, 3 }, { "doc:span(1, 3)", 1, 8 }, { "doc:span(2, 2)", 4, 4 } })
    refuses { ["return doc:span(0)"] = "doc:span: the document has tokens 1 to ",
      ["return doc:span(1, 999)"] = "doc:span: the document has tokens 1 to ",
      ["return doc:span(3, 2)"] = "doc:span: token 2 comes before token 3",
      ["return doc:span(doc:token_at(9999))"] = "bad argument #1 to 'span'" }
    assert.matches("code:2: doc:span: the document has no tokens", refusal("", "return doc:span(1)"), 1, true)
  end)

  it("come as lists of words, lower case words, kinds or capitals: the same as one by one, made once", function()
    for _, text in ipairs { TEXT, "" } do
      assert.is_true(ask(text, [[
        local words, lower, kinds, capitals = doc:list("token"), doc:list("lower"), doc:list("kind"), doc:list("capital")
        assert(words == doc:list("token") and #words == #doc and #lower == #doc and #kinds == #doc)
        for i, word in doc:tokens() do
          assert(words[i] == word and lower[i] == doc:lower(i))
          assert(kinds[i] == doc:kind(i) and capitals[i] == doc:is(i, "capital"))
        end
        return true]]))
    end
    refuses { ["return doc:list('words')"] = "bad argument #1 to 'list' (invalid option 'words')",
      ["return doc:list()"] = "bad argument #1 to 'list'" }
  end)

  it("come as columns that fill themselves, in any order", function()
    for _, text in ipairs { TEXT, "" } do
      assert.is_true(ask(text, [[
        local words, lower, capitals = doc:column("token"), doc:column("lower"), doc:column("capital")
        for i = #doc, 1, -1 do
          assert(words[i] == doc:token(i) and capitals[i] == doc:is(i, "capital"))
          assert(lower[i] == doc:lower(i) and lower[i] == doc:lower(i))
        end
        return words[0] == nil and words[#doc + 1] == nil and words.x == nil and words[1.5] == nil]]))
    end
    gives("One two.", { { "next(doc:column()) == nil", true } })
    refuses { ["return doc:column('words')"] = "bad argument #1 to 'column' (invalid option 'words')" }
  end)

  it("have a name without the mark of the possessive, and with one blank between its words", function()
    gives("We saw Anna\n  Berg’s boat, al-Sadr's, the Joneses’ and U.S.  Steel.", { { "doc:name(3, 4)", "Anna Berg", 8, 18 },
      { "doc:name(4)", "Berg", 15, 18 }, { "doc:name(7, 9)", "al-Sadr", 30, 36 }, { "doc:name(12)", "Joneses", 45, 51 },
      { "doc:name(1, 2)", "We saw", 1, 6 } })
    refuses { ["return doc:name(0)"] = "doc:name: the document has tokens 1 to ",
      ["return doc:name(3, 2)"] = "doc:name: token 2 comes before token 3" }
  end)

  it("are the same words in lists whatever documents came before", function()
    local text = "US us Us US’s it's It’S Ünder ünder " .. ("long"):rep(12) .. " a b c d"
    assert.is_true(ask(text, [[
      for _ = 1, 3 do
        for _, what in ipairs { "token", "lower" } do
          local list = {}
          doc:fill(list, 0, what)
          for i = 1, #doc do assert(list[i] == doc[what](doc, i), list[i]) end
        end
      end
      return true]]))
  end)

  it("are listed by shape, in a range", function()
    gives("One two Three, four 5.", { { "table.concat(doc:where('capital'), ' ')", "1 3" },
      { "table.concat(doc:where('word', 2, 4), ' ')", "2 3" },
      { "#doc:where('url')", 0 }, { "#doc:where('word', 9, 3)", 0 } })
    refuses { ["return doc:where()"] = "bad argument #1 to 'where'",
      ["return doc:where('big')"] = "bad argument #1 to 'where' (invalid option 'big')" }
  end)

  it("with a capital are seen in small letters, or just so inside a sentence, or neither", function()
    gives("Fog came. The fog of Oake. Oake slept. OAKE.", { { "doc:seen(1)", true, false }, { "doc:seen(4)", false, false },
      { "doc:seen(7)", false, true }, { "doc:seen(9)", false, true }, { "doc:seen(12)", false, false },
      { "doc:seen(0)", false, false }, { "doc:seen(99)", false, false } })
  end)

  it("are cased where lower case would change them", function()
    assert.same({ true, false, true, false, false, true }, ask("NATO iphone iPhone é 3 École", [[return doc:list("cased")]]))
  end)

  it("fill a list from an item on, those of a range only", function()
    local filled = "(function() local l = { 'a', 'b' } doc:fill(l, 1, 'lower', 3, 4) return l end)()"
    gives("One, Two three.", { { "table.concat(" .. filled .. ", ' ')", "a two three" },
      { "doc:fill({}, 0, 'token', 2, 4)", 3 }, { "doc:fill({}, 5, 'kind', 4, 3)", 5 },
      { "doc:fill({}, 0, 'cased')", 5 } })
    refuses { ["return doc:fill(1)"] = "bad argument #1 to 'fill'",
      ["return doc:fill({}, 0, 'words')"] = "bad argument #3 to 'fill'" }
  end)

  it("become items, where words with a hyphen are one and each span is one, in lists that are used again", function()
    local items = ask("Land-use plans of “New Harbour - Town”.", [[
      local u = {}
      doc:items(u, 1, 3) -- what was there before goes away
      local spans = doc:quotations()
      local n = doc:items(u, 1, #doc, spans)
      assert(n == u.n and n == #u.tok and n == #u.low and u.q[4] == spans[1] and next(u.q) == 4)
      local caps = {}
      for k, cap in ipairs(u.cap) do caps[k] = tostring(cap) end
      local low, tok, at = table.concat(u.low, " "), table.concat(u.tok, " "), table.concat(u.at, " ")
      return ("%s | %s | %s | %s"):format(low, tok, table.concat(caps, " "), at)]])
    assert.same("land-use plans of “” . | 1 4 5 6 12 | true false false false false | 4", items)
    gives("a b c", { { "doc:items({})", 3 }, { "doc:items({}, 2, 2)", 1 }, { "doc:items({}, 3, 2)", 0 } })
    refuses { ["return doc:items()"] = "bad argument #1 to 'items'",
      ["return doc:items({}, 1, 2, { 7 })"] = "doc:items: span 1 is a number",
      ["return doc:items({}, 2, 3, { { from = 1, to = 2 } })"]
        = "doc:items: span 1 (tokens 1 to 2) is not behind the one before, within the range" }
  end)

  it("stand in runs: of one shape, in one sentence, over one hyphen, up to a possessive", function()
    local code = [[
      local out = {}
      for from, to in doc:runs(%s) do out[#out + 1] = doc:sub(doc:span(from, to)) end
      return table.concat(out, "|")]]
    local text = "Then Anna Berg’s friend Jean-Luc Lind met Tom. Eva Holm left."
    assert.equal("Anna Berg’s|Jean-Luc Lind|Eva Holm", (ask("and then " .. text:sub(6), code:format("'capital', 2"))))
    assert.equal("Then Anna Berg’s|Jean-Luc Lind|Tom|Eva Holm", (ask(text, code:format("'capital'"))))
    assert.equal("Anna", (ask(text, code:format("'capital', 1, 2, 2"))))
    refuses { ["return doc:runs()"] = "bad argument #1 to 'runs'",
      ["return doc:runs('tall')"] = "bad argument #1 to 'runs' (invalid option 'tall'" }
  end)

  it("of sentences and paragraphs: where each begins, and the end", function()
    assert.same({ 1, 3, 5, 7 }, ask("One. Two.\n\nThree.", "return doc:starts('sentence')"))
    assert.same({ 1, 5, 7 }, ask("One. Two.\n\nThree.", "return doc:starts('paragraph')"))
    assert.same({ 1 }, ask("", "return doc:starts('paragraph')"))
    refuses { ["return doc:starts('line')"] = "bad argument #1 to 'starts' (invalid option 'line')" }
  end)

  it("hold quotations: tokens, offsets, how they end, pieces", function()
    local q = ask("He said: “It is ‘late.’”", "return doc:quotations()")
    assert.same({ { from = 4, to = 11, first = 13, last = 29, ending = "." } }, q)
    q = ask("“One.\n\n“Two.", "return doc:quotations()")
    assert.same({ { first = 4, last = 7 }, { first = 13, last = 16 } }, q[1].parts)
    assert.is_true(q[1].unclosed)
    assert.same({}, ask("None.", "return doc:quotations()"))
  end)

  it("are found from offsets: the one that covers it, else the next", function()
    gives("é  two", { { "doc:token_at(1)", 1 }, { "doc:token_at(2)", 1 }, { "doc:token_at(3)", 2 }, { "doc:token_at(7)", 2 },
      { "doc:token_at(8)", nil, n = 2 },
      { "doc:token_at(math.maxinteger)", nil, n = 2 } })
    refuses { ["return doc:token_at(0)"] = "bad argument #1 to 'token_at' (offsets begin at 1)",
      ["return doc:sentence_at(-1)"] = "bad argument #1 to 'sentence_at' (offsets begin at 1)",
      ["return doc:paragraph_at(1.5)"] = "bad argument #1 to 'paragraph_at' (number has no integer representation)" }
  end)
end)

describe("sentences and paragraphs", function()
  it("nest: sentences are runs of tokens, paragraphs runs of sentences, none left over", function()
    assert.is_true(ask(TEXT, [[
      local token, sentence = 1, 1
      for p, first, last in doc:paragraphs() do
        local a, b, from, to = doc:paragraph(p)
        assert(a == first and b == last and from == sentence and to >= from)
        for s = from, to do
          local sa, sb, t1, t2 = doc:sentence(s)
          assert(t1 == token and t2 >= t1 and sa == doc:span(t1) and sb == select(2, doc:span(t2)))
          assert(sa >= a and sb <= b and doc:is(t1, "first"))
          assert(doc:sentence_at(sa) == s and doc:sentence_at(sb) == s)
          assert(doc:paragraph_at(sa) == p and doc:paragraph_at(sb) == p)
          token = t2 + 1
        end
        sentence = to + 1
      end
      return token == #doc + 1]]))
  end)

  it("come as index, first, last", function()
    gives("One. Two!\n\nThree?", { { "doc:sentences()()", 1, 1, 4 }, { "doc:paragraphs()()", 1, 1, 9 },
      { "doc:sentence(3)", 12, 17, 5, 6 },
      { "doc:paragraph(1)", 1, 9, 1, 2 }, { "doc:paragraph(2)", 12, 17, 3, 3 }, { "doc:sentence(0)", nil, n = 2 },
      { "doc:sentence(4)", nil, n = 2 },
      { "doc:paragraph(3)", nil, n = 2 }, { "doc:sentence_at(10)", 3 }, { "doc:paragraph_at(10)", 2 },
      { "doc:sentence_at(18)", nil, n = 2 } })
  end)

  it("can be had for a range of offsets: those that share a byte with it", function()
    local list = [[(function(of, ...)
      local t = {}
      for i in doc[of](doc, ...) do t[#t + 1] = i end
      return table.concat(t, ' ')
    end)]]
    gives("One. Two!\n\nThree?", { { list .. "('sentences', 1, 17)", "1 2 3" }, { list .. "('sentences', 4, 6)", "1 2" },
      { list .. "('sentences', 9, 9)", "2" },
      { list .. "('sentences', 10, 11)", "" }, { list .. "('sentences', 5, 5)", "" }, { list .. "('sentences', 10, 12)", "3" },
      { list .. "('paragraphs', 9, 12)", "1 2" }, { list .. "('paragraphs', 12, 12)", "2" } })
  end)

  it("share no byte with an empty range", function()
    local list = "(function(...) local n = 0 for _ in doc:sentences(...) do n = n + 1 end return n end)"
    gives("One. Two!", { { list .. "(1, 0)", 0 }, { list .. "(3, 2)", 0 }, { list .. "(10, 9)", 0 } })
  end)

  it("refuse a range that is none of the text, or only half of one", function()
    refuses { ["return doc:sentences(0, 3)"] = "0..3 is no span of a text of ",
      ["return doc:sentences(5, 3)"] = "5..3 is no span of a text of ",
      ["return doc:paragraphs(1, 9999)"] = "1..9999 is no span of a text of ",
      ["return doc:sentences(1)"] = "bad argument #2 to 'sentences' (number expected",
      ["return doc:sentences(nil, 3)"] = "bad argument #1 to 'sentences' (number expected" }
  end)
end)

describe("the text of a document", function()
  it("is cut by doc:sub as by doc.text:sub, but a span that is none of the text is a slip", function()
    gives(TEXT, { { "doc:sub(1, 6)", "Ärger" }, { "doc:sub(4, 3)", "" }, { "doc:sub(#doc.text + 1, #doc.text)", "" },
      { "doc:sub(1, #doc.text) == doc.text", true } })
    refuses { ["return doc:sub(1, 9999)"] = "1..9999 is no span of a text of ", ["return doc:sub(0, 1)"] = "0..1 is no span",
      ["return doc:sub(3, 1)"] = "3..1 is no span",
      ["return doc:sub(-3, -1)"] = "-3..-1 is no span", ["return doc:sub(1)"] = "bad argument #2 to 'sub'",
      ["return doc:sub(1.5, 2)"] = "bad argument #1 to 'sub'" }
  end)

  it("is searched byte for byte, without patterns, from any offset", function()
    gives("a.c abc 漢字 漢", { { "doc:find('a.c')", 1, 3 }, { "doc:find('a.c', 2)", nil, n = 2 }, { "doc:find('abc')", 5, 7 },
      { "doc:find('漢', 10)", 16, 18 },
      { "doc:find('%a')", nil, n = 2 }, { "doc:find('', 3)", 3, 2 }, { "doc:find('', 19)", 19, 18 },
      { "doc:find('', 20)", nil, n = 2 },
      { "doc:find('c', math.maxinteger)", nil, n = 2 }, { "doc:find('A')", nil, n = 2 }, { "doc:find('\\0')", nil, n = 2 } })
    refuses { ["return doc:find()"] = "bad argument #1 to 'find' (string expected, got no value)",
      ["return doc:find('x', 0)"] = "bad argument #2 to 'find' (offsets begin at 1)" }
  end)

  it("keeps NULs, lone CRs and whatever else the file holds", function()
    gives("a\0b\rc", { { "doc.text", "a\0b\rc" }, { "doc:find('\\0b')", 2, 3 }, { "doc:sub(2, 2)", "\0" } })
  end)
end)

describe("an empty document", function()
  it("has nothing, and every method says so", function()
    for _, text in ipairs { "", " \n\t\n ", "\u{FEFF}" } do
      gives(text, { { "#doc, doc:token(1), doc:lower(1), doc:kind(1)", 0, nil, nil, nil, n = 5 }, { "doc:is(1, 'word')", false },
        { "doc:tokens()()", n = 1 }, { "doc:sentences()()", n = 1 }, { "doc:paragraphs()()", n = 1 },
        { "doc:sentence(1)", nil, n = 2 },
        { "doc:token_at(1)", nil, n = 2 }, { "doc:sentence_at(1)", nil, n = 2 }, { "doc:paragraph_at(1)", nil, n = 2 },
        { "doc:sub(1, 0)", "" }, { "doc:find('')", 1, 0 },
        { "doc:find('x')", nil, n = 2 }, { "#doc:marks('shelf')", 0 }, { "doc:each('shelf', 'first')()", n = 1 },
        { "lede.phrases{'x'}:each(doc)()", n = 1 } })
    end
  end)
end)

describe("the facts of a document", function()
  it("are what was given, nil where nothing is known", function()
    local given = { id = "the id", path = "a/b.txt", title = "T", outlet = "O", date = "2026-01-07", url = "u", lang = "en" }
    local facts = "return doc.id, doc.path, doc.title, doc.outlet, doc.date, doc.url, doc.lang"
    assert.same({ "the id", "a/b.txt", "T", "O", "2026-01-07", "u", "en", n = 7 }, table.pack(ask("x", facts, nil, given)))
    assert.same({ "text", n = 7 }, table.pack(ask("x", facts)))
    assert.equal("a/b.txt", (ask("x", facts, nil, { path = "a/b.txt" })))
  end)

  it("are refused under a name that is none, so that a slip is no nil", function()
    refuses { ["return doc.titel"] = "a document has no field 'titel'", ["return doc[1]"] = "a document has no field '1'",
      ["return doc:word(1)"] = "a document has no field 'word'" }
  end)

  it("do not change", function()
    refuses { ["doc.title = 'x'"] = "a document does not change; return what was found as marks" }
    gives("x", { { "getmetatable(doc)", false } })
  end)
end)

-- Marks on "One two three." in every order, with an empty one at 5 and one at the end.
local SHELF = [[return {
  { first = 5, last = 7, kind = "b", name_first = 5, name_last = 7, count = -3, share = 0.5, sure = false, rule = "r" },
  { first = 1, last = 3, kind = "a", note = "first", name = "Uno", place_first = 9, place_last = 13, tags = { "x", "y" } },
  { first = 5, last = 4, kind = "empty" },
  { first = 1, last = 13, kind = "whole", day = "2026-01-07", spots = { { first = 2, last = 1 } },
    parts = { { first = 1, last = 3 }, { first = 9, last = 13 } } },
  { first = 15, last = 14, kind = "end", tags = {} },
}]]
local NUMBERS = "One two three."

describe("the marks of a layer", function()
  it("come sorted by where they begin, the longer first, as tables with what was set", function()
    local marks = ask(NUMBERS, "return doc:marks('shelf')", SHELF)
    assert.same({
      { first = 1, last = 13, text = "One two three", kind = "whole", day = "2026-01-07",
      parts = { { first = 1, last = 3 }, { first = 9, last = 13 } },
        spots = { { first = 2, last = 1 } } },
      { first = 1, last = 3, text = "One", kind = "a", note = "first", name = "Uno", place_first = 9, place_last = 13,
      tags = { "x", "y" } },
      { first = 5, last = 7, text = "two", kind = "b", rule = "r", name = "two", name_first = 5, name_last = 7, count = -3,
      share = 0.5, sure = false },
      { first = 5, last = 4, text = "", kind = "empty" },
      { first = 15, last = 14, text = "", kind = "end", tags = {} },
    }, marks)
  end)

  it("can be had for a range: those that share a byte with it, and empty ones in it or at its start", function()
    local kinds = [[(function(...)
      local t = {}
      for _, m in ipairs(doc:marks('shelf', ...)) do t[#t + 1] = m.kind end
      return table.concat(t, ' ')
    end)]]
    for range, wanted in pairs { ["1, 14"] = "whole a b empty", ["4, 4"] = "whole", ["5, 5"] = "whole b empty",
      ["4, 5"] = "whole b empty", ["5, 4"] = "empty",
      ["3, 4"] = "whole a", ["14, 14"] = "", ["15, 14"] = "end", ["6, 7"] = "whole b", [""] = "whole a b empty end",
      ["nil, nil"] = "whole a b empty end" } do
      assert.equal(range .. ": " .. wanted, range .. ": " .. ask(NUMBERS, ("return %s(%s)"):format(kinds, range), SHELF))
    end
  end)

  it("in any range are the ones a plain walk over all finds", function()
    assert.is_nil(ask(NUMBERS:rep(4, "\n"), [[
      local all = doc:marks("shelf")
      local function meets(m, first, last)
        if m.last < m.first then return m.first == first or (m.first > first and m.first <= last) end
        return m.first <= last and m.last >= first and first <= last
      end
      for first = 1, #doc.text + 1 do
        for last = first - 1, #doc.text do
          local wanted, got = {}, {}
          for i, m in ipairs(all) do if meets(m, first, last) then wanted[#wanted + 1] = m.kind end end
          for i, m in ipairs(doc:marks("shelf", first, last)) do got[i] = m.kind end
          if table.concat(wanted, " ") ~= table.concat(got, " ") then
            return ("%d..%d: wanted %s, got %s"):format(first, last, table.concat(wanted, " "), table.concat(got, " "))
          end
        end
      end]], [[
      local marks, n = {}, 7
      for i = 1, 60 do
        n = n * 1103515245 % 2147483648
        local first = n % #doc.text + 1
        local length = (n // 1024) % 12
        marks[i] = { first = first, last = math.min(first + length - 1, #doc.text), kind = "m" .. i }
      end
      return marks]]))
  end)

  it("are read by doc:each in any order of fields, without tables", function()
    local function fields(list)
      return ask(NUMBERS, ([[
        local t = {}
        for a, b, c in doc:each('shelf', %s) do t[#t + 1] = ("%%s %%s %%s"):format(a, b, c) end
        return table.concat(t, '; ')]]):format(list), SHELF)
    end
    assert.equal("1 13 whole; 1 3 a; 5 7 b; 5 4 empty; 15 14 end", fields("'first', 'last', 'kind'"))
    assert.equal("whole 13 1; a 3 1; b 7 5; empty 4 5; end 14 15", fields("'kind', 'last', 'first'"))
    assert.equal("whole One two three nil; a One nil; b two r; empty  nil; end  nil", fields("'kind', 'text', 'rule'"))
    assert.equal("whole nil nil; a 9 13; b nil nil; empty nil nil; end nil nil", fields("'kind', 'place_first', 'place_last'"))
    assert.equal("1 nil nil; 1 nil nil; 5 5 7; 5 nil nil; 15 nil nil", fields("'first', 'name_first', 'name_last'"))
    assert.equal("1 1 1; 1 1 1; 5 5 5; 5 5 5; 15 15 15", fields("'first', 'first', 'first'"))
  end)

  it("go on past a first field that is nil, which comes as false: a `for` would end there", function()
    local names, sures = ask(NUMBERS, [[
      local names, sures = {}, {}
      for name, kind in doc:each("shelf", "name", "kind") do names[#names + 1] = tostring(name) .. " " .. kind end
      for sure, kind in doc:each("shelf", "sure", "kind") do sures[#sures + 1] = tostring(sure) .. " " .. kind end
      return table.concat(names, "; "), table.concat(sures, "; ")]], SHELF)
    assert.equal("false whole; Uno a; two b; false empty; false end", names)
    assert.equal("false whole; false a; false b; false empty; false end", sures)
  end)

  it("give lists as tables of their own", function()
    local tags, spots = ask(NUMBERS, [[
      local tags, spots
      for _, t, s in doc:each("shelf", "first", "tags", "spots") do
        if t and t[1] then tags = t end
        if s then spots = s end
      end
      return tags, spots]], SHELF)
    assert.same({ "x", "y" }, tags)
    assert.same({ { first = 2, last = 1 } }, spots)
  end)

  it("of a wanted layer that nobody gave are none, under any fields", function()
    gives("x", { { "#doc:marks('absent')", 0 }, { "#doc:marks('absent', 1, 1)", 0 },
      { "doc:each('absent', 'anything')()", n = 1 } })
  end)

  it("refuse a layer that is not declared, a field that is not there, and no field at all", function()
    local function refused(code) return refusal(NUMBERS, code, SHELF) end
    assert.matches("code:2: layer 'quotes' is neither in needs nor in wants (there: shelf, absent); add it to one of them",
      refused "return doc:marks('quotes')", 1, true)
    assert.matches("layer 'probe' is neither in needs nor in wants", refused "return doc:each('probe', 'first')", 1, true)
    assert.matches("code:2: marks of layer 'shelf' have no field 'speaker'",
      refused "return doc:each('shelf', 'first', 'speaker')", 1, true)
    assert.matches("marks of layer 'shelf' have no field 'note_first'", refused "return doc:each('shelf', 'note_first')", 1, true)
    assert.matches("doc:each(layer, field, ...): name at least one field", refused "return doc:each('shelf')", 1, true)
    assert.matches("bad argument #3 to 'each' (string expected, got nil)", refused "return doc:each('shelf', 'first', nil)", 1,
      true)
    assert.matches("bad argument #2 to 'each' (string expected, got table)", refused "return doc:each('absent', {})", 1, true)
    assert.matches("bad argument #2 to 'marks' (number expected", refused "return doc:marks('shelf', nil, 3)", 1, true)
    assert.matches("1..99 is no span of a text of 14 bytes", refused "return doc:marks('shelf', 1, 99)", 1, true)
  end)
end)

describe("any marks a plugin returns", function()
  it("are the marks that are read, in records and by other plugins, whatever was set and left out", function()
    local state = 11
    local function random(n)
      state = (state * 1103515245 + 12345) % 2147483648
      return (state >> 8) % n + 1
    end
    local text = ("Ärger 漢字 “ja” 😀. "):rep(20)
    local boundaries = {}
    for position in utf8.codes(text) do boundaries[#boundaries + 1] = position end
    boundaries[#boundaries + 1] = #text + 1
    local function span()
      local a, b = random(#boundaries), random(#boundaries)
      if b < a then a, b = b, a end
      return boundaries[a], boundaries[math.min(b, a + 12)] - 1
    end
    local function spans()
      local list = {}
      for i = 1, random(3) - 1 do
        local first, last = span()
        list[i] = { first = first, last = last }
      end
      return list
    end
    local function mark(i)
      local m = { kind = ("k%d"):format(random(3)) }
      m.first, m.last = span()
      if random(2) == 1 then m.rule = "rule " .. random(3) end
      if random(2) == 1 then m.note = ("é\0\n\"%d"):format(i) end
      if random(2) == 1 then m.count = random(2 ^ 30) - 2 ^ 29 end
      if random(2) == 1 then m.share = random(1000) / 64 end
      if random(2) == 1 then m.sure = random(2) == 1 end
      if random(2) == 1 then m.day = ("20%02d-01-07"):format(random(99)) end
      if random(2) == 1 then m.name_first, m.name_last = span() end
      if random(2) == 1 then m.name = "N" .. i end
      if random(2) == 1 then m.place_first, m.place_last = span() end
      if random(2) == 1 then m.tags = { "a", "b", "" } end
      if random(2) == 1 then m.spots = spans() end
      return m
    end
    local marks, source, expected = {}, {}, {}
    for i = 1, 150 do
      marks[i] = mark(i)
      source[i] = written(marks[i])
      expected[i] = marks[i]
      marks[i].text = text:sub(marks[i].first, marks[i].last)
      if marks[i].name_first and not marks[i].name then marks[i].name = text:sub(marks[i].name_first, marks[i].name_last) end
      marks[i].order = i
    end
    table.sort(expected, function(a, b)
      if a.first ~= b.first then return a.first < b.first end
      if a.last ~= b.last then return a.last > b.last end
      return a.order < b.order
    end)
    for _, m in ipairs(expected) do m.order = nil end
    local session = probe.session("return doc:marks('shelf')", "return {" .. table.concat(source, ",") .. "}")
    local record = session:analyze(text)
    assert.same({}, record.errors)
    assert.same(expected, record.layers.shelf)
    assert.same(expected, (probe.values(record)))
  end)
end)

describe("what comes from a document", function()
  it("keeps it alive: iterators go on when the plugin is at its next document and the last is forgotten", function()
    local session = probe.session([[
      if not kept.tokens then
        kept.tokens, kept.sentences, kept.paragraphs = doc:tokens(), doc:sentences(), doc:paragraphs()
        kept.marks, kept.phrases = doc:each("shelf", "text", "name"), lede.phrases({ "three" }):each(doc)
        return "first"
      end
      local garbage
      for i = 1, 20000 do garbage = { garbage and i, ("x"):rep(i % 50) } end
      local words = {}
      for _, word in kept.tokens do words[#words + 1] = word end
      local texts = {}
      for text in kept.marks do texts[#texts + 1] = text end
      local _, from, to = kept.sentences()
      local p = kept.paragraphs()
      return table.concat(words, " "), table.concat(texts, "|"), from, to, p, kept.phrases()]], [[
      return #doc == 4 and { { first = 1, last = 3, kind = "k" }, { first = 5, last = 7, kind = "k" } } or {}]])
    assert.equal("first", (probe.values(session:analyze(NUMBERS))))
    collectgarbage()
    session:analyze(("Something else. "):rep(500))
    collectgarbage()
    local later = probe.session([[return #doc]])
    assert.equal(1000 + 500, (probe.values(later:analyze(("Something else. "):rep(500)))))
    session = probe.session([[
      kept[#kept + 1] = { doc = doc, tokens = doc:tokens() }
      if #kept == 1 then return "first" end
      local garbage
      for i = 1, 20000 do garbage = { garbage and i } end
      local _, word = kept[1].tokens()
      return word, kept[1].doc:token(2), kept[1].doc.text, kept[1].doc.id]])
    session:analyze(NUMBERS, { id = "one" })
    collectgarbage()
    assert.same({ "One", "two", NUMBERS, "one", n = 4 }, table.pack(probe.values(session:analyze("Another text.",
      { id = "two" }))))
  end)

  it("ends quietly when an iterator is asked on after its end", function()
    gives("One.", { { "(function(f) f() f() return f(), f() end)(doc:tokens())", nil, n = 2 },
      { "(function(f) f() f() return (f()) end)(doc:sentences())", nil, n = 2 },
      { "(function(f) f() return (f()) end)(lede.phrases{'x'}:each(doc))", nil, n = 2 } })
  end)
end)

describe("doc:source", function()
  -- UTF-16 with a BOM: every character of the plane is two bytes, an emoji four.
  local function utf16le(text)
    local out = { "\xFF\xFE" }
    for _, c in utf8.codes(text) do
      if c >= 0x10000 then
        c = c - 0x10000
        out[#out + 1] = ("<I2I2"):pack(0xD800 + (c >> 10), 0xDC00 + (c & 0x3FF))
      else
        out[#out + 1] = ("<I2"):pack(c)
      end
    end
    return table.concat(out)
  end

  it("is the same offsets for plain UTF-8, and 3 more behind a byte order mark", function()
    gives("é漢 x", { { "doc:source(1, 2)", 1, 2 }, { "doc:source(3, 5)", 3, 5 }, { "doc:source(1, 0)", 1, 0 },
      { "doc:source(8, 7)", 8, 7 } })
    gives("\xEF\xBB\xBFé漢 x", { { "doc.text", "é漢 x" }, { "doc:source(1, 2)", 4, 5 }, { "doc:source(7, 7)", 10, 10 } })
  end)

  it("leads back into UTF-16, character by character", function()
    local text = "Éva said 漢字 😀 “ok”."
    local source = utf16le(text)
    local spans = ask(source, "local t = {} for i, w in doc:tokens() do t[i] = { w, doc:source(doc:span(i)) } end return t")
    assert.is_true(#spans >= 7)
    for _, span in ipairs(spans) do
      assert.equal(utf16le(span[1]):sub(3), source:sub(span[2], span[3]))
    end
  end)

  it("leads back into Windows-1252, and round bytes that had to be replaced", function()
    local old = "caf\xE9 \x93ok\x94 \x80 5"
    local pairs_of = "local t = {} for i, w in doc:tokens() do t[i] = { w, doc:source(doc:span(i)) } end return t"
    for _, pair in ipairs(ask(old, pairs_of)) do
      local map = { ["café"] = "caf\xE9", ["“"] = "\x93", ["”"] = "\x94", ["€"] = "\x80" }
      assert.equal(map[pair[1]] or pair[1], old:sub(pair[2], pair[3]))
    end
    local broken = ("Größe über alles. "):rep(20) .. "bad \xFF byte here"
    local first, last, word, at_first, at_last = ask(broken, [[
      local f, l = doc:find("\u{FFFD}")
      local b = doc:find("byte")
      local first, last = doc:source(f, l)
      return first, last, doc:sub(b, b + 3), doc:source(b, b + 3)]])
    assert.equal("\xFF", broken:sub(first, last))
    assert.equal("byte", broken:sub(at_first, at_last))
    assert.equal("byte", word)
  end)

  it("refuses a span that is none of the text", function()
    refuses { ["return doc:source(0, 1)"] = "0..1 is no span", ["return doc:source(1)"] = "bad argument #2 to 'source'" }
  end)
end)

describe("an error in a plugin", function()
  it("blames the author's line, also where lede's own functions noticed it, and shows it", function()
    local message = refusal("x", "local a = 1\nlocal b = doc:token(1)\nreturn doc:span(b)")
    assert.matches("^code:4: bad argument #1 to 'span' %(number expected, got string%)", message)
  end)

  it("tells how it came to that, innermost first, without lede's own functions", function()
    local record = lede.session({ plugins = { "tests/lua/plugins/deep.lua" } }):analyze("x")
    assert.equal(table.concat({
      "tests/lua/plugins/deep.lua:11: attempt to index a nil value (field 'missing')",
      "   11 | local function inner(t) return t.missing.field end",
      "  called from",
      "  tests/lua/plugins/deep.lua:13 in upvalue 'outer'",
      "  tests/lua/plugins/deep.lua:16 in the function at line 15",
      "  while reading text; the layer was not added",
    }, "\n"), (record.errors[1].message:gsub("\n  [^\n]* in upvalue 'inner'", "")))
  end)
end)

describe("scripts/dist/lede.lua, which describes all of this to editors,", function()
  local described = { doc = {}, phrases = {}, lists = {}, letters = {}, tagger = {}, classes = {}, terms = {},
    vectors = {}, trainer = {}, session = {}, collection = {}, mark = {}, article = {}, desk = {}, child = {},
    lede = {}, lede_script = {} }
  local scripts = false
  for line in io.lines("scripts/dist/lede.lua") do
    scripts = scripts or line:find("^%-%- What follows is for scripts") ~= nil
    local object, name = line:match("^function (%w+)[.:]([%w_]+)%(")
    if not object then object, name = line:match("^(lede)%.([%w_]+) = ") end
    if object == "lede" and scripts then object = "lede_script" end
    if object then described[object][name] = true end
  end

  -- The names in the table of methods of a C file.
  local function registered(path)
    local names, source = {}, assert(io.open(path)):read("a")
    for list in source:gmatch("luaL_Reg methods%[%] = (%b{})") do
      for name in list:gmatch('{"([%w_]+)", ') do names[name] = true end
    end
    return names
  end

  it("knows every method of a document, of matchers, of terms and vectors, of trainers and sessions, and no other", function()
    assert.same(registered("core/plugin/doc.c"), described.doc)
    assert.same(registered("core/plugin/phrases.c"), described.phrases)
    assert.same(registered("core/plugin/lists.c"), described.lists)
    assert.same(registered("core/plugin/letters.c"), described.letters)
    assert.same(registered("core/plugin/tagger.c"), described.tagger)
    assert.same(registered("core/plugin/classes.c"), described.classes)
    assert.same(registered("core/plugin/terms.c"), described.terms)
    assert.same(registered("core/plugin/vectors.c"), described.vectors)
    assert.same(registered("core/script/trainer.c"), described.trainer)
    assert.same(registered("core/script/session.c"), described.session)
    assert.same(registered("core/script/child.c"), described.child)
  end)

  it("knows every field of a document", function()
    local description = assert(io.open("scripts/dist/lede.lua")):read("a")
    for field in description:match("%-%-%-@class lede%.doc\n(.-)local doc"):gmatch("@field (%w+)") do
      assert.is_true((ask("x", ("return pcall(function() return doc.%s end)"):format(field))))
    end
  end)

  it("knows all that is in the table lede, in plugins and in scripts", function()
    assert.same(described.lede, (ask("x", "local names = {} for name in pairs(lede) do names[name] = true end return names")))
    local names = {}
    for name in pairs(require "lib.corpus") do names[name] = true end
    for name in pairs(lede) do
      if not described.lede[name] then names[name] = true end
    end
    assert.same(described.lede_script, names)
  end)

  it("knows every method of a desk, and no other", function()
    local names = registered("core/script/desk.c")
    for name, value in pairs(require "lib.desk") do
      if type(value) == "function" then names[name] = true end
    end
    assert.same(names, described.desk)
  end)

  it("knows every method of a collection, and no other", function()
    local names = {}
    for name in pairs(require("lib.collections.collection").methods) do
      if not name:find("^_") then names[name] = true end
    end
    assert.same(names, described.collection)
  end)
end)
