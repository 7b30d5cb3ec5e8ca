-- expect: is outside the plugin's folder, which a plugin can't read
lede.data("../../Makefile")
