-- For `make lint`: every Lua file is Lua 5.4, and only the host adds globals.
std = "lua54"
max_line_length = 130
exclude_files = { "build", "tests/broken", "scripts/dist/lede.lua" }

files["plugins"] = { read_globals = { "lede" } }
files["plugins/data"] = { max_line_length = false }
files["scripts"] = { read_globals = { "lede" } }
files["examples"] = { read_globals = { "lede" } }
files["tests"] = { std = "+busted", read_globals = { "lede" } }
