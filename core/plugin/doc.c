#include "plugin/doc.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "doc/seen.h"
#include "lua/objects.h"
#include "match/phrases.h"
#include "plugin/items.h"
#include "plugin/offsets.h"
#include "plugin/quotations.h"
#include "plugin/value.h"
#include "plugin/words.h"
#include "text/chars.h"

static const char tag;

/* User value 1 caches doc.text, user value 2 the lists of doc:list, user value 3 what doc:seen tells. */
typedef struct doc_object {
  const void *tag;
  lede_doc *doc;
  const lede__readable *readable;
} doc_object;

static doc_object *check(lua_State *L, int index) { return lede__lua_check(L, index, &tag, "lede.doc"); }

const lede_doc *lede__lua_doc_check(lua_State *L, int index) { return check(L, index)->doc; }

static void push_str(lua_State *L, lede_str s) {
  if (s.ptr)
    lua_pushlstring(L, s.ptr, s.len);
  else
    lua_pushnil(L);
}

static int doc_gc(lua_State *L) {
  doc_object *o = check(L, 1);
  lede_doc_free(o->doc);
  o->doc = NULL;
  return 0;
}

static int doc_len(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)lede__lua_doc_check(L, 1)->segments.token_count);
  return 1;
}

/* ---- ranges and offsets in arguments ----------------------------------------------- */

lede_span lede__lua_token_range(lua_State *L, int from, int to, const lede_doc *doc) {
  lua_Integer count = (lua_Integer)doc->segments.token_count;
  lua_Integer a = luaL_optinteger(L, from, 1), b = luaL_optinteger(L, to, count);
  if (a < 1) a = 1;
  if (b > count) b = count;
  if (a > b) return (lede_span){0, 0};
  return (lede_span){(uint32_t)(a - 1), (uint32_t)b};
}

static lede_span check_span(lua_State *L, int index, size_t len) {
  lede_span s;
  lua_Integer first = luaL_checkinteger(L, index), last = luaL_checkinteger(L, index + 1);
  if (!lede__span_of(first, last, len, &s))
    luaL_error(L, "%I..%I is no span of a text of %I bytes (spans are first, last: from 1, last included)",
               first, last, (lua_Integer)len);
  return s;
}

/* Optional offsets first, last at `index`; the whole text when both are left out. */
static lede_span opt_span(lua_State *L, int index, const lede_doc *doc) {
  if (lua_isnoneornil(L, index) && lua_isnoneornil(L, index + 1))
    return (lede_span){0, (uint32_t)doc->loaded.text.len};
  return check_span(L, index, doc->loaded.text.len);
}

/* A 1-based index argument as a 0-based one; LEDE_NONE when it is past either end. */
static uint32_t item(lua_State *L, int index, uint32_t count) {
  lua_Integer i = luaL_checkinteger(L, index);
  return i >= 1 && i <= (lua_Integer)count ? (uint32_t)(i - 1) : LEDE_NONE;
}

static int push_nil(lua_State *L) {
  lua_pushnil(L);
  return 1;
}

static int push_index(lua_State *L, uint32_t i) {
  if (i == LEDE_NONE) return push_nil(L);
  lua_pushinteger(L, (lua_Integer)i + 1);
  return 1;
}

static int push_span(lua_State *L, lede_span s) {
  lua_pushinteger(L, lede__first(s));
  lua_pushinteger(L, lede__last(s));
  return 2;
}

/* ---- tokens ------------------------------------------------------------------------ */

static const char *const kind_names[] = {"word", "number", "mark", "symbol", "url", "email", "handle", "tag"};

/* A shape as a pair of masks: kinds it accepts, bits of token_shape it wants. */
typedef struct shape {
  uint8_t kinds, bits;
} shape;

static const char *const shape_names[] = {"capital", "upper", "lower",  "digit", "glued",
                                          "first",   "word",  "number", "mark",  "symbol",
                                          "url",     "email", "handle", "tag",   NULL};

/* A plugin asks for shapes once or more a token: first letters tell most names apart, which is faster than
 * a table of names. */
static shape check_shape(lua_State *L, int index) {
  const char *name = luaL_checkstring(L, index);
  int i = 0;
  while (shape_names[i] && (*shape_names[i] != *name || strcmp(shape_names[i], name) != 0)) i++;
  if (!shape_names[i]) luaL_checkoption(L, index, NULL, shape_names); /* which raises */
  return i < 6 ? (shape){0xFF, (uint8_t)(1 << i)} : (shape){(uint8_t)(1 << (i - 6)), 0};
}

static inline bool has_shape(const lede__segments *s, uint32_t i, shape wanted) {
  return (wanted.kinds >> s->token_kind[i] & 1) && (s->token_shape[i] & wanted.bits) == wanted.bits;
}

static inline lede_span token_at(const lede__segments *s, uint32_t i) {
  return (lede_span){s->token_start[i], s->token_end[i]};
}

void lede__lua_token_push(lua_State *L, const lede_doc *doc, uint32_t i) {
  push_str(L, lede__str_sub(doc->loaded.text, token_at(&doc->segments, i)));
}

typedef struct token_walk {
  const lede_doc *doc;
  uint32_t at, to;
  shape wanted;
} token_walk;

static int tokens_next(lua_State *L) {
  token_walk *w = lua_touserdata(L, lua_upvalueindex(1));
  const lede__segments *s = &w->doc->segments;
  while (w->at < w->to && !has_shape(s, w->at, w->wanted)) w->at++;
  if (w->at >= w->to) return 0;
  lua_pushinteger(L, (lua_Integer)w->at + 1);
  lede__lua_token_push(L, w->doc, w->at);
  w->at++;
  return 2;
}

static int doc_tokens(lua_State *L) {
  const lede_doc *doc = lede__lua_doc_check(L, 1);
  lede_span range = lede__lua_token_range(L, 2, 3, doc);
  shape wanted = lua_isnoneornil(L, 4) ? (shape){0xFF, 0} : check_shape(L, 4);
  token_walk *w = lua_newuserdatauv(L, sizeof *w, 0);
  *w = (token_walk){doc, range.start, range.end, wanted};
  lua_pushvalue(L, 1); /* keeps the document */
  lua_pushcclosure(L, tokens_next, 2);
  return 1;
}

/* ---- runs of tokens -------------------------------------------------------------------- */

typedef struct run_walk {
  const lede_doc *doc;
  uint32_t at, to, least;
  shape wanted;
} run_walk;

static bool is_hyphen(const lede_doc *doc, uint32_t i) {
  lede_span at = token_at(&doc->segments, i);
  return at.end - at.start == 1 && doc->loaded.text.ptr[at.start] == '-';
}

/* The token that goes on a run that ends with token `i`: the next one, or the one behind a hyphen. */
static uint32_t run_goes_on(const run_walk *w, uint32_t i) {
  const lede__segments *s = &w->doc->segments;
  if (lede__phrases_owner(lede__str_sub(w->doc->loaded.text, token_at(s, i))).len) return LEDE_NONE;
  for (uint32_t next = i + 1; next < w->to && next <= i + 2; next++) {
    if (has_shape(s, next, w->wanted)) return s->token_shape[next] & LEDE__SHAPE_FIRST ? LEDE_NONE : next;
    if (!is_hyphen(w->doc, next)) return LEDE_NONE;
  }
  return LEDE_NONE;
}

static int runs_next(lua_State *L) {
  run_walk *w = lua_touserdata(L, lua_upvalueindex(1));
  while (w->at < w->to) {
    uint32_t from = w->at++, last = from, next;
    if (!has_shape(&w->doc->segments, from, w->wanted)) continue;
    while ((next = run_goes_on(w, last)) != LEDE_NONE) last = next;
    w->at = last + 1;
    if (last - from + 1 < w->least) continue;
    lua_pushinteger(L, (lua_Integer)from + 1);
    lua_pushinteger(L, (lua_Integer)last + 1);
    return 2;
  }
  return 0;
}

/* doc:runs(shape, least, from, to) */
static int doc_runs(lua_State *L) {
  const lede_doc *doc = lede__lua_doc_check(L, 1);
  shape wanted = check_shape(L, 2);
  lua_Integer least = luaL_optinteger(L, 3, 1);
  lede_span range = lede__lua_token_range(L, 4, 5, doc);
  run_walk *w = lua_newuserdatauv(L, sizeof *w, 0);
  *w = (run_walk){doc, range.start, range.end, least < 1 ? 1 : (uint32_t)least, wanted};
  lua_pushvalue(L, 1); /* keeps the document */
  lua_pushcclosure(L, runs_next, 2);
  return 1;
}

/* doc:where(shape [, from, to]) */
static int doc_where(lua_State *L) {
  const lede_doc *doc = lede__lua_doc_check(L, 1);
  shape wanted = check_shape(L, 2);
  lede_span range = lede__lua_token_range(L, 3, 4, doc);
  lua_Integer n = 0;
  lua_newtable(L);
  for (uint32_t i = range.start; i < range.end; i++) {
    if (!has_shape(&doc->segments, i, wanted)) continue;
    lua_pushinteger(L, (lua_Integer)i + 1);
    lua_rawseti(L, -2, ++n);
  }
  return 1;
}

static int doc_token(lua_State *L) {
  const lede_doc *doc = lede__lua_doc_check(L, 1);
  uint32_t i = item(L, 2, doc->segments.token_count);
  if (i == LEDE_NONE) return push_nil(L);
  lede__lua_token_push(L, doc, i);
  return 1;
}

/* False where a byte is none of ASCII. */
static bool ascii_lower(char *out, lede_str s, bool *cased) {
  unsigned char changed = 0;
  for (size_t i = 0; i < s.len; i++) {
    unsigned char c = (unsigned char)s.ptr[i], bit = (unsigned char)(c >= 'A' && c <= 'Z' ? 32 : 0);
    if (c >= 0x80) return false;
    out[i] = (char)(c | bit);
    changed |= bit;
  }
  *cased = changed;
  return true;
}

static void push_any_lower(lua_State *L, lede_str s, bool *cased) {
  lede_str lower;
  lede__lua_converted_push(L, s, lede__lower);
  lower.ptr = lua_tolstring(L, -1, &lower.len);
  *cased = !lede__str_eq(s, lower);
}

void lede__lua_lower_push(lua_State *L, const lede_doc *doc, uint32_t i, bool *cased) {
  enum { SHORT = 64 };
  char small[SHORT];
  bool differs;
  lede_str s = lede__str_sub(doc->loaded.text, token_at(&doc->segments, i));
  if (s.len <= SHORT && ascii_lower(small, s, &differs))
    lua_pushlstring(L, small, s.len);
  else
    push_any_lower(L, s, &differs);
  if (cased) *cased = differs;
}

static void push_lower(lua_State *L, const lede_doc *doc, uint32_t i) {
  lede__lua_lower_push(L, doc, i, NULL);
}

/* Adds token `i` in lower case, behind a blank where white space stands before it. */
static void add_lower(lua_State *L, luaL_Buffer *b, const lede_doc *doc, uint32_t i) {
  if (!(doc->segments.token_shape[i] & LEDE__SHAPE_GLUED)) luaL_addchar(b, ' ');
  push_lower(L, doc, i);
  luaL_addvalue(b);
}

/* doc:lower(i, j) */
static int doc_lower(lua_State *L) {
  const lede_doc *doc = lede__lua_doc_check(L, 1);
  uint32_t count = doc->segments.token_count, i = item(L, 2, count);
  uint32_t j = lua_isnoneornil(L, 3) ? i : item(L, 3, count);
  if (i == LEDE_NONE || j == LEDE_NONE || j < i) return push_nil(L);
  if (j > i) {
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    push_lower(L, doc, i);
    luaL_addvalue(&b);
    while (i++ < j) add_lower(L, &b, doc, i);
    luaL_pushresult(&b);
  } else {
    push_lower(L, doc, i);
  }
  return 1;
}

static int doc_kind(lua_State *L) {
  const lede_doc *doc = lede__lua_doc_check(L, 1);
  uint32_t i = item(L, 2, doc->segments.token_count);
  if (i == LEDE_NONE) return push_nil(L);
  lua_pushstring(L, kind_names[doc->segments.token_kind[i]]);
  return 1;
}

static void push_kind(lua_State *L, const lede_doc *doc, uint32_t i) {
  lua_pushstring(L, kind_names[doc->segments.token_kind[i]]);
}

static void push_capital(lua_State *L, const lede_doc *doc, uint32_t i) {
  lua_pushboolean(L, has_shape(&doc->segments, i, (shape){0xFF, LEDE__SHAPE_CAPITAL}));
}

/* Whether lower case would change the token. */
static void push_cased(lua_State *L, const lede_doc *doc, uint32_t i) {
  bool cased;
  lede__lua_lower_push(L, doc, i, &cased);
  lua_pop(L, 1);
  lua_pushboolean(L, cased);
}

/* ---- lists of tokens --------------------------------------------------------------------- */

/* What doc:list and doc:fill can give of a token. */
static const char *const list_names[] = {"token", "lower", "kind", "capital", "cased", NULL};
enum { LIST_TOKEN, LIST_LOWER };
static void (*const push_item[])(lua_State *, const lede_doc *, uint32_t) = {
    lede__lua_token_push, push_lower, push_kind, push_capital, push_cased};

/* Words from the state's store, as most can be. */
static void push_word(lua_State *L, const lede_doc *doc, uint32_t i, lede__words *words, int kept,
                      bool lower) {
  lede_str s = lede__str_sub(doc->loaded.text, token_at(&doc->segments, i));
  if (!lede__words_push(L, words, kept, s, doc->folded[i], lower, NULL))
    push_item[lower ? LIST_LOWER : LIST_TOKEN](L, doc, i);
}

/* Puts what is asked of the tokens of `range` into the table at `list`, behind its item n;
 * returns the last. */
static lua_Integer put_items(lua_State *L, const lede_doc *doc, lede_span range, int which, int list,
                             lua_Integer n) {
  bool words = which == LIST_TOKEN || which == LIST_LOWER;
  lede__words *store = words ? lede__words_of(L) : NULL;
  int kept = lua_gettop(L);
  for (uint32_t i = range.start; i < range.end; i++) {
    if (words)
      push_word(L, doc, i, store, kept, which == LIST_LOWER);
    else
      push_item[which](L, doc, i);
    lua_rawseti(L, list, ++n);
  }
  if (words) lua_pop(L, 1);
  return n;
}

/* Pushes the table of lists of the document at index 1. */
static void push_lists(lua_State *L) {
  if (lua_getiuservalue(L, 1, 2) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_createtable(L, 0, 5);
  lua_pushvalue(L, -1);
  lua_setiuservalue(L, 1, 2);
}

static int doc_list(lua_State *L) {
  const lede_doc *doc = lede__lua_doc_check(L, 1);
  int which = luaL_checkoption(L, 2, NULL, list_names);
  lua_settop(L, 2);
  push_lists(L);
  if (lua_rawgeti(L, 3, which) == LUA_TTABLE) return 1;
  lua_createtable(L, (int)doc->segments.token_count, 0);
  put_items(L, doc, (lede_span){0, doc->segments.token_count}, which, lua_gettop(L), 0);
  lua_pushvalue(L, -1);
  lua_rawseti(L, 3, which);
  return 1;
}

/* Upvalues: the document, what is asked. Table and index are the arguments. Who asks for one item asks for
 * its neighbours too, and a call costs as much as several items. */
static int column_item(lua_State *L) {
  enum { TOGETHER = 8 };
  const lede_doc *doc = lede__lua_doc_check(L, lua_upvalueindex(1));
  int exact, which = (int)lua_tointeger(L, lua_upvalueindex(2));
  lua_Integer i = lua_tointegerx(L, 2, &exact);
  if (!exact || i < 1 || i > (lua_Integer)doc->segments.token_count) return 0;
  uint32_t from = (uint32_t)(i - 1) / TOGETHER * TOGETHER, count = doc->segments.token_count;
  uint32_t to = count - from > TOGETHER ? from + TOGETHER : count;
  put_items(L, doc, (lede_span){from, to}, which, 1, from);
  lua_rawgeti(L, 1, i);
  return 1;
}

/* doc:column([what]) */
static int doc_column(lua_State *L) {
  const lede_doc *doc = lede__lua_doc_check(L, 1);
  int which = lua_isnoneornil(L, 2) ? -1 : luaL_checkoption(L, 2, NULL, list_names);
  lua_createtable(L, (int)doc->segments.token_count, 0);
  if (which < 0) return 1;
  lua_createtable(L, 0, 1);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, which);
  lua_pushcclosure(L, column_item, 2);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, -2);
  return 1;
}

/* doc:fill(list, n, what, from, to) */
static int doc_fill(lua_State *L) {
  const lede_doc *doc = lede__lua_doc_check(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_Integer n = luaL_checkinteger(L, 3);
  int which = luaL_checkoption(L, 4, NULL, list_names);
  lede_span range = lede__lua_token_range(L, 5, 6, doc);
  lua_pushinteger(L, put_items(L, doc, range, which, 2, n));
  return 1;
}

static int doc_is(lua_State *L) {
  const lede_doc *doc = lede__lua_doc_check(L, 1);
  uint32_t i = item(L, 2, doc->segments.token_count);
  shape wanted = check_shape(L, 3);
  lua_pushboolean(L, i != LEDE_NONE && has_shape(&doc->segments, i, wanted));
  return 1;
}

/* A byte a token, made when it is first asked for. */
static const uint8_t *push_seen(lua_State *L, const lede_doc *doc) {
  lede_error err;
  if (lua_getiuservalue(L, 1, 3) == LUA_TUSERDATA) return lua_touserdata(L, -1);
  uint8_t *seen = lua_newuserdatauv(L, (size_t)doc->segments.token_count + 1, 0);
  if (lede__seen(doc, seen, &err)) luaL_error(L, "out of memory");
  lua_pushvalue(L, -1);
  lua_setiuservalue(L, 1, 3);
  return seen;
}

static int doc_seen(lua_State *L) {
  const lede_doc *doc = lede__lua_doc_check(L, 1);
  uint32_t i = item(L, 2, doc->segments.token_count);
  uint8_t seen = i == LEDE_NONE ? 0 : push_seen(L, doc)[i];
  lua_pushboolean(L, seen & LEDE__SEEN_LOWER);
  lua_pushboolean(L, seen & LEDE__SEEN_INSIDE);
  return 2;
}

/* The tokens of a range in arguments 2 and 3, as doc:span takes them; `who` for what it raises. */
static void check_tokens(lua_State *L, const lede_doc *doc, const char *who, uint32_t *i, uint32_t *j) {
  uint32_t count = doc->segments.token_count;
  *i = item(L, 2, count);
  *j = lua_isnoneornil(L, 3) ? *i : item(L, 3, count);
  if (count == 0) luaL_error(L, "%s: the document has no tokens", who);
  if (*i == LEDE_NONE || *j == LEDE_NONE)
    luaL_error(L, "%s: the document has tokens 1 to %d", who, (int)count);
  if (*j < *i) luaL_error(L, "%s: token %d comes before token %d", who, (int)*j + 1, (int)*i + 1);
}

static int doc_span(lua_State *L) {
  const lede_doc *doc = lede__lua_doc_check(L, 1);
  uint32_t i, j;
  check_tokens(L, doc, "doc:span", &i, &j);
  return push_span(L, (lede_span){doc->segments.token_start[i], doc->segments.token_end[j]});
}

/* Tokens i to j up to byte `end`, with one blank wherever there is white space between two of them. */
static void push_spaced(lua_State *L, const lede_doc *doc, uint32_t i, uint32_t j, uint32_t end) {
  const lede__segments *s = &doc->segments;
  const char *text = doc->loaded.text.ptr;
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (uint32_t k = i; k <= j; k++) {
    uint32_t to = k < j ? s->token_end[k] : end;
    if (k > i && s->token_start[k] > s->token_end[k - 1]) luaL_addchar(&b, ' ');
    luaL_addlstring(&b, text + s->token_start[k], to - s->token_start[k]);
  }
  luaL_pushresult(&b);
}

static int doc_name(lua_State *L) {
  const lede_doc *doc = lede__lua_doc_check(L, 1);
  const lede__segments *s = &doc->segments;
  uint32_t i, j;
  check_tokens(L, doc, "doc:name", &i, &j);
  lede_str last = lede__str_sub(doc->loaded.text, token_at(s, j)), owner = lede__phrases_owner(last);
  lede_span at = {s->token_start[i], s->token_end[j] - (uint32_t)(owner.len ? last.len - owner.len : 0)};
  if (i == j)
    push_str(L, lede__str_sub(doc->loaded.text, at));
  else
    push_spaced(L, doc, i, j, at.end);
  return 1 + push_span(L, at);
}

/* A byte offset argument as a 0-based one; raises when it is below 1. */
static uint32_t check_offset(lua_State *L, int index) {
  lua_Integer at = luaL_checkinteger(L, index);
  luaL_argcheck(L, at >= 1, index, "offsets begin at 1");
  return at > (lua_Integer)UINT32_MAX ? UINT32_MAX : (uint32_t)(at - 1);
}

static int doc_token_at(lua_State *L) {
  return push_index(L, lede_doc_token_at(lede__lua_doc_check(L, 1), check_offset(L, 2)));
}

/* ---- sentences and paragraphs ----------------------------------------------------------- */

typedef struct block_walk {
  const lede_doc *doc;
  lede_span (*span)(const lede_doc *, uint32_t);
  uint32_t at, count, stop;
} block_walk;

static int blocks_next(lua_State *L) {
  block_walk *w = lua_touserdata(L, lua_upvalueindex(1));
  if (w->at >= w->count) return 0;
  lede_span s = w->span(w->doc, w->at);
  if (s.start >= w->stop) return 0;
  lua_pushinteger(L, (lua_Integer)w->at + 1);
  w->at++;
  return 1 + push_span(L, s);
}

static int push_blocks(lua_State *L, uint32_t count, lede_span (*span)(const lede_doc *, uint32_t),
                       uint32_t (*at)(const lede_doc *, uint32_t)) {
  const lede_doc *doc = lede__lua_doc_check(L, 1);
  lede_span range = opt_span(L, 2, doc);
  uint32_t first = range.start < range.end ? at(doc, range.start) : LEDE_NONE;
  block_walk *w = lua_newuserdatauv(L, sizeof *w, 0);
  *w = (block_walk){doc, span, first == LEDE_NONE ? count : first, count, range.end};
  lua_pushvalue(L, 1);
  lua_pushcclosure(L, blocks_next, 2);
  return 1;
}

static int doc_sentences(lua_State *L) {
  return push_blocks(L, lede_doc_sentence_count(lede__lua_doc_check(L, 1)), lede_doc_sentence,
                     lede_doc_sentence_at);
}

static int doc_paragraphs(lua_State *L) {
  return push_blocks(L, lede_doc_paragraph_count(lede__lua_doc_check(L, 1)), lede_doc_paragraph,
                     lede_doc_paragraph_at);
}

static int doc_sentence(lua_State *L) {
  const lede_doc *doc = lede__lua_doc_check(L, 1);
  uint32_t i = item(L, 2, lede_doc_sentence_count(doc));
  if (i == LEDE_NONE) return push_nil(L);
  lede_span tokens = lede_doc_sentence_tokens(doc, i);
  return push_span(L, lede_doc_sentence(doc, i)) + push_span(L, tokens);
}

static int doc_paragraph(lua_State *L) {
  const lede_doc *doc = lede__lua_doc_check(L, 1);
  uint32_t i = item(L, 2, lede_doc_paragraph_count(doc));
  if (i == LEDE_NONE) return push_nil(L);
  const uint32_t *bounds = doc->segments.paragraph_sentence + i;
  return push_span(L, lede_doc_paragraph(doc, i)) + push_span(L, (lede_span){bounds[0], bounds[1]});
}

static int doc_sentence_at(lua_State *L) {
  return push_index(L, lede_doc_sentence_at(lede__lua_doc_check(L, 1), check_offset(L, 2)));
}

static int doc_paragraph_at(lua_State *L) {
  return push_index(L, lede_doc_paragraph_at(lede__lua_doc_check(L, 1), check_offset(L, 2)));
}

/* The first token of each block, then the one behind the last:
 * doc:starts("sentence"), doc:starts("paragraph"). */
static int doc_starts(lua_State *L) {
  static const char *const names[] = {"sentence", "paragraph", NULL};
  const lede__segments *s = &lede__lua_doc_check(L, 1)->segments;
  bool paragraphs = luaL_checkoption(L, 2, NULL, names) == 1;
  uint32_t count = paragraphs ? s->paragraph_count : s->sentence_count;
  lua_createtable(L, (int)count + 1, 0);
  for (uint32_t i = 0; i < count; i++) {
    uint32_t sentence = paragraphs ? s->paragraph_sentence[i] : i;
    lua_pushinteger(L, (lua_Integer)s->sentence_token[sentence] + 1);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_pushinteger(L, (lua_Integer)s->token_count + 1);
  lua_rawseti(L, -2, (lua_Integer)count + 1);
  return 1;
}

/* ---- text --------------------------------------------------------------------------------- */

static int doc_sub(lua_State *L) {
  const lede_doc *doc = lede__lua_doc_check(L, 1);
  push_str(L, lede__str_sub(doc->loaded.text, check_span(L, 2, doc->loaded.text.len)));
  return 1;
}

static int doc_find(lua_State *L) {
  const lede_doc *doc = lede__lua_doc_check(L, 1);
  size_t len;
  const char *what = luaL_checklstring(L, 2, &len);
  lede_str text = doc->loaded.text;
  uint32_t from = lua_isnoneornil(L, 3) ? 0 : check_offset(L, 3);
  if (from > text.len) return push_nil(L);
  const char *found = memmem(text.ptr + from, text.len - from, what, len);
  if (!found) return push_nil(L);
  uint32_t start = (uint32_t)(found - text.ptr);
  return push_span(L, (lede_span){start, start + (uint32_t)len});
}

static int doc_source(lua_State *L) {
  const lede_doc *doc = lede__lua_doc_check(L, 1);
  size_t start, end;
  lede_doc_source(doc, check_span(L, 2, doc->loaded.text.len), &start, &end);
  lua_pushinteger(L, (lua_Integer)start + 1);
  lua_pushinteger(L, (lua_Integer)end);
  return 2;
}

/* ---- layers ---------------------------------------------------------------------------------- */

static void append_names(luaL_Buffer *b, const lede__readable *r) {
  for (uint32_t i = 0; i < r->count; i++) {
    luaL_addstring(b, i ? ", " : "");
    luaL_addlstring(b, r->layers[i].ptr, r->layers[i].len);
  }
  if (r->count == 0) luaL_addstring(b, "none");
}

/* NULL when the layer is one the plugin may read but nobody gave. */
static const lede__layer *check_layer(lua_State *L, const doc_object *o, int index) {
  lede_str name;
  name.ptr = luaL_checklstring(L, index, &name.len);
  const lede__layer *layer = lede__doc_layer(o->doc, name);
  if (!o->readable) {
    if (!layer) luaL_error(L, "the document has no layer '%s'", name.ptr);
    return layer;
  }
  for (uint32_t i = 0; i < o->readable->count; i++)
    if (lede__str_eq(o->readable->layers[i], name)) return layer;
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  append_names(&b, o->readable);
  luaL_pushresult(&b);
  luaL_error(L, "layer '%s' is neither in needs nor in wants (there: %s); add it to one of them", name.ptr,
             lua_tostring(L, -1));
  return NULL;
}

static void push_scalar(lua_State *L, lede__type type, const lede__scalar *v) {
  switch (type) {
  case LEDE__INTEGER:
    lua_pushinteger(L, v->integer);
    break;
  case LEDE__NUMBER:
    lua_pushnumber(L, v->number);
    break;
  case LEDE__BOOLEAN:
    lua_pushboolean(L, v->boolean);
    break;
  case LEDE__SPAN:
    lua_createtable(L, 0, 2);
    lua_pushinteger(L, lede__first(v->span));
    lua_setfield(L, -2, "first");
    lua_pushinteger(L, lede__last(v->span));
    lua_setfield(L, -2, "last");
    break;
  default:
    push_str(L, v->str);
  }
}

static void push_cell(lua_State *L, const lede__attribute *a, const lede__cell *c) {
  if (!c || !c->set) {
    lua_pushnil(L);
  } else if (a->list) {
    lua_createtable(L, (int)c->count, 0);
    for (uint32_t i = 0; i < c->count; i++) {
      push_scalar(L, a->type, &c->list[i]);
      lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
  } else {
    push_scalar(L, a->type, &c->scalar);
  }
}

static void set_at(lua_State *L, lede_str name, const char *suffix, lua_Integer value) {
  lua_pushlstring(L, name.ptr, name.len);
  lua_pushstring(L, suffix);
  lua_concat(L, 2);
  lua_pushinteger(L, value);
  lua_rawset(L, -3);
}

static void set_attribute(lua_State *L, const lede__attribute *a, const lede__cell *c) {
  if (!c) return;
  if (c->set && (a->type != LEDE__SPAN || a->list)) {
    lua_pushlstring(L, a->name.ptr, a->name.len);
    push_cell(L, a, c);
    lua_rawset(L, -3);
  }
  if (c->placed) {
    set_at(L, a->name, "_first", lede__first(c->at));
    set_at(L, a->name, "_last", lede__last(c->at));
  }
}

static void set_parts(lua_State *L, const lede__spans *parts) {
  lua_createtable(L, (int)parts->count, 0);
  for (uint32_t i = 0; i < parts->count; i++) {
    push_scalar(L, LEDE__SPAN, &(lede__scalar){.span = parts->at[i]});
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "parts");
}

void lede__lua_mark_push(lua_State *L, const lede_doc *doc, const lede__layer *layer, uint32_t i) {
  luaL_checkstack(L, 6, NULL);
  lua_createtable(L, 0, 8);
  lua_pushinteger(L, lede__first(layer->at[i]));
  lua_setfield(L, -2, "first");
  lua_pushinteger(L, lede__last(layer->at[i]));
  lua_setfield(L, -2, "last");
  push_str(L, lede__str_sub(doc->loaded.text, layer->at[i]));
  lua_setfield(L, -2, "text");
  push_str(L, layer->kind[i]);
  lua_setfield(L, -2, "kind");
  if (layer->rule[i].ptr) {
    push_str(L, layer->rule[i]);
    lua_setfield(L, -2, "rule");
  }
  if (layer->parts[i].count > 1) set_parts(L, &layer->parts[i]);
  for (uint32_t a = 0; a < layer->schema->count; a++)
    set_attribute(L, &layer->schema->attributes[a], lede__layer_value(layer, i, a));
}

static int doc_marks(lua_State *L) {
  const doc_object *o = check(L, 1);
  const lede__layer *layer = check_layer(L, o, 2);
  lede_span range = opt_span(L, 3, o->doc);
  bool all = lua_isnoneornil(L, 3) && lua_isnoneornil(L, 4);
  lua_newtable(L);
  if (!layer) return 1;
  lua_Integer n = 0;
  for (uint32_t i = all ? 0 : lede__layer_next(layer, range, 0); i < layer->count;
       i = all ? i + 1 : lede__layer_next(layer, range, i + 1)) {
    lede__lua_mark_push(L, o->doc, layer, i);
    lua_rawseti(L, -2, ++n);
  }
  return 1;
}

/* ---- doc:each ------------------------------------------------------------------------------------ */

enum field_code {
  FIELD_FIRST,
  FIELD_LAST,
  FIELD_KIND,
  FIELD_RULE,
  FIELD_TEXT,
  FIELD_VALUE,
  FIELD_VALUE_FIRST,
  FIELD_VALUE_LAST
};

typedef struct field {
  enum field_code code;
  uint32_t attribute;
} field;

typedef struct mark_walk {
  const lede_doc *doc;
  const lede__layer *layer;
  uint32_t at;
  int field_count;
  field fields[];
} mark_walk;

static bool find_field(const lede__schema *schema, lede_str name, field *out) {
  static const char *const fixed[] = {"first", "last", "kind", "rule", "text"};
  for (uint32_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
    if (lede__str_is(name, fixed[i])) return *out = (field){(enum field_code)i, 0}, true;
  *out = (field){FIELD_VALUE, lede__schema_find(schema, name)};
  if (out->attribute != LEDE_NONE) return true;
  static const struct {
    const char *suffix;
    enum field_code code;
  } ends[] = {{"_first", FIELD_VALUE_FIRST}, {"_last", FIELD_VALUE_LAST}};
  for (uint32_t i = 0; i < 2; i++) {
    if (!lede__str_ends(name, ends[i].suffix)) continue;
    lede_str stem = {name.ptr, name.len - strlen(ends[i].suffix)};
    *out = (field){ends[i].code, lede__schema_find(schema, stem)};
    if (out->attribute != LEDE_NONE)
      return schema->attributes[out->attribute].placed ||
             schema->attributes[out->attribute].type == LEDE__SPAN;
  }
  return false;
}

static void push_field(lua_State *L, const mark_walk *w, const field *f, uint32_t i) {
  const lede__layer *l = w->layer;
  const lede__cell *c = f->code >= FIELD_VALUE ? lede__layer_value(l, i, f->attribute) : NULL;
  switch (f->code) {
  case FIELD_FIRST:
    lua_pushinteger(L, lede__first(l->at[i]));
    break;
  case FIELD_LAST:
    lua_pushinteger(L, lede__last(l->at[i]));
    break;
  case FIELD_KIND:
    push_str(L, l->kind[i]);
    break;
  case FIELD_RULE:
    push_str(L, l->rule[i]);
    break;
  case FIELD_TEXT:
    push_str(L, lede__str_sub(w->doc->loaded.text, l->at[i]));
    break;
  case FIELD_VALUE:
    push_cell(L, &l->schema->attributes[f->attribute], c);
    break;
  case FIELD_VALUE_FIRST:
  case FIELD_VALUE_LAST:
    if (!c || !c->placed)
      lua_pushnil(L);
    else
      lua_pushinteger(L, f->code == FIELD_VALUE_FIRST ? lede__first(c->at) : lede__last(c->at));
    break;
  }
}

/* The first value decides when a `for` ends, so a nil there is given as false. */
static int marks_next(lua_State *L) {
  mark_walk *w = lua_touserdata(L, lua_upvalueindex(1));
  if (!w->layer || w->at >= w->layer->count) return 0;
  luaL_checkstack(L, w->field_count + 4, NULL);
  for (int f = 0; f < w->field_count; f++) push_field(L, w, &w->fields[f], w->at);
  if (lua_isnil(L, -w->field_count)) {
    lua_pushboolean(L, false);
    lua_replace(L, -w->field_count - 1);
  }
  w->at++;
  return w->field_count;
}

static int doc_each(lua_State *L) {
  const doc_object *o = check(L, 1);
  const lede__layer *layer = check_layer(L, o, 2);
  int n = lua_gettop(L) - 2;
  if (n < 1) return luaL_error(L, "doc:each(layer, field, ...): name at least one field, such as \"first\"");
  mark_walk *w = lua_newuserdatauv(L, sizeof *w + (size_t)n * sizeof *w->fields, 0);
  w->doc = o->doc;
  w->layer = layer;
  w->at = 0;
  w->field_count = n;
  for (int f = 0; f < n; f++) {
    lede_str name;
    name.ptr = luaL_checklstring(L, 3 + f, &name.len);
    if (layer && !find_field(layer->schema, name, &w->fields[f]))
      return luaL_error(L, "marks of layer '%s' have no field '%s'", lua_tostring(L, 2), name.ptr);
  }
  lua_pushvalue(L, 1);
  lua_pushcclosure(L, marks_next, 2);
  return 1;
}

/* ---- fields and registration ----------------------------------------------------------------------- */

static int push_text(lua_State *L, const lede_doc *doc) {
  if (lua_getiuservalue(L, 1, 1) != LUA_TNIL) return 1;
  push_str(L, doc->loaded.text);
  lua_pushvalue(L, -1);
  lua_setiuservalue(L, 1, 1);
  return 1;
}

/* doc.NAME where that is no method: a fact, or a slip of the author's. Upvalue: the document, as the first
 * argument is the table of methods. */
static int doc_fact(lua_State *L) {
  static const char *const facts[] = {"title", "outlet", "date", "url", "lang"};
  const char *name = luaL_checkstring(L, 2);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_replace(L, 1);
  const lede_doc *doc = lede__lua_doc_check(L, 1);
  if (strcmp(name, "text") == 0) return push_text(L, doc);
  if (strcmp(name, "id") == 0) return push_str(L, lede_doc_id(doc)), 1;
  if (strcmp(name, "path") == 0) return push_str(L, lede_doc_path(doc)), 1;
  for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
    if (strcmp(name, facts[i]) == 0) return push_str(L, lede_doc_fact(doc, name)), 1;
  return luaL_error(L, "a document has no field '%s'", name);
}

static int doc_newindex(lua_State *L) {
  return luaL_error(L, "a document does not change; return what was found as marks");
}

static const luaL_Reg methods[] = {{"tokens", doc_tokens},
                                   {"where", doc_where},
                                   {"runs", doc_runs},
                                   {"token", doc_token},
                                   {"lower", doc_lower},
                                   {"kind", doc_kind},
                                   {"list", doc_list},
                                   {"column", doc_column},
                                   {"fill", doc_fill},
                                   {"is", doc_is},
                                   {"seen", doc_seen},
                                   {"span", doc_span},
                                   {"name", doc_name},
                                   {"token_at", doc_token_at},
                                   {"sentences", doc_sentences},
                                   {"sentence", doc_sentence},
                                   {"sentence_at", doc_sentence_at},
                                   {"paragraphs", doc_paragraphs},
                                   {"paragraph", doc_paragraph},
                                   {"paragraph_at", doc_paragraph_at},
                                   {"starts", doc_starts},
                                   {"quotations", lede__lua_quotations},
                                   {"items", lede__lua_items},
                                   {"sub", doc_sub},
                                   {"find", doc_find},
                                   {"source", doc_source},
                                   {"marks", doc_marks},
                                   {"each", doc_each},
                                   {NULL, NULL}};

static const char methods_key, events_key; /* registry: what every document has, as tables to copy from */

/* Pushes a copy of the table under `key`, made of `functions` at first. */
static void push_copy(lua_State *L, const char *key, const luaL_Reg *functions, int count) {
  lua_createtable(L, 0, count);
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, key) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_createtable(L, 0, count);
    luaL_setfuncs(L, functions, 0);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, key);
  }
  int copy = lua_gettop(L) - 1;
  for (lua_pushnil(L); lua_next(L, copy + 1);) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, copy);
  }
  lua_pop(L, 1);
}

/* The methods of the document at `index`, and behind them what must be asked of it. A function that looks up
 * both would be called for each method that is; a table is not, which is why every document has its own. */
static void push_fields(lua_State *L, int index) {
  push_copy(L, &methods_key, methods, (int)(sizeof methods / sizeof *methods));
  lua_createtable(L, 0, 1);
  lua_pushvalue(L, index);
  lua_pushcclosure(L, doc_fact, 1);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, -2);
}

static void push_metatable(lua_State *L, int index) {
  static const luaL_Reg events[] = {
      {"__gc", doc_gc}, {"__len", doc_len}, {"__newindex", doc_newindex}, {NULL, NULL}};
  push_copy(L, &events_key, events, 5);
  push_fields(L, index);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
}

void lede__lua_doc_push(lua_State *L, lede_doc *doc, const lede__readable *readable) {
  doc_object *o = lua_newuserdatauv(L, sizeof *o, 3);
  *o = (doc_object){.tag = &tag, .readable = readable};
  push_metatable(L, lua_gettop(L));
  lua_setmetatable(L, -2);
  o->doc = lede_doc_hold(doc);
}
