-- Every way to write a file into the inbox, while `lede watch` looks on: what stands in the desk at the end is the whole of it.

local harness = require "harness"

-- Each writes one file that ends in "the end".
local WRITERS = [[
  slow_open() {
    exec 3>in/slow.txt
    for i in 1 2 3 4 5; do printf 'Bridge number %%d stands, said Anna Corrin.\n' $i >&3; sleep 0.1; done
    echo 'That is the end.' >&3
    exec 3>&-
  }
  append_close() {
    for i in 1 2 3 4 5; do printf 'Tower number %%d stands, said Carl Dahl.\n' $i >>in/append.txt; sleep 0.1; done
    echo 'That is the end.' >>in/append.txt
  }
  stall() {
    exec 3>in/stall.txt
    echo 'Gate number 1 stands, said Ellen Fisk.' >&3
    sleep %s
    echo 'That is the end.' >&3
    exec 3>&-
  }
  rename() {
    echo 'Wall number 1 stands, said Gerd Holm.' >in/rename.txt.tmp
    sleep 0.2
    echo 'That is the end.' >>in/rename.txt.tmp
    mv in/rename.txt.tmp in/rename.txt
  }
  overwrite() {
    echo 'An older text, said Ida Juhl, that is long before the end.' >in/over.txt
    sleep 0.2
    exec 3>in/over.txt
    echo 'Mill number 1 stands, said Ida Juhl.' >&3
    sleep 0.2
    echo 'That is the end.' >&3
    exec 3>&-
  }
  all_written() { [ "$(grep -l 'That is the end' desk/results/*.json 2>/dev/null | wc -l)" -eq 5 ]; }
]]

local BESIDE = [[
  watch in -o desk %s --plugins "$PLUGIN"
  patiently test -s desk/lede.db
  slow_open & a=$!; append_close & b=$!; stall & c=$!; rename & d=$!; overwrite & e=$!
  wait $a $b $c $d $e
  patiently all_written
  stop
  once in -o desk -q
]]

-- The writers are at it when the watcher comes: only the lease, or waiting, can tell.
local BEFORE = [[
  slow_open & a=$!; append_close & b=$!; stall & c=$!; rename & d=$!; overwrite & e=$!
  patiently test -s in/stall.txt
  watch in -o desk %s --plugins "$PLUGIN"
  wait $a $b $c $d $e
  patiently all_written
  stop
  once in -o desk -q
]]

local function writing(script, options)
  return function(folder, short)
    local stall = short and "0.6" or "3"
    harness.must(folder, WRITERS:format(stall) .. script:format(options))
    harness.same(harness.dump(folder .. "/desk"), harness.undisturbed(folder, "in"), "written while it was watched")
  end
end

return {
  { "what is written while it is watched stands there whole", writing(BESIDE, "") },
  { "what is written while it is polled stands there whole", writing(BESIDE, "--poll"), long = true },
  { "what was begun before it is watched stands there whole", writing(BEFORE, ""), long = true },
}
