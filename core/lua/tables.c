#include "lua/tables.h"

#include <lauxlib.h>
#include <lualib.h>

#include "lua/limits.h"

/* ---- arguments --------------------------------------------------------------------- */

enum { READ = 1, WRITE = 2, LENGTH = 4 };

static bool has_field(lua_State *L, int metatable, const char *name) {
  lua_pushstring(L, name);
  bool has = lua_rawget(L, metatable) != LUA_TNIL;
  lua_pop(L, 1);
  return has;
}

/* A table, or something that behaves as one as far as `uses` go. */
static void check_table(lua_State *L, int index, int uses) {
  if (lua_type(L, index) == LUA_TTABLE) return;
  if (lua_getmetatable(L, index)) {
    int metatable = lua_gettop(L);
    bool fine = (!(uses & READ) || has_field(L, metatable, "__index")) &&
                (!(uses & WRITE) || has_field(L, metatable, "__newindex")) &&
                (!(uses & LENGTH) || has_field(L, metatable, "__len"));
    lua_pop(L, 1);
    if (fine) return;
  }
  luaL_checktype(L, index, LUA_TTABLE);
}

static lua_Integer check_length(lua_State *L, int uses) {
  check_table(L, 1, uses | LENGTH);
  return luaL_len(L, 1);
}

/* ---- moving -------------------------------------------------------------------------- */

/* table `to` [b] = table `from` [a] */
static void copy_item(lua_State *L, int from, lua_Integer a, int to, lua_Integer b) {
  lua_geti(L, from, a);
  lua_seti(L, to, b);
}

static int table_insert(lua_State *L) {
  const lede__limits *l = lede__limits_of(L);
  lua_Integer at = 0, end = (lua_Integer)((lua_Unsigned)check_length(L, READ | WRITE) + 1);
  int count = lua_gettop(L);
  if (count != 2 && count != 3) return luaL_error(L, "wrong number of arguments to 'insert'");
  if (count == 3) {
    at = luaL_checkinteger(L, 2);
    luaL_argcheck(L, (lua_Unsigned)at - 1u < (lua_Unsigned)end, 2, "position out of bounds");
  } else {
    at = end;
  }
  for (lua_Integer i = end; i > at; i--) {
    lede__limits_look(L, l);
    copy_item(L, 1, i - 1, 1, i);
  }
  lua_seti(L, 1, at);
  return 0;
}

static int table_remove(lua_State *L) {
  const lede__limits *l = lede__limits_of(L);
  lua_Integer length = check_length(L, READ | WRITE), at = luaL_optinteger(L, 2, length);
  bool inside = at == length || (lua_Unsigned)at - 1u <= (lua_Unsigned)length;
  luaL_argcheck(L, inside, 2, "position out of bounds");
  lua_geti(L, 1, at);
  for (; at < length; at++) {
    lede__limits_look(L, l);
    copy_item(L, 1, at + 1, 1, at);
  }
  lua_pushnil(L);
  lua_seti(L, 1, at);
  return 1;
}

/* Forwards where the pieces don't overlap to the right, else from the end. */
static void move_items(lua_State *L, lua_Integer first, lua_Integer last, lua_Integer to, int target) {
  const lede__limits *l = lede__limits_of(L);
  bool forwards = to > last || to <= first || (target != 1 && !lua_compare(L, 1, target, LUA_OPEQ));
  lua_Integer count = last - first + 1;
  for (lua_Integer i = 0; i < count; i++) {
    lua_Integer at = forwards ? i : count - 1 - i;
    lede__limits_look(L, l);
    copy_item(L, 1, first + at, target, to + at);
  }
}

static int table_move(lua_State *L) {
  lua_Integer first = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3), to = luaL_checkinteger(L, 4);
  int target = lua_isnoneornil(L, 5) ? 1 : 5;
  check_table(L, 1, READ);
  check_table(L, target, WRITE);
  if (last >= first) {
    luaL_argcheck(L, first > 0 || last < LUA_MAXINTEGER + first, 3, "too many elements to move");
    luaL_argcheck(L, to <= LUA_MAXINTEGER - (last - first + 1) + 1, 4, "destination wrap around");
    move_items(L, first, last, to, target);
  }
  lua_pushvalue(L, target);
  return 1;
}

/* ---- concat -------------------------------------------------------------------------------- */

static void add_item(lua_State *L, luaL_Buffer *b, lua_Integer i) {
  lua_geti(L, 1, i);
  if (!lua_isstring(L, -1))
    luaL_error(L, "invalid value (%s) at index %I in table for 'concat'", luaL_typename(L, -1),
               (LUAI_UACINT)i);
  luaL_addvalue(b);
}

static int table_concat(lua_State *L) {
  const lede__limits *l = lede__limits_of(L);
  lua_Integer length = check_length(L, READ);
  size_t between_len;
  const char *between = luaL_optlstring(L, 2, "", &between_len);
  lua_Integer i = luaL_optinteger(L, 3, 1), last = luaL_optinteger(L, 4, length);
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (; i < last; i++) {
    lede__limits_look(L, l);
    add_item(L, &b, i);
    luaL_addlstring(&b, between, between_len);
  }
  if (i == last) add_item(L, &b, i);
  luaL_pushresult(&b);
  return 1;
}

/* ---- sort ------------------------------------------------------------------------------------- */

/* Sorts blocks on the stack, then merges them between two copies, so that what a comparator says or does can
 * neither make it read outside nor run longer; equal items keep their order. */
typedef struct sorting {
  lua_State *L;
  const lede__limits *limits;
  bool compares; /* argument 2 is a comparator */
  lua_Integer n;
} sorting;

enum { LIST = 1, COMPARATOR = 2, COPY = 3, SPARE = 4, BLOCK = 8 };

/* The values at two stack indices. */
static bool less(const sorting *s, int a, int b) {
  lua_State *L = s->L;
  lede__limits_look(L, s->limits);
  if (!s->compares) return lua_compare(L, a, b, LUA_OPLT);
  lua_pushvalue(L, COMPARATOR);
  lua_pushvalue(L, a);
  lua_pushvalue(L, b);
  lua_call(L, 2, 1);
  bool is_less = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return is_less;
}

static void check_order(const sorting *s, int before, int after) {
  if (s->compares && less(s, after, before))
    luaL_error(s->L, "invalid order function for sorting; it must be false for items that are equal");
}

/* Leaves items first to last of the list, sorted, on the stack. Returns where they begin. */
static int push_sorted(const sorting *s, lua_Integer first, lua_Integer last) {
  lua_State *L = s->L;
  int bottom = lua_gettop(L) + 1;
  for (lua_Integer i = first; i <= last; i++) {
    lua_geti(L, LIST, i);
    int new = lua_gettop(L), at = new;
    while (at > bottom && less(s, new, at - 1)) at--;
    lua_insert(L, at);
  }
  return bottom;
}

static void sort_few(const sorting *s) {
  int bottom = push_sorted(s, 1, s->n);
  for (int i = bottom; i < lua_gettop(s->L); i++) check_order(s, i, i + 1);
  for (lua_Integer i = s->n; i >= 1; i--) lua_seti(s->L, LIST, i);
}

static void copy_blocks(const sorting *s) {
  for (lua_Integer first = 1; first <= s->n; first += BLOCK) {
    lua_Integer last = first + BLOCK - 1 < s->n ? first + BLOCK - 1 : s->n;
    push_sorted(s, first, last);
    for (lua_Integer i = last; i >= first; i--) lua_rawseti(s->L, COPY, i);
  }
}

static void copy_raw(lua_State *L, int from, lua_Integer i, lua_Integer last, int to, lua_Integer at) {
  for (; i <= last; i++, at++) {
    lua_rawgeti(L, from, i);
    lua_rawseti(L, to, at);
  }
}

/* Merges [first, middle] and [middle + 1, last]; the heads of both are kept on the stack. */
static void merge(const sorting *s, int from, lua_Integer first, lua_Integer middle, lua_Integer last,
                  int to) {
  lua_State *L = s->L;
  lua_Integer i = first, j = middle + 1, at = first;
  int left = lua_gettop(L) + 1, right = left + 1;
  lua_rawgeti(L, from, i);
  lua_rawgeti(L, from, j);
  while (i <= middle && j <= last) {
    bool takes_right = less(s, right, left);
    lua_pushvalue(L, takes_right ? right : left);
    lua_rawseti(L, to, at++);
    lua_rawgeti(L, from, takes_right ? ++j : ++i);
    lua_replace(L, takes_right ? right : left);
  }
  lua_settop(L, left - 1);
  copy_raw(L, from, i, middle, to, at);
  copy_raw(L, from, j, last, to, at + middle + 1 - i);
}

static bool in_order(const sorting *s, int table, lua_Integer middle) {
  lua_State *L = s->L;
  int top = lua_gettop(L);
  lua_rawgeti(L, table, middle);
  lua_rawgeti(L, table, middle + 1);
  bool ordered = !less(s, top + 2, top + 1);
  lua_settop(L, top);
  return ordered;
}

static void merge_or_copy(const sorting *s, int from, lua_Integer first, lua_Integer width, int to) {
  lua_Integer middle = first + width - 1, last = middle + width < s->n ? middle + width : s->n;
  if (middle >= s->n || in_order(s, from, middle))
    copy_raw(s->L, from, first, last, to, first);
  else
    merge(s, from, first, middle, last, to);
}

/* Returns which of COPY and SPARE holds the sorted items. */
static int merge_blocks(const sorting *s) {
  int from = COPY, to = SPARE;
  for (lua_Integer width = BLOCK; width < s->n; width *= 2) {
    for (lua_Integer first = 1; first <= s->n; first += 2 * width) merge_or_copy(s, from, first, width, to);
    int other = from;
    from = to;
    to = other;
  }
  return from;
}

static void check_copy(const sorting *s, int table) {
  int top = lua_gettop(s->L);
  lua_rawgeti(s->L, table, 1);
  for (lua_Integer i = 2; i <= s->n; i++) {
    lua_rawgeti(s->L, table, i);
    check_order(s, top + 1, top + 2);
    lua_replace(s->L, top + 1);
  }
  lua_settop(s->L, top);
}

static void sort_many(const sorting *s) {
  lua_State *L = s->L;
  int room = (int)(lua_istable(L, LIST) ? lua_rawlen(L, LIST) : 0);
  lua_createtable(L, room, 0);
  lua_createtable(L, room, 0);
  copy_blocks(s);
  int sorted = merge_blocks(s);
  if (s->compares) check_copy(s, sorted);
  for (lua_Integer i = 1; i <= s->n; i++) {
    lede__limits_look(L, s->limits);
    lua_rawgeti(L, sorted, i);
    lua_seti(L, LIST, i);
  }
}

static int table_sort(lua_State *L) {
  sorting s = {L, lede__limits_of(L), false, check_length(L, READ | WRITE)};
  if (s.n < 2) return 0;
  luaL_argcheck(L, s.n < INT32_MAX, 1, "array too big");
  s.compares = !lua_isnoneornil(L, COMPARATOR);
  if (s.compares) luaL_checktype(L, COMPARATOR, LUA_TFUNCTION);
  lua_settop(L, 2);
  if (s.n <= BLOCK)
    sort_few(&s);
  else
    sort_many(&s);
  return 0;
}

void lede__tables_open(lua_State *L) {
  static const luaL_Reg ours[] = {{"concat", table_concat}, {"insert", table_insert}, {"move", table_move},
                                  {"remove", table_remove}, {"sort", table_sort},     {NULL, NULL}};
  lua_getglobal(L, LUA_TABLIBNAME);
  luaL_setfuncs(L, ours, 0);
  lua_pop(L, 1);
}
