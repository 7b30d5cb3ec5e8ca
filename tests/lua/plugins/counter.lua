--- Counts capitalized words across documents: a plugin that only folds.
local M = {
  api = 1,
  name = "counter",
  needs = { "structure" },
  settings = { least = 3 },
}

function M.fold(counts, record)
  for word in record.text:gmatch("%f[%a]%u%l+") do counts[word] = (counts[word] or 0) + 1 end
  return counts
end

function M.merge(a, b)
  for word, n in pairs(b) do a[word] = (a[word] or 0) + n end
  return a
end

function M.finish(counts, settings)
  local findings = {}
  for word, n in lede.sorted_pairs(counts) do
    if n >= settings.least then findings[#findings + 1] = { kind = "word", key = word, times = n } end
  end
  return findings
end

return M
