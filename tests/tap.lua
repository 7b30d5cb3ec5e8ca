-- An output for busted: TAP, to the file $TEST_TAP, apart from whatever the tests print themselves.
-- Unlike busted's own TAP it survives a spec that doesn't parse, and shows where.

local busted = require "busted"
local new_handler = require "busted.outputHandlers.base"

return function()
  local handler = new_handler()
  local file = assert(io.open(assert(os.getenv("TEST_TAP"), "TEST_TAP names no file"), "w"))
  local count = 0

  -- Flushed at once: a test that crashes must not take the results before it along.
  local function report(verdict, name)
    count = count + 1
    file:write(verdict, " ", count, " ", name, "\n")
    file:flush()
  end

  local function report_failure(failed)
    report("not ok", "- " .. failed.name)
    local message = failed.message
    if type(message) ~= "string" then message = require("pl.pretty").write(message) end
    for line in (message .. "\n"):gmatch("(.-)\n") do file:write("# ", line, "\n") end
    file:flush()
  end

  function handler.test_end(element, _, status)
    if status == "success" then
      report("ok", "- " .. handler.getFullName(element))
    elseif status == "pending" then
      report("ok", "# SKIP " .. handler.getFullName(element))
    elseif status == "failure" then
      report_failure(handler.failures[#handler.failures])
    else
      report_failure(handler.errors[#handler.errors])
    end
    return nil, true
  end

  -- What goes wrong outside a test: a spec that doesn't load, a failing setup or teardown.
  function handler.outside(element)
    if element.descriptor ~= "it" then report_failure(handler.errors[#handler.errors]) end
    return nil, true
  end

  function handler.suite_end()
    file:write("1..", count, "\n")
    file:close()
    return nil, true
  end

  busted.subscribe({ "test", "end" }, handler.test_end)
  busted.subscribe({ "error" }, handler.outside)
  busted.subscribe({ "failure" }, handler.outside)
  busted.subscribe({ "suite", "end" }, handler.suite_end)
  return handler
end
