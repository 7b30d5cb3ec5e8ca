--- Runs lede as its users do, in a folder that goes away, and tells what it printed and how it ended.

local M = {}

--- A word as the shell takes it, whatever is in it.
function M.quoted(word) return "'" .. word:gsub("'", "'\\''") .. "'" end

--- A fresh folder; M.remove takes it away with all that is in it.
function M.folder()
  local path = os.tmpname()
  os.remove(path)
  assert(os.execute("mkdir " .. path))
  return path
end

function M.remove(folder) os.execute("chmod -R u+rwX " .. M.quoted(folder) .. "; rm -rf " .. M.quoted(folder)) end

function M.write(path, bytes)
  local file = assert(io.open(path, "wb"))
  assert(file:write(bytes))
  assert(file:close())
  return path
end

function M.read(path)
  local file = assert(io.open(path, "rb"))
  local bytes = file:read("a")
  file:close()
  return bytes
end

--- Runs a shell command in which $LEDE is the program; returns standard output, standard error and the exit status.
function M.run(command)
  local out, err = os.tmpname(), os.tmpname()
  local _, how, code = os.execute(("(%s) >%s 2>%s </dev/null"):format(command, out, err))
  local printed, complained = M.read(out), M.read(err)
  os.remove(out)
  os.remove(err)
  return printed, complained, how == "exit" and code or how .. " " .. code
end

--- Runs lede with these arguments, each quoted; a list inside is left to the shell as it is.
function M.lede(...)
  local words = { '"$LEDE"' }
  for _, word in ipairs { ... } do words[#words + 1] = type(word) == "table" and word[1] or M.quoted(word) end
  return M.run(table.concat(words, " "))
end

--- The lines of a text.
function M.lines(text)
  local lines = {}
  for line in text:gmatch("([^\n]*)\n") do lines[#lines + 1] = line end
  return lines
end

return M
