require "lib.about"
