/* insert, remove, move, concat and sort give what Lua's own give, and sort keeps its head with a comparator that has lost its. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>
#include <lualib.h>

#include "lua/limits.h"
#include "lua/state.h"

static lede__state *state;

static const char helpers[] =
    "function list(n, most) local t = {} for i = 1, n do t[i] = math.random(most) end return t end\n"
    "function copy(t) local c = {} for k, v in pairs(t) do c[k] = v end return c end\n"
    "function equal(a, b)\n"
    "  for k, v in pairs(a) do if b[k] ~= v then return false end end\n"
    "  for k, v in pairs(b) do if a[k] ~= v then return false end end\n"
    "  return true\n"
    "end\n"
    "function same(name, t, ...)\n"
    "  local a, b = copy(t), copy(t)\n"
    "  local own, theirs = table.pack(pcall(table[name], a, ...)), table.pack(pcall(stock[name], b, ...))\n"
    "  if own[2] == a then own[2], theirs[2] = nil, nil end\n"
    "  if not own[1] then own[2], theirs[2] = own[2]:gsub('^.-:%d+: ', ''), theirs[2]:gsub('^.-:%d+: ', '') end\n"
    "  local function bare(v) return (tostring(v):gsub(\"'[%a.?]+'\", ''):gsub('#%d', '')) end\n"
    "  own[2], theirs[2] = bare(own[2]), bare(theirs[2])\n"
    "  assert(own.n == theirs.n and own[1] == theirs[1] and own[2] == theirs[2], name .. ': ' .. own[2] .. ' / ' .. theirs[2])\n"
    "  assert(equal(a, b), name)\n"
    "end\n";

static int open_body(lua_State *L) {
  luaL_openlibs(L);
  if (luaL_dostring(L, "stock = {} for k, v in pairs(table) do stock[k] = v end math.randomseed(7)"))
    return lua_error(L);
  lede__limits_open(L);
  if (luaL_dostring(L, helpers)) return lua_error(L);
  return 0;
}

static int setup(void **ctx) {
  (void)ctx;
  lede_error err;
  if (lede__state_new(0, &state, &err)) return -1;
  return lede__state_enter(state, open_body, NULL, &err);
}

static int teardown(void **ctx) {
  (void)ctx;
  lede__state_free(state);
  return 0;
}

static int chunk_body(lua_State *L) {
  if (luaL_dostring(L, lede__context(L))) return lua_error(L);
  return 0;
}

static void holds(const char *chunk) {
  lede_error err;
  if (lede__state_enter(state, chunk_body, (void *)chunk, &err)) fail_msg("%s", err.message);
}

static void test_insert_and_remove_are_those_of_stock(void **ctx) {
  (void)ctx;
  holds("for n = 0, 5 do\n"
        "  local t = list(n, 9)\n"
        "  same('insert', t, 'x') same('remove', t) same('insert', t) same('insert', t, 1, 2, 3)\n"
        "  for at = -1, n + 3 do same('insert', t, at, 'x') same('remove', t, at) end\n"
        "end\n"
        "assert(not pcall(table.insert, nil, 1) and not pcall(table.insert, 'x', 1))\n");
}

static void test_move_is_that_of_stock(void **ctx) {
  (void)ctx;
  holds("for first = -1, 4 do for last = -1, 5 do for to = -1, 5 do\n"
        "  same('move', list(5, 9), first, last, to)\n"
        "  same('move', list(5, 9), first, last, to, {})\n"
        "end end end\n"
        "same('move', {}, math.mininteger, math.maxinteger, 1)\n"
        "same('move', {}, 1, math.maxinteger, 2)\n"
        "same('move', {}, math.maxinteger - 1, math.maxinteger, 5)\n");
}

static void test_concat_is_that_of_stock(void **ctx) {
  (void)ctx;
  holds(
      "for n = 0, 4 do\n"
      "  local t = list(n, 9)\n"
      "  same('concat', t) same('concat', t, ', ') same('concat', t, ', ', 2) same('concat', t, '', 0, 3) same('concat', t, '-', 3, 2)\n"
      "end\n"
      "same('concat', { 1, 2.5, 'x', {} }) same('concat', { 'a' }, '-', math.maxinteger - 1, math.maxinteger)\n"
      "local max = math.maxinteger\n"
      "assert(table.concat({ [max] = 'x' }, '-', max, max) == 'x')\n");
}

static void test_metamethods_are_asked(void **ctx) {
  (void)ctx;
  holds(
      "local log = {}\n"
      "local real = { 3, 1, 2 }\n"
      "local proxy = setmetatable({}, { __len = function() return #real end, __index = function(_, i) return real[i] end,\n"
      "  __newindex = function(_, i, v) log[#log + 1] = i real[i] = v end })\n"
      "table.sort(proxy) assert(stock.concat(real, ',') == '1,2,3' and #log == 3)\n"
      "table.insert(proxy, 1, 0) assert(stock.concat(real, ',') == '0,1,2,3')\n"
      "assert(table.remove(proxy, 1) == 0 and table.concat(proxy, ',') == '1,2,3')\n");
}

static void test_sort_sorts(void **ctx) {
  (void)ctx;
  holds("for n = 0, 70 do\n"
        "  same('sort', list(n, 1000000))\n"
        "  same('sort', list(n, 5))\n"
        "  same('sort', list(n, 5), function(a, b) return a > b end)\n"
        "end\n"
        "same('sort', list(3000, 100)) same('sort', { 'b', 'a', 'c' }) same('sort', { 1, 'a', 2 })\n"
        "same('sort', { 1, nil, 3 }) same('sort', { {}, {} }) same('sort', { 2, 1 }, 'x')\n");
}

static void test_sort_keeps_equal_items_in_their_order(void **ctx) {
  (void)ctx;
  holds(
      "for n = 2, 100, 7 do\n"
      "  local t = {}\n"
      "  for i = 1, n do t[i] = { key = math.random(4), i = i } end\n"
      "  table.sort(t, function(a, b) return a.key < b.key end)\n"
      "  for i = 2, n do assert(t[i - 1].key < t[i].key or (t[i - 1].key == t[i].key and t[i - 1].i < t[i].i)) end\n"
      "end\n");
}

static void test_a_comparator_that_contradicts_itself_gets_an_error(void **ctx) {
  (void)ctx;
  holds(
      "for _, n in ipairs { 2, 8, 9, 100, 1000 } do\n"
      "  for _, less in ipairs { function() return true end, function(a, b) return a <= b end } do\n"
      "    local ok, message = pcall(table.sort, list(n, 1), less)\n"
      "    assert(not ok and message:find('invalid order function for sorting', 1, true), message)\n"
      "  end\n"
      "end\n"
      "for _ = 1, 200 do pcall(table.sort, list(math.random(60), 9), function() return math.random(2) == 1 end) end\n");
}

static void test_a_comparator_may_change_the_list(void **ctx) {
  (void)ctx;
  holds(
      "local t = list(100, 1000)\n"
      "pcall(table.sort, t, function(a, b) for i = 1, 200 do t[i] = nil end collectgarbage() return a < b end)\n"
      "local t = list(100, 1000)\n"
      "table.sort(t, function(a, b) t[#t + 1] = 1 return a < b end)\n"
      "for i = 2, 100 do assert(t[i - 1] <= t[i]) end\n");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_insert_and_remove_are_those_of_stock),
      cmocka_unit_test(test_move_is_that_of_stock),
      cmocka_unit_test(test_concat_is_that_of_stock),
      cmocka_unit_test(test_metamethods_are_asked),
      cmocka_unit_test(test_sort_sorts),
      cmocka_unit_test(test_sort_keeps_equal_items_in_their_order),
      cmocka_unit_test(test_a_comparator_that_contradicts_itself_gets_an_error),
      cmocka_unit_test(test_a_comparator_may_change_the_list),
  };
  return cmocka_run_group_tests_name("tables", tests, setup, teardown);
}
