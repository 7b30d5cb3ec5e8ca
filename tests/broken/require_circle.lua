-- expect: require 'lib.round': it is being loaded already
require "lib.round"
