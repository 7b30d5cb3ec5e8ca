-- expect: no file 'names.txt' in the plugin's folder
lede.data("names.txt")
