--- Text that knows how to print itself: in colour and in the width of a terminal at the prompt, plain in a script.
-- A drawing is made of lines of pieces (lib.style); tostring(drawing) is the text without colour.

local style = require "lib.style"

local M = {}

local WIDTH = 80

local metatable = { __name = "drawing" }

--- A drawing from a function that gives a list of lines for a pen.
---@param draw fun(pen: table): table
function M.new(draw) return setmetatable({ draw = draw }, metatable) end

function M.is(value) return type(value) == "table" and getmetatable(value) == metatable end

function metatable.__tostring(drawing)
  local pen = style.pen { width = math.tointeger(tonumber(os.getenv "COLUMNS")) or WIDTH }
  return (pen:lines(drawing.draw(pen)):gsub("\n$", ""))
end

-- A stretch of text as words of one paint, the last of which may go on in the next stretch.
local function add_words(words, paint, text)
  local at = 1
  while at <= #text do
    local from, to = text:find("^%s+", at)
    if from then
      words[#words + 1] = false
    else
      from, to = text:find("^%S+", at)
      local word = words[#words]
      if not word then
        word = { wide = 0 }
        words[#words + 1] = word
      end
      local piece = text:sub(from, to)
      word[#word + 1], word.wide = { paint, piece }, word.wide + lede.width(piece)
    end
    at = to + 1
  end
end

--- Stretches { paint, text } of running text, broken between words into lines of at most `room` columns behind an indent.
---@return table lines
function M.flow(stretches, indent, room)
  local words = {}
  for _, stretch in ipairs(stretches) do add_words(words, stretch[1], stretch[2]) end
  local lines, line, used = {}, { indent }, 0
  for _, word in ipairs(words) do
    if word then
      if used > 0 and room and used + 1 + word.wide > room then
        lines[#lines + 1], line, used = line, { indent }, 0
      elseif used > 0 then
        line[#line + 1], used = " ", used + 1
      end
      table.move(word, 1, #word, #line + 1, line)
      used = used + word.wide
    end
  end
  if used > 0 then lines[#lines + 1] = line end
  return lines
end

return M
