--- Words that make no topic by themselves, in lower case.
local set = lede.set

return {
  -- A phrase never holds one of these.
  stop = set [[
    a about above across after again against ago all almost alone along already also although always am amid among
    an and another any anyone anything are around as aside at away back be because been before behind being below
    beside besides best better between beyond big bit both but by can cannot could currently despite did different
    do does doing done down during each earlier early either else end enough especially even ever every everyone
    everything except far few fewer finally first five for former found four from full further given good great had
    half has have having he hence her here hers herself high him himself his how however i if in including indeed
    inside instead into is it its itself just kind last late later latest least less let like likely little long low
    made main major many may maybe me meanwhile might mine more moreover most much must my near nearly need needs
    neither never nevertheless new next nine no nobody none nor not nothing now number of off often ok old on once
    one only onto or other others otherwise our out outside over overall own part particularly per perhaps please
    possible put quite rather re recent recently same second set seven several shall she should since six small so
    some somebody someone something sometimes somewhere soon still such sure ten than that the their theirs them
    themselves then there therefore these they thing things third this those though three through throughout thus
    till to together too toward towards two under unless unlike until up upon us very via was way we well were what
    whatever when whenever where whereas whether which while who whoever whole whom whose why will with within
    without would yes yet you your yours able according added additional available certain clear close due eight
    eleven entire final following free hard key large larger largest left lot lots ongoing open present previous
    ready real right short significant similar special strong top total true unclear various important potential
    ahead future range role progress deal-breaker sort variety series amount level levels rate rest position
    situation matter manner approach attempt attempts effort efforts purpose subject beginning middle chance chances
    fact facts idea ideas basis course order length size sense term terms ways aspect aspects element elements
    feature features process event events meeting-goer excellent subsequent broad direct immediate respective mutual
    concrete difficult durable genuine comprehensive considerable numerous meaningful initial largest-ever biggest
    nearly-complete today tomorrow yesterday tonight monday tuesday wednesday thursday friday saturday sunday
    january february march april june july august september october november december mr mrs ms dr pm percent cent
    million billion thousand hundred dozen dozens hundreds thousands people person man men woman women child
    children year years month months week weeks day days hour hours minute minutes time times moment night morning
    afternoon evening date decade decades weekend officials official spokesman spokeswoman spokesperson statement
    report reports reporters news photo image video file ap afp reuters article story source sources comment
    comments case example group groups issue issues area areas place places point points question questions reason
    reasons result results side sides sign signs step steps type use view word words world country countries
    government leaders leader member members party details information update updates interview conference telegram
    email post posts read subscribe click share website page home here’s it’s that’s he’s she’s don’t didn’t isn’t
    wasn’t won’t can’t couldn’t doesn’t it's that's he's she's don't didn't isn't wasn't won't can't couldn't
    doesn't i'm i’m we're we’re they're they’re you're you’re i've i’ve we've we’ve ]],

  -- Verbs, by their common forms: they end a phrase and never stand in it.
  verb = set [[
    falls fell opens closes advises forgets lives crushes crushed shuts snaps waits lies look looks hum hums rot
    rots hung hang hangs crosses halts estimates breaks broke speaks asks buys sells grows flows drops slips
    collapses hurts injures deterring deters influence influenced demonstrate demonstrates underscore underscores
    halt stabilize reinforce transform translate contribute hail hailed trade traded inside-out establish determine
    participate deploy deploying deployed limit limits pose accept accepted accepts accuse accused accuses accusing
    achieve achieved act acted add adds adopt agree agrees agreed aim aimed aims allow allowed allows announce
    announced announces appear appeared appears apply argue argued argues arrive arrived ask asked attend attended
    attends avoid backs became become becomes began begin begins begun believe believed believes bring brings
    brought build builds built buy call called calls came carried carries carry catch cause caused causes cautioned
    change changed claim claimed claims come comes coming commit committed compared confirm confirmed confirms
    consider considered contain continue continued continues create created cut decide decided declared deny denied
    depend depends describe described determined develop die died discuss discussed discussing drive drove
    emphasized ensure ensured enter entered expect expected expects explain explained express expressed face faced
    faces fall fallen feel felt fight find finds focus focused follow followed follows force forced gave get gets
    getting give gives giving go goes going gone got grow grew happen happened hear heard held help helped helps hit
    hits hold holds hope hoped hopes include included includes insist insisted insists involve involved involving
    join joined keep keeps kept kill killed knew know known knows launch launched lead leads leave led lose lost
    love make makes making mean means meant meet meets met move moved needed note noted notes offer offered offers
    open opened order ordered paid pass passed pay plan planned plans play played pledge pledged prepare prepared
    prevent produce promise promised propose proposed protect prove provide provided provides pull pushed raise
    raised ran reach reached reduce refuse refused reject rejected relate released remain remained remains remember
    remove repeated replace replied reported reporting require required requires respond responded return returned
    reveal revealed rise rose run runs running said saw say saying says see seek seeks seem seemed seems seen sell
    send sends sent serve served shot show showed shown shows sign signed sit sold sought speak speaking spend spent
    spoke spoken stand stands start started starts stated stay stayed stop stopped struck strike suggest suggested
    suggests support supported supports take taken takes taking talk talked tell telling tells tend think thinks
    thought threatened threaten throw told took travel tried tries try trying turn turned understand urge urged
    urges used using visit visited vote voted vowed wait walk want wanted wants warn warned warns watch watched went
    win wins won work worked works worry write writes written wrote adding noting citing following leading helping
    having being doing keeping working looking seeking calling asking putting holding showing ]],

  -- Who somebody is: a phrase that ends in one names persons, no topic.
  roles = set [[
    minister inspector executive secretary director ambassador engineer mayor senator governor candidate nominee
    president chairman chairwoman chair manager officer lawyer attorney professor analyst expert correspondent reporter
    editor aide adviser advisor envoy delegate lawmaker congressman congresswoman representative speaker judge
    commissioner commander chief deputy host strategist spokesman spokeswoman spokesperson prosecutor researcher
    scientist author founder owner operative leader member official resident critic supporter colleague ]],

  -- Words in -ly that are things.
  noun_ly = set "ally supply assembly family anomaly monopoly fly reply July",

  -- Plurals that stand before nouns: arms control.
  plural_inside = set [[
    arms weapons sanctions sports drugs goods sales savings rights human-rights customs communications operations
    services systems affairs emissions elections munitions explosives veterans women’s jobs taxes bonds futures
    securities earnings diabetes rabies missiles ]],

  -- Words in -ed that tell what kind of thing it is.
  participle = set [[
    armed united combined occupied disputed proposed renewed unarmed mixed limited elected appointed unmanned
    organized organised planned guided advanced frozen seized abandoned sacred naked wicked shared protected
    contested detained displaced indicted convicted accused alleged suspected wounded injured retired registered
    unemployed skilled balanced enriched high-speed so-called connected animated red need infrared ]],

  -- Words in -ing that are things.
  noun_ing = set [[
    briefing building bombing ceiling clothing drilling dealing earning farming fighting filing financing fishing
    funding gathering hearing heating housing killing landing lending licensing listing lobbying logging
    manufacturing marketing meeting mining monitoring offering opening parking planning policing polling pricing
    processing programming rating recycling reporting ruling savings sanctioning screening sentencing setting
    shelling shipping shooting smuggling spending spring staffing testing trading trafficking training understanding
    vaccination voting warning wedding wing wiring bargaining smoking flooding profiling counting laundering
    peacekeeping rebuilding messaging ]],
}
