--- lede check, as authors of plugins run it.
package.path = "tests/lua/?.lua;" .. package.path
local shell = require "support_shell"

describe("lede check", function()
  local folder = shell.folder()
  teardown(function() shell.remove(folder) end)

  local function plugin(name, body)
    return shell.write(("%s/%s.lua"):format(folder, name),
      ("local M = { api = 1, name = %q, gives = { %s = {} } }\n%s\nreturn M\n"):format(name, name, body))
  end

  local function check(path) return shell.run(('"$LEDE" check %s'):format(shell.quoted(path))) end

  it("finds nothing wrong with the plugin of the README, and shows a mark and a finding of it", function()
    local out, err, status = check "examples/vows.lua"
    assert.same({ "", 0 }, { err, status })
    assert.matches('a mark of "vows"', out, 1, true)
    local session = lede.session { plugins = { "examples/vows.lua" } }
    for _ in session:each "examples/news" do end
    local shown, known = lede.from_json(out:match("a finding:\n  (%b{})")), false
    for _, finding in ipairs(session:findings()) do
      known = known or finding.kind == "vow" and finding.key == shown.key and finding.times == shown.times
    end
    assert.is_true(known)
  end)

  it("tries a plugin whatever its file does while it loads", function()
    shell.write(folder .. "/helper.lua", "return function(word) return { word } end")
    local path = plugin("fails", 'local words = require "helper" "will"\nfunction M.document() error(words[1]) end')
    local out, _, status = check(path)
    assert.equal(1, status)
    assert.matches("it fails on a sample", out, 1, true)
  end)

  it("tells of marks that differ from run to run", function()
    local path = plugin("unsteady", [[
      function M.document()
        local marks = {}
        for kind in pairs { a = 1, b = 1, c = 1, d = 1, e = 1, f = 1 } do
          marks[#marks + 1] = { first = 1, last = 1, kind = kind }
        end
        return { unsteady = marks }
      end]])
    local out, _, status = check(path)
    assert.equal(1, status)
    assert.matches("two runs give different marks", out, 1, true)
  end)

  it("tells of findings that depend on how the work is split, and of a fold that fails", function()
    local rest = "function M.document() return {} end\nfunction M.fold(t) t.n = (t.n or 0) + 1 return t end\n" ..
      'function M.finish(t) return { { kind = "n", key = "n", n = t.n } } end\n'
    local out, _, status = check(plugin("split", rest .. "function M.merge(a) return a end"))
    assert.equal(1, status)
    assert.matches("its findings differ when the work is split", out, 1, true)
    out, _, status = check(plugin("broken", rest .. "function M.merge() error 'no' end"))
    assert.equal(1, status)
    assert.matches("its fold fails", out, 1, true)
  end)
end)
