-- `lede pipe`, from the outside: what goes in, what comes out, when, and what is left behind.

local json = require "dkjson"

local folder

local function path(name) return folder .. "/" .. name end

local function read(name)
  local file = assert(io.open(path(name), "rb"))
  local text = file:read("a")
  file:close()
  return text
end

local function write(name, text)
  local file = assert(io.open(path(name), "wb"))
  file:write(text)
  file:close()
  return path(name)
end

-- Runs a shell command in which $LEDE is the binary and $DIR the test's folder; its exit status. One that hangs
-- is killed, and its status says so.
local function shell(command)
  write("command", command)
  local _, _, status = os.execute(("DIR='%s' timeout -k 1 60 bash '%s'"):format(folder, path("command")))
  return status
end

local function lines_of(text)
  local lines = {}
  for line in text:gmatch("([^\n]*)\n") do lines[#lines + 1] = line end
  return lines
end

local function records_of(text)
  local records = {}
  for i, line in ipairs(lines_of(text)) do records[i] = assert(json.decode(line)) end
  return records
end

-- Pipes `input` through lede: { records, output, errors, status }.
local function pipe(input, options, environment)
  write("in", input)
  local status = shell(("%s $LEDE pipe %s <$DIR/in >$DIR/out 2>$DIR/err"):format(environment or "", options or ""))
  return { records = records_of(read("out")), output = read("out"), errors = read("err"), status = status }
end

local function document(id, text) return json.encode({ id = id, text = text }) .. "\n" end

-- Short documents with something to find in each.
local function documents(count)
  local all = {}
  for i = 1, count do
    local text = 'The weir at Tarn Ford %d held, Mara Quill said. "We slept %d hours," she added.'
    all[i] = document("d" .. i, text:format(i, i % 9))
  end
  return table.concat(all)
end

-- A plugin that does `body` with each document; its path.
local function plugin(name, body)
  local source = 'return { api = 1, name = "%s", gives = { %s = {} }, document = function(doc)\n%s\nreturn { %s = {} } end }\n'
  return write(name .. ".lua", source:format(name, name, body, name))
end

-- A lede that is written to and read from by turns. It ends when `close` has been called, or after a minute.
local function coprocess(options)
  assert.equal(0, shell("rm -f $DIR/to $DIR/from && mkfifo $DIR/to $DIR/from"))
  os.execute(("timeout 60 $LEDE pipe %s <'%s' >'%s' 2>'%s' &"):format(options or "", path("to"), path("from"), path("err")))
  local to = assert(io.open(path("to"), "wb"))
  local from = assert(io.open(path("from"), "rb"))
  to:setvbuf("no")
  return {
    send = function(bytes) to:write(bytes) end,
    receive = function() return json.decode(from:read("L") or "{}") end,
    close = function()
      to:close()
      local rest = from:read("a")
      from:close()
      return rest
    end,
  }
end

-- Processes with `word` in their command line.
local function processes(word)
  local command = "grep -l '[%s]%s' /proc/[0-9]*/cmdline 2>/dev/null | wc -l"
  local found = assert(io.popen(command:format(word:sub(1, 1), word:sub(2))))
  local count = found:read("n")
  found:close()
  return count
end

-- True once there are none; a killed process takes a moment.
local function all_gone(word)
  for _ = 1, 100 do
    if processes(word) == 0 then return true end
    os.execute("sleep 0.05")
  end
  return false
end

describe("lede pipe", function()
  setup(function()
    folder = os.tmpname()
    os.remove(folder)
    assert(os.execute("mkdir " .. folder))
  end)

  teardown(function() os.execute("rm -r " .. folder) end)

  describe("answers", function()
    it("each line with one record, in the order of the lines", function()
      local r = pipe(documents(300))
      assert.equal(300, #r.records)
      for i, record in ipairs(r.records) do assert.equal("d" .. i, record.doc.id) end
      assert.equal("", r.errors)
      assert.equal(0, r.status)
    end)

    it("with the same bytes whatever the number of workers", function()
      local input = documents(200) .. "not JSON\n" .. documents(20)
      local one = pipe(input, "-j1").output
      assert.equal(one, pipe(input, "-j2").output)
      assert.equal(one, pipe(input, "-j8").output)
    end)

    it("with the same bytes however the input is cut into pieces", function()
      local options = "-j2 --max-bytes 1K --plugins structure"
      local input = "\u{FEFF}" .. documents(8) .. "\nnot JSON\r\n" .. ("x"):rep(1100) .. "\n{}\n"
        .. documents(8) .. '{"text":"cut'
      local whole = pipe(input, options).output
      for _, size in ipairs { 1, 7, 100, 1500 } do
        local lede_pipe = coprocess(options)
        for at = 1, #input, size do lede_pipe.send(input:sub(at, at + size - 1)) end
        assert.equal(whole, lede_pipe.close())
      end
    end)

    it("nothing with nothing", function()
      local r = pipe("")
      assert.equal("", r.output .. r.errors)
      assert.equal(0, r.status)
    end)

    it("a last line without a line feed, and takes none for one", function()
      assert.equal(2, #pipe(document("a", "One.") .. '{"id":"b","text":"Two."}').records)
      assert.equal(1, #pipe("\n\n" .. document("a", "One.") .. " \r\n\n").records)
    end)

    it("lines that end as they do on Windows, and begin with a byte order mark", function()
      local r = pipe("\u{FEFF}" .. '{"id":"a","text":"One."}\r\n{"id":"b","text":"Two."}\r\n')
      assert.same({ "a", "b" }, { r.records[1].doc.id, r.records[2].doc.id })
    end)

    it("documents under other field names", function()
      local r = pipe('{"url":"http://weir.example/1","body":"The weir held."}\n', "--text-field body --id-field url")
      assert.equal("http://weir.example/1", r.records[1].doc.id)
      assert.equal("The weir held.", r.records[1].text)
    end)

    it("packed input", function()
      write("plain", documents(50))
      assert.equal(0, shell("gzip -c $DIR/plain | $LEDE pipe >$DIR/out"))
      assert.equal(pipe(read("plain")).output, read("out"))
    end)

    it("a text with a NUL in it", function()
      assert.equal("a\0b", pipe('{"text":"a\\u0000b"}\n').records[1].text)
    end)

    it("in UTF-8 whatever the locale", function()
      local input = document("weir", "Die Brücke hält, sagte Zoë. “Ça va,” 😀")
      local expected = pipe(input).output
      for _, locale in ipairs { "LC_ALL=C", "LC_ALL=de_DE", "LC_ALL=nowhere.UTF-8", "env -u LC_ALL -u LANG -u LC_CTYPE" } do
        assert.equal(expected, pipe(input, nil, locale).output)
      end
    end)
  end)

  describe("a line that is no document", function()
    -- name → the line, the code of its error and words of its message
    local bad = {
      ["is not JSON"] = { "The weir held.", "format", "not valid JSON" },
      ["is cut off"] = { '{"id":"a","text":"The we', "format", "not valid JSON" },
      ["is JSON but no object"] = { '["The weir held."]', "format", "not a JSON object" },
      ["is an empty object"] = { "{}", "format", "it has no fields; name the text with --text-field" },
      ["has no text"] = { '{"id":"a","body":"The weir held."}', "format",
        "its fields are id, body; name the text with --text-field" },
      ["has a text that is no string"] = { '{"text":["The weir held."]}', "format", "a list, not a string" },
      ["is not UTF-8"] = { '{"text":"The weir\xFF held."}', "format", "0xff" },
      ["has half a surrogate pair"] = { '{"text":"\\ud800"}', "format", "D800" },
      ["says a thing twice"] = { '{"text":"a","text":"b"}', "format", "duplicate" },
      ["is nested beyond reason"] = { ("["):rep(100000), "format", "depth" },
      ["is longer than --max-bytes"] = { document("a", ("word "):rep(400)):sub(1, -2), "too-big",
        "raise --max-bytes", "--max-bytes 1K" },
    }
    for name, case in lede.sorted_pairs(bad) do
      it("because it " .. name .. " gives an error record, and the others are fine", function()
        local r = pipe(document("before", "One.") .. case[1] .. "\n" .. document("after", "Two."), case[4])
        assert.equal(3, #r.records)
        assert.is_nil(r.records[1].error or r.records[3].error)
        assert.equal(case[2], r.records[2].error.code)
        assert.equal("-:2", r.records[2].error.where)
        assert.truthy(r.records[2].error.message:find(case[3], 1, true), r.records[2].error.message)
        assert.equal(1, r.status)
      end)
    end

    it("keeps its id, where it has one", function()
      assert.equal("a", pipe('{"id":"a","body":"The weir held."}\n').records[1].doc.id)
    end)

    it("can be the last one, without a line feed", function()
      assert.equal("format", pipe('{"id":"a"').records[1].error.code)
      assert.equal("too-big", pipe(("x"):rep(3000), "--max-bytes 1K").records[1].error.code)
    end)
  end)

  describe("reads its own output", function()
    it("and finds the same again", function()
      local once = pipe(documents(20))
      assert.equal(once.output, pipe(once.output).output)
    end)

    it("and passes error records on", function()
      local once = pipe("not JSON\n" .. document("a", "One."))
      local twice = pipe(once.output)
      assert.same(once.records, twice.records)
      assert.equal(1, twice.status)
    end)

    it("and that of lede run, whose findings it passes on as they are", function()
      assert.equal(0, shell("$LEDE run -q --format jsonl --outlet-from folder examples/news >$DIR/records"))
      local records, piped = lines_of(read("records")), lines_of(pipe(read("records")).output)
      assert.equal(#records, #piped)
      local findings = 0
      for i, line in ipairs(records) do
        local record = json.decode(line)
        if record.finding then
          findings = findings + 1
          assert.equal(line, piped[i])
        else
          assert.same(record.layers, json.decode(piped[i]).layers)
        end
      end
      assert.is_true(findings > 0)
    end)
  end)

  describe("lets nobody wait", function()
    it("who sends a line and wants the answer before the next", function()
      local lede_pipe = coprocess("-j2")
      for i = 1, 5 do
        lede_pipe.send(document("d" .. i, "One."))
        assert.equal("d" .. i, lede_pipe.receive().doc.id)
      end
      assert.equal("", lede_pipe.close())
    end)

    it("who begins with a line as short as {}", function()
      local lede_pipe = coprocess()
      lede_pipe.send("{}\n")
      assert.equal("format", lede_pipe.receive().error.code)
      lede_pipe.send("1\n")
      assert.equal("format", lede_pipe.receive().error.code)
      lede_pipe.close()
    end)

    it("who sends an empty line and then a document", function()
      local lede_pipe = coprocess()
      lede_pipe.send("\n")
      os.execute("sleep 0.05")
      lede_pipe.send(document("a", "One."))
      assert.equal("a", lede_pipe.receive().doc.id)
      lede_pipe.send(document("b", "Two.") .. "\n")
      assert.equal("b", lede_pipe.receive().doc.id)
      lede_pipe.close()
    end)

    it("who has begun the next line already, and sends it in pieces", function()
      local lede_pipe = coprocess()
      lede_pipe.send(document("a", "One.") .. '{"id":"b",')
      assert.equal("a", lede_pipe.receive().doc.id)
      lede_pipe.send('"text":"T')
      os.execute("sleep 0.05")
      lede_pipe.send('wo."}')
      os.execute("sleep 0.05")
      lede_pipe.send("\n")
      assert.equal("Two.", lede_pipe.receive().text)
      lede_pipe.close()
    end)

    it("who is in the middle of a line that is too long", function()
      local lede_pipe = coprocess("--max-bytes 1K")
      lede_pipe.send(document("a", "One.") .. ("x"):rep(3000))
      assert.equal("a", lede_pipe.receive().doc.id)
      lede_pipe.send(("x"):rep(200000))
      lede_pipe.send("\n")
      assert.equal("too-big", lede_pipe.receive().error.code)
      lede_pipe.send(document("b", "Two."))
      assert.equal("b", lede_pipe.receive().doc.id)
      lede_pipe.close()
    end)

    it("who sends a line of 2 MB", function()
      local lede_pipe = coprocess("--plugins structure")
      local text = ("The weir held. "):rep(140000)
      for i = 1, 2 do
        lede_pipe.send(document("d" .. i, text))
        assert.equal(#text, #lede_pipe.receive().text)
      end
      lede_pipe.close()
    end)

    it("who sends thousands of lines and is slow to read", function()
      write("in", documents(4000))
      assert.equal(0, shell("set -o pipefail; cat $DIR/in | $LEDE pipe --plugins structure -j2 | (sleep 1; cat) >$DIR/out"))
      assert.equal(4000, #lines_of(read("out")))
      assert.is_nil(read("out"):find('"error":', 1, true))
    end)

    it("who left standard output non-blocking", function()
      write("in", documents(1000))
      -- dd flag: O_NONBLOCK stays on the pipe both have in common.
      assert.equal(0, shell("{ dd if=/dev/null oflag=nonblock status=none; $LEDE pipe --plugins structure <$DIR/in; } "
        .. "| (sleep 0.3; cat) >$DIR/out"))
      assert.equal(1000, #lines_of(read("out")))
    end)
  end)

  describe("ends", function()
    it("quietly when its reader has seen enough", function()
      write("in", documents(3000))
      assert.equal(0, shell("set -o pipefail; $LEDE pipe -j2 <$DIR/in 2>$DIR/err | head -n 1 >$DIR/out"))
      assert.equal(1, #lines_of(read("out")))
      assert.equal("", read("err"))
    end)

    it("quietly when its reader leaves while workers are busy", function()
      local busy = plugin("busy_pipe", 'if doc.id ~= "d1" then for i = 1, 3e7 do local _ = i * i end end')
      write("in", documents(50))
      assert.equal(0, shell("set -o pipefail; $LEDE pipe -j2 --plugins " .. busy .. " <$DIR/in 2>$DIR/err | head -n 1 >$DIR/out"))
      assert.equal(1, #lines_of(read("out")))
      assert.equal("", read("err"))
      assert.is_true(all_gone(busy))
    end)

    for name, status in lede.sorted_pairs { INT = 130, KILL = 137, TERM = 143 } do
      it("by SIG" .. name .. ", and leaves no worker behind, idle or busy", function()
        local busy = plugin("busy_" .. name:lower(), 'if doc.id == "b" then while true do end end')
        write("in", document("a", "One.") .. document("b", "Two."))
        write("out", "")
        -- Not in the background, where a shell ignores SIGINT.
        shell(([[
          mkfifo $DIR/fifo
          (cat $DIR/in; exec sleep 30) >$DIR/fifo &
          (until [ -s $DIR/out ]; do sleep 0.02; done; sleep 0.1; kill -%s $(cat $DIR/pid)) &
          sh -c 'echo $$ >'$DIR'/pid; exec $LEDE pipe -j4 --timeout 30 --plugins %s' <$DIR/fifo >$DIR/out
          echo $? >$DIR/status
          kill $(jobs -p) 2>$DIR/err
          rm $DIR/fifo]]):format(name, busy))
        assert.equal(status .. "\n", read("status"))
        assert.equal("a", records_of(read("out"))[1].doc.id)
        assert.is_true(all_gone(busy))
      end)
    end

    it("with status 1 when a plugin failed on a document, which its record says", function()
      local failing = plugin("failing", 'if doc.id == "d2" then error("no weir here") end')
      local r = pipe(documents(3), "--plugins structure," .. failing)
      assert.equal(1, r.status)
      assert.same({ 0, 1, 0 }, { #r.records[1].errors, #r.records[2].errors, #r.records[3].errors })
      assert.equal("failing", r.records[2].errors[1].plugin)
      assert.truthy(r.records[2].errors[1].message:find("no weir here", 1, true))
      assert.is_table(r.records[2].layers.structure)
      assert.is_table(r.records[3].layers.failing)
      assert.truthy(r.errors:find("no weir here", 1, true))
    end)

    it("with status 2 when the command line makes no sense", function()
      for _, options in ipairs { "--wier", "--jobs none", "articles.jsonl", "--max-bytes" } do
        local r = pipe(documents(1), options)
        assert.equal(2, r.status)
        assert.equal("", r.output)
        assert.truthy(r.errors:find("^lede: "))
      end
    end)

    it("with status 3 when a plugin can't be set up", function()
      for _, name in ipairs { "nosuchplugin", write("broken.lua", "return {") } do
        local r = pipe(documents(20), "--plugins " .. name)
        assert.equal(3, r.status)
        assert.equal("", r.output)
        assert.equal(1, select(2, r.errors:gsub("lede: ", "")))
      end
    end)

    it("with a complaint when its output can't be written", function()
      write("in", documents(1))
      for _, where in ipairs { "/dev/full", "&-" } do
        assert.equal(3, shell("$LEDE pipe <$DIR/in 2>$DIR/err >" .. where))
        assert.truthy(read("err"):find("^lede: can't write the output: "))
      end
    end)

    it("with an error record when there is nothing to read from", function()
      for _, where in ipairs { "<&-", "</" } do
        assert.equal(1, shell("$LEDE pipe >$DIR/out " .. where))
        assert.equal("io", records_of(read("out"))[1].error.code)
      end
    end)
  end)
end)
