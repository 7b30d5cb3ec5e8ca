--- A desk in a fresh folder, as lede watch would leave it.

local shell = require "support_shell"

local M = {}

-- Beside the lede under test.
local build = assert(os.getenv "LEDE"):match("^(.*)/[^/]*$")

local function maker()
  local path = build .. "/tests/make_desk"
  local file = io.open(path)
  if file then
    file:close()
  else
    assert(os.execute(("make -s BUILD=%s %s >/dev/null"):format(shell.quoted(build), shell.quoted(path))))
  end
  return path
end

--- The folder of a desk with what `lede run` says of `paths`, words of a shell command; shell.remove takes it away.
function M.of(paths)
  local folder = shell.folder()
  local into = shell.quoted(maker()) .. " " .. shell.quoted(folder)
  local _, complaint, status = shell.run(('"$LEDE" run -q --format jsonl %s | %s'):format(paths, into))
  assert(status == 0, complaint)
  return folder
end

return M
