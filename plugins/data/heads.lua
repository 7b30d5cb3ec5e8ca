--- Words that tell what a name names, by where they stand. All in lower case.
local set = lede.set

return {
  -- The last word of an organization's name, or, before "of" and "for", its first.
  org = set [[
    ferries shipping shipyard shipyards cruises logistics foods textiles chemicals steelworks breweries railroad
    penitentiary diocese archdiocese academy administration agency airlines airways alliance ambulance army assembly
    associates association athletic athletics authority bancorp bank bar board brigade brigades broadcasting
    brothers bureau cabinet campaign cartel center centre chamber choir chorus club coalition college colleges
    command commission committee communications community companies company confederacy confederation conference
    congress consortium consulate cooperative corp corporation corps council court courts department directorate
    division electric electronics embassy energy enterprise enterprises entertainment exchange faculty fc federation
    fellowship finance fire force forces forum foundation front fund gallery gazette government group guard guards
    guild headquarters herald holding holdings hospital hotel hotels house industries initiative inspectorate
    institute institutes institution institutions insurance intelligence international investments journal junta
    laboratories laboratory labs league legion library live ltd media medicine militia ministries ministry mission
    monitor motors movement museum nations navy network networks news newspaper newspapers observatory office opera
    orchestra order organisation organization organizations parliament partners partnership party patrol petroleum
    pharmaceuticals philharmonic police post press productions program programme project publications publishers
    publishing quartet radio railway railways records regiment registry resort resorts restaurant review savings
    school schools secretariat senate seminary service services society software solutions squad squadron staff
    store stores studio studios sun symphony systems team tech technologies technology telecom television theater
    theatre times treasury tribunal tribune troupe trust trustees tv union unit united universities university
    ventures volunteers weekly workers works ]],
  -- Heads that an adjective of nationality stands before without belonging to the name: the Israeli army.
  government = set [[
    administration army assembly cabinet consulate council court courts department directorate embassy federation
    forces force government guard intelligence junta mission ministry ministries navy parliament police senate squad
    team treasury tribunal service services ]],
  -- The last word of a military unit's name: an ordinal before it belongs to it.
  military = set [[
    army battalion brigade company corps division fleet group infantry regiment squadron wing airborne cavalry
    artillery congress circuit ]],
  -- The first word of an event's name.
  event_first = set "hurricane typhoon cyclone storm operation",
  -- The last word of an event's name.
  event = set [[
    accord accords agreement battle bowl campaign carnival championship championships awards award classic
    conference convention crisis cup declaration derby dialogue election elections exhibition expo fair festival
    final finals games invitational laws marathon massacre masters match meeting memorandum offensive olympics open
    pact parade plan process prize protocol race rally referendum revolution riots series show siege summit talks
    tour tournament treaty trial trophy uprising war wars ]],
  -- What only companies end in.
  company = set [[
    inc inc. corp corp. ltd ltd. co co. llc l.l.c. plc ag gmbh nv n.v. spa s.p.a. sarl oy ab llp lp limited
    incorporated bhd bhd. pty oao zao ]],
  -- The last word of a place's name.
  place = set [[
    church airfield airport archipelago arena avenue barracks basin bay beach boulevard bridge building bypass camp
    canal canyon cape city castle cathedral cave cemetery circle cliff cliffs coast county cove creek crossing dam
    desert district estate falls farm field forest fort freeway garden gardens gate glacier gorge grounds gulf
    harbor harbour heights highway hill hills hollow hotel island islands isle isles junction lagoon lake lakes land
    lane lighthouse mall manor mansion market marsh mill mine monastery mosque mount mountain mountains mts oblast
    ocean palace parish park parkway pass passage path peak peninsula pier place plain plains plantation plateau
    plaza pond port prairie prefecture prison promontory province raion ranch range rapids reef region republic
    reservoir ridge river rivers road route ruins sea shore shrine speedway spring springs square stadium station
    strait straits stream street summit synagogue temple terminal territories territory tower towers township trail
    tunnel turnpike valley village villa volcano wall waterfall woods zoo ]],
  -- The first word of a place's name.
  place_first = set [[
    lake mount mt mt. fort ft. cape port isle gulf bay san santa santo são sao los las el puerto rio sierra monte
    villa ciudad kuala ulan sungai pulau tanjung jalan bukit nizhny novo veliky beit tel deir khan ]],
  -- A compass point and the like, before a known place: South Boston, Greater Manchester.
  direction = set [[
    north south east west northern southern eastern western central upper lower greater inner outer old new
    northeast northwest southeast southwest mid downtown metropolitan peninsular ]],
  -- Heads of "X of Y" names.
  of_org = set [[
    academy agency alliance army assembly association bank bishops board brotherhood bureau cabinet chamber church
    coalition college commission committee company confederation conference congress council court daughters
    department diocese directorate faculty federation friends front government guild hall house institute
    institution knights league legion library ministry museum office order organisation organization parliament
    party secretariat school society sons supreme union university archdiocese see bishopric ministries ]],
  of_place = set [[
    bay cape city coast county district duchy empire gates gulf island islands isle isles kingdom lake port
    principality province republic rock sea state states strait straits tower town university valley territory ]],
  -- Nouns in lower case right behind a name: "the Norsi oil company", "the Don river".
  noun_org = set [[
    band duo trio quartet regiment squadron battalion brigade station channel franchise studio ensemble nonprofit
    startup developer ministry venture chain organizer academy agency airline airlines association authorities bank
    board brand brewery broadcaster bureau cartel charity club coalition college commission committee company
    conglomerate consortium corporation council daily department drugmaker faction federation firm foundation front
    gang group guerrillas hospital institute label laboratory lawmaker league magazine manufacturer maker militants
    militia mission movement museum network newspaper office officials organisation organization orchestra
    parliament party publisher rebels retailer school sect series shares site society spokesman spokeswoman
    spokesperson squad stock store stores subsidiary supermarket supermarkets team tribe union university website
    weekly ]],
  noun_place = set [[
    airport area barracks bay beach border canal canton capital church city coast commune constituency country
    county district downtown enclave ghetto governorate highlands hinterland hotel island islands lake locality
    metro mountain mountains municipality neighborhood neighbourhood oblast outskirts park peninsula plateau port
    prefecture prison province region residents river road sea shore slum square stadium state street streets suburb
    suburbs territory town township valley village villagers villages volcano ]],
  -- "the town of X", ", a suburb of"
  noun_place_of = set [[
    city town village suburb province region district state island port county capital municipality neighborhood
    neighbourhood territory commune hamlet republic outskirts south north east west area streets settlement mayor
    governor resort kingdom ]],
  noun_org_of = set [[
    company newspaper party subsidiary chairman president ceo director member members leader head division employees
    founder owner ]],
  -- In lower case right before a name.
  before_place = set [[
    in near outside across throughout around into inside via toward towards within surrounding downtown central
    northern southern eastern western northeastern northwestern southeastern southwestern between ]],
  before_person = set "said says told asked added according",
  -- In lower case right behind a person.
  verb_person = set [[
    said says told asked added replied explained recalled admitted insisted argued joked wrote writes testified
    resigned retired died married smiled laughed cried shouted whispered nodded thinks believes thought felt knew
    complained confessed denied acknowledged conceded warned suggested predicted stressed emphasized emphasised
    noted stated remarked commented concluded continued declared expressed grew studied graduated enrolled attended
    moved lived lives plays played sang directed starred appeared scored defeated beat arrived flew traveled
    travelled visited met spoke speaks talked appealed apologized apologised tweeted who whose himself herself ]],
}
