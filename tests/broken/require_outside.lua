-- expect: require '../x': outside the plugin's folder, which a plugin can't read
require "../x"
