-- `lede watch` on a disk that fails: one call after another says that there is no space, or that the disk is broken. It
-- either copes or says what is wrong, and once the disk is well again the desk is as if nothing had happened.

local harness = require "harness"

local CALLS = { "write", "pwrite64", "fsync", "fdatasync", "rename", "renameat2", "unlink", "mkdir", "ftruncate", "openat" }
local ERRORS = { "ENOSPC", "EIO" }

-- One run whose call number `nth` fails.
local RUN = [[
  rm -rf desk
  strace -y -o trace -e inject=%s:error=%s:when=%d "$LEDE" watch in -o desk --once -j1 -q --plugins "$PLUGIN"]]

-- Pipes and the kernel's own descriptors have no disk that could fail.
local function is_on_disk(trace)
  local line = trace:match("[^\n]*%(INJECTED%)") or ""
  return not line:find("^%w+%(%d+<[%w_]+:")
end

-- Status 0 and nothing said, or a message: whatever else is a crash.
local function run_with(folder, call, code, nth)
  local text, status = harness.sh(folder, RUN:format(call, code, nth))
  local when = ("%s number %d said %s"):format(call, nth, code)
  if not is_on_disk(harness.read(folder .. "/trace")) then return false end
  assert(status >= 0 and status < 124, ("%s: status %d: %s"):format(when, status, text))
  assert(status == 0 or text:find("lede: %S"), ("%s: status %d and not a word"):format(when, status))
  assert(not text:find("Assertion") and not text:find("core dumped"), when .. ": " .. text)
  return harness.read(folder .. "/trace"):find("(INJECTED)", 1, true) ~= nil, when
end

local function recover(folder, expected, when)
  local text, status = harness.sh(folder, "once in -o desk -j1 -q")
  assert(status == 0, ("after %s the next run ended with %d: %s"):format(when, status, text))
  harness.same(harness.dump(folder .. "/desk"), expected, when)
end

local function count(folder, call)
  local text = harness.must(folder, ([[
    rm -rf counted
    strace -o calls -e trace=%s "$LEDE" watch in -o counted --once -j1 -q --plugins "$PLUGIN"
    grep -c "^%s(" calls || true]]):format(call, call))
  return tonumber(text:match("(%d+)%s*$"))
end

local function can_trace(folder)
  if select(2, harness.sh(folder, "strace -o /dev/null true")) ~= 0 then harness.skip("strace can't trace here") end
end

local function try(folder, call, code, nth, expected)
  local injected, when = run_with(folder, call, code, nth)
  if injected then recover(folder, expected, when) end
end

local function each_number(call)
  return function(folder)
    can_trace(folder)
    harness.articles(folder .. "/in", 1, 3)
    local expected, most = harness.undisturbed(folder, "in", "-j1"), count(folder, call)
    if most == 0 then harness.skip("lede doesn't call it") end
    for nth = 1, most do
      for _, code in ipairs(ERRORS) do try(folder, call, code, nth, expected) end
    end
  end
end

local function a_few(folder)
  can_trace(folder)
  harness.articles(folder .. "/in", 1, 3)
  local expected = harness.undisturbed(folder, "in", "-j1")
  for _, call in ipairs { "pwrite64", "fdatasync", "rename", "openat" } do
    try(folder, call, ERRORS[math.random(#ERRORS)], math.random(math.max(1, count(folder, call))), expected)
  end
end

local cases = { { "when calls fail here and there, nothing is lost and it is said", a_few } }
for _, call in ipairs(CALLS) do
  cases[#cases + 1] = { ("whenever %s fails, nothing is lost and it is said"):format(call), each_number(call), long = true }
end
return cases
