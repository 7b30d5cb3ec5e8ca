-- What scripts and the prompt see of many documents: collections of articles, quotes, people, figures and findings.

local NEWS = lede.corpus("examples/news", { outlet_from = "folder" })

-- What a failing call says.
local function refusal(f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  return message
end

local function all(c, field)
  local list = {}
  for e in c:each() do list[#list + 1] = tostring(e[field]) end
  return list
end

local function set(list)
  local names = {}
  for _, name in ipairs(list) do names[name] = true end
  return names
end

describe("a collection", function()
  it("is counted, indexed from both ends, and iterated in the order of the documents", function()
    assert.equal(8, #NEWS)
    assert.equal(8, NEWS:count())
    assert.equal(NEWS[8].id, NEWS[-1].id)
    assert.is_nil(NEWS[9])
    assert.is_nil(NEWS[0])
    local n = 0
    for i, article in ipairs(NEWS) do n = n + 1 assert.equal(NEWS[i].id, article.id) end
    assert.equal(8, n)
  end)

  it("finds names as names: part of one, in any case, without accents, and not what is somebody's", function()
    assert.same({ ["Dagny Okafor"] = true, Okafor = true }, set(all(NEWS.quotes { speaker = "OKAFOR" }, "speaker")))
    assert.equal(#NEWS.quotes { speaker = "Agnes Półtorak" }, #NEWS.quotes { speaker = "poltorak" })
    local names = require "lib.collections.names"
    local putin = names.matcher "Putin"
    assert.same({ true, true, false, false, false }, { putin "Vladimir Putin", putin "PUTIN", putin "Putin’s spokesman",
      putin "friends of Putin", putin "Rasputin" })
    assert.is_true(names.matcher("V. Putin") "Vladimir Putin")
    assert.is_true(names.matcher("Zelensky") "Volodymyr Zelenskyy")
    assert.is_true(names.matcher("Kiev") "Kyiv")
  end)

  it("takes lists, functions, true and false as conditions, and facts of the document in short", function()
    local quotes = NEWS.quotes
    assert.equal(#quotes { kind = "direct" } + #quotes { kind = "mixed" }, #quotes { kind = { "direct", "mixed" } })
    assert.equal(#quotes, #quotes { speaker = true } + #quotes { speaker = false })
    assert.equal(#quotes { words = function(n) return n > 20 end }, #quotes:where(function(q) return q.words > 20 end))
    assert.same({ ["vessany-post"] = true }, set(all(quotes { outlet = "Vessany Post" }, "outlet")))
    assert.equal(#quotes { ["doc.outlet"] = "vessany-post" }, #quotes { outlet = "vessany-post" })
    assert.same({ ["2026-03-10"] = true }, set(all(quotes { date = "2026-03-10" }, "date")))
    assert.equal(#quotes { date = "2026-03-11/2026-03-12" }, #quotes { since = "2026-03-11", ["until"] = "2026-03-12" })
    assert.equal(#quotes, #quotes { date = "2026-03" })
  end)

  it("raises for nil, which must not mean everything", function()
    local nothing
    assert.matches("no condition is given; was its value nil?", refusal(NEWS.quotes, { speaker = nothing }), 1, true)
    assert.matches("compared with nil", refusal(NEWS.quotes.where, NEWS.quotes, "speaker", nothing), 1, true)
    assert.matches("is it a variable that is not set?", refusal(NEWS.quotes, nothing), 1, true)
    assert.matches("an empty list finds nothing", refusal(NEWS.quotes, { speaker = { nothing } }), 1, true)
  end)

  it("raises for an unknown field, blaming the line of the caller and naming the nearest", function()
    local message = refusal(function() return NEWS.quotes { speeker = "x" } end)
    assert.matches("^tests/lua/collections_spec.lua:%d+: there is no field 'speeker'; did you mean 'speaker'%?$", message)
    assert.matches("did you mean 'speaker'?", refusal(function() return NEWS.quotes[1].speker end), 1, true)
    assert.matches("did you mean 'quotes'?", refusal(function() return NEWS.qoutes end), 1, true)
    assert.matches("did you mean 'doc.outlet'?", refusal(function() return NEWS.quotes:sort("doc.outlt") end), 1, true)
  end)

  it("sorts by several fields, what is unknown last, of equals the first one first", function()
    local sorted = NEWS.quotes:sort("doc.date", "-words")
    local last
    for q in sorted:each() do
      assert(not last or last.date < q.date or last.date == q.date and last.words >= q.words)
      last = q
    end
    assert.equal("nil", all(NEWS.quotes:sort("speaker"), "speaker")[#NEWS.quotes])
    assert.equal("nil", all(NEWS.quotes:sort("-speaker"), "speaker")[#NEWS.quotes])
  end)

  it("groups, the largest first, and groups are chosen by their own fields or those of their elements", function()
    local by = NEWS.quotes:by("speaker")
    local sum = 0
    for group in by:each() do sum = sum + group.count end
    assert.equal(#NEWS.quotes, sum)
    assert.equal("Dagny Okafor", by[1].speaker)
    assert.equal(by[1].count, #NEWS.quotes { speaker = "Okafor" })
    local okafor = by { speaker = "Okafor", kind = "direct" }
    assert.equal("Dagny Okafor", okafor[1].speaker)
    assert.same({ direct = true }, set(all(okafor[1].members, "kind")))
    assert.equal(#by, #NEWS.quotes:values("speaker") + #by { speaker = false })
  end)

  it("of people has one element a person, whose surname alone in another document is the same", function()
    local okafor = NEWS.people { name = "Okafor" }
    assert.equal(1, #okafor)
    assert.equal("Dagny Okafor", okafor[1].name)
    assert(okafor[1].documents > 1)
    assert.equal(okafor[1].count, #okafor[1].members)
  end)

  it("of one article, or of some, is that of these", function()
    local some = NEWS { outlet = "Vessany Post" }
    assert.equal(2, #some)
    assert.equal(#some.quotes, #some[1].quotes + #some[2].quotes)
    assert.equal(#some.quotes, #NEWS:quotes { outlet = "Vessany Post" })
    assert.equal(#NEWS[3].quotes, #NEWS:slice(3, 3).quotes)
  end)
end)
