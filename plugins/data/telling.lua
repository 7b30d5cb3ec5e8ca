--- Words that say how well a sentence stands by itself in a summary, in lower case.
local set = lede.set

return {
  -- A sentence that begins with one points back to what stands before it.
  dangling = set [[ he she they it him his hers her their theirs its this that these those such but and so or yet nor then thus
    therefore hence however meanwhile instead moreover nevertheless nonetheless furthermore additionally besides otherwise still
    both neither there here another others also ]],

  -- Of these, those that only join: what follows may stand by itself when it has a name.
  joining = set [[ meanwhile also still however but and moreover furthermore additionally yet so ]],

  -- Somebody says it.
  saying = set [[ said says saying told tells announced announces reported reports stated confirmed warned denied insisted argued
    claimed acknowledged estimates estimated noted revealed accused pledged promised demanded urged agreed rejected declared
    described wrote testified believes explained according ]],

  -- Nobody in particular says it.
  vague = { "observers note", "it is understood", "analysts say", "critics say", "some say", "many believe", "it remains to be seen", "remains to be seen",
    "only time will tell", "time will tell", "the world watches", "all eyes", "watches closely", "watching closely", "the stakes are high", "underscores",
    "highlights the", "demonstrates", "stands as a testament", "in a world", "one thing is clear", "what happens next", "the road ahead", "significant obstacles",
    "strategic messaging", "tell us ", "click here", "sign up", "send them to", "read more" },

  -- What it says is still to come.
  ahead = { " expected to ", " is expected ", " are expected ", " due to ", " later on ", " plans to ", " plan to ", " set to ", " will ", " would ", " could ",
    " threaten ", " threatens ", " threatened to ", " vowed to ", " yet to ", " voted to ", " voted overnight " },

  -- In every story, or of how much and when: nothing that a topic is about.
  everywhere = set [[
    country countries people year years month months week weeks day days time times today tomorrow yesterday monday
    tuesday wednesday thursday friday saturday sunday january february march april june july august september october
    november december report reports statement official officials leader leaders government president minister
    ministers prime chief group member members news media social meeting talks summit issues issue plan plans details
    world state states secretary million billion per cent percent north south east west number morning night evening
    week thousand hundred man woman men women four five six seven eight nine spokesman spokeswoman company member home
    house street office place city town area line side part way case end name word words work works term terms war ]],

  numbers = { one = 1, two = 2, three = 3, four = 4, five = 5, six = 6, seven = 7, eight = 8, nine = 9, ten = 10, eleven = 11, twelve = 12, thirteen = 13, fourteen = 14,
    fifteen = 15, sixteen = 16, seventeen = 17, eighteen = 18, nineteen = 19, twenty = 20, thirty = 30, forty = 40, fifty = 50, sixty = 60, seventy = 70,
    eighty = 80, ninety = 90 },
  multiples = { hundred = 100, thousand = 1000, million = 1000000, billion = 1000000000, trillion = 1000000000000 },
}
