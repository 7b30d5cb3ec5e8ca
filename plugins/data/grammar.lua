--- Small words the rules for quotations look at. Lists between spaces; each is read into a set.
local set = lede.set

return {
  -- What may stand between a speaker and the verb: “Berg has also repeatedly said”.
  helper = set [[
    has have had have is was were are be been being did does do will would could can may might must should shall not
    n't never n’t
    also later then again once even still already just only now first soon often always sometimes simply famously both
    further instead thus therefore finally eventually immediately subsequently previously recently repeatedly
    reportedly once since
    long now too ever all himself herself themselves itself hasn’t hasn't haven't haven’t didn’t didn't wasn’t wasn't doesn’t
    doesn't don’t don't won't won’t
    wouldn't wouldn’t couldn’t couldn't isn't isn’t aren’t aren't weren't weren’t hadn’t hadn't can't can’t cannot ]],
  -- Verbs that help others; a noun phrase does not reach across them.
  auxiliary = set [[ has have had is was were are be been will would could can may might must should did does do to
    ]],
  -- Words in -ly that are no adverbs.
  no_adverb = set [[
    family ally july reply supply monopoly assembly daily weekly monthly bully rally italy emily kelly sally reilly billy early only ]],
  -- Verbs that take another with “to”: “declined to say”, “went on to warn”.
  opens_infinitive = set [[
    declined declines decline refused refuses refuse went on continue continued continues seemed seems appeared appears began begins tried tries
    hastened came failed fails proceeded decided wanted wants managed rushed paused neglected promised vowed pledged threatened likes
    liked used stopped want ]],
  -- Verbs that agree with a subject: where one stands behind a verb of speech, a clause does.
  finite = set [[
    has have had is was were are am would will can could may might must should shall did does do 's ’s 're ’re 'd ’d 'll ’ll
    isn't isn’t wasn't wasn’t aren't aren’t weren't weren’t won't won’t don't don’t didn't didn’t doesn't doesn’t can't can’t cannot
    couldn't couldn’t wouldn't wouldn’t hasn't hasn’t haven't haven’t hadn't hadn’t there's there’s it's it’s that's that’s
    he's he’s she's she’s they're they’re we're we’re we've we’ve they've they’ve i'm i’m i've i’ve you're you’re
    became began broke brought built came chose cut fell felt fought found gave got grew held kept knew lay led left lost made meant met
    paid put ran rose sat sent set shot showed sold spent spoke stood struck took taught thought threw told went won wore
    says seems needs wants makes takes gives goes comes gets keeps remains means shows becomes deserves represents knows depends
    includes brings leaves works looks helps seem need remain become deserve know depend ]],
  -- Of these, verbs no noun phrase has in it: neither nouns nor participles.
  past_only = set [[ became began broke came chose gave got grew knew sat spoke took went wore becomes seems includes include gets goes
    keeps gives deserves remains makes takes helps underwent undergoes ]],
  passive = set [[ is was were are be been being get got gets ]],
  modal = set [[ will would could can may might must should shall to ]],
  -- Words that begin another clause: a subject does not reach across them.
  clause = set [[
    but or while although though as when that because if after before since until whether which who whom whose where
    than so yet nor what how why
    amid despite whereas unless once ]],
  joiner = set [[ and but ]],
  relative = set [[ who which whom whose that ]],
  contrast = set [[ but although though while whereas ]],
  preposition = set [[
    in on at during of to from via by before after through about with over under since into for amid within near
    outside inside against
    between among following alongside upon despite without per ]],
  determiner = set [[ the a an this that these those his her its their our my your one another some several many most
    any each no both ]],
  -- Determiners that can be subjects: “many said”, “a message that said”, “one says”.
  stands_alone = set [[ this that these those one another some several many most any each both ]],
  pronoun = set [[ he she they it we i you who others ]],
  personal = set [[ he she they it i we you ]],
  -- Times that may follow a verb of speech without a preposition.
  time = set [[
    monday tuesday wednesday thursday friday saturday sunday yesterday today tonight earlier later last this next
    recently again afterward afterwards
    january february march april may june july august september october november december week month year morning
    afternoon evening night
    weekend ago days weeks months years hours a.m. p.m. late early jan. feb. aug. sept. oct. nov. dec. ]],
  -- Days that may stand between subject and verb without a capital letter: “The mayor today said”.
  day = set [[ today yesterday tonight ]],
  plural = set [[ people police many others some they we i you both several voters men women few those these all ]],
  stop = set [[ , ; : ( ) [ ] — – - -- “” . ? ! … ... / • | _ ]],
  -- Occasions that stand between subject and verb: “who in a statement said”.
  occasion = set [[ past turn statement interview tweet speech memo response twitter facebook telegram email letter
    times particular fact general ]],
  dash = set [[ — – -- ― ]],
}
