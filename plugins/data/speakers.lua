--- Words that tell what kind of speaker a noun phrase names. Lists between spaces; each is read into a set.
local set = lede.set

return {
  -- Titles before a name: no part of the name.
  title = set [[
    the a an mr mr. mrs mrs. ms ms. dr dr. sir dame lord lady madam president vice prime minister senator sen sen.
    representative rep rep. congressman
    congresswoman governor gov gov. mayor secretary chancellor premier king queen prince princess pope cardinal bishop
    archbishop rabbi imam
    reverend rev rev. general gen gen. colonel col col. captain capt capt. major maj maj. sergeant sgt sgt. lieutenant
    lt lt. admiral adm adm. judge justice
    chief speaker leader majority minority director chairman chairwoman chair commissioner professor prof prof.
    attorney sheriff detective officer
    councillor councilman councilwoman councilor alderman delegate coach rector provost sen.-elect president-elect
    chief-of-staff
    ambassador foreign defence defense interior finance republican democrat democratic former ex-president deputy
    first lady and ]],
  suffix = set [[ jr jr. sr sr. ii iii iv esq. m.d. ph.d. ]],
  -- Small words inside names: Ursula von der Leyen.
  particle = set [[ von van der de del della di da la le bin al el ibn af zu ]],
  -- Names that go on behind “of”: Secretary of State, Bank of England.
  of_names = set [[ secretary university department bank institute center centre house board ministry bureau council
    office republic state
    city county district court league association federation union museum college school church academy society
    daughters sons ]],
  -- Roles a “he” or “she” can stand for that do not show it by their ending (-er, -or, -man, -ist).
  human = set [[
    official president chief resident spokesperson witness mother father son daughter husband wife aide secretary candidate student
    nominee general colonel captain king queen prince princess woman man boy girl attorney deputy head participant scientist economist
    citizen member victim survivor patient friend colleague critic expert veteran immigrant parent child nurse priest bishop pope judge ]],
  -- Common nouns that are no name though they begin a sentence with a capital letter.
  common = set [[ officials observers experts analysts critics supporters opponents residents witnesses police
    countries leaders researchers
    scientists authorities investigators prosecutors lawyers republicans democrats lawmakers voters protesters workers
    people others sources
    economists diplomats families students teachers doctors reports polls organizers aides advisers advocates
    activists some many most ]],
  -- Words that open a reported question: asked whether, wondered why.
  asks = set [[ whether if how why what who whom whose which where when ]],
  anonymous = set [[ anonymity anonymous unnamed unidentified ]],
  document = set [[
    statement report letter document memo draft resolution poll survey study filing lawsuit indictment complaint
    article editorial
    email e-mail message post tweet caption sign notice book memoir transcript ad advertisement release review text
    bill law data figures polls surveys studies reports records documents findings ]],
  organization = set [[
    agency association authority bank board bureau campaign center centre church committee company commission council
    corp corp. court department
    federation force foundation fund government group inc inc. institute journal league magazine ministry news
    newspaper office organization
    organisation paper party police post press service television times tribune union university website cnn nbc abc
    cbs fox msnbc ap
    afp reuters upi bbc politico breitbart kremlin pentagon congress senate parliament nato administration network
    channel outlet ]],
  gender = {
    he = "he", she = "she", they = "they", it = "it", ["mr."] = "he", mr = "he", ["mrs."] = "she", mrs = "she",
      ["ms."] = "she", ms = "she",
    sir = "he", lady = "she", dame = "she", king = "he", queen = "she", congresswoman = "she", congressman = "he",
  },
}
