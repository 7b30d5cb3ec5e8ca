#include "lua/strings.h"

#include <ctype.h>
#include <lauxlib.h>
#include <lualib.h>
#include <string.h>

#include "lua/pattern.h"

/* ---- arguments ------------------------------------------------------------------- */

static lede_str check_string(lua_State *L, int index) {
  lede_str s;
  s.ptr = luaL_checklstring(L, index, &s.len);
  return s;
}

/* An optional position as a 0-based offset; negative ones count from the end. It may be past the end. */
static size_t opt_position(lua_State *L, int index, size_t len) {
  lua_Integer at = luaL_optinteger(L, index, 1);
  if (at > 0) return (size_t)at - 1;
  if (at == 0 || at < -(lua_Integer)len) return 0;
  return len - (size_t)-at;
}

static void begin_match(lede__match *m, lua_State *L, lede_str text, lede_str pattern, bool may_anchor) {
  m->L = L;
  m->limits = lede__limits_of(L);
  m->text = text.ptr;
  m->text_end = text.ptr + text.len;
  m->anchored = may_anchor && *pattern.ptr == '^';
  m->pattern = pattern.ptr + m->anchored;
  m->pattern_end = pattern.ptr + pattern.len;
  m->level = 0;
}

/* ---- captures ---------------------------------------------------------------------- */

static void check_capture(const lede__match *m, int i) {
  if (i >= m->level) luaL_error(m->L, "invalid capture index %%%d", i + 1);
  if (m->captures[i].len == LEDE__CAPTURE_OPEN) luaL_error(m->L, "unfinished capture");
}

/* Pushes capture `i`; a pattern without captures has one, all of start..end. */
static void push_capture(const lede__match *m, int i, const char *start, const char *end) {
  if (i == 0 && m->level == 0) {
    lua_pushlstring(m->L, start, (size_t)(end - start));
    return;
  }
  check_capture(m, i);
  const lede__capture *c = &m->captures[i];
  if (c->len == LEDE__CAPTURE_POSITION)
    lua_pushinteger(m->L, c->at - m->text + 1);
  else
    lua_pushlstring(m->L, c->at, (size_t)c->len);
}

static int push_captures(const lede__match *m, int count, const char *start, const char *end) {
  luaL_checkstack(m->L, count, "too many captures");
  for (int i = 0; i < count; i++) push_capture(m, i, start, end);
  return count;
}

static int push_all(const lede__match *m, const char *start, const char *end) {
  return push_captures(m, m->level ? m->level : 1, start, end);
}

/* ---- find, match, gmatch --------------------------------------------------------------- */

static int push_found(lua_State *L, size_t start, size_t end) {
  lua_pushinteger(L, (lua_Integer)start + 1);
  lua_pushinteger(L, (lua_Integer)end);
  return 2;
}

/* memmem, which is linear but slow to start, when looking for the first byte was led astray too often. */
static const char *find_bytes(const char *at, const char *end, lede_str what) {
  enum { FALSE_STARTS = 16 };
  if (what.len == 0) return at;
  for (int i = 0; i < FALSE_STARTS; i++) {
    at = memchr(at, *what.ptr, (size_t)(end - at));
    if (!at || (size_t)(end - at) < what.len) return NULL;
    if (memcmp(at, what.ptr, what.len) == 0) return at;
    at++;
  }
  return memmem(at, (size_t)(end - at), what.ptr, what.len);
}

static int find_plain(lua_State *L, lede_str text, lede_str what, size_t from) {
  const char *at = find_bytes(text.ptr + from, text.ptr + text.len, what);
  if (!at) return lua_pushnil(L), 1;
  size_t start = (size_t)(at - text.ptr);
  return push_found(L, start, start + what.len);
}

static int find_pattern(lua_State *L, lede_str text, lede_str pattern, size_t from, bool find) {
  lede__match m;
  const char *end;
  begin_match(&m, L, text, pattern, true);
  const char *at = lede__match_from(&m, text.ptr + from, NULL, &end);
  if (!at) return lua_pushnil(L), 1;
  if (!find) return push_all(&m, at, end);
  int found = push_found(L, (size_t)(at - text.ptr), (size_t)(end - text.ptr));
  return found + push_captures(&m, m.level, NULL, NULL);
}

static int string_find(lua_State *L) {
  lede_str text = check_string(L, 1), pattern = check_string(L, 2);
  size_t from = opt_position(L, 3, text.len);
  if (from > text.len) return lua_pushnil(L), 1;
  bool plain = lua_toboolean(L, 4) || lede__pattern_is_plain(pattern.ptr, pattern.len);
  return plain ? find_plain(L, text, pattern, from) : find_pattern(L, text, pattern, from, true);
}

static int string_match(lua_State *L) {
  lede_str text = check_string(L, 1), pattern = check_string(L, 2);
  size_t from = opt_position(L, 3, text.len);
  if (from > text.len) return lua_pushnil(L), 1;
  return find_pattern(L, text, pattern, from, false);
}

typedef struct walk {
  lede__match match;
  const char *from, *last_end;
} walk;

/* Upvalues: the walk; then text and pattern, which must live as long. */
static int gmatch_next(lua_State *L) {
  walk *w = lua_touserdata(L, lua_upvalueindex(1));
  const char *end;
  w->match.L = L;
  const char *at = lede__match_from(&w->match, w->from, w->last_end, &end);
  if (!at) return 0;
  w->from = w->last_end = end;
  return push_all(&w->match, at, end);
}

static int string_gmatch(lua_State *L) {
  lede_str text = check_string(L, 1), pattern = check_string(L, 2);
  size_t from = opt_position(L, 3, text.len);
  lua_settop(L, 2);
  walk *w = lua_newuserdatauv(L, sizeof *w, 0);
  begin_match(&w->match, L, text, pattern, false);
  w->from = text.ptr + (from > text.len ? text.len + 1 : from);
  w->last_end = NULL;
  lua_insert(L, 1);
  lua_pushcclosure(L, gmatch_next, 3);
  return 1;
}

/* ---- gsub ----------------------------------------------------------------------------------- */

typedef struct replacing {
  lede__match match;
  luaL_Buffer out;
  int type;      /* of the replacement, which is argument 3 */
  lede_str with; /* when it is a string */
} replacing;

static void add_capture(replacing *r, int i, const char *start, const char *end) {
  push_capture(&r->match, i, start, end);
  luaL_addvalue(&r->out);
}

/* What stands after a % in the replacement. */
static void add_escaped(replacing *r, char c, const char *start, const char *end) {
  if (c == '%')
    luaL_addchar(&r->out, c);
  else if (c == '0')
    luaL_addlstring(&r->out, start, (size_t)(end - start));
  else if (isdigit((unsigned char)c))
    add_capture(r, c - '1', start, end);
  else
    luaL_error(r->match.L, "invalid use of '%%' in replacement string");
}

static void add_template(replacing *r, const char *start, const char *end) {
  const char *p = r->with.ptr, *stop = p + r->with.len, *escape;
  while ((escape = memchr(p, '%', (size_t)(stop - p)))) {
    luaL_addlstring(&r->out, p, (size_t)(escape - p));
    add_escaped(r, escape[1], start, end);
    p = escape + 2;
  }
  if (p < stop) luaL_addlstring(&r->out, p, (size_t)(stop - p));
}

/* The value at the top of the stack, which goes; nil and false keep what was matched. True when it
 * changed. */
static bool add_answer(replacing *r, const char *start, const char *end) {
  lua_State *L = r->match.L;
  if (!lua_toboolean(L, -1)) {
    lua_pop(L, 1);
    luaL_addlstring(&r->out, start, (size_t)(end - start));
    return false;
  }
  if (!lua_isstring(L, -1)) luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
  luaL_addvalue(&r->out);
  return true;
}

static bool add_replacement(replacing *r, const char *start, const char *end) {
  lua_State *L = r->match.L;
  if (r->type == LUA_TFUNCTION) {
    lua_pushvalue(L, 3);
    lua_call(L, push_all(&r->match, start, end), 1);
    return add_answer(r, start, end);
  }
  if (r->type == LUA_TTABLE) {
    push_capture(&r->match, 0, start, end);
    lua_gettable(L, 3);
    return add_answer(r, start, end);
  }
  add_template(r, start, end);
  return true;
}

/* Returns how many were replaced; the text after the last of them is left to be added from *rest. */
static lua_Integer replace_all(replacing *r, lua_Integer most, const char **rest, bool *changed) {
  lua_Integer n = 0;
  const char *from = r->match.text, *last_end = NULL, *end;
  while (n < most) {
    const char *at = lede__match_from(&r->match, from, last_end, &end);
    if (!at) break;
    if (at > from) luaL_addlstring(&r->out, from, (size_t)(at - from));
    *changed |= add_replacement(r, at, end);
    from = last_end = end;
    n++;
    if (r->match.anchored) break;
  }
  *rest = from;
  return n;
}

static int string_gsub(lua_State *L) {
  lede_str text = check_string(L, 1), pattern = check_string(L, 2);
  replacing r = {.type = lua_type(L, 3)};
  lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)text.len + 1);
  bool is_template = r.type == LUA_TNUMBER || r.type == LUA_TSTRING;
  bool fits = is_template || r.type == LUA_TTABLE || r.type == LUA_TFUNCTION;
  luaL_argexpected(L, fits, 3, "string/function/table");
  if (is_template) r.with.ptr = lua_tolstring(L, 3, &r.with.len);
  begin_match(&r.match, L, text, pattern, true);
  luaL_buffinit(L, &r.out);
  bool changed = false;
  const char *rest;
  lua_Integer n = replace_all(&r, most, &rest, &changed);
  if (changed) {
    luaL_addlstring(&r.out, rest, (size_t)(r.match.text_end - rest));
    luaL_pushresult(&r.out);
  } else {
    lua_pushvalue(L, 1);
  }
  lua_pushinteger(L, n);
  return 2;
}

/* ---- rep --------------------------------------------------------------------------------------- */

/* Fills `size` bytes by doubling the first `unit` of them,
 * until that is a piece to look at the flag behind. */
static void fill(lua_State *L, char *to, size_t unit, size_t size) {
  const size_t PIECE = 1 << 20;
  const lede__limits *l = lede__limits_of(L);
  for (size_t done = unit, more = unit; done < size; done += more) {
    if (done <= PIECE) more = done;
    if (more > size - done) more = size - done;
    lede__limits_look(L, l);
    memcpy(to + done, to, more);
  }
}

static int string_rep(lua_State *L) {
  lede_str s = check_string(L, 1);
  lua_Integer n = luaL_checkinteger(L, 2);
  lede_str between;
  between.ptr = luaL_optlstring(L, 3, "", &between.len);
  size_t unit = s.len + between.len;
  if (n <= 0 || (n == 1 && s.len == 0) || unit == 0) return lua_pushliteral(L, ""), 1;
  if (unit < s.len || unit > (size_t)LUA_MAXINTEGER / (size_t)n)
    return luaL_error(L, "resulting string too large");
  size_t size = unit * (size_t)n - between.len;
  luaL_Buffer b;
  char *to = luaL_buffinitsize(L, &b, size + between.len);
  memcpy(to, s.ptr, s.len);
  memcpy(to + s.len, between.ptr, between.len);
  fill(L, to, unit, size);
  luaL_pushresultsize(&b, size);
  return 1;
}

/* ---- format and pack: Lua's own, upvalue 1, on arguments of a size that it is done with soon ----------- */

#define MOST_QUOTED (1u << 20)
#define MOST_FORMAT (1u << 16)
#define MOST_PADDED (16u << 20)

/* Called as C, not through Lua, so that its messages name the function and the line that called it. */
static int call_own(lua_State *L) { return lua_tocfunction(L, lua_upvalueindex(1))(L); }

/* %q looks at each byte, and makes up to four of it. */
static int string_format(lua_State *L) {
  lede_str format = check_string(L, 1);
  if (memmem(format.ptr, format.len, "%q", 2)) {
    size_t quoted = 0;
    for (int i = lua_gettop(L); i > 1; i--)
      if (lua_type(L, i) == LUA_TSTRING) quoted += lua_rawlen(L, i);
    if (quoted > MOST_QUOTED)
      return luaL_error(L, "string.format: %%q quotes at most %d MB", (int)(MOST_QUOTED >> 20));
  }
  return call_own(L);
}

/* The sum of the sizes in a format of pack; cN and !N are the ones without a small limit. */
static size_t padding(lede_str format) {
  size_t sum = 0, n = 0;
  for (size_t i = 0; i < format.len; i++) {
    if (!isdigit((unsigned char)format.ptr[i]))
      n = 0;
    else if (n <= MOST_PADDED)
      n = n * 10 + (size_t)(format.ptr[i] - '0');
    if (i + 1 == format.len || !isdigit((unsigned char)format.ptr[i + 1])) sum += n;
  }
  return sum;
}

static int string_pack(lua_State *L) {
  lede_str format = check_string(L, 1);
  if (format.len > MOST_FORMAT)
    return luaL_error(L, "the format is longer than %d KB", (int)(MOST_FORMAT >> 10));
  if (padding(format) > MOST_PADDED)
    return luaL_error(L, "the format wants more than %d MB", (int)(MOST_PADDED >> 20));
  return call_own(L);
}

/* ---- putting it together ----------------------------------------------------------------------------- */

static void put_around(lua_State *L, const char *name, lua_CFunction f) {
  lua_getfield(L, -1, name);
  lua_pushcclosure(L, f, 1);
  lua_setfield(L, -2, name);
}

void lede__strings_open(lua_State *L) {
  static const luaL_Reg ours[] = {{"find", string_find}, {"match", string_match}, {"gmatch", string_gmatch},
                                  {"gsub", string_gsub}, {"rep", string_rep},     {NULL, NULL}};
  lua_getglobal(L, LUA_STRLIBNAME);
  luaL_setfuncs(L, ours, 0);
  put_around(L, "format", string_format);
  put_around(L, "pack", string_pack);
  put_around(L, "packsize", string_pack);
  put_around(L, "unpack", string_pack);
  lua_pop(L, 1);
}
