--- Where the words of a speaker begin and end in an utterance read into items. Knows nothing of who speaks.
local grammar = require "data.grammar"
local lists = require "data.speakers"
local speakers = require "lib.speakers"
local words = require "lib.words"
local M = {}

local min, max = math.min, math.max

local byte = string.byte
local L, Y, E, D = byte("lyed", 1, 4)

local TERMINAL = { ["."] = true, ["!"] = true, ["?"] = true, ["…"] = true, ["..."] = true, [","] = true, [";"] = true,
  ["—"] = true, ["–"] = true, ["-"] = true }
local ENDS = { ["."] = true, ["!"] = true, ["?"] = true, [";"] = true, ["…"] = true, ["..."] = true }

--- Whether a quotation ends as speech does, with a mark of its own inside.
function M.is_whole(q) return q.ending and TERMINAL[q.ending] or false end

--- Whether the utterance ends behind item `k`, or only goes on with a time, a place or an aside.
function M.ends_after(u, k)
  local next_word = u.low[k + 1]
  return next_word == nil or ENDS[next_word] or next_word == "," or grammar.preposition[next_word]
    or grammar.time[next_word] or false
end

--- Whether the quotation at item `k` is finished there: the comma or stop stands inside.
function M.finishes(u, k) return u.q[k] ~= nil and M.is_whole(u.q[k]) end

--- Cuts marks and white space off both ends of a part.
function M.trim(u, part)
  local a, b, low, stop = part[1], part[2], u.low, grammar.stop
  if not stop[low[a]] and not stop[low[b]] then return part end
  while a < b and not u.q[a] and grammar.stop[u.low[a]] and u.low[a] ~= "(" and u.low[a] ~= "[" do a = a + 1 end
  while b > a and not u.q[b] and grammar.stop[u.low[b]] and u.low[b] ~= ")" and u.low[b] ~= "]" do b = b - 1 end
  return a == part[1] and b == part[2] and part or { a, b }
end

--- Whether speech in quotation marks stands among the items from..last.
local function has_more(u, from, last)
  local at = u.at
  for n = 1, #at do
    local k = at[n]
    if k > last then return false end
    if k >= from and not u.quotes[n].term then return true end
  end
  return false
end

function M.has_quote(u, part) return has_more(u, part[1], part[2]) end

local MOST_IN_BRACKETS = 30 -- items between a bracket and its end

--- The item behind the bracket that is open at item `b`, else the one the sentence begins with.
local function bracket_before(u, b)
  for k = b, max(u.begins, b - MOST_IN_BRACKETS), -1 do
    if u.low[k] == ")" then return u.begins end
    if u.low[k] == "(" then return k + 1 end
  end
  return u.begins
end

--- The words said that end at item `b`, before the attribution.
function M.left(u, b)
  if b < 1 then return nil end
  local a = bracket_before(u, b)
  for _, part in ipairs(u.claims) do
    if part[1] <= b then a = max(a, part[2] + 1) end
  end
  if u.q[b] and M.is_whole(u.q[b]) then
    local before = u.low[b - 1]
    if b == a then return { b, b } end
    if before == ":" or before == "," and M.starts_sentence(u.q[b]) and not u.q[b - 2] then return { b, b } end
  end
  while a < b and not u.q[a] and (grammar.joiner[u.low[a]] or u.low[a] == "or" or u.low[a] == ","
    or u.low[a] == ";") do a = a + 1 end
  if a > b then return nil end
  return { a, b }
end

--- A setting is no speech: “On Tuesday,” “In response,” “Speaking in Oslo,”.
function M.is_setting(u, part, behind)
  local word = u.low[part[1]]
  if behind and u.q[behind[1]] and grammar.preposition[word] and not M.has_quote(u, part) then return true end
  local opens = grammar.preposition[word] or #word > 5 and word:sub(-3) == "ing"
  return not M.has_quote(u, part) and (opens and part[2] - part[1] < 12 or part[1] == part[2])
end

-- Words that tell a time only before another: “last week”, “this morning”; but “this is …”.
local TIME_OPENS = { this = true, last = true, next = true, late = true, early = true, the = true, a = true,
  that = true }

--- Whether a time begins at item `k`: “Tuesday”, “last week”, “late Monday”.
local function starts_time(u, k)
  local word = u.low[k]
  if TIME_OPENS[word] then
    local next_word = u.low[k + 1]
    return next_word ~= nil and grammar.time[next_word] and not TIME_OPENS[next_word] or false
  end
  return grammar.time[word] and not (word == "may" and not u.cap[k]) or false
end

--- Skips an insertion that begins with a participle behind the comma at item `comma`: a report[, published last year], …
function M.behind_participle(u, comma)
  local word = u.low[comma + 1] or ""
  if not (word:sub(-2) == "ed" or word:sub(-3) == "ing" or word == "which" or word == "who") then return comma end
  for k = comma + 2, min(u.n, comma + 12) do
    if u.low[k] == "," then return k end
    if grammar.stop[u.low[k]] then return comma end
  end
  return comma
end

--- The quotation behind an insertion: “…,” said Berg, a baker in the old town, “…”. Its item, or nil.
local function behind_insertion(u, k)
  if grammar.contrast[u.low[k]] or grammar.joiner[u.low[k]] then return nil end
  for j = k, min(u.n, k + 24) do
    if u.q[j] then return u.low[j - 1] == "," and not u.q[j].term and not u.cue_at[j + 1] and j or nil end
    if ENDS[u.low[j]] or u.cue_at[j] then return nil end
  end
end

--- The object of telling: “told reporters”, “told the paper on Monday”.
local TELLS = { ask = true, tell = true, inform = true, assure = true, advise = true, remind = true }

local function behind_object(u, k)
  if grammar.stop[u.low[k]] or u.low[k] == "that" then return k end
  local from = k
  if u.cap[k] then
    while u.cap[k + 1] or u.low[k + 1] == "of" do k = k + 1 end
    return k + 1
  end
  if grammar.personal[u.low[k]] or u.low[k] == "him" or u.low[k] == "her" or u.low[k] == "them" or u.low[k] == "me"
    or u.low[k] == "us" then return k + 1 end
  if grammar.determiner[u.low[k]] then k = k + 1 end
  while u.cap[k] and not u.q[k] do k = k + 1 end -- “told the Straits Monitor that”
  while k <= u.n and k - from < 8 do
    local word = u.low[k]
    if grammar.stop[word] or grammar.clause[word] or grammar.preposition[word] or grammar.time[word] then return k end
    if k > from and (grammar.personal[word] or (grammar.determiner[word] and k > from) or (u.cap[k]
      and not u.cap[k - 1])) then return k end
    k = k + 1
  end
  return k
end

--- The item behind a verb and whom it tells: “told reporters [on Monday]”.
function M.behind_cue(u, cue)
  local k = cue.last + 1
  return TELLS[cue.base] and k <= u.n and behind_object(u, k) or k
end

--- Whether nothing but a time or a place stands between the cue and the end of the sentence: “…, Lind said on Monday.”
function M.closes(u, cue)
  if u.low[cue.last + 1] == "to" and cue.base ~= "say" then return false end -- “related to it”
  for k = M.behind_cue(u, cue), u.n do
    if grammar.clause[u.low[k]] or u.low[k] == "," or u.low[k] == ":" then return false end
  end
  return u.low[cue.last + 1] ~= "that" and M.ends_after(u, M.behind_cue(u, cue) - 1)
end

--- What goes on behind the attribution, “…,” he said, “…”: the part, or nil; and whether nothing that could be speech
-- stands there.
function M.resumed(u, k, after_words)
  local from = k
  while from <= u.n and (grammar.preposition[u.low[from]] or starts_time(u, from)) do
    from = from + 1
    while from <= u.n and (not grammar.stop[u.low[from]] or u.q[from] and u.q[from].term)
      and not grammar.clause[u.low[from]] and not u.cue_at[from] do from = from + 1 end
  end
  local word = u.low[from]
  if not word or ENDS[word] then return nil, true end
  if word == ":" then return nil, false end
  if word == "," then
    local q = u.q[from + 1] and from + 1 or not after_words and behind_insertion(u, from + 1)
    if q then return { q, q }, true end
    local cue = u.cue_at[from + 1]
    if cue and cue.tense == "ing" then return nil, true end
    if grammar.relative[u.low[from + 1]] or grammar.contrast[u.low[from + 1]] then return nil, true end
    local more = from + 2 < u.n or u.q[u.n] and from + 2 == u.n
    if after_words and more and not u.low[from + 1]:find("ing$") then return { from + 1, u.n }, true end
    return nil, true
  end
  if grammar.clause[word] or grammar.dash[word] or word == ")" or word == "and" then return nil, word ~= "that"
    and from > k or word ~= "that" end
  return nil, false
end

--- “told the board to wait” keeps the board: it is part of what was said.
local function skip_object(u, k)
  local behind = behind_object(u, k)
  return u.low[behind] == "to" and k or behind
end

--- Skips “on Tuesday”, “in a statement”, “to reporters”, “last week” when a “that”, a colon or a quotation follows
-- them.
local function skip_setting(u, k)
  local stop = min(u.n, k + 24)
  local j = k
  while j <= stop and starts_time(u, j) do
    j = j + 1
    while grammar.time[u.low[j]] do j = j + 1 end
  end
  if not grammar.preposition[u.low[j]] then return j end
  local depth = j
  while depth <= stop do
    local word = u.low[depth]
    if word == "that" or word == ":" then return depth end
    if u.q[depth] and not u.q[depth].term and (u.low[depth - 1] == "," or M.is_whole(u.q[depth])) then
      return depth end
    if ENDS[word] or (u.cue_at[depth] and u.cue_at[depth].tense ~= "base") then break end
    depth = depth + 1
  end
  -- “said on Tuesday he would”, “said Wednesday the plan”
  depth = j
  while depth < stop do
    depth = depth + 1
    local word = u.low[depth]
    if grammar.stop[word] then break end
    if grammar.personal[word] and depth > j + 1 then return depth end
    if grammar.time[u.low[depth - 1]] and not grammar.time[word] then return depth end
  end
  return j
end

-- Words behind a verb of speech that tell how or when it was said, not what: “wrote after the vote”, “said by telephone”.
local BEGINS_NOTHING = { by = true, after = true, before = true, from = true, ["until"] = true, since = true, with = true }

--- The item at which the words said begin behind a cue; nil when none do.
function M.content_begins(u, k, cue)
  if k > u.n or ENDS[u.low[k]] then return nil end
  while k < u.n and byte(u.low[k], -1) == Y and byte(u.low[k], -2) == L and not u.cap[k] do k = k + 1 end
  if TELLS[cue.base] then k = skip_object(u, k) end
  if u.low[k] == "of" and cue.say then
    local j = skip_setting(u, k)
    if j > k then k = j end
  elseif cue.say or cue.voice then
    k = skip_setting(u, k)
  end
  if k > u.n or ENDS[u.low[k]] then return nil end
  if u.low[k] == "," then
    if u.q[k + 1] then return k + 1 end
    if u.low[k + 1] == "that" then return k + 2 end
    local subject = cue.subject
    if subject and u.low[subject.first - 1] == "as" and subject.first <= 3 then return k + 1 end -- As Berg noted, the bridge …
    -- “said, in her view, that”
    local second = k + 1
    while second <= min(u.n, k + 16) and u.low[second] ~= "," do second = second + 1 end
    if u.low[second] == "," and (u.q[second + 1] or u.low[second + 1] == "that") then
      k = second + 1 else return nil end
  end
  if u.low[k] == "that" or u.low[k] == ":" then k = k + 1 end
  if k > u.n then return nil end
  if not u.q[k] and grammar.stop[u.low[k]] and u.low[k] ~= "(" then return nil end
  if u.low[k - 1] == "that" and k > cue.last + 1 then return k end
  if BEGINS_NOTHING[u.low[k]] or grammar.joiner[u.low[k]] then return nil end
  if u.low[k] == "to" and k == cue.last + 1 and not cue.wish and cue.base ~= "say" then return nil end -- “replied to a letter”
  if grammar.preposition[u.low[k]] and not (cue.wish and u.low[k] == "to") and (not cue.say or u.low[k] == "per"
    or u.low[k] == "as") then return nil end
  return k
end

--- Whether a quotation begins at item `from`, or a clause does: “asked whether the bridge was ‘safe’”.
local ASKS = { whether = true, ["if"] = true, how = true, why = true }
local QUESTIONS = lists.asks

function M.opens_with_quote(u, from)
  local before = u.low[from - 1]
  return u.q[from] ~= nil or before == "that" or before == ":" or ASKS[u.low[from]] or false
end

--- The relative pronoun before a subject that stands for what was said: “a country [that] he called ‘lost’”, “[what]
-- she described as”.
local RELATIVE = { that = true, which = true, what = true, whom = true }

function M.relative_before(u, k)
  local word = u.low[k - 1]
  if not RELATIVE[word] or (word == "that" and (u.cue_at[k - 2] or k <= 2)) then return nil end
  return k - 1
end

-- Words of quantity that begin what is wanted.
local MANY = { all = true, every = true, more = true, fewer = true, less = true, better = true }

local CLAUSE_LENGTH = 14 -- items a subject may take before its verb

-- Words a participle follows that is no verb of its own clause: “a report, likely inspired by”.
local BEFORE_PARTICIPLE = { [","] = true, likely = true, so = true, more = true, most = true, ["and"] = true }

local function is_past(u, k)
  local word = u.low[k]
  if byte(word, -1) ~= D or byte(word, -2) ~= E then return false end
  local before = u.low[k - 1]
  return not BEFORE_PARTICIPLE[before] and not grammar.preposition[before] and not grammar.determiner[before]
    and not words.is_possessive(before)
end

--- Whether a verb that agrees with a subject stands among the words from item `from` up to the end of their clause; behind one
-- comma it is of another, behind two of theirs again: the mayor, Lind, was.
function M.has_finite(u, from)
  local inside = true
  for k = from, min(u.n, from + CLAUSE_LENGTH) do
    local word = u.low[k]
    if grammar.stop[word] and not u.q[k] and word ~= "," or k > from and grammar.clause[word] and inside then return false end
    if word == "," then inside = not inside end
    if inside and (grammar.finite[word] or grammar.personal[word] or k > from and is_past(u, k)) then return true end
  end
  return false
end

-- What stands before a participle that has the subject of the sentence: “…, accusing the board”, “after accusing”.
local BEFORE_ING = { [","] = true, by = true, ["while"] = true, ["before"] = true }

--- Whether a verb stands before item `k`: what begins there is its object, not the subject of a verb to come.
function M.is_object(u, k)
  for j = k - 1, max(1, k - CLAUSE_LENGTH), -1 do
    if grammar.finite[u.low[j]] or u.cue_at[j] or is_past(u, j) then return true end
  end
  return false
end

--- Whether words without quotation marks that begin at item `from` behind the cue are a report: any behind a verb of
-- speech (a clause where the verb asks for one: “added the ferry was late”, not “added a ferry”), an object behind
-- an act of speech (“accused the board”), a clause or a “to” behind a verb of mind (“hopes the ferry stays”, “wants
-- to go”).
function M.reports(u, from, cue)
  if cue.say then
    return not cue.clausal or u.low[from - 1] == "that" or ASKS[u.low[from]]
      or cue.wish and u.low[from] == "to" or M.has_finite(u, from)
  end
  local word = u.low[from]
  if cue.question and QUESTIONS[word] then return true end
  local that = u.low[from - 1] == "that"
  if that or grammar.personal[word] and from == cue.last + 1 then
    return cue.wish or cue.act or that and cue.mind or false
  end
  if cue.finding and not cue.passive and cue.subject and speakers.is_document(u, cue.subject) then return true end
  if cue.act then
    if cue.tense == "ing" then return BEFORE_ING[u.low[cue.group - 1]] or false end -- not “a group supporting the plan”
    return not (cue.tense == "base" and cue.first == cue.group and type(cue.subject) == "table" and cue.subject.who)
  end
  if cue.wish and cue.tense == "ing" and word == "to" and u.low[from + 1] == "be" then return false end -- “declining to be named”
  if cue.wish then return word == "to" or grammar.determiner[word] or MANY[word] or u.cap[from] or false end
  return false
end

--- Whether another cue ends the words said before it: “…, but cautioned that”, “…, adding”, “…, although he tweeted”.
-- Gives the last item.
local function cut_before(u, cue, current)
  local group = cue.group or cue.first
  if u.q[group - 1] and M.is_whole(u.q[group - 1]) and cue.tense == "ing" then return group - 1 end
  local subject = cue.subject
  if subject and not subject.who and u.q[subject.first - 1] and (cue.say or cue.voice)
    and M.is_whole(u.q[subject.first - 1]) then
    return subject.first - 2
  end
  if cue.source then return u.low[cue.first - 1] == "," and cue.first - 2 or cue.first - 1 end
  if cue.tense == "ing" then
    if current.tense == "ing" and cue.coordinate then return u.low[group - 2] == "," and group - 3 or group - 2 end
    return u.low[group - 1] == "," and group - 2 or nil
  end
  local edge = group - 1
  if cue.coordinate and (cue.judge or cue.act or not current.say) and cue.tense == current.tense then
    return u.low[edge - 1] == "," and edge - 2 or edge - 1 end
  local opens_quote = cue.voice and (u.q[cue.last + 1] or u.q[cue.last + 2] and grammar.stop[u.low[cue.last + 1]])
  if not (cue.say or cue.judge or cue.act or opens_quote) then return nil end
  if cue.coordinate then
    if u.low[edge - 1] == "," then return edge - 2 end
    local next_word = u.low[cue.last + 1]
    if u.low[edge] == "but" or cue.base == "say" and cue.tense == current.tense or next_word == "that"
      or next_word == "“”" or next_word == ":" or next_word == "," then return edge - 1 end
    return nil
  end
  if not subject or subject.who then return nil end
  edge = subject.first - 1
  if not current.say and M.relative_before(u, subject.first) and not u.cue_at[edge - 1] then return edge - 1 end
  if grammar.relative[u.low[edge]] and grammar.preposition[u.low[edge - 1]] and u.low[edge - 2] == "," then
    return edge - 3 end
  if u.low[edge] == ";" then return edge - 1 end
  local inserted = subject.insert_first -- “the union, which had threatened to strike, said”
  if inserted and inserted <= current.first and current.first <= subject.insert_last then return subject.insert_last end
  if grammar.contrast[u.low[edge]] or (grammar.joiner[u.low[edge]] and u.low[edge - 1] == ",") then
    return u.low[edge - 1] == "," and edge - 2 or edge - 1
  end
end

-- What begins a setting behind an act of speech, and what may stand before its time.
local OCCASION_OPENS = { during = true, when = true, ["while"] = true }
local PREPOSED = { on = true, ["in"] = true, late = true, early = true }
local SHORT_SETTING = 6 -- items

local AHEAD = 12 -- cues looked at behind one: what comes later ends nothing here, and a sentence may have thousands

--- The last item before the time or occasion of an act of speech: She endorsed the plan [on Monday]; … [during a rally].
local function setting_behind(u, from, last)
  for k = from + 1, last do
    local word = u.low[k]
    if word == "that" or word == "to" or grammar.personal[word] and k > from + 1 then return nil end
    if OCCASION_OPENS[word] or word == "at" and (u.low[k + 1] == "a" or u.low[k + 1] == "an") then return k - 1 end
    if starts_time(u, k) and (u.cap[k] or k == last - 1) and last - k < SHORT_SETTING then
      return k - (PREPOSED[u.low[k - 1]] and 2 or 1) end
  end
end

-- Words that open a sentence with a clause before the main one: While Berg said it was late, others stayed.
local FRONTS = { ["while"] = true, though = true, although = true, when = true, after = true, ["if"] = true, since = true,
  because = true, whereas = true, as = true, despite = true }

--- Whether the comma at item `k` is followed by a clause of its own.
local function opens_clause(u, k)
  local word = u.low[k + 1]
  local begins_phrase = grammar.determiner[word] or grammar.personal[word] or u.cap[k + 1] or word:find("^%d")
  return begins_phrase and not u.cue_at[k + 1] and M.has_finite(u, k + 1)
end

--- The last item of a clause with a cue that another goes on behind: “While Berg said [it was late], others …”, “Berg, who
-- said [it was late], has left”.
local function subordinate_end(u, from, last, cue)
  local subject = type(cue.subject) == "table" and cue.subject
  if not subject then return nil end
  local fronted = subject.first <= u.begins + 2 and FRONTS[u.low[subject.first - 1]]
  if not fronted and not subject.who then return nil end
  for k = from + 1, last - 1 do
    if u.low[k] == "," then
      local next_word = u.low[k + 1]
      if subject.who and (grammar.finite[next_word] or grammar.auxiliary[next_word]) then return k - 1 end
      if fronted and opens_clause(u, k) then return k - 1 end
    end
  end
end

-- What opens a clause behind a comma that tells more of what was said, and is no part of it: “…, which was late”.
local ADDS = { who = true, which = true, whom = true, whose = true }
local LEAST_BEFORE = 4 -- items before such a clause

-- What begins an aside behind a comma: endorsed the plan[, with one exception]; wants to stay[, because it is late].
local ASIDE = { a = true, an = true, with = true, where = true, although = true, but = true, when = true }
local WANTED_ASIDE = { the = true, because = true, including = true }

--- The last item before an aside behind the object of an act of speech, or behind what somebody wants to do.
local function before_aside(u, from, last, wanted)
  local low = u.low
  for k = from + 1, last - 1 do
    if low[k] == "," and (ASIDE[low[k + 1]] or wanted and WANTED_ASIDE[low[k + 1]]) then return k - 1 end
  end
  return last
end

--- The last item of the words said where there are no quotations.
local function plain_end(u, from, last, cue)
  local low = u.low
  for k = from + LEAST_BEFORE, last do
    if low[k] == "," and ADDS[low[k + 1]] then
      last = k - 1
      break
    end
  end
  last = subordinate_end(u, from, last, cue) or last
  local act, wanted = cue.act and not cue.say, cue.wish and low[from] == "to"
  if act or wanted then last = before_aside(u, from, last, wanted) end
  return act and setting_behind(u, from, last) or last
end

--- Whether the words said end with the quotation at item `k`: it has a comma, a dash stands behind it, it is a sentence.
local function ends_with(u, from, k, last)
  local q, behind = u.q[k], u.low[k + 1]
  if k < last and not has_more(u, k + 1, last) then
    if q.ending == "," and not q.term and not grammar.joiner[behind] or grammar.dash[behind] then return true end
  end
  return k == from and M.is_whole(q) and q.ending ~= "," and M.starts_sentence(q)
end

--- Whether the words said end before the mark at item `k`, behind a quotation: “…” in taxes, an admission that …
local function ends_before(u, k, last)
  local behind = u.low[k + 1] or ""
  local aside = u.low[k] == "," and (behind == "a" or behind == "an") or grammar.dash[u.low[k]] and behind:sub(-3) == "ing"
  return aside and not has_more(u, k, last)
end

--- The last item of the words said where there are quotations, and whether one is among them.
local function end_beside_quotes(u, from, last)
  local quotation, low, quoted = u.q, u.low, false
  for k = from, last do
    quoted = quoted or quotation[k] ~= nil
    if quotation[k] and ends_with(u, from, k, last) then return k, quoted end
    if quoted and ends_before(u, k, last) then return k - 1, quoted end
    if low[k] == "," and k - from >= LEAST_BEFORE and ADDS[low[k + 1]] and not has_more(u, k, last) then return k - 1, quoted end
  end
  return last, quoted
end

--- The item before the attribution that ends the words said from item `from` on; the last one where none does.
local function next_attribution(u, from, cue)
  local n = cue.n or 0
  for k = n + 1, min(#u.verbs, n + AHEAD) do
    local other = u.verbs[k]
    local cut = other.first > from and cut_before(u, other, cue)
    if cut and cut >= from and cut < u.n then return cut end
  end
  return u.n
end

--- The words said from item `from` on: up to the next attribution, a relative clause behind a comma, or the end.
function M.right(u, from, cue)
  local last, quoted = next_attribution(u, from, cue), false
  if #u.quotes > 0 then last, quoted = end_beside_quotes(u, from, last) end
  if last < from then return nil end
  if not quoted then last = plain_end(u, from, last, cue) end
  local part = M.trim(u, { from, last })
  if part[1] == part[2] and not u.q[part[1]] and not (cue.act and not cue.say and u.cap[part[1]]) then return nil end
  return part
end

--- Gives the parts of an attribution to it: u.claims is a list of { first, last }.
function M.claim(u, parts)
  for n = 1, 2 do
    if parts[n] then u.claims[#u.claims + 1] = parts[n] end
  end
end

--- Whether no attribution has any item of the part.
function M.is_free(u, part)
  local claims = u.claims
  for n = 1, #claims do
    local claimed = claims[n]
    if part[1] <= claimed[2] and claimed[1] <= part[2] then return false end
  end
  return true
end

function M.starts_sentence(q) return q.starts end

--- A quotation that is a sentence of its own.
function M.is_sentence(q)
  if not q.starts or q.term then return false end
  local words_inside = q.to - q.from - 1
  return ENDS[q.ending] and words_inside > 3 or M.is_whole(q) and words_inside > 7
end

--- “on Radio Nord’s ‘Harbour Tonight,’”, “the show ‘Night Ferry’”: what stands before the title of a work.
local WORKS = { show = true, program = true, programme = true, book = true, song = true, film = true, movie = true,
  magazine = true,
                series = true, album = true, novel = true, podcast = true, memoir = true, documentary = true,
                  the = true }

local function names_a_work(u, k)
  local before = u.low[k - 1]
  return before ~= nil and (words.is_possessive(before) or grammar.preposition[before] or WORKS[before])
    and before ~= "of" and before ~= "as"
end

--- Whether “Name said” or “said” stands right behind the quotation.
local function is_attributed(u, k)
  for j = k + 1, min(u.n, k + 5) do
    if u.cue_at[j] then return true end
    if grammar.stop[u.low[j]] then return false end
  end
  return false
end

local LONGEST_NAME = 6 -- tokens, marks included

local NAMED = { ["so-called"] = true, called = true, dubbed = true, known = true, named = true, titled = true,
  entitled = true, nicknamed = true, ["as"] = false }

--- Marks the quotations that name a thing instead of quoting speech: so-called “…”, titles of works. Also notes how
-- each begins and ends.
function M.find_terms(doc, u)
  for n = 1, #u.quotes do
    local k, q = u.at[n], u.quotes[n]
    local before = u.low[k - 1]
    q.starts = doc:is(q.from + 1, "capital") or doc:is(q.from + 2, "capital") and not doc:is(q.from + 1, "word")
    if before == "so-called" or before == "called" and (u.low[k - 2] == "so" or u.low[k - 2] == "-") then
      q.term = "so-called"
    elseif NAMED[before] and q.starts and q.to - q.from < LONGEST_NAME and not TERMINAL[q.ending] then
      q.term = "named"
    elseif (not TERMINAL[q.ending] or names_a_work(u, k) or not is_attributed(u, k)) and M.is_title(doc, q) then
      q.term = "title"
    end
  end
end

local SMALL = { of = true, the = true, a = true, an = true, ["in"] = true, on = true, ["for"] = true, to = true,
  with = true, ["and"] = true, at = true, from = true }

--- Every word begins with a capital letter, small words aside: the name of a programme, a book, a song.
function M.is_title(doc, q)
  local count, capitals = 0, 0
  if q.to - q.from > 12 then return false end
  for i = q.from + 1, q.to - 1 do
    if doc:is(i, "word") and doc:token(i - 1) ~= "-" then
      local small = SMALL[doc:lower(i)] and i > q.from + 1
      count = count + (small and 0 or 1)
      if doc:is(i, "capital") then capitals = capitals + 1 end
    end
  end
  return count >= 2 and capitals >= count
end

--- Whether utterance `u` stands right behind the one that ends with token `before`, in the same paragraph.
function M.follows(doc, before, u)
  return before and before + 1 == u.from
    and doc:paragraph_at((doc:span(before))) == doc:paragraph_at((doc:span(u.from)))
end

return M
