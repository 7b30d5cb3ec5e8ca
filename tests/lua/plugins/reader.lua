return {
  api = 1,
  name = "reader",
  needs = { "structure" },
  gives = { reader = {} },
  settings = { least = 2 },
  document = function() return {} end,
}
