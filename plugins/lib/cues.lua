--- Finds cues and what stands before them.
local forms = require "lib.cue_forms"
local subjects = require "lib.subjects"
local grammar = require "data.grammar"
local data = require "data.cues"
local lists = require "data.speakers"
local speakers = require "lib.speakers"
local utterances = require "lib.utterances"
local words = require "lib.words"
local M = {}

local word_of = forms.word

-- The cues of the utterance in hand: one set of tables serves every utterance, as only one is looked at at a time.
local verbs_here, cue_at, claims, pool = {}, {}, {}, {}

-- False where no cue is, for as many items as most utterances have: so Lua keeps a plain list, where it would make a sparse
-- one anew again and again.
for k = 1, 320 do cue_at[k] = false end

local function forget()
  for n = #verbs_here, 1, -1 do
    cue_at[verbs_here[n].first] = false
    verbs_here[n] = nil
  end
  for n = #claims, 1, -1 do claims[n] = nil end
end

--- The next cue of the utterance: its items, its number, and what its form tells (each class of verbs by its name). Its verb
-- group and subject are found later.
local function new_cue(first, last, word)
  local n = #verbs_here + 1
  local cue = pool[n]
  if not cue then
    cue = {}
    pool[n] = cue
  end
  cue.first, cue.last, cue.n, cue.base, cue.tense = first, last, n, word.base, word.tense
  cue.say, cue.clausal, cue.mind, cue.finding, cue.wish = word.say, word.clausal, word.mind, word.finding, word.wish
  cue.act, cue.judge, cue.voice, cue.source, cue.noun = word.act, word.judge, word.voice, word.source, word.noun
  cue.question, cue.cites = word.question, word.cites
  cue.group, cue.subject, cue.passive, cue.infinitive, cue.coordinate = false, false, false, false, false
  verbs_here[n] = cue
  return cue
end

-- A verb of mind alone counts only with a clause right behind it: “believe that”, “hope she”. Nouns too: their clause has a
-- “that”.
local CLAUSE_OPENS = { that = true }
for word in pairs(grammar.personal) do CLAUSE_OPENS[word] = true end

-- Words that open a question which is reported.
local ASKS = lists.asks
local MOST_ASKED = 6 -- tokens between a verb and such a word: who is asked

local function is_question(doc, word, to)
  if not word.question then return false end
  for i = to + 1, to + MOST_ASKED do
    if ASKS[doc:lower(i)] then return true end
    if not doc:is(i, "word") then return false end
  end
  return false
end

local function stands_alone(word)
  return word.say or word.source or word.act or word.wish or word.cites and word.tense == "ing"
end

--- Whether a document stands before a verb that tells what it found: the survey showed.
local NEAR = 12 -- tokens between a document and its verb: a survey by the council of residents has shown

local function is_finding(doc, word, from)
  if not word.finding then return false end
  for i = from - 1, math.max(1, from - NEAR), -1 do
    if lists.document[doc:lower(i)] then return true end
    if doc:is(i + 1, "first") then return false end
  end
  return false
end

-- The cues found last, as parallel lists: their first and last tokens, and their words.
M.from = {}
local last_tokens, found = {}, {}

--- Looks for cues between two tokens; gives their number.
function M.find(doc, first, last)
  local n = 0
  if first > last then return n end
  for from, to, form in forms.everywhere:each(doc, first, last) do
    local word = word_of[form]
    if stands_alone(word) or CLAUSE_OPENS[doc:lower(to + 1)] or is_finding(doc, word, from)
      or is_question(doc, word, to) then
      n = n + 1
      M.from[n], last_tokens[n], found[n] = from, to, word
    end
  end
  return n
end

--- Whether a cue of any class begins at token `i`.
function M.is_cue(doc, i) return forms.beside_quotes:at(doc, i) ~= nil end

local NOUNS = {}
for word in data.noun_like:gmatch("%S+") do NOUNS[word] = true end

--- Looks like an adjective: “Territorial questions remain”.
local ADJECTIVE = { al = true, ac = true, il = true, ic = true, ous = true, ive = true }

local function is_adjective(word) return ADJECTIVE[word:sub(-2)] or ADJECTIVE[word:sub(-3)] or false end

local function is_followed(u, k)
  local word = u.low[k + 1]
  return word == "that" or word == "“”" or word == ":" or grammar.personal[word] or word == "," and u.q[k + 2] ~= nil
    or word == "“”"
end

local FURTHEST_QUOTED = 12 -- items between “quoted” and “as saying”

local function is_noun_here(u, k, verb, tense)
  local before = u.low[k - 1]
  local after = u.low[k + 1]
  if verb.finding and lists.document[before] then return false end
  local closes = #u.quotes > 0 and (after == nil or after == "." or after == ",") -- “…,” the ad states.
  if NOUNS[verb.base] and not closes and (tense == "third" or tense == "base") and not is_followed(u, k)
    and before and not grammar.personal[before]
    and not grammar.helper[before] and (u.headline or not u.cap[k - 1] or k == 2 and is_adjective(before)) then
    return true
  end
  if not before then return tense ~= "past" end
  if tense == "past" then return grammar.determiner[before] and not grammar.stands_alone[before] end
  if grammar.stands_alone[before] then return NOUNS[verb.base] or tense == "ing" end
  return grammar.determiner[before] or tense ~= "participle" and words.is_possessive(before)
end

--- Whether most words begin with a capital letter: Berg Says Bridge Is Closed.
local function is_headline(u)
  local capitals, all = 0, 0
  for k = 1, math.min(u.n, 20) do
    if not grammar.stop[u.low[k]] then
      all = all + 1
      if u.cap[k] then capitals = capitals + 1 end
    end
  end
  return capitals * 5 > all * 3
end

local function is_plural(word)
  return word:sub(-1) == "s" and word:sub(-2) ~= "ss" and not words.is_possessive(word) or grammar.plural[word]
end

--- Whether what a phrase begins with, up to its first preposition, is plural: [directors] of the port; [all] in the town.
local function begins_plural(u, s)
  for k = s.first + 1, s.head - 1 do
    if grammar.stop[u.low[k]] then return false end
    if grammar.preposition[u.low[k]] or u.low[k] == "of" then return is_plural(u.low[k - 1]) end
  end
  return false
end

--- Whether a verb in its base form can belong to the subject: “experts say”, “he will say”; not “its decrepit state”.
local function takes_base_form(u, s, cue)
  if cue.first > cue.group and (grammar.modal[u.low[cue.group]] or u.low[cue.group]:find("^d[io]")) then
    return true end
  local head = u.low[s.head]
  return is_plural(head) or grammar.relative[head] or u.low[s.head - 1] == "and" or begins_plural(u, s)
end

local QUOTING = { quoted = true, quotes = true, quoting = true, cited = true, cites = true, citing = true }

--- Who is quoted: The agency quoted [Berg], a baker, as saying; [Berg] was quoted as saying.
local function quoted_person(u, cue)
  local last = cue.first - 2
  if QUOTING[u.low[last]] then return subjects.before(u, subjects.verb_group(u, last)) end
  local head = last
  for k = last, math.max(1, last - FURTHEST_QUOTED), -1 do
    if QUOTING[u.low[k]] then return k < head and { first = k + 1, last = last, head = head } or nil end
    if u.low[k] == "," then head = k - 1 end
  end
end

--- Puts a cue found at the tokens from..to onto its items, unless it is no cue there.
local function put(u, from, to, word)
  local k = utterances.item_of(u, from)
  if not k or u.cap[k] and k > 1 and not u.headline then return end
  if word.noun or word.tense ~= "none" and is_noun_here(u, k, word, word.tense) then
    if not ((word.noun or word.also_noun) and u.low[k + 1] == "that") then return end
    word = forms.NOUN
  end
  local cue = new_cue(k, k + to - from, word)
  if not cue.noun then cue_at[k] = cue end
end

local function put_between(doc, u, from, to)
  if from > to then return end
  for first, last, form in forms.beside_quotes:each(doc, from, to) do put(u, first, last, word_of[form]) end
end

--- Puts the cues of an utterance that holds quotations: of any class, and none inside them.
local function put_beside_quotes(doc, u)
  local from = u.from
  for n = 1, #u.quotes do
    put_between(doc, u, from, u.quotes[n].from - 1)
    from = u.quotes[n].to + 1
  end
  put_between(doc, u, from, u.to)
end

--- Who stands right before a participle: with some polls [indicating] that. Nil where it has the subject of its sentence:
-- Berg left, [saying] that.
local function own_subject(u, group)
  local before = u.low[group - 1]
  if group < 3 or grammar.stop[before] or grammar.preposition[before] or grammar.clause[before] or grammar.auxiliary[before]
    or grammar.joiner[before] or grammar.time[before] then return nil end
  local s = subjects.before(u, group)
  if not s or s.who or s.insert_first then return nil end
  while s.first > u.begins and grammar.determiner[u.low[s.first - 1]] do s.first = s.first - 1 end
  return (u.low[s.first - 1] == "with" or s.first == u.begins) and s or nil
end

--- Puts the cues of an utterance onto its items: u.verbs in order, u.cue_at[item].
function M.place(doc, u, where)
  forget()
  u.verbs, u.cue_at, u.claims = verbs_here, cue_at, claims
  u.headline = (where == "title" or where == "heading") and is_headline(u)
  if #u.quotes > 0 then
    put_beside_quotes(doc, u)
  else
    for n = u.first_cue, u.last_cue do put(u, M.from[n], last_tokens[n], found[n]) end
  end
  for n = 1, #verbs_here do
    local cue = verbs_here[n]
    if not cue.source and not cue.noun then
      local group = subjects.verb_group(u, cue.first)
      cue.group = group
      for k = group, cue.first - 1 do
        if grammar.passive[u.low[k]] and cue.tense ~= "ing" then cue.passive = true end
      end
      if u.low[group - 1] == "to" and cue.tense == "base" then group, cue.infinitive = group - 1, true end
      cue.coordinate = grammar.joiner[u.low[group - 1]]
      if cue.infinitive then
        local verb = subjects.opens_infinitive(u, group)
        cue.subject = verb and subjects.before(u, subjects.verb_group(u, verb))
      elseif cue.base == "say" and cue.tense == "ing" and u.low[cue.first - 1] == "as" then
        cue.subject = quoted_person(u, cue)
      elseif cue.tense ~= "ing" then
        cue.subject = subjects.before(u, group)
      else
        cue.subject = own_subject(u, group)
      end
      if cue.tense == "base" and cue.subject and not cue.infinitive and not takes_base_form(u, cue.subject, cue) then
        cue.subject = nil
      end
    end
  end
end

-- Possessive pronouns and whom they stand for: “His answer: …”.
local OWNERS = { his = "he", her = "she" }

local function ends_phrase(u, k)
  local word = u.low[k]
  return grammar.stop[word] or grammar.auxiliary[word] or grammar.finite[word] or grammar.preposition[word]
    or grammar.clause[word]
    or u.cue_at[k] or word:sub(-2) == "ed"
end

--- Whether the items a..b, which a comma follows, tell a time: A few minutes later, Berg …
local function is_time(u, a, b)
  for k = a, b do
    if grammar.time[u.low[k]] then return true end
  end
  return false
end

local LONGEST_TIME = 6 -- items

--- Whose name stands right before a colon, behind a dash or where the utterance begins: … – Anna Berg: “…”; from the report: “…”.
local function before_colon(u, colon)
  local first = colon
  while first > u.begins and u.cap[first - 1] and not u.q[first - 1] do first = first - 1 end
  local opens = u.low[first - 1]
  if first < colon and (first == u.begins or grammar.dash[opens] or opens == "-") then
    return { first = first, last = colon - 1, head = colon - 1 }
  end
  for k = colon - 1, math.max(u.begins, colon - LONGEST_TIME), -1 do
    if u.low[k] == "from" and k + 1 < colon then return { first = k + 1, last = colon - 1, head = colon - 1 } end
    if grammar.stop[u.low[k]] or grammar.finite[u.low[k]] then return nil end
  end
end

--- The subject of the whole utterance, for “…, adding that”: as a mark's speaker fields.
--- With `nearest`, for what stands right before a colon, the last verb’s subject instead of the first.
function M.main_subject(state, u, cue, nearest)
  local a, b, step = 1, cue.first - 1, 1
  local named_before = nearest and u.low[cue.first] == ":" and before_colon(u, cue.first)
  if named_before then return M.speaker_fields(state, u, named_before) end
  if nearest then a, b, step = b, a, -1 end
  for k = a, b, step do
    local verb = u.cue_at[k]
    if verb and verb.subject and not verb.subject.who then return M.speaker_fields(state, u, verb.subject) end
  end
  local first
  local from = u.begins
  local named = grammar.personal[u.low[1]] or state.people.names[state.doc:token(u.tok[1])] -- “Berg, laughing: …”
  if u.low[2] == "," and not named then from = 3 end
  local comma = from
  while comma < cue.first and comma - from <= LONGEST_TIME and u.low[comma] ~= "," do comma = comma + 1 end
  local opens_with_time = u.low[comma] == "," and grammar.determiner[u.low[from]] and is_time(u, from, comma - 1)
  if grammar.preposition[u.low[1]] or grammar.clause[u.low[1]] or u.low[1]:find("ing$") or opens_with_time then
    while from < cue.first and u.low[from] ~= "," do from = from + 1 end
  end
  for k = from, cue.first - 1 do
    if u.q[k] then return nil end
    if u.cap[k] and not grammar.time[u.low[k]] and not grammar.helper[u.low[k]] or grammar.personal[u.low[k]] then
      first = k
      break
    end
  end
  if not first or grammar.preposition[u.low[first]] then return nil end
  local last = first
  local owner = OWNERS[u.low[first]]
  if owner then return M.speaker_fields(state, u, { first = first, last = first, head = first, pronoun = owner }) end
  if grammar.determiner[u.low[first]] then -- “The paper”, “His lawyer”
    while last < cue.first - 1 and last - first < 4 and not ends_phrase(u, last + 1) do last = last + 1 end
  else
    while last < cue.first - 1 and u.cap[last + 1] and u.cap[last] do last = last + 1 end
  end
  return M.speaker_fields(state, u, { first = first, last = last, head = last })
end

function M.speaker_fields(state, u, s)
  local name, kind = speakers.who(state.people, u, s)
  local first, last = utterances.span(state.doc, u, s.first, s.head)
  return { speaker = name, speaker_kind = kind, speaker_first = first, speaker_last = last }
end

return M
