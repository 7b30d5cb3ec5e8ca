local test = lede.test.use "tests/lua/plugins/capitals.lua"
it("passes", function() test.document("yes, Ada"):has("capitals", { { text = "Ada" } }) end)
