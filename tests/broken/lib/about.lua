require "lib.round"
