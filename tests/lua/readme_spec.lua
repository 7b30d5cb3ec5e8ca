-- What README.md shows is what is there.

local function read(path)
  local file = assert(io.open(path))
  local text = file:read("a")
  file:close()
  return text
end

local readme = read "README.md"

-- The lines of `printed` from the one that `shown` begins with, as many as it has.
local function there(printed, shown)
  local first = printed:find(shown:match("[^\n]+\n"), 1, true)
  local rest, lines = printed:sub(first or 1), {}
  local _, count = shown:gsub("\n", "")
  for line in rest:gmatch("[^\n]*\n") do
    if #lines < count then lines[#lines + 1] = line end
  end
  return table.concat(lines)
end

describe("README.md", function()
  it("shows the plugin and the script of examples/ as they are", function()
    for _, path in ipairs { "examples/vows.lua", "examples/who-said.lua", "examples/aliases.lua" } do
      assert.truthy(readme:find("```lua\n" .. read(path) .. "```\n", 1, true), path)
    end
  end)

  it("shows programs that are valid Lua", function()
    for block in readme:gmatch("```lua\n(.-)```") do assert(load(block)) end
  end)

  it("shows what make demo prints", function()
    local shell = dofile "tests/lua/support_shell.lua"
    local shown = readme:match("<!%-%- output: make demo %-%->.-\n```\n(.-)```\n<!%-%- end of output %-%->")
    local printed = shell.lede("run", "--outlet-from", "folder", "examples/news")
    for part in ("\n" .. shown .. "\n…\n"):gmatch("\n(.-\n)\n…\n") do assert.equal(part, there(printed, part)) end
  end)

  it("shows versions and summaries as they are printed", function()
    local shell = dofile "tests/lua/support_shell.lua"
    for _, command in ipairs { "compare", "brief" } do
      local line, shown = readme:match("```\n%$ (lede " .. command .. " [^\n]+)\n(.-)```")
      assert.equal(shown, (shell.run(line:gsub("^lede", '"$LEDE"'))))
    end
  end)

  it("asks a desk as it says", function()
    local shell = dofile "tests/lua/support_shell.lua"
    local section = readme:match("\n## Asking a desk\n(.-)\n## ")
    local folder = shell.folder()
    local function run(line)
      local out, _, status = shell.run((line:gsub("^lede", '"$LEDE"'):gsub(" desk", " " .. folder .. "/desk")))
      assert.same({ line, 0 }, { line, status })
      assert.truthy(out ~= "", line)
      return out
    end
    for line in section:match("```sh\n(.-)```"):gmatch("(lede [^\n#]+)") do run(line) end
    local line, shown = section:match("```\n%$ (lede query [^\n]+)\n(.-)```")
    assert.equal(shown, run(line))
    shell.remove(folder)
  end)

  it("shows a program on collections that runs", function()
    local shell = dofile "tests/lua/support_shell.lua"
    local folder = shell.folder()
    local program = readme:match("```lua\n(local articles = lede.corpus.-)```"):gsub("quotes.csv", folder .. "/quotes.csv")
    local _, err, status = shell.lede(shell.write(folder .. "/program.lua", program))
    shell.remove(folder)
    assert.same({ "", 0 }, { err, status })
  end)

  it("shows a drop folder as it works, with its cron line and its unit for systemd", function()
    local shell = dofile "tests/lua/support_shell.lua"
    local section = readme:match("\n## The drop folder\n(.-)\n## ")
    local folder = shell.folder()
    local in_folder = 'lede=$(realpath "$LEDE"); lede() { timeout -s INT 60 "$lede" "$@"; }; cd %s; %s'
    local function run(line)
      local out, err, status = shell.run(in_folder:format(folder, line))
      assert.same({ line, 0 }, { line, status, err ~= "" and err or nil })
      return out
    end
    local function moved(line) return (line:gsub("/srv/news/", folder .. "/")) end
    shell.run(("mkdir %s/inbox; cp examples/news/*/*.txt %s/inbox"):format(folder, folder))
    for line in section:match("```sh\n(.-)```"):gmatch("(lede [^\n#]+)") do
      line = line:gsub("^lede watch inbox", "lede watch --once --quiet inbox")
      run(line:gsub("%-%-once inbox", "--once --quiet inbox") .. " 2>/dev/null")
    end
    assert.equal(8, #shell.lines(shell.read(folder .. "/records.jsonl")))
    run(moved(section:match("\n%*/5 %* %* %* %* news ([^\n]+)")) .. " 2>/dev/null")
    local unit = shell.read("scripts/dist/lede-watch.service")
    run(moved(unit:match("\nExecStart=/usr/local/bin/([^\n]+)")) .. " --once --quiet 2>/dev/null")
    shell.write(folder .. "/program.lua", section:match("```lua\n(.-)```"))
    assert.equal("", run("rm -r desk/results; touch inbox/*; lede program.lua 2>/dev/null")) -- all of it is done
    assert.truthy(run("rm -r desk; lede program.lua 2>/dev/null"):find("Okafor", 1, true))
    shell.remove(folder)
  end)

  it("shows records that are valid JSON", function()
    local json = require "dkjson"
    for block in readme:gmatch("```json\n(.-)```") do assert.is_table((json.decode(block))) end
  end)

  it("names only files that are in the tree", function()
    for path in readme:gmatch("`([%w_./-]+/[%w_./-]+)`") do
      if not path:find("^build/") then
        assert(io.open((path:gsub("/$", ""))), path .. " is not there"):close()
      end
    end
  end)
end)
