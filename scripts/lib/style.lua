--- Lines for a terminal: safe text, columns, colour.
-- Texts and names from outside come in through `words` and `name`, which make visible whatever could move the cursor,
-- colour the screen or reorder a line; the other functions expect what these two gave. Widths are columns, not bytes;
-- without a width nothing is cut. Knows nothing of records, files or the terminal itself: it returns strings.

local M = {}

local Pen = {}
Pen.__index = Pen

-- Any other name of a paint is plain.
local ESCAPES = { bold = "1", dim = "2", red = "31", yellow = "33", cyan = "36", ["bold cyan"] = "1;36" }

-- Nobody reads further in one line, and 100,000 combining marks take no column, so a width would not stop them.
local LONGEST = 4096


local function cut_bytes(s)
  if #s <= LONGEST then return s end
  local last = LONGEST
  while last > LONGEST - 4 and s:byte(last + 1) & 0xC0 == 0x80 do last = last - 1 end
  return s:sub(1, last) .. "…"
end

--- Running text in one line: white space and line ends become one space, all that is unsafe is shown.
function M.words(s)
  s = cut_bytes(tostring(s)):gsub("[ \t\r\n]+", " "):gsub("^ ", ""):gsub(" $", "")
  return lede.visible(s)
end

--- A file name or id: every character counts, so nothing is taken away.
function M.name(s)
  return lede.visible(cut_bytes(tostring(s)))
end


-- The largest n from 0 to `most` for which piece(n) takes at most `columns`.
local function longest(most, columns, piece)
  local low, high = 0, most
  while low < high do
    local middle = (low + high + 1) // 2
    if lede.width(piece(middle)) <= columns then low = middle else high = middle - 1 end
  end
  return piece(low)
end

--- `s` in at most `columns`, its end cut and marked with an ellipsis where it must be.
function M.fit(s, columns)
  if not columns or lede.width(s) <= columns then return s end
  if columns < 1 then return "" end
  local kept = longest(utf8.len(s), columns - 1, function(n) return s:sub(1, utf8.offset(s, n + 1) - 1) end)
  return kept:gsub(" +$", "") .. "…"
end

--- The same with its beginning cut: in a path the end says most.
function M.fit_end(s, columns)
  if not columns or lede.width(s) <= columns then return s end
  if columns < 1 then return "" end
  local count = utf8.len(s)
  return "…" .. longest(count, columns - 1, function(n) return s:sub(utf8.offset(s, count - n + 1)) end)
end

--- The spaces that make `s` `columns` wide.
function M.gap(s, columns)
  return (" "):rep(columns - lede.width(s))
end

--- The widest of some texts, at most `most` columns.
function M.widest(texts, most)
  local columns = 0
  for _, s in ipairs(texts) do columns = math.max(columns, lede.width(s)) end
  return math.min(columns, most)
end

--- Breaks a text between words into lines of at most `columns`; a longer word has a line of its own.
function M.wrap(s, columns)
  local lines = {}
  for word in s:gmatch("[^ ]+") do
    local last = lines[#lines]
    if last and (not columns or lede.width(last) + 1 + lede.width(word) <= columns) then
      lines[#lines] = last .. " " .. word
    else
      lines[#lines + 1] = word
    end
  end
  return lines
end

--- 1234567 as "1,234,567".
function M.thousands(n)
  local digits = tostring(n)
  repeat
    local changed
    digits, changed = digits:gsub("^(%-?%d+)(%d%d%d)", "%1,%2")
  until changed == 0
  return digits
end

--- "1 word", "1,250 words".
function M.count(n, one, many)
  return M.thousands(n) .. " " .. (n == 1 and one or many or one .. "s")
end

--- Items { text, note }, as they came, as pieces of a line: "Anna Voss ×3 · Tom Reed … 4 more". None is cut in two.
function M.list(items, columns)
  local pieces, used, dim = {}, 0, ""
  for i, item in ipairs(items) do
    local text, note = M.words(item[1]), item[2] and " " .. item[2] or ""
    local between = i > 1 and " · " or ""
    local wide = lede.width(between .. text .. note)
    local more = i < #items and (" … %d more"):format(#items - i) or ""
    if columns and i > 1 and used + wide + lede.width(more) > columns then
      dim = dim .. (" … %d more"):format(#items - i + 1)
      break
    end
    pieces[#pieces + 1] = { "dim", dim .. between }
    pieces[#pieces + 1] = text
    used, dim = used + wide, note
  end
  pieces[#pieces + 1] = { "dim", dim }
  return pieces
end


--- Whether to colour: `choice` is what --color says, the rest what the process finds (https://no-color.org).
function M.wants_color(choice, is_terminal, no_color, term)
  if choice == "always" then return true end
  if choice == "never" or (no_color and no_color ~= "") or term == "dumb" then return false end
  return is_terminal
end

--- What draws lines: options.color, options.width (columns; nil cuts nothing).
function M.pen(options)
  options = options or {}
  return setmetatable({ color = options.color, width = options.width }, Pen)
end

--- The columns left after `used` of them; nil without a width.
function Pen:left(used)
  return self.width and math.max(self.width - used, 0)
end

function Pen:paint(paint, text)
  local escape = self.color and ESCAPES[paint]
  return escape and text ~= "" and ("\27[%sm%s\27[0m"):format(escape, text) or text
end

--- One line, cut to the width, with its line feed. A piece is a string or { paint, string }.
function Pen:line(pieces)
  local out, left = {}, self.width
  for _, piece in ipairs(pieces) do
    local paint, text = nil, piece
    if type(piece) == "table" then paint, text = piece[1], piece[2] end
    local kept = M.fit(text, left)
    out[#out + 1] = paint and self:paint(paint, kept) or kept
    if kept ~= text then break end
    left = left and left - lede.width(kept)
  end
  return table.concat(out):gsub(" +$", "") .. "\n"
end

--- Some lines, each a list of pieces.
function Pen:lines(lines)
  local out = {}
  for i, pieces in ipairs(lines) do out[i] = self:line(pieces) end
  return table.concat(out)
end

return M
