/* plugin/vectors: the vectors that terms:vectors gives, as Lua sees them. Rows are numbered from 1. */
#include <lauxlib.h>
#include <string.h>

#include "lua/limits.h"
#include "match/linkage.h"
#include "plugin/terms.h"

#define VECTORS "lede.vectors"

static const double ALIKE = 0.1; /* a weaker likeness is none (Erkan and Radev 2004) */
enum { COMMON = 150 };           /* rows: a term of more of them says nothing of which are alike */

/* User value 1 is the list of the terms by their `name`. */
lede__vectors *lede__lua_vectors_push(lua_State *L, int names, uint32_t rows, uint32_t terms,
                                      uint32_t entries) {
  names = lua_absindex(L, names);
  void *block = lua_newuserdatauv(L, lede__vectors_bytes(rows, terms, entries), 1);
  lua_pushvalue(L, names);
  lua_setiuservalue(L, -2, 1);
  luaL_setmetatable(L, VECTORS);
  return lede__vectors_lay(block, rows, terms, entries);
}

static const lede__vectors *check(lua_State *L) { return luaL_checkudata(L, 1, VECTORS); }

static uint32_t check_row(lua_State *L, int index, const lede__vectors *v) {
  lua_Integer i = luaL_checkinteger(L, index);
  if (i < 1 || i > (lua_Integer)v->rows)
    luaL_argerror(L, index, lua_pushfstring(L, "there is no row %I; rows are 1 to %d", i, (int)v->rows));
  return (uint32_t)(i - 1);
}

static int vectors_len(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)check(L)->rows);
  return 1;
}

static void push_term(lua_State *L, int names, const lede__vectors *v, uint32_t term) {
  lua_rawgeti(L, names, v->name[term]);
}

/* vectors:terms(i) */
static int vectors_terms(lua_State *L) {
  const lede__vectors *v = check(L);
  uint32_t i = check_row(L, 2, v);
  lua_settop(L, 2);
  lua_getiuservalue(L, 1, 1);
  lua_createtable(L, (int)(v->row_at[i + 1] - v->row_at[i]), 0);
  for (uint32_t e = v->row_at[i]; e < v->row_at[i + 1]; e++) {
    push_term(L, 3, v, v->term[e]);
    lua_rawseti(L, 4, (lua_Integer)(e - v->row_at[i]) + 1);
  }
  return 1;
}

/* vectors:size(i) */
static int vectors_size(lua_State *L) {
  const lede__vectors *v = check(L);
  uint32_t i = check_row(L, 2, v);
  lua_pushinteger(L, (lua_Integer)(v->row_at[i + 1] - v->row_at[i]));
  return 1;
}

/* vectors:cosine(i, j) */
static int vectors_cosine(lua_State *L) {
  const lede__vectors *v = check(L);
  lua_pushnumber(L, lede__vectors_cosine(v, check_row(L, 2, v), check_row(L, 3, v)));
  return 1;
}

/* vectors:contained(i, j) */
static int vectors_contained(lua_State *L) {
  const lede__vectors *v = check(L);
  lua_pushnumber(L, lede__vectors_contained(v, check_row(L, 2, v), check_row(L, 3, v)));
  return 1;
}

uint32_t *lede__lua_zeroed(lua_State *L, size_t count) {
  void *block = lua_newuserdatauv(L, count * sizeof(uint32_t), 0);
  return memset(block, 0, count * sizeof(uint32_t));
}

/* The rows listed at `index`, in a block it pushes. */
static uint32_t *check_rows(lua_State *L, int index, const lede__vectors *v, uint32_t *count) {
  luaL_checktype(L, index, LUA_TTABLE);
  *count = (uint32_t)lua_rawlen(L, index);
  uint32_t *rows = lua_newuserdatauv(L, *count * sizeof *rows, 0);
  for (uint32_t k = 0; k < *count; k++) {
    lua_rawgeti(L, index, (lua_Integer)k + 1);
    rows[k] = check_row(L, -1, v);
    lua_pop(L, 1);
  }
  return rows;
}

/* Marks the terms of the set at index 3; none without it. `names` is the index of the list of terms. */
static void leave_out(lua_State *L, const lede__vectors *v, int names, uint32_t *seen) {
  if (lua_isnoneornil(L, 3)) return;
  luaL_checktype(L, 3, LUA_TTABLE);
  for (uint32_t t = 0; t < v->terms; t++) {
    push_term(L, names, v, t);
    if (lua_rawget(L, 3) != LUA_TNIL) seen[t] = LEDE_NONE;
    lua_pop(L, 1);
  }
}

/* vectors:some(rows, without) */
static int vectors_some(lua_State *L) {
  const lede__vectors *v = check(L);
  uint32_t count, terms, entries;
  lua_settop(L, 3);
  lua_getiuservalue(L, 1, 1);
  const uint32_t *rows = check_rows(L, 2, v, &count);
  uint32_t *seen = lede__lua_zeroed(L, v->terms);
  leave_out(L, v, 4, seen);
  lede__vectors_measure(v, rows, count, seen, &terms, &entries);
  lede__vectors *out = lede__lua_vectors_push(L, 4, count, terms, entries);
  lede__vectors_select(out, v, rows, seen);
  return 1;
}

static int push_scores(lua_State *L, const double *scores, uint32_t count) {
  lua_createtable(L, (int)count, 0);
  for (uint32_t i = 0; i < count; i++) {
    lua_pushnumber(L, scores[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* vectors:centroid() */
static int vectors_centroid(lua_State *L) {
  const lede__vectors *v = check(L);
  uint64_t *sums = lua_newuserdatauv(L, (v->terms + 1) * sizeof *sums, 0);
  double *scores = lua_newuserdatauv(L, (v->rows + 1) * sizeof *scores, 0);
  lede__vectors_centroid(v, sums, scores);
  return push_scores(L, scores, v->rows);
}

/* Pairs of rows that are alike, in a block it leaves at index `at`. */
static lede__pair *find_pairs(lua_State *L, const lede__vectors *v, double least, uint32_t common, int at,
                              uint32_t *count) {
  const lede__limits *limits = lede__limits_of(L);
  uint32_t cap = 2 * v->rows + 1;
  lede__pair *pairs = lua_newuserdatauv(L, cap * sizeof *pairs, 0);
  lua_replace(L, at);
  uint32_t *marks = lede__lua_zeroed(L, v->rows);
  *count = 0;
  for (uint32_t i = 0; i < v->rows; i++) {
    lede__limits_look(L, limits);
    if (cap - *count < v->rows) {
      if (cap > UINT32_MAX / 4) luaL_error(L, "vectors: too many of them are alike");
      lede__pair *more = lua_newuserdatauv(L, 2 * (size_t)cap * sizeof *more, 0);
      memcpy(more, pairs, *count * sizeof *more);
      lua_replace(L, at);
      pairs = more;
      cap *= 2;
    }
    *count += lede__vectors_pairs(v, i, least, common, pairs + *count, marks);
  }
  lua_pop(L, 1);
  return pairs;
}

/* A number of the options at index 2, or what it is unless given. */
static double option(lua_State *L, const char *name, double otherwise) {
  if (lua_isnoneornil(L, 2)) return otherwise;
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_getfield(L, 2, name);
  if (!lua_isnil(L, -1) && !lua_isnumber(L, -1))
    luaL_error(L, "vectors: %s is a %s; it is a number", name, luaL_typename(L, -1));
  double number = lua_isnil(L, -1) ? otherwise : lua_tonumber(L, -1);
  lua_pop(L, 1);
  return number;
}

static uint32_t count_option(lua_State *L, const char *name, double otherwise) {
  double number = option(L, name, otherwise);
  return number >= 0 && number < UINT32_MAX ? (uint32_t)number : UINT32_MAX;
}

/* vectors:rank(options) */
static int vectors_rank(lua_State *L) {
  const lede__vectors *v = check(L);
  uint32_t count, common = count_option(L, "common", COMMON);
  double least = option(L, "least", ALIKE);
  lua_settop(L, 3);
  const lede__pair *pairs = find_pairs(L, v, least, common, 3, &count);
  double *scores = lua_newuserdatauv(L, (v->rows + 1) * sizeof *scores, 0);
  double *room = lua_newuserdatauv(L, (2 * (size_t)v->rows + 1) * sizeof *room, 0);
  lede__pairs_rank(pairs, count, v->rows, room, scores);
  return push_scores(L, scores, v->rows);
}

/* vectors:groups(options) */
static int vectors_groups(lua_State *L) {
  const lede__vectors *v = check(L);
  uint32_t count, common = count_option(L, "common", COMMON),
                  largest = count_option(L, "largest", UINT32_MAX);
  double least = option(L, "least", ALIKE);
  lua_settop(L, 3);
  lede__pair *pairs = find_pairs(L, v, least, common, 3, &count);
  uint32_t *group = lede__lua_zeroed(L, v->rows);
  lede__linkage(pairs, count, v->rows, least, largest,
                lua_newuserdatauv(L, lede__linkage_bytes(v->rows, count), 0), group);
  lua_createtable(L, (int)v->rows, 0);
  for (uint32_t i = 0; i < v->rows; i++) {
    lua_pushinteger(L, (lua_Integer)group[i] + 1);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* How many different groups the rows of a term are of; a row's group is in `of`. `seen` has the last term
 * that met a group. */
static uint32_t groups_with(const lede__vectors *v, uint32_t term, const uint32_t *of, uint32_t *seen) {
  uint32_t n = 0;
  for (uint32_t h = v->holder_at[term]; h < v->holder_at[term + 1]; h++) {
    uint32_t *last = &seen[of[v->holder[h]]];
    n += *last != term + 1;
    *last = term + 1;
  }
  return n;
}

/* The group of each row, from the list at index 2: any row's number; each row by itself without it. */
static uint32_t *read_groups(lua_State *L, const lede__vectors *v) {
  uint32_t count = v->rows;
  if (!lua_isnoneornil(L, 2)) {
    uint32_t *of = check_rows(L, 2, v, &count);
    if (count != v->rows) luaL_error(L, "vectors:spread: %d groups for %d rows", (int)count, (int)v->rows);
    return of;
  }
  uint32_t *of = lede__lua_zeroed(L, v->rows);
  for (uint32_t i = 0; i < v->rows; i++) of[i] = i;
  return of;
}

/* vectors:spread(groups) */
static int vectors_spread(lua_State *L) {
  const lede__vectors *v = check(L);
  lua_settop(L, 2);
  const uint32_t *of = read_groups(L, v);
  uint32_t *seen = lede__lua_zeroed(L, v->rows);
  lua_getiuservalue(L, 1, 1);
  lua_createtable(L, 0, (int)v->terms);
  for (uint32_t t = 0; t < v->terms; t++) {
    push_term(L, 5, v, t);
    lua_pushinteger(L, (lua_Integer)groups_with(v, t, of, seen));
    lua_rawset(L, 6);
  }
  return 1;
}

/* Pushes the rows that have a term. */
static void push_holders(lua_State *L, const lede__vectors *v, uint32_t term) {
  uint32_t from = v->holder_at[term], to = v->holder_at[term + 1];
  lua_createtable(L, (int)(to - from), 0);
  for (uint32_t h = from; h < to; h++) {
    lua_pushinteger(L, (lua_Integer)v->holder[h] + 1);
    lua_rawseti(L, -2, (lua_Integer)(h - from) + 1);
  }
}

/* vectors:holders(terms) */
static int vectors_holders(lua_State *L) {
  const lede__vectors *v = check(L);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  lua_getiuservalue(L, 1, 1);
  lua_newtable(L);
  for (uint32_t t = 0; t < v->terms; t++) {
    push_term(L, 3, v, t);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, 2) != LUA_TNIL) {
      lua_pop(L, 1);
      push_holders(L, v, t);
      lua_rawset(L, 4);
    } else {
      lua_pop(L, 2);
    }
  }
  return 1;
}

void lede__lua_vectors_open(lua_State *L) {
  static const luaL_Reg methods[] = {{"terms", vectors_terms},
                                     {"size", vectors_size},
                                     {"cosine", vectors_cosine},
                                     {"contained", vectors_contained},
                                     {"some", vectors_some},
                                     {"centroid", vectors_centroid},
                                     {"rank", vectors_rank},
                                     {"groups", vectors_groups},
                                     {"spread", vectors_spread},
                                     {"holders", vectors_holders},
                                     {NULL, NULL}};
  luaL_newmetatable(L, VECTORS);
  lua_pushcfunction(L, vectors_len);
  lua_setfield(L, -2, "__len");
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
}
