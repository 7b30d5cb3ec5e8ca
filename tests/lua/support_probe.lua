--- Asks a document from the outside: a plugin (plugins/probe.lua) runs a test's code where `doc` is, and hands its values back.

local M = {}

local PROBE, SHELF = "tests/lua/plugins/probe.lua", "tests/lua/plugins/shelf.lua"

--- A session in which `code` runs with each document; `shelf` is code that returns the marks of the layer `shelf`.
function M.session(code, shelf)
  local plugins, set = { PROBE }, { "probe.code=local doc, kept = ...\n" .. code }
  if shelf then
    plugins[2], set[2] = SHELF, "shelf.code=local doc = ...\n" .. shelf
  end
  return lede.session { plugins = plugins, set = set }
end

--- The values the code returned for a record; fails when the code did.
function M.values(record)
  if record.errors[1] then error(record.errors[1].message, 0) end
  local values = assert(load("return " .. record.layers.probe[1].values))()
  return table.unpack(values, 1, values.n)
end

--- What `code` returns for a document with this text.
function M.ask(text, code, shelf, given) return M.values(M.session(code, shelf):analyze(text, given)) end

--- What the author of `code` reads when it fails.
function M.refusal(text, code, shelf)
  local record = M.session(code, shelf):analyze(text)
  return record.errors[1] and record.errors[1].message or error("it did not fail: " .. code, 2)
end

return M
