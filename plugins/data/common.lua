--- Words that begin with a capital for another reason than being a name.
local set = lede.set

return {
  -- Begin a sentence or stand inside a title; never belong to the name behind them. In lower case.
  opening = set [[
    a about above according across after again against ago all almost alone along already also although always am
    among amid an and another any anyone anything apart are around as aside at away back be because before behind
    being below beneath beside besides between beyond both but by can cannot could despite did do does done down
    during each earlier either else especially even ever every everybody everyone everything except few finally
    first for former from further had has have having he hence her here hers herself hi hello him himself his how
    however i if in indeed inside instead into is it its itself just last late later least less let like likewise
    many may maybe me meanwhile might mine more moreover most much must my myself near nearly neither never
    nevertheless next no nobody none nor not nothing now of off often oh ok okay on once one only onto or other
    others otherwise our ours out outside over overall own per perhaps please rather re recent recently same second
    several shall she should since so some somebody someone something sometimes somewhere soon still such than
    thanks that the their theirs them themselves then there therefore these they third this those though three
    through throughout thus till to today together tomorrow tonight too toward towards two under unless unlike until
    up upon us very via was we well were what whatever when whenever where whereas wherever whether which while who
    whoever whole whom whose why will with within without would yes yesterday yet you your yours yourself dear fw
    fwd cc subject i'm i'd i've i'll i’m i’d i’ve i’ll it's it’s that's that’s there's there’s he's he’s she's she’s
    we're we’re they're they’re don't don’t doesn't doesn’t didn't didn’t isn't isn’t let's let’s what's what’s
    can't can’t won't won’t four five six seven eight nine ten eleven twelve thirteen twenty thirty forty fifty
    sixty seventy eighty ninety hundred hundreds thousand thousands million millions dozens asked born based given
    seen made known called using including following speaking looking ask see get go make take try look think say
    said says tell told know want need use give keep put come came call thank welcome note click read check visit
    contact email phone fax copyright photo image video source sources updated published posted share follow watch
    listen download home page news report reports latest breaking exclusive opinion analysis editorial live new old
    good great best bad big small long short high low early people man men woman women children officials police
    authorities witnesses residents experts analysts critics observers supporters opponents investigators
    prosecutors lawmakers scientists researchers doctors soldiers troops rebels protesters government state military
    war peace god lord earth internet web ]],
  -- Never a name or the beginning of one on their own, though often in capitals. In lower case.
  never = set [[
    adhd iso irr dm vhs psa yay lmao lol wow ipo dui ld gisb rsvp afaik imo imho btw faqs phds llb jd rev wtf mp mps
    ngo ngos ko dvds cds tvs pcs vips ceos rm swat gi pow pows wmd wmds ied ieds isbn issn cop cops msg rt lng pt sq
    mr. mrs. ms. dr. i ok tv cd dvd id pc gps dna hiv aids gdp ceo cfo coo cto pm am p.m. a.m. ad bc bce ce ph.d phd
    md ba bs ma jr sr faq html http url usb ufo vip suv pr hr it ai atm r&b pdf jpg gif mp3 gmt est edt pst pdt cet
    utc bst covid covid-19 icbm gmo lgbt lgbtq nyt eta ps p.s. asap fyi omg diy iq eq sms sim ram cpu led lcd dj mc
    mvp era rbi n/a aka a.k.a. ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xx xxi no no. vs vs. pp vol ch sec
    fig dlrs ft kg km mph bbq er sos fm hq mri svp etc vcr lp ep mba ap-ny x mr mrs ms dr internet english god
    christ lord earth bible koran quran torah gospel sir madam miss mister president minister chancellor senator
    governor mayor general colonel captain major king queen prince princess pope king's section chapter article part
    volume page figure table appendix class grade level phase stage step round act scene episode season day year
    week month monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays
    fridays saturdays sundays january february march april may june july august september october november december
    jan jan. feb feb. mar mar. apr apr. jun jul aug aug. sep sep. sept sept. oct oct. nov nov. dec dec. spring
    summer autumn winter tues wed thurs fri sat sun mon ]],
  -- Capital words that make a Title Case phrase something else than a person: works, events, laws, organizations. In lower case.
  unpersonal = set [[
    act agreement air american annual anti armed art arts award awards battle bill black blue board book british
    business capital cathedral central championship championships children's christian civil code cold college
    common community computer conference congress constitution convention council creek cup data day days defense
    defence democracy democratic development digital directive division domestic double east eastern economic
    education environmental european event express fair federal festival field film financial final finals fire
    first foreign free freedom french friday game games general german global golden grand great green health hill
    historic history holy home house human international island job jobs joint justice law laws league letter
    liberal liberation liberty life light local lower magazine main major marine market master masters medical
    memorial men's middle military mission modern monday movement music muslim national natural navy new news night
    nobel north northern nuclear oil old olympic one online open orthodox our pacific park party peace people
    people's plan policy political pop popular power premier presidential press prime prix prize program progressive
    project protocol public race radio real records red reform regional relations republic republican research
    resolution revolution revolutionary rights road rock royal rules russian science season second secret security
    senior series service show silver social socialist solidarity song south southern soviet space special sport
    sports star state states story strategic street studies summer summit super supreme sunday technology television
    test the time title top tour trade traditional transitional treaty tropical trophy union united universal
    university upper urban valley victory video war water web week western white wild windows winter women women's
    world year young youth zone third edition version system systems standard theory method model engine language
    album band orchestra chief senate chamber high ]],
}
