--- Words that tell who says something, graded by what they can introduce. Below what a list is for stand examples, which are
-- tested; those behind “Not:” hold no speech.
-- A verb stands by its base form; one that is not regular is written with all its forms: base, he …s, past, …ing[,
-- participle].
-- lib/verbs.lua spells out the rest. To teach lede a verb, add it to the list whose examples it resembles.
return {
  -- Verbs of speech. They report with or without quotation marks:
  --   Berg said the bridge was closed.  “It is closed,” Berg said.  Berg warned that “ice” had formed.
  say = [[
    say,says,said,saying tell,tells,told,telling add announce argue assert allege claim comment concede conclude
    confirm contend
    declare deny disclose emphasise emphasize estimate explain indicate insist
    maintain mention note observe predict proclaim promise pledge recall reiterate remark reply report respond
    reveal state stress suggest swear,swears,swore,swearing,sworn testify tweet underline underscore
    vow warn write,writes,wrote,writing,written acknowledge admit,admits,admitted,admitting advise affirm boast
    caution charge complain
    confess counter exclaim forecast guarantee hint imply inform joke lament muse post quip,quips,quipped,quipping
    reason recount relate retort retweet speculate stipulate surmise tout theorize volunteer
    assure attest concur,concurs,concurred,concurring convey divulge fret,frets,fretted,fretting hypothesize marvel notify
    point_out posit profess reaffirm reckon relay remind rule signal
    aver,avers,averred,averring avow insinuate intimate opine brag,brags,bragged,bragging clarify reassure specify verify
    postulate conjecture rationalize lie,lies,lied,lying ]],

  -- Of these, verbs that have another meaning with an object: without quotation marks a clause must follow them.
  --   Berg added that it was late.  Berg added the ferry was late.  Not: Berg added a ferry to the line.
  --   Berg lied that it was late.  Not: A wreck lies across the road to the pier.
  clausal = [[
    add write,writes,wrote,writing,written observe maintain claim charge guarantee relate reason counter pledge volunteer
    estimate recount inform post conclude contend tweet retweet declare
    attest convey divulge fret,frets,fretted,fretting posit profess reaffirm reckon relay rule signal
    avow insinuate intimate opine clarify specify verify postulate lie,lies,lied,lying ]],

  -- Verbs that introduce speech only beside quotation marks or a colon:
  --   “Now,” she continued, “we wait.”  The sign read: “Closed.”  Not: She continued the work.
  voice = [[
    ask begin,begins,began,beginning,begun blurt bellow boom bark crack scoff gripe vent blog call chant chide chime
    chuckle continue conclude cry deadpan
    demand echo elaborate finish fume gush go_on,goes_on,went_on,going_on,gone_on grumble holler interject inquire
    implore intone laugh
    lecture mutter murmur open opine plead,pleads,pled,pleading ponder pronounce proclaim question quote
    rant rap,raps,rapped,rapping read,reads,read,reading rejoin remember repeat
    riff sing,sings,sang,singing,sung shoot,shoots,shot,shooting shout shrug,shrugs,shrugged,shrugging sigh smile
    sneer
    snap,snaps,snapped,snapping tease text think,thinks,thought,thinking thunder urge venture wail weigh whisper whoop
    wonder yell pen,pens,penned,penning
    put_it,puts_it,put_it,putting_it summarize sum,sums,summed,summing warble fire scream clarify crow offer
    answer caption close deliver ]],

  -- Of these, verbs that report a question also without quotation marks, where a word that asks stands behind them or behind who
  -- is asked:
  --   Berg asked whether the ferry would stay.  She asked the board why it had paid.  Not: Berg asked the board to resign.
  question = [[ ask wonder inquire question ]],

  -- Participles behind a comma that name whom the speaker has it from:
  --   The bridge is closed, the Harbour Post reported, citing Mayor Anna Berg.  Not: … citing the cost.
  cites = [[ cite quote ]],

  -- Verbs of mind: what somebody holds to be so, with a clause behind them:
  --   Residents know that the ferry will stay.  Not: Residents know the ferry.
  mind = [[
    believe think,thinks,thought,thinking hope fear expect feel,feels,felt,feeling doubt worry agree
    know,knows,knew,knowing,known
    understand,understands,understood,understanding realize assume suspect decide determine find,finds,found,finding
    learn
    show,shows,showed,showing,shown see,sees,saw,seeing,seen hold,holds,held,holding dream,dreams,dreamed,dreaming
    guess imagine wish
    want plan,plans,planned,planning intend seek,seeks,sought,seeking hear,hears,heard,hearing prove conclude ]],

  -- Verbs of mind that a clause may follow without “that”, or a “to”:
  --   Residents hope the ferry stays.  She wants to close it.
  wish = [[
    believe think,thinks,thought,thinking hope fear expect feel,feels,felt,feeling worry want
    plan,plans,planned,planning intend seek,seeks,sought,seeking
    prefer,prefers,preferred,preferring aspire resolve hesitate consent
    agree decline refuse decide offer threaten wish pledge claim vow
    promise swear,swears,swore,swearing,sworn volunteer ]],

  -- Verbs a document may stand before, also without “that”:
  --   The survey showed most voters undecided.  Not: The girl showed most visitors her house.
  finding = [[ show,shows,showed,showing,shown find,finds,found,finding ]],

  -- Verbs that are acts of speech with an object behind them, also without quotation marks:
  --   She accused the board of hiding figures.  Critics urged the council to resign.
  act = [[
    accuse applaud assail berate blame blast castigate chastise chide commend condemn
    criticise criticize decry defend demand
    denounce deride describe dismiss dispute encourage endorse hail laud lambast lambaste mock oppose praise propose
    rebuke recommend
    refute rebut,rebuts,rebutted,rebutting reject ridicule rip,rips,ripped,ripping slam,slams,slammed,slamming support
    thank trash urge welcome advocate
    call_on call_for call_upon ask_for claim_responsibility_for push_for push_back complain_about boast_of boast_about joke_about talk_about
    speak_about,speaks_about,spoke_about,speaking_about
    refer_to apologize_for caution_against warn_of warn_about warn_against rule_out
    rail_against object_to question reiterate highlight emphasize tout downplay repeat condone
    deplore bemoan cheer disagree_with campaign_for campaign_against argue_for argue_against point_to
    lash_out_at hit_back_at take_aim_at,takes_aim_at,took_aim_at,taking_aim_at weigh_in_on congratulate salute honor
    push_back_against speak_against,speaks_against,spoke_against,speaking_against ]],

  -- Verbs that report a judgement beside quotation marks only, often with “as”, “of” or “for”:
  --   Critics called the plan “reckless”.  Not: Critics called the plan.
  judge = [[
    attack back bash call celebrate challenge characterize cite congratulate credit deem declare discuss distance
    dub,dubs,dubbed,dubbing embrace fault
    favor frame greet honor respond_to
    hit,hits,hit,hitting invoke knock label liken paint pan,pans,panned,panning portray salute skewer
    tag,tags,tagged,tagging brand denigrate disparage
    scold outline pronounce request order press reference quote raise rap,raps,rapped,rapping refuse decline consider
    view regard compare tease
    taunt term use hype address promise stress ]],

  -- Phrases that name a source without a verb:
  --   According to the mayor, it rained.  It rained, according to the mayor.  In the words of Berg, “it rained.”
  source = { "according to", "in the words of", "as told to" },

  -- Verbs whose forms are nouns as well: verbs only where a clause or a quotation follows, or somebody stands before them.
  --   The ministry reports that ships sank.  Not: The security guarantees to be signed cover three ports.
  noun_like = [[
    guarantee report pledge claim plan view comment charge question note state forecast estimate boast post remark promise demand     mention hint joke quote warn tweet answer doubt fear hope worry show support attack challenge praise request order back reason term
    stress state call offer decline post press address fault favor dream guess ]],

  -- Verbs that have such nouns as their object, and whose subject says it:
  --   The council expressed concern that the ferry was late.
  expresses = [[ express raise voice air issue make,makes,made,making repeat share reiterate dismiss ]],

  -- Nouns that carry a clause as a verb does:
  --   The council had heard Berg’s claim that the bridge was safe.  He rejects her suspicion that “they hid it.”
  noun = [[
    accusation admission allegation announcement argument assertion assessment assurance belief charge claim complaint
    conclusion
    concern contention conviction criticism declaration denial expectation fear finding hope idea insistence message
    notion
    observation opinion pledge position prediction promise proposal remark report revelation rumor speculation
    statement suggestion suspicion testimony theory threat view vow warning ]],
}
