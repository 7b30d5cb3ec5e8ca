-- The command line: what lede prints, where, and with which status, in good days and bad.

local json = require "dkjson"
local shell = dofile "tests/lua/support_shell.lua"
local lede, lines, write, read = shell.lede, shell.lines, shell.write, shell.read

local NEWS = "examples/news"
local VOWS = "examples/vows.lua" -- needs quotes, and has findings
local COUNTER = "tests/lua/plugins/counter.lua" -- has findings, and needs little

local folder

setup(function() folder = shell.folder() end)
teardown(function() shell.remove(folder) end)

-- A folder of its own below the one that goes away.
local function fresh(name)
  local path = folder .. "/" .. name
  assert(os.execute("mkdir -p " .. shell.quoted(path)))
  return path
end

local function sorted(list)
  table.sort(list)
  return list
end

-- The ids in the records of some JSON Lines, with ! for those that failed.
local function ids(text)
  local list = {}
  for i, line in ipairs(lines(text)) do
    local record = assert(json.decode(line))
    list[i] = record.doc and record.doc.id:match("[^/]*$") .. (record.error and "!" or "") or "finding"
  end
  return list
end

describe("lede run", function()
  local function run(...) return lede("run", "-q", ...) end
  local function records(...) return run("-f", "jsonl", "--no-findings", "-p", "structure", ...) end

  describe("refuses a command line that makes no sense, with status 2 and a word on what would:", function()
    for words, message in pairs {
      ["rnu"] = "there is no command 'rnu'; did you mean 'lede run'?",
      ["examples"] = "there is no command 'examples'; to analyse the file: lede run examples",
      ["chekc"] = "there is no command 'chekc'; did you mean 'lede check'?",
      ["examples/news"] = "to analyse the file: lede run examples/news",
      ["examples/news/harsel-courier/talks-open.txt"] = "to analyse the file: lede run examples/news/harsel-courier/talks",
      ["zzzzzz"] = "there is no command 'zzzzzz'; see lede --help",
      ["''"] = "there is no command ''",
      ["run"] = "run: name files or folders to analyse; - is standard input",
      ["run --"] = "run: name files or folders",
      ["run --formt csv x"] = "there is no option --formt; did you mean --format?",
      ["run -x x"] = "there is no option -x; see --help",
      ["run x --format"] = "--format wants a value",
      ["run --format xml x"] = "--format xml: it is one of text, jsonl, csv",
      ["run --quiet=1 x"] = "--quiet takes no value",
      ["run --set least=1 x"] = "--set least=1: write it as PLUGIN.SETTING=VALUE",
      ["run --shard 0/3 x"] = "--shard 0/3: write K/N",
      ["run --shard 4/3 x"] = "--shard 4/3: write K/N",
      ["run --shard 1/3x x"] = "--shard 1/3x: write K/N",
      ["run --shard 1 x"] = "--shard 1: write K/N",
      ["run -j0 x"] = "--jobs 0: it is a number of workers from 1 to 256",
      ["run -j '' x"] = "--jobs : it is a number of workers",
      ["run --timeout nan x"] = "--timeout nan: it is a number of seconds",
      ["run --max-bytes -1 x"] = "--max-bytes -1: write a size in bytes, such as",
      ["run --max-bytes 99999999999G x"] = "write a size in bytes",
      ["run --with words x"] = "--with words: it is one of tokens, sentences",
      ["run --offsets chars x"] = "--offsets chars: it is one of bytes, codepoints, utf16",
      ["run -f csv --offsets utf16 x"] = "--offsets: in CSV they are bytes; records have others, with --format jsonl",
      ["run --color maybe x"] = "--color maybe: it is one of auto, always, never",
      ["run --outlet-from file x"] = "--outlet-from file: it is one of folder",
      ["run --resume x"] = "--resume takes up a file of records: give --format jsonl and -o FILE",
      ["run --resume -f jsonl -o - x"] = "--resume takes up a file of records",
      ["run --resume -f csv -o f x"] = "--resume takes up a file of records",
      ["run --resume -f jsonl -o f --no-text x"] = "leave out --no-text, or add --no-findings",
      ["run -p structure --encoding latin9 " .. NEWS] = 'there is no encoding "latin9"; there are utf-8',
      ["wc"] = "wc: name files or folders to count",
      ["wc --encodng x"] = "there is no option --encodng; did you mean --encoding?",
      ["help nosuch"] = "there is no command 'nosuch'",
    } do
      it(words, function()
        local out, err, status = shell.run('"$LEDE" ' .. words)
        assert.equal("", out)
        assert.matches("lede: ", err, 1, true)
        assert.matches(message, err, 1, true)
        assert.equal(2, status)
      end)
    end
  end)

  describe("can't be set up, which is status 3, with", function()
    for name, case in pairs {
      ["a plugin that is nowhere"] = { { "-p", "nosuch" }, "nosuch: no plugin of this name" },
      ["a plugin file that isn't there"] = { { "-p", "./nosuch.lua" },
        "./nosuch.lua: the plugin's file can't be read: No such file" },
      ["an empty name in a list of plugins"] = { { "-p", "structure," }, "a plugin's name is empty" },
      ["a folder for a plugin"] = { { "-p", "plugins/" }, "a plugin is a file" },
      ["a setting of a plugin that does not run"] = { { "-p", "structure", "--set", "quotes.x=1" },
      "no plugin called quotes runs here" },
      ["a setting that is none"] = { { "-p", VOWS, "--set", "vows.leest=1" },
      "plugin vows has no setting 'leest'; did you mean 'least'?" },
      ["a file of --meta that isn't there"] = { { "-p", "structure", "--meta", "nosuch.csv" }, "nosuch.csv: cannot be read" },
      ["an output in no folder"] = { { "-p", "structure", "-o", "/nosuch/x" },
      "/nosuch/x: can't write it: No such file or directory" },
      ["a folder for an output"] = { { "-p", "structure", "-o", "tests" }, "tests: can't write it: Is a directory" },
      ["a full disk"] = { { "-p", "structure", "-f", "jsonl", "-o", "/dev/full" },
      "/dev/full: can't write the output: No space left on device" },
    } do
      it(name, function()
        local words = table.pack(table.unpack(case[1]))
        words[#words + 1] = NEWS
        local out, err, status = run(table.unpack(words))
        assert.equal("", out)
        assert.matches("^lede: ", err)
        assert.matches(case[2], err, 1, true)
        assert.equal(3, status)
      end)
    end
  end)

  it("counts a full disk behind standard output as a failure, in every command", function()
    for _, words in ipairs { "run -q -p structure -f jsonl " .. NEWS, "wc " .. NEWS, "--help", "--version" } do
      local _, err, status = shell.run('"$LEDE" ' .. words .. " >/dev/full")
      assert.matches("can't write the output", err, 1, true)
      assert.equal(3, status)
    end
  end)

  it("keeps what an output file held when plugins don't load, and leaves no empty file behind", function()
    local kept, new = write(folder .. "/kept.jsonl", "what was here\n"), folder .. "/new.jsonl"
    assert.equal(3, (select(3, run("-p", "nosuch", "-f", "jsonl", "-o", kept, NEWS))))
    assert.equal("what was here\n", read(kept))
    run("-p", "nosuch", "-f", "jsonl", "-o", new, NEWS)
    assert.is_nil(io.open(new))
    assert.equal(0, (select(3, records("-o", kept, NEWS))))
    assert.equal(8, #ids(read(kept)))
  end)

  it("refuses to write among what it reads, where it would read its own words", function()
    local place = fresh("apart")
    write(place .. "/a.txt", "One.\n")
    write(place .. "/old.jsonl", '{"text":"Two."}\n')
    for _, name in ipairs { "/out.jsonl", "/old.jsonl" } do
      local _, err, status = records("-o", place .. name, place .. "/")
      assert.matches("it lies in what is read", err, 1, true)
      assert.equal(2, status)
    end
    assert.is_nil(io.open(place .. "/out.jsonl"))
    assert.equal('{"text":"Two."}\n', read(place .. "/old.jsonl"))
    assert.equal(2, (select(3, records("-o", place .. "/old.jsonl", place .. "/old.jsonl"))))
    assert.equal(0, (select(3, records("-o", place .. "/records", place))))
  end)

  it("says so when there is nothing to read: a folder of other files must not pass for an analysed one", function()
    local place = fresh("nothing")
    write(place .. "/page.html", "<html></html>")
    local out, err, status = records(place)
    assert.equal("", out)
    assert.matches("there is nothing to read; in folders, .txt", err, 1, true)
    assert.equal(0, status)
  end)

  describe("among bad files", function()
    local place
    local good = { "a.txt", "bad<FF>.txt", "empty.txt", "latin.txt", "we<0A>ird<1B>[31m.txt", "z.md" }
    local bad = {
      ["b.txt"] = "this is a PDF document", ["c.txt"] = "this is an HTML page", ["d.txt"] = "this is a Word document",
      ["dangling.txt"] = "cannot be read: No such file",
      ["fifo.txt"] = "this is a FIFO", ["loop.txt"] = "this is a folder behind a link", ["too.jsonl:1"] = "not valid JSON",
    }

    setup(function()
      place = fresh("bad")
      write(place .. "/a.txt", "One.\n")
      write(place .. "/b.txt", "%PDF-1.7\n%\xE2\xE3\n")
      write(place .. "/c.txt", "<!DOCTYPE html><html><body>x</body></html>\n")
      write(place .. "/d.txt", "PK\3\4" .. ("\0"):rep(26) .. "word/document.xml")
      write(place .. "/empty.txt", "")
      write(place .. "/latin.txt", "caf\xE9\n")
      write(place .. "/too.jsonl", "nonsense\n")
      write(place .. "/we\nird\27[31m.txt", "Weird.\n")
      write(place .. "/bad\xFF.txt", "Bad name.\n")
      write(place .. "/z.md", "Last.\n")
      write(place .. "/.hidden.txt", "Hidden.\n")
      write(place .. "/backup.txt~", "Old.\n")
      assert(os.execute("cd " .. place
        .. " && mkfifo fifo.txt && ln -s nowhere dangling.txt && ln -s . loop.txt && mkdir folder.txt"))
    end)

    it("does the good ones, and names each of the others with what is wrong, in text", function()
      local out, err, status = run("-p", "structure", place)
      assert.equal(1, status)
      assert.equal("", err)
      for _, name in ipairs(good) do assert.matches("/" .. name .. "\n", out, 1, true) end
      for name, message in pairs(bad) do
        local from = assert(out:find("/" .. name .. "\n  not read: ", 1, true), name)
        local why = message:gsub("^cannot be read: ", "") -- “not read” says it
        assert.matches(why, out:sub(from, from + 200):gsub("\n%s+", " "), 1, true)
      end
      assert.is_nil(out:find("hidden") or out:find("backup"))
    end)

    for _, format in ipairs { "jsonl", "csv" } do
      it("names them on standard error too, where the output is for programs: " .. format, function()
        local out, err, status = run("-p", "structure", "-f", format, "--no-findings", place)
        assert.equal(1, status)
        local count = 0
        for name, message in pairs(bad) do
          count = count + 1
          assert.matches("/" .. name .. ": " .. message, err, 1, true)
        end
        assert.equal(count, #lines(err))
        if format == "jsonl" then assert.equal(#good + count, #lines(out)) end
      end)
    end

    it("writes an error record for each, with code, where and message", function()
      local seen = {}
      for _, line in ipairs(lines((records(place)))) do
        local record = assert(json.decode(line))
        if record.error then
          seen[record.doc.id:match("[^/]*$")] = record.error.code
          assert.equal(record.doc.id, record.error.where)
          assert.is_nil(record.layers)
        else
          assert.is_table(record.layers.structure)
        end
      end
      assert.same({ ["b.txt"] = "format", ["c.txt"] = "format", ["d.txt"] = "format", ["dangling.txt"] = "io",
        ["fifo.txt"] = "io", ["loop.txt"] = "io",
        ["too.jsonl:1"] = "format" }, seen)
    end)

    it("shows names visibly: no control characters on either stream but in CSV and JSON, which keep names whole", function()
      local out = run("-p", "structure", place)
      assert.is_nil(out:find("[\0-\8\11-\31\127]"))
      write(place .. "/pdf\27]0;owned\7\nlede: all done.txt", "%PDF-1.7\n")
      for _, format in ipairs { "text", "jsonl", "csv" } do
        local _, err = run("-p", "structure", "-f", format, "--no-findings", place, "no\nsuch\27[2J")
        assert.is_nil(err:find("[\0-\8\11-\31\127]"))
        for _, line in ipairs(lines(err)) do assert.matches("^lede: /", (line:gsub("^lede: no<0A>such<1B>%[2J", "lede: /x"))) end
      end
      os.remove(place .. "/pdf\27]0;owned\7\nlede: all done.txt")
      local found
      for _, line in ipairs(lines((records(place)))) do
        local doc = json.decode(line).doc
        if doc.id:find("weird", 1, true) or doc.id:find("we\nird\27[31m", 1, true) then found = doc.path end
        local bytes = doc.path_bytes and doc.path_bytes:gsub("%x%x", function(h) return string.char(tonumber(h, 16)) end)
        if bytes then assert.equal(place .. "/bad\xFF.txt", bytes) end
      end
      assert.equal(place .. "/we\nird\27[31m.txt", found)
      assert.is_number(utf8.len((records(place))))
      local csv = run("-p", "structure", "-f", "csv", place)
      assert.is_number(utf8.len(csv))
      assert.matches("/bad\u{FFFD}.txt,", csv, 1, true)
    end)

    it("does devices, named themselves, and what isn't there no more than those", function()
      local out, _, status = records("/dev/null", "/dev/zero", place .. "/fifo.txt", "nosuch", place .. "/a.txt")
      assert.equal(1, status)
      assert.same({ "null!", "zero!", "fifo.txt!", "nosuch!", "a.txt" }, ids(out))
    end)

    it("tells a file it may not read from one that isn't there", function()
      if shell.run("id -u"):match("^0") then return pending("the superuser may read anything") end
      local path = write(place .. "/locked.txt", "x")
      os.execute("chmod 000 " .. path)
      assert.matches("Permission denied", (select(2, records(path))), 1, true)
    end)

    it("says on standard error which plugin failed on which document, with a name that can't pass for a line of lede's",
      function()
      write(fresh("forged") .. "/x\nlede: all is well.txt", "One.\n")
      local _, err, status = run("-p", "tests/broken/error_table.lua", folder .. "/forged")
      assert.equal(1, status)
      assert.matches("lede: plugin error_table: ", err, 1, true)
      for _, line in ipairs(lines(err)) do assert.is_nil(line:find("^lede: all")) end
    end)
  end)

  describe("prints for people", function()
    it("at most twelve lines a document, however much is in it", function()
      local parts = {}
      for path in io.popen("ls " .. NEWS .. "/*/*.txt"):lines() do
        parts[#parts + 1] = read(path)
        assert.is_true(#lines((run("--no-findings", "-p", "structure,entities,quotes", path))) <= 12)
      end
      local long = write(folder .. "/long.txt", table.concat(parts, "\n\n"))
      local out = run("--no-findings", "-p", "structure,entities,quotes", long)
      assert.is_true(#lines(out) <= 12 and #lines(out) > 5)
    end)

    it("in colour where it is asked for, and never into a file or pipe by itself", function()
      local file = NEWS .. "/straits-monitor/corrin-bridge-closed.txt"
      local function escapes(before, options)
        local out = shell.run(('%s "$LEDE" run -q -p structure,quotes %s %s'):format(before, options or "", file))
        return out:find("\27[", 1, true) ~= nil
      end
      assert.is_false(escapes(""))
      assert.is_false(escapes("", "--color auto"))
      assert.is_false(escapes("", "--color never"))
      assert.is_true(escapes("", "--color always"))
      assert.is_true(escapes("NO_COLOR=1", "--color=always"))
    end)

    it("in colour on a terminal, unless NO_COLOR or a dumb terminal says otherwise", function()
      if select(3, shell.run("script -qec true /dev/null")) ~= 0 then return pending("script(1) opens no terminal here") end
      local function escapes(before)
        local out = shell.run(([[script -qec '%s "$LEDE" run -q -p structure,quotes %s' /dev/null]]):format(before,
          NEWS .. "/straits-monitor/corrin-bridge-closed.txt"))
        return out:find("\27[", 1, true) ~= nil
      end
      assert.is_true(escapes("env -u NO_COLOR TERM=xterm"))
      assert.is_true(escapes("NO_COLOR= TERM=xterm"))
      assert.is_false(escapes("NO_COLOR=1 TERM=xterm"))
      assert.is_false(escapes("env -u NO_COLOR TERM=dumb"))
    end)

    it("the same words with and without colour", function()
      local colored = run("--color", "always", "-p", "structure,entities,quotes", NEWS)
      assert.equal(run("-p", "structure,entities,quotes", NEWS), (colored:gsub("\27%[[%d;]*m", "")))
    end)
  end)

  it("ends quietly and with status 0 when its reader has seen enough", function()
    local place = fresh("many")
    local text = read(NEWS .. "/straits-monitor/corrin-bridge-closed.txt")
    for i = 1, 60 do write(("%s/%02d.txt"):format(place, i), text) end
    for _, format in ipairs { "text", "jsonl", "csv" } do
      for _, reader in ipairs { "head -n 1", "true" } do
        local command = [[("$LEDE" run -q -p structure -f %s %s; echo $? >%s/status) | %s >/dev/null]]
        local out, err, status = shell.run(command:format(format, place, folder, reader))
        assert.same({ "", "", 0, "0\n" }, { out, err, status, read(folder .. "/status") })
      end
    end
  end)

  it("gives the same bytes whatever the number of workers, findings included", function()
    for _, format in ipairs { "text", "jsonl", "csv" } do
      local one, err, status = run("-j1", "-f", format, "-p", "structure,entities,quotes,topics," .. VOWS, "--outlet-from",
        "folder", NEWS)
      assert.same({ "", 0 }, { err, status })
      assert.is_true(#one > 1000)
      for _, jobs in ipairs { "-j2", "-j5" } do
        assert.equal(one, (run(jobs, "-f", format, "-p", "structure,entities,quotes,topics," .. VOWS, "--outlet-from", "folder",
          NEWS)))
      end
    end
  end)

  it("gives the same records and findings whatever the order of its arguments", function()
    local plugins = "structure,entities,quotes,topics," .. VOWS
    local places = { NEWS .. "/harsel-courier", NEWS .. "/straits-monitor", NEWS .. "/tolmen-islander", NEWS .. "/vessany-post" }
    local function all(a, b, c, d)
      local out = run("-f", "jsonl", "-p", plugins, "--outlet-from", "folder", places[a], places[b], places[c], places[d])
      return sorted(lines(out))
    end
    assert.same(all(1, 2, 3, 4), all(4, 3, 2, 1))
    assert.same(all(1, 2, 3, 4), all(2, 4, 1, 3))
  end)

  it("takes options before, between and behind its files; -- ends them", function()
    local file = NEWS .. "/harsel-courier/talks-open.txt"
    local out = records(file)
    assert.equal(out, (lede("run", file, "-f", "jsonl", "-q", "--no-findings", "--plugins=structure")))
    assert.equal(out, (lede("run", "-fjsonl", "-pstructure", "--no-findings", "--", file)))
    local _, err = lede("run", "-p", "structure", "-f", "csv", "--", "--format")
    assert.matches("--format: cannot be read", err, 1, true)
  end)

  describe("--shard", function()
    it("cuts the documents into parts that are disjoint and complete, wherever they come from", function()
      local rows = {}
      for i = 1, 40 do rows[i] = ('{"id":"d%d","text":"Text %d."}\n'):format(i, i) end
      local file = write(folder .. "/rows.jsonl", table.concat(rows))
      local whole = sorted(lines((records(file, NEWS))))
      assert.equal(48, #whole)
      for _, n in ipairs { 1, 3, 7 } do
        local parts, largest = {}, 0
        for k = 1, n do
          local part = lines((records("--shard", k .. "/" .. n, file, NEWS)))
          largest = math.max(largest, #part)
          table.move(part, 1, #part, #parts + 1, parts)
        end
        assert.same(whole, sorted(parts))
        assert.is_true(n == 1 or largest < 40)
      end
    end)

    it("does not move a document when others come or go", function()
      local part = ids((records("--shard", "1/2", NEWS)))
      local less = ids((records("--shard", "1/2", NEWS .. "/straits-monitor", NEWS .. "/vessany-post")))
      local of = {}
      for _, id in ipairs(part) do of[id] = true end
      for _, id in ipairs(less) do assert.is_true(of[id], id) end
    end)
  end)

  it("tells a mistake of a plugin five times, and then how many more documents met it", function()
    local texts = {}
    for i = 1, 12 do texts[i] = ('{"id":"%d","text":"Text %d of many."}\n'):format(i, i * 7) end
    local path = write(folder .. "/many.jsonl", table.concat(texts))
    local _, said, status = run("-f", "jsonl", "-p", "tests/broken/mark_past_end.lua", path)
    assert.equal(1, status)
    assert.equal(5, select(2, said:gsub("while reading", "")))
    assert.matches("lede: and 7 more like this: plugin mark_past_end: ", said, 1, true)
  end)

  it("puts a plugin after + beside the built-in ones, in the place of one of its name", function()
    local out = run("-f", "jsonl", "--no-findings", "-p", "+tests/lua/plugins/structure.lua", NEWS .. "/straits-monitor")
    assert.matches('"kind":"all"', out, 1, true)
    assert.matches('"entities":[', out, 1, true)
  end)

  describe("--resume", function()
    local function resumed(path, ...) return select(3, run("-f", "jsonl", "--resume", "-o", path, "-p", COUNTER, ...)) end

    it("takes a file up wherever it was cut, and ends with the very bytes of a run that was not", function()
      local bad = write(folder .. "/bad.txt", "%PDF-1.7\n")
      local whole = run("-f", "jsonl", "-p", COUNTER, NEWS, bad)
      local path, ends = folder .. "/cut.jsonl", { 0, 1, #whole - 1, #whole }
      for at in whole:gmatch("()\n") do
        if #ends < 14 then ends[#ends + 1] = at - 1 ends[#ends + 1] = at end
      end
      local state = 7
      for _ = 1, 8 do
        state = state * 1103515245 % 2147483648 + 12345
        ends[#ends + 1] = state % #whole
      end
      for _, cut in ipairs(ends) do
        write(path, whole:sub(1, cut))
        assert.equal(1, resumed(path, NEWS, bad))
        assert.is_true(read(path) == whole, "cut after " .. cut .. " bytes")
      end
    end)

    it("begins a file that isn't there, and does nothing twice", function()
      local path = folder .. "/begun.jsonl"
      assert.equal(0, resumed(path, NEWS .. "/straits-monitor"))
      local first = read(path)
      assert.equal(0, resumed(path, NEWS .. "/straits-monitor"))
      assert.equal(first, read(path))
      assert.equal(0, resumed(path, NEWS .. "/straits-monitor", NEWS .. "/vessany-post"))
      assert.equal(first:match("^.-\n.-\n"), read(path):match("^.-\n.-\n"))
      assert.equal(read(path), (run("-f", "jsonl", "-p", COUNTER, NEWS .. "/straits-monitor", NEWS .. "/vessany-post")))
    end)

    it("counts documents of one id, each by itself", function()
      local file = write(folder .. "/twins.jsonl",
        '{"id":"x","text":"One."}\n{"id":"x","text":"Two."}\n{"id":"x","text":"Three."}\n')
      local whole, path = records(file), folder .. "/twins-out.jsonl"
      for n = 0, 3 do
        write(path, table.concat(lines(whole), "\n", 1, n) .. (n > 0 and "\n" or ""))
        assert.equal(0, (select(3, records("--resume", "-o", path, file))))
        assert.equal(whole, read(path))
      end
    end)

    it("says which records tell of what a document was before, and leaves them", function()
      local source, path = write(folder .. "/news.txt", "The quay is open."), folder .. "/changed.jsonl"
      assert.equal(0, resumed(path, source))
      local before = read(path)
      write(source, "The quay is shut.")
      local _, said, status = run("-f", "jsonl", "--resume", "-o", path, "-p", COUNTER, source)
      assert.equal(0, status)
      assert.equal(before, read(path))
      assert.matches("1 document has changed since the record there was made", said, 1, true)
    end)

    it("works without texts where nothing is compared", function()
      local path = folder .. "/bare.jsonl"
      local whole = records("--no-text", NEWS)
      write(path, whole:sub(1, #whole // 2))
      assert.equal(0, (select(3, records("--no-text", "--resume", "-o", path, NEWS))))
      assert.equal(whole, read(path))
    end)

    it("refuses records of other plugins or settings, which could not be compared, and leaves them", function()
      local path = folder .. "/other.jsonl"
      assert.equal(0, (select(3, run("-f", "jsonl", "-o", path, "-p", "quotes", NEWS .. "/straits-monitor"))))
      local before = read(path)
      local _, said, status = run("-f", "jsonl", "--resume", "-o", path, "-p", COUNTER, NEWS)
      assert.equal(2, status)
      assert.matches("made by other plugins, settings or corrections", said, 1, true)
      assert.equal(before, read(path))
    end)

    it("refuses a file that lede did not write, and leaves it as it was", function()
      for _, bytes in ipairs { "dear diary\n", '{"a":1}\n', "[]\n", '{"lede":1}\nx' } do
        local path = write(folder .. "/diary.jsonl", bytes)
        local _, err, status = records("--resume", "-o", path, NEWS)
        assert.matches("line 1 is no record of lede", err, 1, true)
        assert.equal(3, status)
        assert.equal(bytes, read(path))
      end
    end)
  end)

  describe("reads", function()
    it("standard input: a text, or JSON Lines", function()
      local function piped(bytes, ...)
        return shell.run(([["$LEDE" run -q -p structure -f jsonl --no-findings %s - < %s]]):format(table.concat({ ... }, " "),
          write(folder .. "/stdin", bytes)))
      end
      local record = json.decode((piped("Hello there.\n")))
      assert.same({ "-", "Hello there.\n" }, { record.doc.id, record.text })
      assert.same({ "a", "-:2" }, ids((piped('{"id":"a","text":"One."}\n{"text":"Two."}\n'))))
      assert.equal("text of b", json.decode((piped('{"key":"k","body":"text of b"}\n', "--text-field body --id-field key"))).text)
      assert.equal("", json.decode((piped(""))).text)
    end)

    it("compressed files, as what they hold", function()
      local place = fresh("packed")
      write(place .. "/a.txt", "One.\n")
      write(place .. "/b.jsonl", '{"id":"x","text":"Two."}\n')
      write(place .. "/c.csv", "id,text\ny,Three.\n")
      local plain = records(place)
      assert(os.execute("gzip " .. place .. "/*"))
      local packed = records(place)
      assert.same({ "a.txt.gz", "x", "y" }, ids(packed))
      for i, line in ipairs(lines(packed)) do assert.equal(json.decode(lines(plain)[i]).text, json.decode(line).text) end
      write(place .. "/d.txt.gz", "this is not gzip")
      assert.same({ "a.txt.gz", "x", "y", "d.txt.gz!" }, ids((records(place))))
    end)

    it("JSON Lines and CSV under the names of fields that are given", function()
      local rows = write(folder .. "/fields.jsonl",
        '{"key":"k1","body":"One.","outlet":"O","date":"2026-01-07","url":"u","title":"T"}\n'
        .. '{"body":"Two."}\n{"text":"no body"}\n')
      local out, err, status = records("--text-field", "body", "--id-field", "key", rows)
      assert.same({ "k1", "fields.jsonl:2", "fields.jsonl:3!" }, ids(out))
      assert.equal(1, status)
      assert.matches('fields.jsonl:3: there is no field "body"', err, 1, true)
      local doc = json.decode(lines(out)[1]).doc
      assert.same({ "O", "2026-01-07", "given", "u", "T" }, { doc.outlet, doc.date, doc.date_from, doc.url, doc.title })
      local csv = write(folder .. "/fields.csv", 'key,body,outlet\nk1,"One, ""two"".\nThree.",O\n')
      local record = json.decode((records("--text-field", "body", "--id-field", "key", csv)))
      assert.same({ "k1", 'One, "two".\nThree.', "O" }, { record.doc.id, record.text, record.doc.outlet })
    end)

    it("what is known of files from --meta, and an outlet from the folder's name; a file of --meta wins", function()
      local function outlets(...)
        local list = {}
        for _, line in ipairs(lines((records(...)))) do
          local doc = json.decode(line).doc
          list[#list + 1] = (doc.outlet or "-") .. "/" .. (doc.given.date or "-")
        end
        return table.concat(list, " ")
      end
      local file = NEWS .. "/harsel-courier/talks-open.txt"
      assert.equal("harsel-courier/-", outlets("--outlet-from", "folder", file))
      local meta = write(folder .. "/meta.csv", "file,outlet,date\ntalks-open.txt,The Courier,2026-04-01\n")
      assert.equal("The Courier/2026-04-01", outlets("--meta", meta, file))
      assert.equal("The Courier/2026-04-01", outlets("--meta", meta, "--outlet-from", "folder", file))
      assert.is_truthy(outlets("--meta", "examples/news.csv", NEWS):find("Harsel Courier", 1, true))
    end)

    it("files in the encoding that is named, strictly where that is asked for, and no larger than allowed", function()
      local old = write(folder .. "/old.txt", "caf\xE9 \x93x\x94\n")
      assert.equal("café “x”\n", json.decode((records("--encoding", "windows-1252", old))).text)
      local out, err, status = records("--strict", old)
      assert.same({ "old.txt!" }, ids(out))
      assert.matches("old.txt: ", err, 1, true)
      assert.equal(1, status)
      assert.same({ "old.txt!" }, ids((records("--max-bytes", "5", old))))
      assert.same({ "old.txt" }, ids((records("--max-bytes", "1K", old))))
    end)
  end)

  it("writes to the file of -o what it would print, in every format", function()
    for _, format in ipairs { "text", "jsonl", "csv" } do
      local path = folder .. "/written"
      local out = run("-f", format, "-p", "structure,quotes", "-o", path, NEWS)
      assert.equal("", out)
      assert.equal(run("-f", format, "-p", "structure,quotes", NEWS), read(path))
    end
  end)

  it("says when a plugin's merge or finish failed, and ends with status 1", function()
    local place = fresh("gathered")
    for i = 1, 70 do write(("%s/%d.txt"):format(place, i), "Text.\n") end
    local function status_of(merge, finish)
      local plugin = write(folder .. "/gathers.lua", ([[
        local M = { api = 1, name = "gathers", gives = { gathers = {} } }
        function M.document() return {} end
        function M.fold(total) return total end
        function M.merge(a) %s return a end
        function M.finish() %s return {} end
        return M]]):format(merge, finish))
      local _, err, status = run("-q", "-f", "jsonl", "-p", plugin, place)
      return status, select(2, err:gsub("lede: plugin gathers: ", ""))
    end
    assert.same({ 0, 0 }, { status_of("", "") })
    assert.same({ 1, 1 }, { status_of("", "error 'no'") })
    local status, told = status_of("error 'no'", "")
    assert.equal(1, status)
    assert.is_true(told >= 1 and told <= 3)
  end)

  it("leaves findings out with --no-findings, and CSV never has any", function()
    local function findings(...)
      local n = 0
      for _, id in ipairs(ids((run("-f", "jsonl", "-p", COUNTER, ...)))) do n = n + (id == "finding" and 1 or 0) end
      return n
    end
    assert.is_true(findings(NEWS) > 0)
    assert.equal(0, findings("--no-findings", NEWS))
    assert.equal(run("-f", "csv", "-p", COUNTER, NEWS), (run("-f", "csv", "--no-findings", "-p", COUNTER, NEWS)))
  end)

  it("prints help where it is asked for, whatever else is there", function()
    for _, words in ipairs { "run --help", "run -h nosuch", "help run", "run --format csv --help" } do
      local out, err, status = shell.run('"$LEDE" ' .. words)
      assert.matches("lede run [OPTIONS] PATH", out, 1, true)
      assert.same({ "", 0 }, { err, status })
    end
  end)
end)

describe("lede wc", function()
  local function counts(...)
    local out, err, status = lede("wc", ...)
    local rows = {}
    for i, line in ipairs(lines(out)) do
      local numbers = {}
      for number in line:gmatch("%f[%d]%d+%f[%s]") do numbers[#numbers + 1] = tonumber(number) end
      rows[i] = { name = line:match("%S+$"), table.unpack(numbers, 1, 6) }
    end
    return rows, err, status
  end

  it("counts bytes, code points, graphemes, words, sentences and paragraphs", function()
    local path = write(folder .. "/count.txt", "Se\u{301}an paid €5.\nDone! 👩‍👩‍👧 漢字\n\nEnd.\n")
    local rows, err, status = counts(path)
    local text = read(path)
    assert.same({ "", 0 }, { err, status })
    assert.equal(2, #rows)
    assert.same({ #text, utf8.len(text) }, { rows[2][1], rows[2][2] })
    assert.is_true(rows[2][3] < rows[2][2])
    assert.equal(path, rows[2].name)
  end)

  it("adds a total for more than one, and goes on past what can't be read", function()
    local a, b = write(folder .. "/one.txt", "One two.\n"), write(folder .. "/two.txt", "Three.\n")
    local rows, err, status = counts(a, folder .. "/nosuch", b)
    assert.matches("nosuch: cannot be read", err, 1, true)
    assert.equal(1, status)
    assert.same({ 9, 9, 9, 2, 1, 1, name = a }, rows[2])
    assert.same({ 7, 7, 7, 1, 1, 1, name = b }, rows[3])
    assert.same({ 16, 16, 16, 3, 2, 2, name = "total" }, rows[4])
  end)

  it("counts the words that plugins see as words", function()
    local path = NEWS .. "/straits-monitor/corrin-bridge-closed.txt"
    local rows = counts(path)
    local record = _G.lede.session({ plugins = {} }):analyze(read(path))
    assert.equal(record.doc.words, rows[2][4])
  end)

  it("shows names visibly", function()
    local path = write(folder .. "/na\nme\27.txt", "x\n")
    local out, err = lede("wc", path, folder .. "/no\nsuch")
    assert.matches("na<0A>me<1B>.txt", out, 1, true)
    assert.matches("no<0A>such", err, 1, true)
  end)
end)

describe("a script", function()
  local function script(body, name) return write(folder .. "/" .. (name or "script.lua"), body) end

  it("has its arguments in ... and arg, and lede at hand", function()
    local path = script('print(#arg, arg[0], arg[1], select("#", ...), ...) print(lede.analyze("One.", { plugins = {} }).text)')
    local out, err, status = lede(path, "a b", "--format", "é")
    assert.same({ ("3\t%s\ta b\t3\ta b\t--format\té\nOne.\n"):format(path), "", 0 }, { out, err, status })
  end)

  it("may be a program of its own: #! in its first line is no Lua", function()
    local path = script("#!/usr/bin/env lede\nprint('ran', ...)\n")
    assert(os.execute("chmod +x " .. path .. " && ln -sf \"$(realpath \"$LEDE\")\" " .. folder .. "/lede"))
    assert.equal("ran\tx\n", (shell.run(("PATH=%s:$PATH %s x"):format(folder, path))))
  end)

  it("that fails tells where and how it came there, with status 1", function()
    local path = script("local function inner() error('went wrong') end\nlocal function outer() inner() end\nouter()\n")
    local out, err, status = lede(path)
    assert.equal("", out)
    assert.matches("^lede: [^\n]*script.lua:1: went wrong\n", err)
    assert.matches("\n  [^\n]*script.lua:2 in [^\n]+\n  [^\n]*script.lua:3 in the main chunk\n$", err)
    assert.equal(1, status)
  end)

  it("that does not parse, or isn't there, says so with status 1", function()
    local _, err, status = lede(script("local = 1\n"))
    assert.matches("script.lua:1: <name> expected near '='", err, 1, true)
    assert.equal(1, status)
    _, err, status = lede("./nosuch.lua")
    assert.matches("cannot open ./nosuch.lua", err, 1, true)
    assert.equal(1, status)
  end)

  it("that raises a table shows its __tostring, as lua does", function()
    local _, err, status = lede("-e", "error(setmetatable({}, { __tostring = function() return 'my own error' end }))")
    assert.matches("lede: my own error", err, 1, true)
    assert.equal(1, status)
    assert.matches("error called with a table", (select(2, lede("-e", "error({})"))), 1, true)
  end)

  it("ends with the status it gives to os.exit, and with all it printed", function()
    for code, status in pairs { ["0"] = 0, ["3"] = 3, ["true"] = 0, ["false"] = 1, ["7, true"] = 7 } do
      local out, err, got = lede(script("io.write('printed') os.exit(" .. code .. ")"))
      assert.same({ "printed", "", status }, { out, err, got })
    end
  end)

  it("can stand in the command itself, or come from standard input", function()
    assert.same({ "2\n", "", 0 }, { lede("-e", "print(1 + 1)") })
    assert.same({ "x\n", "", 0 }, { lede("-e", "y = 'x'", "-e", "print(y)") })
    assert.equal("hi\ta\n", (shell.run([[echo 'print("hi", ...)' | "$LEDE" - a]])))
    assert.equal("hi\ta\n", (shell.run(([[echo 'print("hi", ...)' > %s/in.lua; "$LEDE" - a < %s/in.lua]]):format(folder,
      folder))))
    local _, err, status = lede("-e", "error('no')")
    assert.matches("(command line):1: no", err, 1, true)
    assert.equal(1, status)
    assert.matches("-e wants a value", (select(2, lede("-e"))), 1, true)
  end)

  it("reads bytecode no more than a plugin does", function()
    local _, err, status = lede(script(string.dump(function() end)))
    assert.matches("attempt to load a binary chunk", err, 1, true)
    assert.equal(1, status)
  end)

  it("shows nothing raw on standard error when it fails", function()
    local _, err = lede(script("error('a\\27[31m\\7')", "ba\27d.lua"))
    assert.is_nil(err:find("[\0-\8\11-\31\127]"))
  end)

  it("of the README counts what one person is quoted with", function()
    local out, err, status = lede("examples/who-said.lua", "Okafor", NEWS)
    assert.same({ "", 0 }, { err, status })
    assert.is_true(#lines(out) > 3)
  end)
end)
