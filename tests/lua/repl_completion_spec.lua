-- What Tab does at the prompt: what is taken away, put there, and shown.

local completion = require "lib.repl.completion"
local source = require "lib.repl.source"

local session

setup(function()
  session = require("lib.repl").open({ "examples/news/harsel-courier" }, {}, { prompts = true, width = 80, now = os.clock,
    stamp = function() return "there" end })
  assert(#session.corpus > 0)
end)

teardown(function() setmetatable(_G, nil) end)

-- The text once Tab was pressed behind it; nil when nothing happens.
local function completed(text)
  local remove, insert = completion.complete(session, text)
  return remove and text:sub(1, #text - remove) .. insert
end

local function shown(text) return select(3, completion.complete(session, text)) or "" end

describe("Tab", function()
  it("completes what is alone", function()
    for text, wanted in pairs {
      ["quo"] = "quotes", ["prin"] = "print", ["x = quo"] = "x = quotes", ["lede.sorted_p"] = "lede.sorted_pairs",
      ["lede.corp"] = "lede.corpus", ["quotes:whe"] = "quotes:where",
      ["quotes { kind = 'direct' }:whe"] = "quotes { kind = 'direct' }:where",
      ["quotes:top(3):whe"] = "quotes:top(3):where", ["articles[1].peop"] = "articles[1].people",
      ["#articles.quotes:sli"] = "#articles.quotes:slice",
      ["quotes[1].sent"] = "quotes[1].sentence", ["quotes[1]:wh"] = "quotes[1]:why", ["people[1].docu"] = "people[1].documents",
      ["quotes{sente"] = "quotes{sentence = ", ["quotes{kind = 'direct', sente"] = "quotes{kind = 'direct', sentence = ",
      ["quotes:where{sente"] = "quotes:where{sentence = ", ["quotes:by('outl"] = "quotes:by('outlet'",
      ["quotes:sort\"outl"] = "quotes:sort\"outlet\"",
      ["f(quotes{kind='mix"] = "f(quotes{kind='mixed'", ["layers.ent"] = "layers.entities", [".relo"] = ".reload ",
      [".load examples/vo"] = ".load examples/vows.lua", ["lede.corpus('exam"] = "lede.corpus('examples/",
      [".mode js"] = ".mode json",
      ["dofile('examples/vo"] = "dofile('examples/vows.lua'", ["string.form"] = "string.format", ["unti"] = "until",
    } do
      assert.same({ text, wanted }, { text, completed(text) })
    end
  end)

  it("knows who is quoted and named, by any of the words, whatever the case", function()
    assert.equal('quotes{speaker="Dagny Okafor"', completed 'quotes{speaker="okaf')
    assert.equal("people{name='Dagny Okafor'", completed "people{name='Dagny O")
    assert.equal('quotes:where("speaker", "Dagny Okafor"', completed 'quotes:where("speaker", "Okaf')
    assert.equal('people"Dagny Okafor"', completed 'people"Okaf')
  end)

  it("shows what there is where there is more than one", function()
    assert.matches("speaker +speaker_", shown "quotes[1].speaker")
    assert.matches("where", shown "quotes:")
    assert.matches("quotes", shown "")
    assert.matches("load +layers", shown ".l")
    assert.equal("quotes:t", completed "quotes:t")
  end)

  it("does nothing where it knows nothing, and calls nothing of the user's", function()
    local called = false
    _G.strange = setmetatable({}, { __index = function() error "no" end, __pairs = function() error "no" end })
    _G.touch = function() called = true end
    for _, text in ipairs { "zzz", "touch().", "touch():x", "nothing.at.", "1 + ", "quotes{speaker=\"zzzz", "strange.",
      "strange.x.", ")", "]].", "a..",
      "'", "[[", "quotes{nothing='x", "quotes[", "x:y(", "é", "." } do
      local ok, message = pcall(completion.complete, session, text)
      assert.is_true(ok, text .. ": " .. tostring(message))
    end
    assert.is_false(called)
    _G.strange, _G.touch = nil, nil
  end)
end)

describe("a local outside of any block", function()
  it("is a global at the prompt, and every column stays where it is", function()
    for text, wanted in pairs {
      ["local x = 1"] = "      x = 1", ["local x"] = "      x = nil", ["local x, y = f()"] = "      x, y = f()",
      ["local x <const>, y = 1"] = "      x        , y = 1",
      ["local function f() local y end"] = "      function f() local y end",
      ["do local x = 1 end local y = 2"] = "do local x = 1 end       y = 2",
      ["repeat local a until a local b"] = "repeat local a until a       b = nil",
      ["if x then local y elseif z then local w else local v end"] = "if x then local y elseif z then local w else local v end",
      ["local f <close> = open()"] = "local f <close> = open()", ["x = 'local y' -- local z"] = "x = 'local y' -- local z",
      ["x = [==[ local ]] ]==] local y"] = "x = [==[ local ]] ]==]       y = nil",
      ["t = { f = function() local x end }"] = "t = { f = function() local x end }",
      ["--[[ local a ]] local b = 1"] = "--[[ local a ]]       b = 1", ["x.local_ = 1"] = "x.local_ = 1",
    } do
      assert.same({ text, wanted }, { text, source.kept(text) })
    end
  end)
end)

describe("Enter", function()
  it("ends a line that is whole, or that nothing could mend", function()
    for _, text in ipairs { "x", "x = 1", "1 +* 2", "f(", "for i = 1, 2 do", "function f()", "x = [[", "--[[", "return",
      "quotes:count", "a b", "quotes?",
      ".help", "'abc", "if x then\n\n\n", "{", "goto x", "" } do
      local unfinished = text:find("^for") or text:find("^function") or text:find("%[%[$") or text:find("[({]$")
      assert.same({ text, not unfinished }, { text, source.whole(text, true) })
    end
    assert.is_false(source.whole("if x then\n\n\n", false))
  end)
end)
