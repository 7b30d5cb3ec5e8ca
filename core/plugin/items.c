#include "plugin/items.h"

#include <lauxlib.h>

#include "base/str.h"
#include "plugin/doc.h"
#include "plugin/words.h"

/* Stack: doc, into, from, to, spans; what keeps the strings of words; then the lists of `into`. */
enum { INTO = 2, FROM, TO, SPANS, KEPT, TOK, LOW, CAP, Q, AT };

static const char *const list_names[] = {"tok", "low", "cap", "q", "at"};

static void push_list(lua_State *L, const char *name) {
  if (lua_getfield(L, INTO, name) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_newtable(L);
  lua_pushvalue(L, -1);
  lua_setfield(L, INTO, name);
}

static lua_Integer integer_at(lua_State *L, int index, const char *name) {
  lua_getfield(L, index, name);
  lua_Integer n = lua_tointeger(L, -1);
  lua_pop(L, 1);
  return n;
}

static void set_nil(lua_State *L, int list, lua_Integer k) {
  lua_pushnil(L);
  lua_rawseti(L, list, k);
}

static void forget_spans(lua_State *L) {
  for (lua_Integer n = (lua_Integer)lua_rawlen(L, AT); n > 0; n--) {
    lua_rawgeti(L, AT, n);
    set_nil(L, Q, lua_tointeger(L, -1));
    lua_pop(L, 1);
    set_nil(L, AT, n);
  }
}

/* What all items are made with. */
typedef struct maker {
  const lede_doc *doc;
  lede__words *words;
} maker;

/* Pushes the token in lower case. */
static void push_lower(lua_State *L, const maker *m, uint32_t i, bool *cased) {
  const lede__segments *s = &m->doc->segments;
  lede_str token = lede__str_sub(m->doc->loaded.text, (lede_span){s->token_start[i], s->token_end[i]});
  if (!lede__words_push(L, m->words, KEPT, token, m->doc->folded[i], true, cased))
    lede__lua_lower_push(L, m->doc, i, cased);
}

static void put_token(lua_State *L, const maker *m, lua_Integer k, uint32_t i) {
  bool cased;
  lua_pushinteger(L, (lua_Integer)i + 1);
  lua_rawseti(L, TOK, k);
  push_lower(L, m, i, &cased);
  lua_rawseti(L, LOW, k);
  lua_pushboolean(L, cased);
  lua_rawseti(L, CAP, k);
}

/* A hyphen between words without white space: land-use. */
static bool joins(const lede_doc *doc, uint32_t i, uint32_t start, uint32_t end) {
  const lede__segments *s = &doc->segments;
  return i > start && i + 1 < end && doc->loaded.text.ptr[s->token_start[i]] == '-' &&
         s->token_end[i] - s->token_start[i] == 1 && s->token_kind[i + 1] == LEDE_TOKEN_WORD &&
         (s->token_shape[i] & s->token_shape[i + 1] & LEDE__SHAPE_GLUED);
}

static void join(lua_State *L, const maker *m, lua_Integer k, uint32_t i) {
  lua_rawgeti(L, LOW, k);
  lua_pushliteral(L, "-");
  push_lower(L, m, i, NULL);
  lua_concat(L, 3);
  lua_rawseti(L, LOW, k);
}

/* Appends the tokens of a range behind item `k`; the last item. */
static lua_Integer put_tokens(lua_State *L, const maker *m, lua_Integer k, lede_span range) {
  for (uint32_t i = range.start; i < range.end; i++) {
    if (joins(m->doc, i, range.start, range.end))
      join(L, m, k, ++i);
    else
      put_token(L, m, ++k, i);
  }
  return k;
}

/* The span on top of the stack becomes item `k`, number `n` of the spans. */
static void put_span(lua_State *L, lua_Integer k, lua_Integer n) {
  lua_pushinteger(L, k);
  lua_rawseti(L, AT, n); /* first: what is noted here is found again, should memory run out next */
  lua_rawseti(L, Q, k);
  lua_pushliteral(L, "“”");
  lua_rawseti(L, LOW, k);
  lua_pushboolean(L, false);
  lua_rawseti(L, CAP, k);
}

/* The tokens of the span on top of the stack, clipped to what is left of `range`. */
static lede_span tokens_of(lua_State *L, lede_span range, lua_Integer n) {
  if (!lua_istable(L, -1)) luaL_error(L, "doc:items: span %I is a %s", n, luaL_typename(L, -1));
  lua_Integer from = integer_at(L, -1, "from"), to = integer_at(L, -1, "to");
  if (from <= (lua_Integer)range.start || to < from || to > (lua_Integer)range.end)
    luaL_error(L, "doc:items: span %I (tokens %I to %I) is not behind the one before, within the range", n,
               from, to);
  return (lede_span){(uint32_t)(from - 1), (uint32_t)to};
}

/* doc:items(into, from, to, spans) */
int lede__lua_items(lua_State *L) {
  const lede_doc *doc = lede__lua_doc_check(L, 1);
  luaL_checktype(L, INTO, LUA_TTABLE);
  lede_span range = lede__lua_token_range(L, FROM, TO, doc);
  lua_settop(L, SPANS);
  maker m = {doc, lede__words_of(L)};
  for (int i = 0; i < 5; i++) push_list(L, list_names[i]);
  lua_Integer before = (lua_Integer)lua_rawlen(L, TOK), k = 0;
  forget_spans(L);
  lua_Integer count = lua_istable(L, SPANS) ? (lua_Integer)lua_rawlen(L, SPANS) : 0;
  for (lua_Integer n = 1; n <= count; n++) {
    lua_rawgeti(L, SPANS, n);
    lede_span span = tokens_of(L, range, n);
    k = put_tokens(L, &m, k, (lede_span){range.start, span.start}) + 1;
    lua_pushinteger(L, (lua_Integer)span.start + 1);
    lua_rawseti(L, TOK, k);
    put_span(L, k, n);
    range.start = span.end;
  }
  k = put_tokens(L, &m, k, range);
  for (lua_Integer rest = k + 1; rest <= before; rest++)
    for (int list = TOK; list <= CAP; list++) set_nil(L, list, rest);
  lua_pushinteger(L, k);
  lua_pushvalue(L, -1);
  lua_setfield(L, INTO, "n");
  return 1;
}
