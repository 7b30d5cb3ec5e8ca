package.path = "scripts/?.lua;" .. package.path
local help = require "lib.help"

describe("help", function()
  it("has for each command all that help is made of", function()
    local groups, seen = {}, {}
    for _, group in ipairs(help.groups) do groups[group] = true end
    for _, command in ipairs(help.commands) do
      assert.is_nil(seen[command.name], command.name .. " is there twice")
      seen[command.name] = true
      assert.is_true(groups[command.group], command.name .. " is in a group that is not printed")
      assert.truthy(command.summary and command.usage[1] and command.options and command.examples)
      for _, option in ipairs(command.options) do
        assert.truthy(option.long and option.text, command.name .. " has an option without a name or a text")
        assert.is_nil(option.long:find("^%-"))
      end
    end
  end)

  it("shows only options that exist in its examples", function()
    for _, command in ipairs(help.commands) do
      local known = { ["--help"] = true }
      for _, option in ipairs(command.options) do
        known["--" .. option.long] = true
        if option.short then known["-" .. option.short] = true end
      end
      for _, example in ipairs(command.examples) do
        local own = example[1]:match("lede .*") -- another program may run it
        for word in own:gmatch("%s(%-%-?%a[%a-]*)") do
          assert.is_true(known[word], word .. " in: " .. example[1])
        end
      end
    end
  end)

  it("begins with what lede is for and examples, then lists every command", function()
    local text = help.overview {}
    local examples, commands = text:find("lede run article.txt", 1, true), text:find("\nRead\n", 1, true)
    assert.is_true(examples < commands)
    for _, command in ipairs(help.commands) do
      assert.truthy(text:find("\n  " .. command.name .. " ", 1, true), command.name)
    end
  end)

  it("says of a command its usage, examples, options and exit status", function()
    local text = help.command("run", {})
    for _, part in ipairs { "Usage", "lede run [OPTIONS] PATH…", "Examples", "Options", "--format text|jsonl|csv",
                            "-o, --output FILE", "--set PLUGIN.KEY=VALUE", "Exit status" } do
      assert.truthy(text:find(part, 1, true), part)
    end
  end)

  it("fits into 80 columns, and less where the terminal has less", function()
    for _, width in ipairs { 200, 80, 60 } do
      for line in (help.overview { width = width } .. help.command("run", { width = width })):gmatch("[^\n]+") do
        if not line:find("^  lede ") then assert.is_true(lede.width(line) <= math.min(width, 80), line) end
      end
    end
  end)

  it("says what to do about a command that does not exist", function()
    local found, message = pcall(help.command, "r\27un")
    assert.is_false(found)
    assert.truthy(message:find("lede --help", 1, true))
    assert.is_nil(message:find("\27", 1, true))
  end)
end)
