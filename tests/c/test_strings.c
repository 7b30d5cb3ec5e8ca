/* find, match, gmatch, gsub and rep give what Lua's own give, message for message, whatever the pattern.
 *
 * LEDE_TEST_PAIRS sets how many random pairs of pattern and text are compared (50,000). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <lualib.h>

#include "lua/limits.h"
#include "lua/state.h"

static lede__state *state;

/* The globals `own` and `stock` are two tables of string functions. */
static int open_both(lua_State *L) {
  luaL_openlibs(L);
  if (luaL_dostring(L, "stock = {} for k, v in pairs(string) do stock[k] = v end")) return lua_error(L);
  lede__limits_open(L);
  lua_getglobal(L, "string");
  lua_setglobal(L, "own");
  return 0;
}

static int setup(void **ctx) {
  (void)ctx;
  lede_error err;
  if (lede__state_new(0, &state, &err)) return -1;
  return lede__state_enter(state, open_both, NULL, &err);
}

static int teardown(void **ctx) {
  (void)ctx;
  lede__state_free(state);
  return 0;
}

/* ---- random patterns --------------------------------------------------------------- */

static uint64_t seed = 20260107;

static unsigned below(unsigned n) {
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return (unsigned)(seed >> 33) % n;
}

static const char *one_of(const char *const *list, size_t count) { return list[below((unsigned)count)]; }
#define ONE_OF(list) one_of(list, sizeof list / sizeof *list)

/* Mostly well-formed, from few letters, so that many match. */
static void add_item(char *out) {
  static const char *const items[] = {
      "a",    "b",      ".",     "%a",  "%d",    "%s",   "%w",       "%W",          "%%", "[ab]",
      "[^a]", "[%d%s]", "[a-c]", "[]]", "[^]a]", "[a-]", "[%]]",     "%l",          "%U", "%p",
      "%x",   "%c",     "%g",    "%z",  "%.",    "-",    "\xC3\xA9", "[\x80-\xFF]", "]",  "1"};
  static const char *const repeats[] = {"", "", "", "*", "+", "-", "?"};
  strcat(out, ONE_OF(items));
  strcat(out, ONE_OF(repeats));
}

static void add_special(char *out) {
  static const char *const specials[] = {"()", "(",  ")",  "%bab", "%b()", "%f[a]", "%f[^%w]", "%f[%z]",
                                         "%1", "%2", "%0", "%9",   "^",    "$",     "%b",      "%f",
                                         "%",  "[",  "[^", "[a",   "[%",   "*",     "%bxx",    "+",
                                         "(a", "b)", "?",  "(.)",  "(.-)", "(%1)",  "[a-",     "[%a-z]"};
  strcat(out, ONE_OF(specials));
}

static size_t make_pattern(char *out) {
  *out = '\0';
  if (below(4) == 0) strcat(out, "^");
  for (unsigned n = 1 + below(5); n > 0; n--) {
    unsigned kind = below(8);
    if (kind == 0) add_special(out);
    if (kind == 1) strcat(out, "(");
    add_item(out);
    if (kind == 1) strcat(out, ")");
  }
  if (below(5) == 0) strcat(out, "$");
  size_t len = strlen(out);
  if (below(50) == 0) out[below((unsigned)len + 1)] = '\0'; /* a NUL byte inside */
  return len;
}

static size_t make_text(char *out) {
  static const char letters[] = "aaaabbbbcc  1(())]-%.\xC3\xA9X";
  size_t len = below(24);
  for (size_t i = 0; i < len; i++) out[i] = below(60) ? letters[below(sizeof letters - 1)] : '\0';
  out[len] = '\0';
  return len;
}

static void make_replacement(char *out) {
  static const char *const pieces[] = {"x", "", "%0", "%1", "%2", "%%", "%", "%9", "%a", "<%1>", "\\"};
  *out = '\0';
  for (unsigned n = below(4); n > 0; n--) strcat(out, ONE_OF(pieces));
}

/* ---- comparing ------------------------------------------------------------------------- */

typedef struct trial {
  char pattern[128], text[64], replacement[64];
  size_t pattern_len, text_len;
  int init;
} trial;

/* What a function gives, or its error, as one list: `compare` in Lua finds the first difference. */
static const char driver[] =
    "local names = { 'find', 'match', 'gmatch', 'gsub', 'gsub_table', 'gsub_function', 'gsub_some' }\n"
    "local function gmatch(f, s, p, _, init)\n"
    "  local out = {}\n"
    "  for a, b, c in f.gmatch(s, p, init) do out[#out + 1] = tostring(a) .. '|' .. tostring(b) .. '|' .. tostring(c) end\n"
    "  return table.concat(out, ';')\n"
    "end\n"
    "local calls = {\n"
    "  find = function(f, s, p, _, init) local find = f.find return find(s, p, init) end,\n"
    "  match = function(f, s, p, _, init) local match = f.match return match(s, p, init) end,\n"
    "  gmatch = gmatch,\n"
    "  gsub = function(f, s, p, r) local gsub = f.gsub return gsub(s, p, r) end,\n"
    "  gsub_table = function(f, s, p) return f.gsub(s, p, { a = 'A', b = false, [1] = 7, [''] = 'e', aa = 1.5, c = {} }) end,\n"
    "  gsub_function = function(f, s, p) return f.gsub(s, p, function(...) if (...) ~= 'b' then return table.concat({ ... }, ',') end end) end,\n"
    "  gsub_some = function(f, s, p, r, init) return f.gsub(s, p, r, init) end,\n"
    "}\n"
    "local function shown(...)\n"
    "  local list = table.pack(...)\n"
    "  for i = 1, list.n do list[i] = (math.type(list[i]) or type(list[i])) .. ' ' .. tostring(list[i]) end\n"
    "  return table.concat(list, ' / ')\n"
    "end\n"
    "function compare(s, p, r, init)\n"
    "  for _, name in ipairs(names) do\n"
    "    local a = table.pack(pcall(calls[name], own, s, p, r, init))\n"
    "    local b = table.pack(pcall(calls[name], stock, s, p, r, init))\n"
    "    local same = a.n == b.n\n"
    "    for i = 1, a.n do same = same and a[i] == b[i] and math.type(a[i]) == math.type(b[i]) end\n"
    "    if not same then return name .. ': ' .. shown(table.unpack(a)) .. '\\n  stock: ' .. shown(table.unpack(b)) end\n"
    "  end\n"
    "end\n";

static int load_driver(lua_State *L) {
  if (luaL_dostring(L, driver)) return lua_error(L);
  return 0;
}

static int compare_body(lua_State *L) {
  const trial *t = lede__context(L);
  lua_getglobal(L, "compare");
  lua_pushlstring(L, t->text, t->text_len);
  lua_pushlstring(L, t->pattern, t->pattern_len);
  lua_pushstring(L, t->replacement);
  lua_pushinteger(L, t->init);
  lua_call(L, 4, 1);
  if (lua_isnil(L, -1)) return 0;
  return luaL_error(L, "text \"%s\", pattern \"%s\", replacement \"%s\", init %d\n%s", t->text, t->pattern,
                    t->replacement, t->init, lua_tostring(L, -1));
}

static void compare(const trial *t) {
  lede_error err;
  if (lede__state_enter(state, compare_body, (void *)t, &err)) fail_msg("%s", err.message);
}

static size_t pairs_wanted(void) {
  const char *wanted = getenv("LEDE_TEST_PAIRS");
  return wanted ? strtoul(wanted, NULL, 10) : 50000;
}

static void test_random_pairs_give_what_stock_gives(void **ctx) {
  (void)ctx;
  lede_error err;
  assert_int_equal(lede__state_enter(state, load_driver, NULL, &err), LEDE_OK);
  for (size_t n = pairs_wanted(); n > 0; n--) {
    trial t = {.init = (int)below(40) - 15};
    t.pattern_len = make_pattern(t.pattern);
    t.text_len = make_text(t.text);
    make_replacement(t.replacement);
    compare(&t);
  }
}

static void test_edges_give_what_stock_gives(void **ctx) {
  (void)ctx;
  static const char *const patterns[] = {
      "",      "^",       "$",   "^$",    "%",    "[",      "[]",  "[^]",   "[%",    "%b",
      "%bx",   "%f",      "%fa", "(",     ")",    "(()",    "())", "%1",    "(%1)",  "()%1",
      "(a)%1", "(a*)%1",  "a-$", "^a-$",  "^^a",  "a$b",    "$a",  "[a-a]", "[z-a]", "[a-]",
      "[-a]",  "[%a-%z]", "[[]", "[]-a]", "%f[]", "%f[%z]", "a**", "a+-",   "-",     "*"};
  static const char *const texts[] = {"", "a", "aa", "ab", "THE (quick) fox", "^a", "a$b", "a-", "]", "\n"};
  for (size_t p = 0; p < sizeof patterns / sizeof *patterns; p++)
    for (size_t s = 0; s < sizeof texts / sizeof *texts; s++)
      for (int init = -3; init <= 4; init++) {
        trial t = {.init = init};
        t.pattern_len = (size_t)snprintf(t.pattern, sizeof t.pattern, "%s", patterns[p]);
        t.text_len = (size_t)snprintf(t.text, sizeof t.text, "%s", texts[s]);
        strcpy(t.replacement, "<%0%1>");
        compare(&t);
      }
}

/* ---- in Lua ------------------------------------------------------------------------------- */

static int chunk_body(lua_State *L) {
  if (luaL_dostring(L, lede__context(L))) return lua_error(L);
  return 0;
}

static void holds(const char *chunk) {
  lede_error err;
  if (lede__state_enter(state, chunk_body, (void *)chunk, &err)) fail_msg("%s", err.message);
}

static void test_bounds_are_those_of_stock(void **ctx) {
  (void)ctx;
  holds(
      "local function same(...)\n"
      "  local a, b = table.pack(pcall(own.find, ...)), table.pack(pcall(stock.find, ...))\n"
      "  for i = 1, math.max(a.n, b.n) do assert(a[i] == b[i], tostring(a[i]) .. ' / ' .. tostring(b[i])) end\n"
      "end\n"
      "for n = 190, 210 do\n"
      "  same(('a'):rep(n), ('a?'):rep(n))\n"
      "  same(('a'):rep(n), ('a*'):rep(n))\n"
      "  same(('a'):rep(n), ('a-'):rep(n) .. '$')\n"
      "  same(('a'):rep(n), ('(a'):rep(n))\n"
      "end\n"
      "for n = 30, 34 do\n"
      "  same(('a'):rep(n), ('(a)'):rep(n))\n"
      "  same(('a'):rep(n), ('()'):rep(n))\n"
      "  same('a', ('('):rep(n))\n"
      "end\n");
}

static void test_messages_name_the_function_and_the_argument(void **ctx) {
  (void)ctx;
  holds(
      "for _, name in ipairs { 'find', 'match', 'gmatch', 'gsub', 'rep', 'format', 'pack', 'unpack', 'packsize' } do\n"
      "  for _, args in ipairs { {}, { 'a' }, { 'a', {} }, { 'a', 'b', {} }, { 'a', 'b', 'c', 'd' }, { {} }, { 1, 2, true }, { '%d', 'x' } } do\n"
      "    local find, match, gmatch, gsub, rep, format, pack, unpack, packsize\n"
      "    local call = load('local f, args = ... local ' .. name .. ' = f return ' .. name .. '(table.unpack(args))')\n"
      "    local _, a = pcall(call, own[name], args)\n"
      "    local _, b = pcall(call, stock[name], args)\n"
      "    assert(type(a) == 'function' or a == b, name .. ': ' .. tostring(a) .. ' / ' .. tostring(b))\n"
      "  end\n"
      "end\n");
}

static void test_rep_gives_what_stock_gives(void **ctx) {
  (void)ctx;
  holds("for _, s in ipairs { '', 'a', 'abc' } do\n"
        "  for _, sep in ipairs { '', ',', '--' } do\n"
        "    for n = -2, 40 do assert(own.rep(s, n, sep) == stock.rep(s, n, sep), s .. sep .. n) end\n"
        "  end\n"
        "end\n"
        "local _, message = pcall(own.rep, 'ab', math.maxinteger)\n"
        "assert(message == 'resulting string too large', message)\n");
}

static void test_plain_find_takes_the_pattern_as_it_is(void **ctx) {
  (void)ctx;
  holds("for _, s in ipairs { '', 'a', 'a.b', 'x\\0y', 'a%b' } do\n"
        "  for _, p in ipairs { '', '.', 'a', '\\0', '%', 'a.b', 'xyz' } do\n"
        "    for init = -4, 5 do\n"
        "      local a, b = own.find(s, p, init, true)\n"
        "      local c, d = stock.find(s, p, init, true)\n"
        "      assert(a == c and b == d)\n"
        "    end\n"
        "  end\n"
        "end\n");
}

static void test_gmatch_survives_its_strings(void **ctx) {
  (void)ctx;
  holds("local walk = own.gmatch(('one two '):rep(3), '%a+')\n"
        "collectgarbage()\n"
        "local words = {}\n"
        "for word in walk do words[#words + 1] = word collectgarbage() end\n"
        "assert(#words == 6 and words[6] == 'two' and walk() == nil)\n");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_random_pairs_give_what_stock_gives),
      cmocka_unit_test(test_edges_give_what_stock_gives),
      cmocka_unit_test(test_bounds_are_those_of_stock),
      cmocka_unit_test(test_messages_name_the_function_and_the_argument),
      cmocka_unit_test(test_rep_gives_what_stock_gives),
      cmocka_unit_test(test_plain_find_takes_the_pattern_as_it_is),
      cmocka_unit_test(test_gmatch_survives_its_strings),
  };
  return cmocka_run_group_tests_name("strings", tests, setup, teardown);
}
