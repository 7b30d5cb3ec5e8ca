--- Small words the rules for quotations look at. Lists between spaces; each is read into a set.
local function set(words)
  local out = {}
  for word in words:gmatch("%S+") do out[word] = true end
  return out
end

return {
  -- What may stand between a speaker and the verb: “Berg has also repeatedly said”.
  helper = set [[
    has have had have is was were are be been being did does do will would could can may might must should shall not
    n't never n’t
    also later then again once even still already just only now first soon often always sometimes simply famously both
    further instead thus therefore finally eventually immediately subsequently previously recently repeatedly
    reportedly once since
    too ever all himself herself themselves itself hasn’t hasn't haven't haven’t didn’t didn't wasn’t wasn't doesn’t
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
    declined declines decline refused refuses refuse went on continued continues seemed seems appeared appears began begins tried tries
    hastened came failed fails proceeded decided wanted wants managed rushed paused neglected promised vowed pledged threatened likes
    liked used stopped want ]],
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
  pronoun = set [[ he she they it we i you who others ]],
  personal = set [[ he she they it i we you ]],
  -- Times that may follow a verb of speech without a preposition.
  time = set [[
    monday tuesday wednesday thursday friday saturday sunday yesterday today tonight earlier later last this next
    recently again afterward afterwards
    january february march april may june july august september october november december week month year morning
    afternoon evening night
    weekend ago days weeks months years hours a.m. p.m. late early jan. feb. aug. sept. oct. nov. dec. ]],
  plural = set [[ people police many others some they we i you both several voters men women few those these all ]],
  stop = set [[ , ; : ( ) [ ] — – - -- “” . ? ! … ... / • | _ ]],
  -- Occasions that stand between subject and verb: “who in a statement said”.
  occasion = set [[ past turn statement interview tweet speech memo response twitter facebook telegram email letter
    times ]],
  dash = set [[ — – -- ― ]],
}
