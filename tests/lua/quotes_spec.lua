package.path = "plugins/?.lua;" .. package.path
local statements = require "lib.statements"
local verbs = require "lib.verbs"
local cues = require "data.cues"

-- Who said what. Each text is made up; each test says the rule it guards.

--- The quotations of a text, as "kind | speaker | cue | words" lines, in the order of the text.
local function lines_of(text, given)
  local record = lede.analyze(text, { plugins = { "structure", "quotes" }, given = given })
  assert.same({}, record.errors)
  local out = {}
  for n, q in ipairs(record.layers.quotes) do
    local words = text:sub(q.first, q.last):gsub("%s+", " ")
    out[n] = ("%-8s | %s | %s | %s"):format(q.kind, q.speaker or "-", q.cue or "-", words)
  end
  return out, record
end

--- The one quotation of a text.
local function only(text)
  local _, record = lines_of(text)
  assert.equal(1, #record.layers.quotes, "one quotation in: " .. text)
  return record.layers.quotes[1], text:sub(record.layers.quotes[1].first, record.layers.quotes[1].last)
end

local function first(text)
  local _, record = lines_of(text)
  local q = record.layers.quotes[1]
  return q, q and text:sub(q.first, q.last)
end

describe("direct speech", function()
  it("has its speaker behind the verb or before it", function()
    assert.equal("Anna Berg", only("“The bridge is closed,” said Anna Berg.").speaker)
    assert.equal("Anna Berg", only("“The bridge is closed,” Anna Berg said on Monday.").speaker)
    assert.equal("Anna Berg", only("Anna Berg said: “The bridge is closed.”").speaker)
  end)

  it("is the words between the marks; the marks themselves are not part of it", function()
    local _, words = only("“The bridge is closed,” said Anna Berg.")
    assert.equal("The bridge is closed,", words)
  end)

  it("goes on behind the attribution, in the same sentence or the next, as parts of one quotation", function()
    local q = only("“The bridge,” Anna Berg said, “is closed.”")
    assert.equal(2, #q.parts)
    q = only("“The bridge is closed,” Anna Berg said. “It will open in May.”")
    assert.equal(2, #q.parts)
  end)

  it("in a headline is speech when it is longer than a name", function()
    local text = "“Nobody told us that it was coming”: bridge closed\n\nThe city closed its bridge on Tuesday after a storm."
    local q = first(text)
    assert.equal("direct", q.kind)
    assert.equal("title", q.where)
  end)

  it("does not go on in a quotation that has a speaker of its own", function()
    local lines = lines_of("“It is closed,” Anna Berg said. “It is not,” Tom Lind replied.")
    assert.same({ "direct   | Anna Berg | said | It is closed,", "direct   | Tom Lind | replied | It is not," },
      lines)
  end)

  it("may have its comma outside the marks, and somebody it is told to", function()
    local q = only("'It is', Anna Berg told the council, 'a sad day.'")
    assert.equal("Anna Berg", q.speaker)
    assert.equal(2, #q.parts)
  end)

  it("may be signed behind a dash", function()
    assert.equal("Anna Berg", only("“Safety first” – Mayor Anna Berg").speaker)
  end)

  it("is not its setting: “Speaking in Northwick, Berg said …”", function()
    local _, words = only("Speaking in Northwick, Mayor Anna Berg said, “The bridge is closed.”")
    assert.equal("The bridge is closed.", words)
  end)

  it("may run over paragraphs, an opening mark on each and one closing mark at the end", function()
    local q = only("“We waited for a year. Nothing came.\n\n“Then we stopped waiting,” Anna Berg wrote.")
    assert.equal("Anna Berg", q.speaker)
    assert.equal(2, #q.parts)
  end)

  it("may be a single word where it stands alone", function()
    local lines = lines_of("“It is closed,” Anna Berg said. She paused. “Nobody.”")
    assert.equal("direct   | Anna Berg | - | Nobody.", lines[2])
  end)

  it("may stand around “according to”", function()
    local q = only("“The old bridge,” according to the report, “was never safe.”")
    assert.equal("the report", q.speaker)
    assert.equal(2, #q.parts)
  end)

  it("without a cue belongs to the speaker of the turn", function()
    local lines = lines_of("“It is closed,” Anna Berg said.\n\n“Nobody asked us about that.”")
    assert.equal("direct   | Anna Berg | - | Nobody asked us about that.", lines[2])
  end)

  it("behind a colon belongs to the subject of the sentence, whatever its verb", function()
    assert.equal("Anna Berg", only("Asked about the costs, Anna Berg shrugged: “Ask the bank.”").speaker)
  end)

  it("may follow in the paragraph below a line that ends in a colon", function()
    local lines = lines_of("Later Anna Berg responded:\n\n“The bridge will open again before the winter.”")
    assert.equal("direct   | Anna Berg | - | The bridge will open again before the winter.", lines[#lines])
  end)
end)

describe("mixed speech", function()
  it("is the clause of the reporter with the quoted pieces in it", function()
    local q, words = only("Anna Berg said the work would take “at least three winters.”")
    assert.equal("mixed", q.kind)
    assert.equal("the work would take “at least three winters.”", words)
    assert.equal(1, #q.quoted)
  end)

  it("ends where the next verb of speech begins", function()
    local lines = lines_of("Anna Berg said the work was “nearly done,” but cautioned that it was late.")
    assert.same({ "mixed    | Anna Berg | said | the work was “nearly done,”",
      "indirect | Anna Berg | cautioned | it was late" }, lines)
  end)

  it("takes the object of a judgement with it", function()
    local _, words = only("Critics called the plan “reckless.”")
    assert.equal("the plan “reckless.”", words)
  end)

  it("keeps a relative pronoun that stands for what was said", function()
    local q = only("It was a plan that Anna Berg called “reckless.”")
    assert.equal(2, #q.parts)
  end)
end)

describe("indirect speech", function()
  it("stands behind a verb of speech, with or without “that”", function()
    for _, text in ipairs { "Anna Berg said the bridge was closed.", "Anna Berg said that the bridge was closed." } do
      local q, words = only(text)
      assert.equal("indirect", q.kind)
      assert.equal("the bridge was closed", words)
    end
  end)

  it("stands before “Berg said” and around it", function()
    local _, words = only("The bridge was closed, Anna Berg said.")
    assert.equal("The bridge was closed", words)
    local q = only("The old bridge, Anna Berg said, was closed by ice.")
    assert.equal(2, #q.parts)
  end)

  it("stands with “according to” on either side", function()
    local q, words = only("According to the ministry, the bridge was closed.")
    assert.equal("the ministry", q.speaker)
    assert.equal("the bridge was closed", words)
    q = only("The bridge was closed, according to the ministry.")
    assert.equal("the ministry", q.speaker)
  end)

  it("takes “citing” for a second source, not for more words", function()
    local _, words = first("The bridge was closed, the Courier reported, citing the mayor.")
    assert.equal("The bridge was closed", words)
  end)

  it("does not take a setting for words: “On Monday, Berg said …”", function()
    local _, words = only("In a letter on Monday, Anna Berg said the bridge was closed.")
    assert.equal("the bridge was closed", words)
  end)

  it("knows hearsay without a source", function()
    local q = only("The piers are said to be cracked.")
    assert.is_nil(q.speaker)
    assert.equal("hearsay", q.rule)
  end)

  it("is no noun that looks like a verb", function()
    assert.same({}, (lines_of("The security guarantees to be signed cover three ports.")))
  end)

  it("is none where a verb of speech has an object in another meaning: a clause must follow", function()
    assert.same({}, (lines_of("Anna Berg added to her lead on Monday.")))
    assert.same({}, (lines_of("Anna Berg posted two pictures of the bridge.")))
    assert.same({}, (lines_of("Anna Berg won 20 pledged delegates in the north.")))
    assert.same({}, (lines_of("Anna Berg did not respond to a request for comment.")))
    assert.equal(1, #lines_of("Anna Berg added the bridge was late."))
  end)

  it("is none where a pronoun’s verb belongs to the noun before: allegations he denied", function()
    local lines = lines_of("Tom Lind was accused of theft, allegations he denied.")
    for _, line in ipairs(lines) do assert.is_nil(line:find("Tom Lind was accused", 1, true)) end
  end)

  it("begins behind the dateline", function()
    local _, words = only("NORTHWICK, Norway (AP) — The bridge was closed on Tuesday, police said.")
    assert.equal("The bridge was closed on Tuesday", words)
  end)

  it("that ends in “…, Lind said” is all Lind’s, with what others agreed in it", function()
    local q, words = only("The towns agreed to share the bridge, Tom Lind said.")
    assert.equal("Tom Lind", q.speaker)
    assert.equal("The towns agreed to share the bridge", words)
  end)

  it("that is an act of speech ends before the time and the occasion", function()
    local _, words = only("Critics rejected the plan during a rally on Monday.")
    assert.equal("the plan", words)
  end)

  it("in a clause before the main one, or behind “who”, ends where the other goes on", function()
    local _, words = first("While Anna Berg said the bridge was closed, the ferry was still at sea.")
    assert.equal("the bridge was closed", words)
    _, words = first("Tom Lind, who endorsed the plan, has left the city.")
    assert.equal("the plan", words)
  end)

  it("begins behind the name of its source, not behind the first clause", function()
    local q, words = only("According to the Harbour Post, Anna Berg met Tom Lind on Monday, smiling.")
    assert.truthy(q.speaker:find("Harbour Post", 1, true))
    assert.truthy(words:find("^Anna Berg met"))
  end)

  it("is what a document shows", function()
    local q, words = only("A new poll showed two thirds of voters in favour.")
    assert.equal("document", q.speaker_kind)
    assert.equal("two thirds of voters in favour", words)
  end)

  it("is the clause behind a noun whose owner is named, where it is an object", function()
    local q = only("The council had heard Anna Berg’s claim that the bridge was safe.")
    assert.equal("Anna Berg", q.speaker)
    assert.same({}, (lines_of("Anna Berg’s claim that the bridge was safe is odd.")))
  end)

  it("is what a title tells of somebody before a colon", function()
    local _, record = lines_of("Anna Berg: Bridge will open again in May\n\nMayor Anna Berg opened the fair on Tuesday.\n"
      .. "Anna Berg met Tom Lind at the fair, and both were seen by many.")
    local q = record.layers.quotes[1]
    assert.equal("headline", q.rule)
    assert.equal("Anna Berg", q.speaker)
  end)

  it("can be left out by a setting", function()
    local record = lede.analyze("Anna Berg said the bridge was closed.", { plugins = { "structure", "quotes" },
      set = { "quotes.indirect=false" } })
    assert.same({}, record.layers.quotes)
  end)
end)

describe("an interview", function()
  local TALK = "Anna Berg, the mayor, met us on Tuesday in her office, and she had an hour.\n\n"

  it("has a quotation for each turn, whose speaker is named in front", function()
    local lines = lines_of(TALK .. "BERG: It was safe then.\n\nLIND: You said it was late.\n\nBERG: Not at all, no.")
    assert.same({ "direct   | Anna Berg | : | It was safe then.", "direct   | LIND | : | You said it was late.",
      "direct   | Anna Berg | : | Not at all, no." }, lines)
  end)

  it("has no turns where only figures stand behind the names", function()
    assert.same({}, (lines_of(TALK .. "Berg: 1,204.\n\nLind: 946.\n\nBerg: 2,010.\n\nLind: 871.")))
  end)
end)

describe("another language", function()
  local GERMAN = "Die Stadt hat die alte Brücke am Dienstag gesperrt, nachdem Prüfer Risse in zwei Pfeilern gefunden hatten.\n\n"

  it("keeps its quotations, in its own marks, without speakers", function()
    local lines = lines_of(GERMAN .. "„Wir wissen nicht, wie lange es dauert“, sagte Anna Berg. Die „Alte Dame“ ist nicht offen.")
    assert.same({ "direct   | - | - | Wir wissen nicht, wie lange es dauert", "term     | - | - | Alte Dame" }, lines)
  end)

  it("is known from what is given, too", function()
    local lines = lines_of("«On ne sait rien de plus», a dit Anna Berg.", { lang = "fr" })
    assert.same({ "direct   | - | - | On ne sait rien de plus" }, lines)
  end)
end)

describe("terms", function()
  it("are names in quotation marks, not speech", function()
    local q, words = only("The so-called “iron lady” opened in 1911.")
    assert.equal("term", q.kind)
    assert.equal("iron lady", words)
  end)

  it("are titles of works, also where a sentence ends inside the marks", function()
    local lines = lines_of("“It is late,” Anna Berg said on “Harbour Tonight.”")
    assert.equal("term     | - | - | Harbour Tonight", lines[2])
  end)

  it("don't make a reported sentence a quotation", function()
    local lines = lines_of("Anna Berg said the so-called “iron lady” was closed.")
    assert.truthy(lines[1]:find("^indirect"))
  end)
end)

describe("speakers", function()
  it("are called by the fullest name of the text, also where only the surname stands", function()
    local _, record = lines_of("Mayor Anna Berg opened the fair. Berg said the bridge was closed.")
    assert.equal("Anna Berg", record.layers.quotes[1].speaker)
  end)

  it("may be named in an insertion: the mayor, Anna Berg, said", function()
    assert.equal("Anna Berg", only("The mayor of Northwick, Anna Berg, said the bridge was closed.").speaker)
  end)

  it("keep their name before an insertion: Anna Berg, the mayor, said", function()
    assert.equal("Anna Berg", only("Anna Berg, the mayor of Northwick, said the bridge was closed.").speaker)
  end)

  it("are not whoever stands in a possessive before them", function()
    local q = only("Anna Berg’s spokesman said the bridge was closed.")
    assert.not_equal("Anna Berg", q.speaker)
    assert.equal("role", q.speaker_kind)
  end)

  it("are found for a pronoun: the last speaker", function()
    local lines = lines_of("“It is closed,” Anna Berg said. She added that it would open in May.")
    assert.truthy(lines[2]:find("Anna Berg", 1, true))
  end)

  it("are found for a pronoun: somebody who has been the subject since", function()
    local lines = lines_of("“It is closed,” Anna Berg said. Tom Lind disagreed on Monday. “It is open,” he said.")
    assert.truthy(lines[2]:find("Tom Lind", 1, true))
  end)

  it("are not found inside a quotation", function()
    local lines = lines_of("Anna Berg opened the fair. ‘I met Tom Lind there,’ she said. Tom Lind left.")
    assert.truthy(lines[1]:find("Anna Berg", 1, true))
  end)

  it("are found for a relative pronoun; the span is the pronoun", function()
    local text = "The fair was opened by Anna Berg, who said the bridge was closed."
    local q = only(text)
    assert.equal("Anna Berg", q.speaker)
    assert.equal("who", text:sub(q.speaker_first, q.speaker_last))
  end)

  it("are found for a pronoun: not a woman for “he”, nor a man for “she”", function()
    local lines = lines_of("“It is closed,” Maria Lind said. “It is open,” Peter Okafor said. “Never again,” she replied.")
    assert.truthy(lines[#lines]:find("Maria Lind", 1, true))
  end)

  it("may have a day between name and verb", function()
    assert.equal("Anna Berg", only("Mayor Anna Berg today said the bridge was closed.").speaker)
  end)

  it("may be named by their words", function()
    local lines = lines_of("Mayor Anna Berg opened the fair. Berg said it rained. The bridge is, in her words, “an old ruin.”")
    assert.equal("direct   | Anna Berg | - | an old ruin.", lines[2])
  end)

  it("are no participles, figures or clauses", function()
    for _, text in ipairs { "When interviewed said the bridge was closed.", "In all, 1894 said the bridge was closed." } do
      assert.same({}, (lines_of(text)))
    end
  end)

  it("are those a document comes from, where it says so", function()
    assert.equal("the ministry", only("The statement from the ministry said the bridge was closed.").speaker)
    assert.equal("document", only("The draft statement says the bridge is closed.").speaker_kind)
  end)

  it("are those quoted, not those who quote them", function()
    assert.equal("Anna Berg", only("The agency quoted Anna Berg, a baker, as saying that the bridge was closed.").speaker)
    assert.equal("Tom Lind", only("Tom Lind was quoted as saying the bridge was open.").speaker)
  end)

  it("may be a word that also stands before a noun: many said, a sign that said", function()
    assert.equal("Many", only("Many said the bridge was closed.").speaker)
    assert.equal("that", (function()
      local text = "It was replaced by a sign that said, “The bridge is closed.”"
      local q = only(text)
      return text:sub(q.speaker_first, q.speaker_last)
    end)())
  end)

  it("may have a clause of their own with other verbs in it", function()
    local q = only("Residents who have heard of the cracks say the bridge is closed.")
    assert.equal("Residents", q.speaker)
  end)

  it("may be two, behind a clause that ends", function()
    local lines = lines_of("Norway pledged to pay, while Canada and the island said they would wait.")
    assert.truthy(lines[#lines]:find("Canada and the island", 1, true))
  end)

  it("that won't be named are anonymous", function()
    assert.equal("anonymous",
      only("An official who spoke on condition of anonymity said the bridge was closed.").speaker_kind)
  end)

  it("are never “we”", function()
    local q = first("We said that the bridge was closed.")
    assert.is_nil(q.speaker)
  end)
end)

describe("speech at one or two removes", function()
  it("is a question that somebody asks, whoever is asked", function()
    assert.same({ "indirect | Anna Berg | asked | whether the bridge was safe" },
      (lines_of("Anna Berg asked whether the bridge was safe.")))
    assert.same({ "indirect | Anna Berg | asked | why the ferry was late" },
      (lines_of("Anna Berg asked Tom Lind why the ferry was late.")))
    assert.same({}, (lines_of("Anna Berg asked the board to resign.")))
  end)

  it("behind a question is of whoever answers, not of whoever asked", function()
    assert.equal("Anna Berg", only("Asked by Tom Lind about the bridge, Anna Berg said it was closed.").speaker)
    assert.equal("Anna Berg", only("When asked by Tom Lind about the ferry, Anna Berg replied: “It is late.”").speaker)
  end)

  it("names whom the speaker cites, when that is somebody", function()
    local q = only("The bridge was closed on Monday, the Northwick Post reported, citing two officials familiar with the plan.")
    assert.equal("Northwick Post", q.speaker)
    assert.equal("two officials familiar with the plan", q.citing)
    q = only("The agency reported, citing Mayor Anna Berg, that the bridge was closed.")
    assert.equal("Anna Berg", q.citing)
    assert.is_nil(only("The bridge will close, Anna Berg said, citing the cost.").citing)
  end)

  it("is the speaker’s who won’t be named only where that is said of the speaker", function()
    local q = only("“It is late,” the Northwick Post said, citing an official who spoke on condition of anonymity.")
    assert.equal("org", q.speaker_kind)
  end)

  it("is all that stands before a closing “according to”, other cues too", function()
    local lines = lines_of("The union called for strikes against the port, according to Anna Berg.")
    assert.same({ "indirect | Anna Berg | according to | The union called for strikes against the port" }, lines)
  end)

  it("has the subject of the verb that opens an infinitive", function()
    assert.same({ "indirect | Anna Berg | warn | the bridge was unsafe" },
      (lines_of("Anna Berg went on to warn that the bridge was unsafe.")))
    assert.same({ "indirect | The board | reject | the claims of the union" },
      (lines_of("The board tried to reject the claims of the union.")))
  end)

  it("may be an act in the passive, whose object was spoken of", function()
    assert.same({ "indirect | most residents | rejected | The proposal" },
      (lines_of("The proposal was rejected by most residents.")))
    assert.same({}, (lines_of("The proposal was rejected on Monday.")))
  end)

  it("has a plural subject whatever its last word is", function()
    assert.equal("The directors of the port", only("The directors of the port say the ferry will stay.").speaker)
  end)

  it("is what a document shows, also one that somebody has made", function()
    assert.equal("document", only("A survey conducted by the council has found most voters undecided.").speaker_kind)
  end)

  it("is of whoever stands before a participle behind “with”", function()
    assert.equal("some polls", only("Anna Berg leads in the north, with some polls indicating that she is ahead.").speaker)
  end)

  it("is of the name before a colon, of whom “from” names, not of a time", function()
    local lines = lines_of("The talks take place in the old town - Tom Lind: “We are not done with this.”")
    assert.matches("^direct   | Tom Lind | ", lines[1])
    lines = lines_of("The talks take place. From the new report: “We are not done with this at all.”")
    assert.matches("^direct   | the new report | ", lines[#lines])
    assert.equal("Anna Berg", only("A few minutes later, Anna Berg shrugged: “We are not done with this.”").speaker)
  end)

  it("is not the programme it was said in", function()
    local lines = lines_of("Sunday on Radio Nord’s “Harbour Morning,” Anna Berg said the “honesty” of the board was in question.")
    assert.equal("mixed    | Anna Berg | said | the “honesty” of the board was in question", lines[2])
  end)
end)

describe("labels", function()
  it("may be the letters of questions and answers", function()
    for _, mark in ipairs { ":", "." } do
      local turns = "Q%s Is it safe?\n\nA%s No, it is not.\n\nQ%s When will it open?\n\nA%s It will open in May."
      local text = turns:gsub("%%s", mark)
      local _, record = lines_of(text)
      local speakers = {}
      for n, q in ipairs(record.layers.quotes) do speakers[n] = q.speaker end
      assert.same({ "Q", "A", "Q", "A" }, speakers)
      assert.equal("No, it is not.", text:sub(record.layers.quotes[2].first, record.layers.quotes[2].last))
    end
    assert.same({}, (lines_of("A. Berg left.\n\nThe ferry sails.\n\nQ. Lind stayed.")))
  end)

  it("of a title hold for quotations in it, too", function()
    local text = "Anna Berg: Council’s plan is ‘a disgrace’ and must go\n\nThe mayor, Anna Berg, spoke on Monday of the plan."
    assert.equal("mixed    | Anna Berg | : | Council’s plan is ‘a disgrace’ and must go", lines_of(text)[1])
  end)
end)

describe("a role that the story leads with", function()
  local LEAD = "The governor’s new chief of staff has announced “concrete results” in the talks.\n\n"

  it("is the person whom the second paragraph begins with", function()
    assert.equal("Tom Lind", first(LEAD .. "Tom Lind offered the update on Monday.").speaker)
    assert.equal("Tom Lind", first(LEAD .. "Tom Lind, who was appointed on Friday, left.").speaker)
    assert.equal("person", first(LEAD .. "Tom Lind offered the update on Monday.").speaker_kind)
  end)

  it("is not somebody who speaks against it, or was named before", function()
    assert.equal("role", first(LEAD .. "Tom Lind criticized the talks on Monday.").speaker_kind)
    local title = "Talks on Tom Lind’s plan go on\n\n"
    assert.equal("role", first(title .. LEAD .. "Tom Lind offered the update on Monday.").speaker_kind)
  end)

  it("is a certain person: not an aide, not a council", function()
    local rest = " has announced “concrete results” in the talks.\n\nTom Lind offered the update."
    assert.equal("An aide", first("An aide" .. rest).speaker)
    assert.equal("The council", first("The council" .. rest).speaker)
  end)
end)

describe("quotation marks", function()
  it("of every kind are paired", function()
    for _, marks in ipairs { { "“", "”" }, { '"', '"' }, { "«", "»" }, { "„", "“" }, { "»", "«" }, { "« ", " »" },
      { "``", "''" }, { "''", "''" },
      { "「", "」" } } do
      local _, words = only(marks[1] .. "The bridge is closed," .. marks[2] .. " Anna Berg said.")
      assert.equal("The bridge is closed,", words)
    end
  end)

  it("inside quotation marks belong to the quotation around them", function()
    local _, words = only("“They told us ‘never’ and left,” Anna Berg said.")
    assert.equal("They told us ‘never’ and left,", words)
  end)

  it("are no apostrophes: workers’ party, don’t, ’90s", function()
    assert.same({}, (lines_of("The workers’ party of the ’90s don’t meet in the players' hall.")))
  end)

  it("left open do not swallow the paragraphs below", function()
    local _, record = lines_of("“The bridge is closed, Anna Berg wrote.\n\nThe ferry sails.\n\nThe fair opens.")
    for _, q in ipairs(record.layers.quotes) do assert.is_true(q.last < 50) end
  end)

  it("and cues by the thousand, without end or sense, cost no error", function()
    for _, piece in ipairs { "he said ", "He said. ", "according to ", "claim that ", "warned urged called said told ",
      "A: yes\n\nQ: no\n\n",
      "“No,” he said ", ", adding that ", "( ", "a-", "Berg, who said, " } do
      assert.same({}, lede.analyze(piece:rep(3000), { plugins = { "structure", "quotes" } }).errors)
    end
  end)

  it("unmatched or nested by the thousand, or around a very long text, give sensible spans", function()
    local long = ("word "):rep(20000)
    for _, text in ipairs { ("“"):rep(20000), ("” "):rep(20000), ("\" "):rep(20000),
      ("“a "):rep(5000) .. ("b” "):rep(5000),
                            "“" .. long .. "”", "Anna Berg said " .. long .. "." } do
      local record = lede.analyze(text, { plugins = { "structure", "quotes" } })
      assert.same({}, record.errors)
      assert.is_true(#record.layers.quotes <= 2)
    end
  end)
end)

describe("the cue lists", function()
  local function past_forms(class)
    local out = {}
    for written in cues[class]:gmatch("%S+") do
      local _, _, past = verbs.forms(written)
      out[#out + 1] = past
    end
    return out
  end

  it("spell the forms of regular verbs, and keep a word behind an underscore", function()
    assert.same({ "note", "notes", "noted", "noting", "noted" }, { verbs.forms("note") })
    assert.same({ "try", "tries", "tried", "trying", "tried" }, { verbs.forms("try") })
    assert.same({ "stress", "stresses", "stressed", "stressing", "stressed" }, { verbs.forms("stress") })
    assert.same({ "call on", "calls on", "called on", "calling on", "called on" }, { verbs.forms("call_on") })
    assert.same({ "say", "says", "said", "saying", "said" }, { verbs.forms("say,says,said,saying") })
  end)

  it("have verbs of speech that report with “that” and without quotation marks", function()
    for _, past in ipairs(past_forms("say")) do
      local lines = lines_of("Anna Berg " .. past .. " that the bridge was closed.")
      assert.same({ "indirect | Anna Berg | " .. past .. " | the bridge was closed" }, lines)
    end
  end)

  it("have verbs that introduce speech between quotation marks", function()
    for _, past in ipairs(past_forms("voice")) do
      local lines = lines_of("“Never again,” Anna Berg " .. past .. ".")
      assert.same({ "direct   | Anna Berg | " .. past .. " | Never again," }, lines)
    end
  end)

  it("have verbs of judgement that count beside quotation marks only", function()
    for _, past in ipairs(past_forms("judge")) do
      local lines = lines_of("Anna Berg " .. past .. " the plan as “reckless and late” on Monday.")
      assert.truthy(lines[1]:find("^mixed    | Anna Berg | " .. past), lines[1])
    end
  end)

  it("have verbs of mind that report with “that”", function()
    for _, past in ipairs(past_forms("mind")) do
      local lines = lines_of("Anna Berg " .. past .. " that the ferry would stay.")
      assert.same({ "indirect | Anna Berg | " .. past .. " | the ferry would stay" }, lines)
    end
  end)

  it("have verbs of mind that report with “to” or a clause without “that”", function()
    for _, past in ipairs(past_forms("wish")) do
      local lines = lines_of("Anna Berg " .. past .. " to close the old ferry.")
      assert.same({ "indirect | Anna Berg | " .. past .. " | to close the old ferry" }, lines)
    end
  end)

  it("have verbs of speech that report a clause but no object", function()
    for _, past in ipairs(past_forms("clausal")) do
      local told = past == "informed" and "the council that " or ""
      local lines = lines_of("Anna Berg " .. past .. " " .. told .. "the ferry was late.")
      assert.same({ "indirect | Anna Berg | " .. past .. " | the ferry was late" }, lines)
      assert.same({}, (lines_of("Anna Berg " .. past .. " ferries for the old line.")))
    end
  end)

  it("have verbs that report a question", function()
    for _, past in ipairs(past_forms("question")) do
      local lines = lines_of("Anna Berg " .. past .. " whether the ferry would stay.")
      assert.same({ "indirect | Anna Berg | " .. past .. " | whether the ferry would stay" }, lines)
    end
  end)

  it("have verbs that tell what a document found", function()
    for _, past in ipairs(past_forms("finding")) do
      local lines = lines_of("The new survey " .. past .. " most voters undecided.")
      assert.same({ "indirect | The new survey | " .. past .. " | most voters undecided" }, lines)
    end
  end)

  it("have nouns that carry a clause, whose owner says it, or who expresses it", function()
    for noun in cues.noun:gmatch("%S+") do
      local lines = lines_of("The council had heard Anna Berg’s " .. noun .. " that the bridge was closed.")
      assert.same({ "indirect | Anna Berg | " .. noun .. " | the bridge was closed" }, lines)
    end
    for _, past in ipairs(past_forms("expresses")) do
      local lines = lines_of("Anna Berg " .. past .. " deep concern that the bridge was closed.")
      assert.matches("^indirect | Anna Berg | .* the bridge was closed$", lines[#lines])
    end
  end)

  it("have phrases that name a source", function()
    for _, phrase in ipairs(cues.source) do
      local lines = lines_of("The bridge was closed on Monday, " .. phrase .. " Anna Berg.")
      assert.same({ "indirect | Anna Berg | " .. phrase .. " | The bridge was closed on Monday" }, lines)
    end
  end)

  it("have participles that name whom the speaker has it from", function()
    for written in cues.cites:gmatch("%S+") do
      local _, _, _, ing = verbs.forms(written)
      assert.equal("Tom Lind", only("The bridge was closed on Monday, Anna Berg said, " .. ing .. " Mayor Tom Lind.").citing)
    end
  end)

  it("say of verbs only that they are nouns as well", function()
    local known = {}
    for _, class in ipairs { "say", "clausal", "mind", "finding", "wish", "act", "judge", "voice", "question" } do
      for written in cues[class]:gmatch("%S+") do known[(verbs.forms(written))] = true end
    end
    for base in cues.noun_like:gmatch("%S+") do assert.is_true(known[base] or false, base .. " is no verb of any list") end
  end)

  it("have acts of speech that report their object", function()
    for _, past in ipairs(past_forms("act")) do
      local lines = lines_of("Anna Berg " .. past .. " the old council.")
      assert.same({ "indirect | Anna Berg | " .. past .. " | the old council" }, lines)
    end
  end)
end)

describe("examples", function()
  local function read(path)
    local file = assert(io.open(path, "rb"))
    local text = file:read("a")
    file:close()
    return text
  end

  local function speech_in(sentence)
    local found = {}
    for _, q in ipairs(lede.analyze(sentence, { plugins = { "structure", "quotes" } }).layers.quotes) do
      if q.kind ~= "term" then found[#found + 1] = q end
    end
    return found
  end

  --- The sentences of a comment's line, with two spaces or more between them.
  local function sentences(line) return (line .. "   "):gmatch("(%S.-)%s%s+") end

  it("stand above each frame and are found by it", function()
    for _, file in ipairs { { "plugins/quotes.lua", "frames" }, { "plugins/lib/uncued.lua", "uncued" } } do
      local count = 0
      local text = read(file[1])
      for examples, notes, rule in text:gmatch("\n%-%-%- ([^\n]+)\n([^\n]-)\n?function " .. file[2] .. "%.([%w_]+)") do
        assert.is_true(notes == "" or notes:find("^%-%- ") ~= nil)
        count = count + 1
        for sentence in sentences(examples) do
          local rules = {}
          for _, q in ipairs(speech_in(sentence)) do rules[q.rule] = true end
          assert.is_true(rules[rule] or false, rule .. " does not find: " .. sentence)
        end
      end
      local _, all = text:gsub("\nfunction " .. file[2] .. "%.", "")
      assert.equal(all, count)
    end
  end)

  it("stand above each list of cues, and hold speech unless they say “Not:”", function()
    local _, lists = read("plugins/data/cues.lua"):gsub("\n  %w+ = [%[{]", "")
    local blocks = 0
    local has_example = false
    for line in io.lines("plugins/data/cues.lua") do
      local examples = line:match("^  %-%-   (.+)$")
      for sentence in sentences(examples or "") do
        has_example = true
        local without = sentence:match("^Not: (.+)$")
        assert.equal(without and 0 or 1, math.min(1, #speech_in(without or sentence)), sentence)
      end
      if line:find("^  [%w_]+ = ") then
        assert.is_true(has_example, "no example above " .. line)
        blocks, has_example = blocks + 1, false
      end
    end
    assert.is_true(blocks >= lists)
  end)
end)

describe("statements", function()
  local function fold(acc, id, text)
    return statements.fold(acc, lede.analyze(text, { plugins = { "structure", "quotes" }, given = { id = id } }))
  end

  local TEXTS = {
    a = "“We will keep the bridge open through the night and the day,” Anna Berg said.",
    b = "“We will keep the bridge open,” said Anna Berg. “Nothing else was ever planned by anyone,” she added.",
    c = "“The ferry will sail on Monday as it always has,” Tom Lind said.",
  }

  it("are found across documents, also where one prints less; the fullest version speaks for all", function()
    local found = statements.finish(fold(fold(fold({}, "a", TEXTS.a), "b", TEXTS.b), "c", TEXTS.c))
    assert.equal(1, #found)
    assert.equal(2, found[1].docs)
    assert.equal("Anna Berg", found[1].speaker)
    assert.equal("We will keep the bridge open through the night and the day,", found[1].text)
    assert.same({ "a", "b" }, { found[1].versions[1].doc, found[1].versions[2].doc })
  end)

  it("are the same in any order and any split of the documents", function()
    local one = statements.finish(fold(fold(fold({}, "a", TEXTS.a), "b", TEXTS.b), "c", TEXTS.c))
    local other = statements.finish(statements.merge(fold({}, "c", TEXTS.c), fold(fold({}, "b", TEXTS.b), "a",
      TEXTS.a)))
    assert.same(one, other)
  end)

  it("are not two halves of one document", function()
    assert.same({}, statements.finish(fold({}, "a", TEXTS.a .. "\n\n" .. TEXTS.a)))
  end)
end)

describe("whole articles", function()
  for _, name in ipairs { "bridge", "ferry" } do
    it("give the quotations expected: " .. name, function()
      local function read(path)
        local file = assert(io.open(path, "rb"))
        local text = file:read("a")
        file:close()
        return text
      end
      local found = {}
      for _, line in ipairs((lines_of(read("tests/golden/quotes/" .. name .. ".txt")))) do found[line] = true end
      for line in read("tests/golden/quotes/" .. name .. ".expected"):gmatch("[^\n]+") do
        assert.is_true(found[line] or false, "not found: " .. line)
      end
    end)
  end
end)
