# What the tests in this folder share: TAP, a private folder with lede on the path, and the commands README.md shows.
# To be sourced from the root of the tree; knows nothing of who runs lede.
# shellcheck shell=sh disable=SC2034

tests_seen=0
tests_failed=0

skip_all() {
  echo '1..1'
  echo "ok 1 # SKIP $1"
  exit 0
}

# check NAME COMMAND...: a test that passes when the command does, and shows what it printed when not.
check() {
  tests_seen=$((tests_seen + 1))
  test_name=$1
  shift
  if printed=$("$@" 2>&1); then
    echo "ok $tests_seen - $test_name"
  else
    echo "not ok $tests_seen - $test_name"
    printf '%s\n' "$printed" | tail -n 20 | sed 's/^/# /'
    tests_failed=1
  fi
}

# The lines between fences of README.md in which the words $1 stand.
shown_in_readme() {
  awk -v words="$1" '
    /^```/ { if (inside && index(block, words)) printf "%s", block; inside = !inside; block = ""; next }
    inside { block = block $0 "\n" }' "$root/README.md"
}

# Same lines, in any order.
same_lines() {
  sort "$1" >"$1.sorted"
  sort "$2" | diff "$1.sorted" - | cut -c 1-200
  sort "$2" | cmp -s "$1.sorted" -
}

root=$PWD
work=$(mktemp -d) || exit 1
mkdir "$work/bin"
ln -s "$(realpath "${LEDE:?}")" "$work/bin/lede"
PATH=$work/bin:$PATH
cd "$work" || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 143' INT TERM
