--- Finds the statements that several documents quote. Knows records only: what `fold` is given.
-- Gives findings { kind = "statement", key, speaker, text = the fullest version, docs = how many documents, versions
-- = { doc, outlet, text,
-- first, last } }. The same in any order and any split of the documents: the fold only collects, `finish` sorts
-- before it compares.
local M = {}

local SHINGLE = 4 -- words that must stand side by side to be “the same words”
local LEAST_WORDS = 5 -- a shorter quotation is too common to be one statement
local SHARE = 0.5 -- of the shorter version’s shingles that the longer must have

--- The words said: of the pieces, without the “he said” between them.
local function words_said(record, q)
  if not (q.parts and record.text) then return q.text end
  local pieces = {}
  for n, part in ipairs(q.parts) do pieces[n] = record.text:sub(part.first, part.last) end
  return table.concat(pieces, " … ")
end

--- The words of a text as they are compared: no marks, no case, no diacritics.
local function plain_words(text)
  local words = {}
  for word in lede.fold(text):gmatch("%w+") do words[#words + 1] = word end
  return words
end

--- Whether a text has so many words, told by its spaces: cheap, for every quotation of every document asks.
local function has_words(text, least)
  local at = 0
  for _ = 2, least do
    at = text:find(" ", at + 1, true)
    if not at then return false end
  end
  return true
end

--- Collects the direct and mixed quotations of one record: acc[id of the document] = list.
function M.fold(acc, record)
  local list = {}
  for _, q in ipairs(record.layers.quotes or {}) do
    if q.kind == "direct" or q.kind == "mixed" then
      local text = words_said(record, q)
      if has_words(text, LEAST_WORDS) then
        list[#list + 1] = { doc = record.doc.id, outlet = record.doc.outlet, speaker = q.speaker, text = text,
          first = q.first, last = q.last }
      end
    end
  end
  if #list > 0 then acc[record.doc.id] = list end
  return acc
end

--- Joins two folds; a document stands in one of them.
function M.merge(a, b)
  for id, list in pairs(b) do a[id] = list end
  return a
end

--- All statements, the fullest first, so that a shorter version meets the longer one; then by document and place.
local function sorted(acc)
  local all = {}
  for _, list in lede.sorted_pairs(acc) do
    for _, said in ipairs(list) do all[#all + 1] = { said = said, words = plain_words(said.text) } end
  end
  table.sort(all, function(a, b)
    if #a.words ~= #b.words then return #a.words > #b.words end
    if a.said.doc ~= b.said.doc then return a.said.doc < b.said.doc end
    return a.said.first < b.said.first
  end)
  return all
end

local function shingles(words)
  local list = {}
  for n = 1, #words - SHINGLE + 1 do list[n] = table.concat(words, " ", n, n + SHINGLE - 1) end
  return list
end

--- The group most of the shingles belong to, when they are enough; the older one of two.
local function best_group(owner, list)
  local count, best = {}, nil
  for _, shingle in ipairs(list) do
    local group = owner[shingle]
    if group then
      count[group] = (count[group] or 0) + 1
      if not best or count[group] > count[best] or (count[group] == count[best] and group.n < best.n) then
        best = group end
    end
  end
  return best and count[best] >= SHARE * #list and best or nil
end

--- Groups versions of one statement. A shingle belongs to the group that had it first.
local function grouped(all)
  local groups, owner = {}, {}
  for _, each in ipairs(all) do
    local list = shingles(each.words)
    local group = best_group(owner, list)
    if not group then
      group = { n = #groups + 1, key = table.concat(each.words, " ", 1, math.min(12, #each.words)) }
      groups[group.n] = group
    end
    group[#group + 1] = each.said
    for _, shingle in ipairs(list) do owner[shingle] = owner[shingle] or group end
  end
  return groups
end

local function by_document(a, b)
  if a.doc ~= b.doc then return a.doc < b.doc end
  return a.first < b.first
end

--- The speaker most versions name; of equals the first in the alphabet.
local function usual_speaker(group)
  local count, best = {}, nil
  for _, said in ipairs(group) do
    if said.speaker then count[said.speaker] = (count[said.speaker] or 0) + 1 end
  end
  for name, n in lede.sorted_pairs(count) do
    if not best or n > count[best] then best = name end
  end
  return best
end

local function finding(group)
  local fullest, versions, docs, seen = group[1].text, {}, 0, {}
  local speaker = usual_speaker(group)
  table.sort(group, by_document)
  for n, said in ipairs(group) do
    versions[n] = { doc = said.doc, outlet = said.outlet, text = said.text, first = said.first, last = said.last }
    if not seen[said.doc] then docs, seen[said.doc] = docs + 1, true end
  end
  return { kind = "statement", key = group.key, speaker = speaker, text = fullest, docs = docs, versions = versions }
end

--- The statements that stand in two documents or more, the most quoted first.
function M.finish(acc)
  local out = {}
  for _, group in ipairs(grouped(sorted(acc))) do
    local found = #group > 1 and finding(group)
    if found and found.docs > 1 then out[#out + 1] = found end
  end
  table.sort(out, function(a, b)
    if a.docs ~= b.docs then return a.docs > b.docs end
    return a.key < b.key
  end)
  return out
end

return M
