local test = lede.test.use "tests/lua/plugins/capitals.lua"
it("fails", function() test.document("yes, Ada"):has("capitals", { { text = "Eva" } }) end)
