#!/usr/bin/env lua5.4
-- Writes core/text/tables.c from the Unicode character database.
--
--   lua5.4 scripts/dev/tables.lua [UCD folder] > core/text/tables.c
--
-- Reads general categories, Word_Break, Sentence_Break, White_Space, the two case properties and
-- Extended_Pictographic; gives every code point a class (those with the same properties share one), and
-- packs the classes into a two-stage table. Knows nothing of the rules that use them.

local ucd = arg[1] or "/usr/share/unicode"
local LAST, BLOCK = 0x10FFFF, 128

-- The names here are those of core/text/tables.h, in the same order.
local word_names = {
  "Other", "CR", "LF", "Newline", "Extend", "ZWJ", "Format", "ALetter", "Hebrew_Letter", "Numeric",
  "Katakana", "ExtendNumLet", "Regional_Indicator", "MidLetter", "MidNum", "MidNumLet", "Single_Quote",
  "Double_Quote", "WSegSpace",
}
local sentence_names = {
  "Other", "CR", "LF", "Sep", "Extend", "Format", "Sp", "Lower", "Upper", "OLetter", "Numeric", "ATerm",
  "STerm", "Close", "SContinue",
}
local flag_names = {
  "LETTER", "DIGIT", "UPPER", "LOWER", "PUNCT", "SYMBOL", "BLANK", "PICTURE", "OPENS", "CLOSES", "LEADS",
}

local function index_of(names)
  local at = {}
  for i, name in ipairs(names) do at[name] = i - 1 end
  return at
end

--- Calls visit(first, last, field) for each line "XXXX[..YYYY] ; field" of a property file.
local function each_range(path, visit)
  for line in io.lines(ucd .. "/" .. path) do
    local first, last, field = line:match("^(%x+)%.*(%x*)%s*;%s*([%w_]+)")
    if first then visit(tonumber(first, 16), tonumber(last ~= "" and last or first, 16), field) end
  end
end

local function read_property(path)
  local value = {}
  each_range(path, function(first, last, field)
    for cp = first, last do value[cp] = field end
  end)
  return value
end

local function read_set(path, wanted)
  local set = {}
  each_range(path, function(first, last, field)
    if field == wanted then
      for cp = first, last do set[cp] = true end
    end
  end)
  return set
end

--- General categories; UnicodeData gives big ranges by their first and last code point only.
local function read_categories()
  local category, open = {}, nil
  for line in io.lines(ucd .. "/UnicodeData.txt") do
    local hex, name, gc = line:match("^(%x+);([^;]*);(%a%a)")
    local cp = tonumber(hex, 16)
    if name:find(", Last>", 1, true) then
      for inside = open, cp do category[inside] = gc end
    end
    category[cp], open = gc, cp
  end
  return category
end

local category = read_categories()
local word = read_property("auxiliary/WordBreakProperty.txt")
local sentence = read_property("auxiliary/SentenceBreakProperty.txt")
local white = read_set("PropList.txt", "White_Space")
local upper = read_set("DerivedCoreProperties.txt", "Uppercase")
local lower = read_set("DerivedCoreProperties.txt", "Lowercase")
local picture = read_set("emoji/emoji-data.txt", "Extended_Pictographic")

local function flags_of(cp)
  local gc = category[cp] or "Cn"
  local major = gc:sub(1, 1)
  return {
    LETTER = major == "L",
    DIGIT = gc == "Nd",
    UPPER = upper[cp] or gc == "Lt",
    LOWER = lower[cp],
    PUNCT = major == "P",
    SYMBOL = major == "S" or picture[cp],
    BLANK = white[cp] or gc == "Cc" or gc == "Cf" or gc == "Zl" or gc == "Zp",
    PICTURE = picture[cp],
    OPENS = gc == "Ps" or gc == "Pi",
    CLOSES = gc == "Pe" or gc == "Pf",
    LEADS = major == "L" or major == "N" or major == "M",
  }
end

local word_at, sentence_at = index_of(word_names), index_of(sentence_names)
local classes, class_of = {}, {} -- the packed properties, in order of appearance; packed properties -> class

local function class_for(cp)
  local flags, has = 0, flags_of(cp)
  for i, name in ipairs(flag_names) do
    if has[name] then flags = flags | 1 << (i - 1) end
  end
  local w = assert(word_at[word[cp] or "Other"], word[cp])
  local s = assert(sentence_at[sentence[cp] or "Other"], sentence[cp])
  local key = w | s << 8 | flags << 16
  if not class_of[key] then
    class_of[key] = #classes
    classes[#classes + 1] = { w, s, flags }
  end
  return class_of[key]
end

--- Cuts the classes of all code points into blocks; equal blocks are stored once.
local function pack()
  local index, blocks, block_of = {}, {}, {}
  for start = 0, LAST, BLOCK do
    local cells = {}
    for cp = start, start + BLOCK - 1 do cells[#cells + 1] = class_for(cp) end
    local key = table.concat(cells, ",")
    if not block_of[key] then
      block_of[key] = #blocks
      blocks[#blocks + 1] = cells
    end
    index[#index + 1] = block_of[key]
  end
  return index, blocks
end

local function write_numbers(numbers)
  local line = " "
  for _, n in ipairs(numbers) do
    local cell = " " .. n .. ","
    if #line + #cell > 110 then
      print(line)
      line = " "
    end
    line = line .. cell
  end
  print(line)
end

local index, blocks = pack()
assert(#classes <= 256, "more classes than a byte can name")
assert(#blocks <= 256, "more blocks than a byte can name")

print("/* text/tables: generated by scripts/dev/tables.lua from Unicode 15.0; change that, not this. */")
print('#include "text/tables.h"\n')
print("/* clang-format off */")
print(("const lede__char_class lede__char_classes[%d] = {"):format(#classes))
for i, c in ipairs(classes) do
  local names = word_names[c[1] + 1] .. ", " .. sentence_names[c[2] + 1]
  print(("  {%d, %d, 0x%03x}, /* %d: %s */"):format(c[1], c[2], c[3], i - 1, names))
end
print("};\n")
print(("const uint8_t lede__char_index[%d] = {"):format(#index))
write_numbers(index)
print("};\n")
print(("const uint8_t lede__char_blocks[%d][%d] = {"):format(#blocks, BLOCK))
for _, cells in ipairs(blocks) do
  print("  {")
  write_numbers(cells)
  print("  },")
end
print("};")
