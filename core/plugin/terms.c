#include "plugin/terms.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "lua/limits.h"
#include "lua/state.h"
#include "match/answers.h"
#include "text/chars.h"
#include "text/utf8.h"

#define TERMS "lede.terms"

enum { ASK = 1, NAMES, NUMBERS, USER_VALUES = NUMBERS }; /* NAMES: number -> term; NUMBERS: term -> number */
enum { MOST_KNOWN = 50000, LONGEST_WORD = 64 };

typedef struct object {
  lede__answers answers; /* from the hash of a folded word to the number of its term; 0: it is none */
  uint32_t *anew;        /* room for a number a term, all 0 between two calls */
  size_t room;
} object;

static int terms_gc(lua_State *L) {
  object *o = luaL_checkudata(L, 1, TERMS);
  lede__answers_free(&o->answers);
  free(o->anew);
  o->anew = NULL;
  o->room = 0;
  return 0;
}

/* Numbers its terms anew. The object is at index 1. */
static void begin_anew(lua_State *L, object *o) {
  lede__answers_clear(&o->answers);
  lua_newtable(L);
  lua_setiuservalue(L, 1, NAMES);
  lua_newtable(L);
  lua_setiuservalue(L, 1, NUMBERS);
}

static int terms_new(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  object *o = lua_newuserdatauv(L, sizeof *o, USER_VALUES);
  *o = (object){0};
  luaL_setmetatable(L, TERMS);
  lua_insert(L, 1);
  lua_setiuservalue(L, 1, ASK);
  begin_anew(L, o);
  return 1;
}

/* ---- words of a text ------------------------------------------------------------------------- */

static inline bool is_plain(unsigned char c) {
  return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* How many bytes a sign at the beginning of `s` takes; 0 for a letter or digit. C2 80 to C2 BF are signs, E2
 * 80 begins the general punctuation (dashes, quotation marks, dots). */
static size_t sign_length(const char *s, size_t left) {
  unsigned char c = (unsigned char)*s;
  if (c < 0x80) return is_plain(c) ? 0 : 1;
  if (c == 0xC2) return 2;
  return c == 0xE2 && left > 1 && (unsigned char)s[1] == 0x80 ? 3 : 0;
}

/* The next stretch of letters and digits at or after *at, which moves behind it; empty at the end. */
static lede_str next_word(lede_str text, size_t *at) {
  size_t from = *at, to, n;
  while (from < text.len && (n = sign_length(text.ptr + from, text.len - from)) > 0) from += n;
  if (from > text.len) from = text.len;
  to = from;
  while (to < text.len &&
         (is_plain((unsigned char)text.ptr[to]) || sign_length(text.ptr + to, text.len - to) == 0))
    to++;
  *at = to;
  return (lede_str){text.ptr + from, to - from};
}

static bool lower_ascii(lede_str word, char *out) {
  for (size_t i = 0; i < word.len; i++) {
    unsigned char c = (unsigned char)word.ptr[i];
    if (c >= 0x80) return false;
    out[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
  }
  return true;
}

/* The word as lede.fold gives it; in `small` where that is enough, else in the state's own buffer. */
static lede_str folded(lua_State *L, lede_str word, char small[LONGEST_WORD]) {
  if (lower_ascii(word, small)) return (lede_str){small, word.len};
  lede__buf *out = &lede__state_of(L)->scratch;
  lede__buf_clear(out);
  lede__fold(out, word);
  if (out->failed) luaL_error(L, "out of memory");
  return lede__buf_view(out);
}

/* ---- their terms ---------------------------------------------------------------------------- */

/* Where a call keeps what it works with. */
enum { SELF = 1, TEXTS, OPTIONS, ASK_AT, NAMES_AT, NUMBERS_AT, TOP = NUMBERS_AT };

/* The number of a term at the top of the stack, which it takes off. */
static uint32_t number_of(lua_State *L) {
  lua_pushvalue(L, -1);
  if (lua_rawget(L, NUMBERS_AT) == LUA_TNIL) {
    lua_Integer number = (lua_Integer)lua_rawlen(L, NAMES_AT) + 1;
    lua_pushvalue(L, -2);
    lua_rawseti(L, NAMES_AT, number);
    lua_pushvalue(L, -2);
    lua_pushinteger(L, number);
    lua_rawset(L, NUMBERS_AT);
    lua_pushinteger(L, number);
    lua_replace(L, -2);
  }
  uint32_t number = (uint32_t)lua_tointeger(L, -1);
  lua_pop(L, 2);
  return number;
}

static uint32_t ask(lua_State *L, lede_str word) {
  lua_pushvalue(L, ASK_AT);
  lua_pushlstring(L, word.ptr, word.len);
  lua_call(L, 1, 1);
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    return 0;
  }
  if (lua_type(L, -1) != LUA_TSTRING)
    luaL_error(L, "terms: a term is a %s; it is a string or nil", luaL_typename(L, -1));
  return number_of(L);
}

static uint32_t term_of(lua_State *L, object *o, lede_str word) {
  char small[LONGEST_WORD];
  uint32_t number;
  if (word.len > LONGEST_WORD) return 0;
  word = folded(L, word, small);
  uint64_t hash = lede__hash(word.ptr, word.len, 0);
  if (lede__answers_find(&o->answers, hash, &number)) return number;
  number = ask(L, word);
  lede__answers_put(&o->answers, hash, number);
  return number;
}

static lede_str check_text(lua_State *L, int index) {
  lede_str text;
  if (lua_type(L, index) != LUA_TSTRING) luaL_error(L, "terms: a text is a %s", luaL_typename(L, index));
  text.ptr = lua_tolstring(L, index, &text.len);
  if (lede__utf8_valid(text.ptr, text.len) != text.len) luaL_error(L, "terms: a text is not valid UTF-8");
  return text;
}

/* Puts what reading needs where the enumeration above says. */
static object *begin(lua_State *L) {
  object *o = luaL_checkudata(L, SELF, TERMS);
  lua_settop(L, OPTIONS);
  lua_getiuservalue(L, SELF, NAMES);
  if (lua_rawlen(L, -1) > MOST_KNOWN) begin_anew(L, o);
  lua_settop(L, OPTIONS);
  lua_getiuservalue(L, SELF, ASK);
  lua_getiuservalue(L, SELF, NAMES);
  lua_getiuservalue(L, SELF, NUMBERS);
  return o;
}

/* terms:of(text) */
static int terms_of(lua_State *L) {
  object *o = begin(L);
  lede_str text = check_text(L, TEXTS), word;
  lua_newtable(L);
  lua_Integer n = 0;
  for (size_t at = 0; word = next_word(text, &at), word.len > 0;) {
    uint32_t number = term_of(L, o, word);
    if (number == 0) continue;
    lua_rawgeti(L, NAMES_AT, number);
    lua_rawseti(L, TOP + 1, ++n);
  }
  return 1;
}

/* ---- vectors --------------------------------------------------------------------------------- */

/* Numbers in a block of Lua's at a fixed index, which grows. */
typedef struct numbers {
  uint32_t *at, count, cap;
} numbers;

static void append(lua_State *L, numbers *n, int index, uint32_t number) {
  if (n->count == n->cap) {
    if (n->cap > UINT32_MAX / 4)
      luaL_error(L, "terms: more than %d million words", (int)(UINT32_MAX / 4000000));
    uint32_t cap = n->cap ? 2 * n->cap : 512;
    uint32_t *more = lua_newuserdatauv(L, cap * sizeof *more, 0);
    if (n->count) memcpy(more, n->at, n->count * sizeof *more);
    lua_replace(L, index);
    n->at = more;
    n->cap = cap;
  }
  n->at[n->count++] = number;
}

enum { WORDS_AT = TOP + 1, ENDS_AT };

/* The terms of all words of all texts, and where those of each text end. */
static void read_texts(lua_State *L, object *o, numbers *words, numbers *ends) {
  const lede__limits *limits = lede__limits_of(L);
  lua_Integer count = (lua_Integer)lua_rawlen(L, TEXTS);
  for (lua_Integer i = 1; i <= count; i++) {
    lede__limits_look(L, limits);
    lua_rawgeti(L, TEXTS, i);
    lede_str text = check_text(L, -1), word;
    for (size_t at = 0; word = next_word(text, &at), word.len > 0;) {
      uint32_t number = term_of(L, o, word);
      if (number) append(L, words, WORDS_AT, number);
    }
    append(L, ends, ENDS_AT, words->count);
    lua_pop(L, 1);
  }
  lua_getiuservalue(L, SELF, NAMES);
  if (!lua_rawequal(L, -1, NAMES_AT))
    luaL_error(L, "terms: the function that tells terms has read texts itself");
  lua_pop(L, 1);
}

static void make_room(lua_State *L, object *o, size_t terms) {
  if (terms <= o->room) return;
  uint32_t *more = calloc(2 * terms, sizeof *more);
  if (!more) luaL_error(L, "out of memory");
  free(o->anew);
  o->anew = more;
  o->room = 2 * terms;
}

/* Numbers the terms of these words from 0, in the order they come; `names` gets what each was. Returns how
 * many there are. */
static uint32_t number_anew(object *o, numbers *words, uint32_t *names) {
  uint32_t terms = 0;
  for (uint32_t k = 0; k < words->count; k++) {
    uint32_t was = words->at[k];
    if (o->anew[was] == 0) {
      names[terms++] = was;
      o->anew[was] = terms;
    }
    words->at[k] = o->anew[was] - 1;
  }
  for (uint32_t t = 0; t < terms; t++) o->anew[names[t]] = 0;
  return terms;
}

/* Whether a term's weight is how often it is there. */
static bool read_options(lua_State *L) {
  if (lua_isnoneornil(L, OPTIONS)) return false;
  luaL_checktype(L, OPTIONS, LUA_TTABLE);
  lua_getfield(L, OPTIONS, "counts");
  bool counts = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return counts;
}

/* terms:vectors(texts, options) */
static int terms_vectors(lua_State *L) {
  object *o = begin(L);
  luaL_checktype(L, TEXTS, LUA_TTABLE);
  numbers words = {0}, ends = {0};
  lua_settop(L, ENDS_AT);
  read_texts(L, o, &words, &ends);
  bool counts = read_options(L);
  make_room(L, o, lua_rawlen(L, NAMES_AT) + 1);
  uint32_t *names = lua_newuserdatauv(L, words.count * sizeof *names, 0);
  uint32_t terms = number_anew(o, &words, names);
  uint64_t *entries = lua_newuserdatauv(L, words.count * sizeof *entries, 0);
  uint32_t count = lede__vectors_count(words.at, ends.at, ends.count, entries, lede__lua_zeroed(L, terms));
  lede__vectors *v = lede__lua_vectors_push(L, NAMES_AT, ends.count, terms, count);
  if (terms) memcpy(v->name, names, terms * sizeof *names);
  lede__vectors_fill(v, entries, ends.at, !counts);
  return 1;
}

void lede__terms_open(lua_State *L) {
  static const luaL_Reg methods[] = {{"of", terms_of}, {"vectors", terms_vectors}, {NULL, NULL}};
  luaL_newmetatable(L, TERMS);
  lua_pushcfunction(L, terms_gc);
  lua_setfield(L, -2, "__gc");
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
  lede__lua_vectors_open(L);
  lua_pushcfunction(L, terms_new);
}
