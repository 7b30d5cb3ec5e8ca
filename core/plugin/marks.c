#include "plugin/marks.h"

#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "base/str.h"
#include "lua/births.h"
#include "lua/state.h"
#include "plugin/offsets.h"
#include "text/utf8.h"

/* Fields that every mark may have; their names lie on the stack from reading.names on. */
enum { FIRST, LAST, KIND, RULE, PARTS, FIXED };
static const char *const fixed_names[FIXED] = {"first", "last", "kind", "rule", "parts"};

/* What a field is: one of the above, `text`, or an attribute's value or place. */
typedef struct meaning {
  enum { IS_FIXED, IS_TEXT, IS_VALUE, IS_PLACE } what;
  uint32_t attribute;
} meaning;

/* Thousands of marks share a handful of names, kinds and rules. Lua keeps equal short strings once, and the
 * marks keep theirs until all are read, so that a pointer says which string it is. */
enum { KNOWN = 64 };
typedef struct known_field {
  const char *name;
  meaning meaning;
} known_field;
typedef struct known_string {
  const char *string;
  lede_str copy; /* in the arena */
} known_string;

/* One layer being read. `mark` is the number of the mark at hand, as its author counts. */
typedef struct reading {
  lua_State *L;
  lede_doc *doc;
  const lede__schema *schema;
  lede__builder builder;
  lua_Integer mark;
  int names;     /* stack index of fixed_names[0] */
  int table;     /* stack index of the mark */
  uint32_t near; /* a byte of the text where it says it stands; LEDE_NONE when it does not say */
  size_t before; /* what the document's arena held before the plugin's marks */
  bool placed;   /* the layer has attributes with places */
  known_field fields[KNOWN];
  known_string strings[KNOWN];
} reading;

static size_t slot_of(const char *string) {
  return ((uintptr_t)string >> 4) * 0x9E3779B9u >> 16 & (KNOWN - 1);
}

/* ---- what is wrong ------------------------------------------------------------------------ */

static void push_place(reading *r) {
  const char *source;
  int line = lede__births_line(lede__state_of(r->L)->births, r->L, r->table, &source);
  if (line)
    lua_pushfstring(r->L, "%s:%d: ", source, line);
  else
    lua_pushliteral(r->L, "");
}

/* The words where the mark says it stands, so that its author can see what went on there. */
static void push_snippet(reading *r) {
  enum { LONG = 48 };
  lede_str text = r->doc->loaded.text;
  if (r->near == LEDE_NONE) {
    lua_pushliteral(r->L, "");
    return;
  }
  size_t start = r->near, end = text.len - start > LONG ? start + LONG : text.len;
  while (start > 0 && !lede__utf8_boundary(text.ptr, text.len, start)) start--;
  while (end > start && !lede__utf8_boundary(text.ptr, text.len, end)) end--;
  lua_pushlstring(r->L, text.ptr + start, end - start);
  luaL_gsub(r->L, lua_tostring(r->L, -1), "\n", " ");
  lua_remove(r->L, -2);
  lua_pushfstring(r->L, "\n  the text from %I on: %s%s", (lua_Integer)start + 1, lua_tostring(r->L, -1),
                  end < text.len ? "…" : "");
  lua_remove(r->L, -2);
}

static int bad(reading *r, const char *format, ...) {
  va_list args;
  push_place(r);
  lua_pushfstring(r->L, "mark %I of layer \"%s\": ", r->mark, r->schema->layer.ptr);
  va_start(args, format);
  lua_pushvfstring(r->L, format, args);
  va_end(args);
  push_snippet(r);
  lua_concat(r->L, 4);
  return lua_error(r->L);
}

static void check(reading *r, lede_status status, const lede_error *err) {
  if (status == LEDE_ENOMEM) luaL_error(r->L, "out of memory");
  if (status) luaL_error(r->L, "layer \"%s\": %s", r->schema->layer.ptr, err->message);
}

/* The value at the top of the stack, for a message. */
static const char *shown(lua_State *L) {
  switch (lua_type(L, -1)) {
  case LUA_TSTRING: {
    size_t len;
    const char *s = lua_tolstring(L, -1, &len);
    return len <= 40 ? lua_pushfstring(L, "\"%s\"", s) : lua_pushfstring(L, "a string of %d bytes", (int)len);
  }
  case LUA_TNUMBER:
    if (lua_isinteger(L, -1)) return lua_pushfstring(L, "%I", lua_tointeger(L, -1));
    return lua_pushfstring(L, "%f", lua_tonumber(L, -1));
  case LUA_TBOOLEAN:
    return lua_toboolean(L, -1) ? "true" : "false";
  default:
    return lua_pushfstring(L, "a %s", luaL_typename(L, -1));
  }
}

/* Raises when the plugin's marks, and `more` bytes yet to be allotted, are past their bound. */
static void check_room(reading *r, size_t more) {
  enum { MOST_MB = 64, A_BYTE_OF_TEXT = 16 };
  size_t most = ((size_t)MOST_MB << 20) + A_BYTE_OF_TEXT * r->doc->loaded.text.len;
  lede__limits_look(r->L, lede__limits_of(r->L));
  if (r->doc->arena.total - r->before + more > most)
    lede__limits_output(r->L, lua_pushfstring(r->L, "%d MB of marks a document", (int)(most >> 20)));
}

/* ---- spans ---------------------------------------------------------------------------------- */

/* What a value belongs to, for a message: the mark itself (no field), a field, or an item of one that is a
 * list. Its name is only put together once something is wrong. */
typedef struct place {
  const char *field;
  uint32_t item; /* from 1; 0 where the field is no list */
} place;

static const place the_mark = {NULL, 0};

static const char *name_of(reading *r, place at) {
  return at.item ? lua_pushfstring(r->L, "%s[%d]", at.field, (int)at.item) : at.field;
}

/* What stands before "first" and "last" there. */
static const char *prefix(reading *r, place at) {
  if (!at.field) return "";
  return at.item ? lua_pushfstring(r->L, "%s[%d].", at.field, (int)at.item)
                 : lua_pushfstring(r->L, "%s_", at.field);
}

static void refuse_missing(reading *r, int table, const char *end, place at) {
  const char *of = prefix(r, at);
  lua_pushliteral(r->L, "start");
  if (lua_rawget(r->L, table) != LUA_TNIL)
    bad(r,
        "%s%s is missing; in Lua a span is first, last (from 1, last included); start and end "
        "are the record's",
        of, end);
  bad(r, "%s%s is missing (offsets are called first and last)", of, end);
}

/* Pushes the name of an offset of a field: speaker_first. */
static void push_offset_name(lua_State *L, const char *end, place at) {
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  luaL_addstring(&b, at.field);
  luaL_addchar(&b, '_');
  luaL_addstring(&b, end);
  luaL_pushresult(&b);
}

/* Pushes a fixed field of the table at `table`; returns its type. */
static int push_fixed(reading *r, int table, int field) {
  lua_pushvalue(r->L, r->names + field);
  return lua_rawget(r->L, table);
}

/* An offset in the table at `table`, left off the stack; `which` is FIRST or LAST. */
static lua_Integer offset(reading *r, int table, int which, place at) {
  lua_State *L = r->L;
  const char *end = fixed_names[which];
  if (!at.field || at.item) {
    push_fixed(r, table, which);
  } else {
    push_offset_name(L, end, at);
    lua_rawget(L, table);
  }
  int exact, type = lua_type(L, -1);
  lua_Integer n = lua_tointegerx(L, -1, &exact);
  if (type == LUA_TNIL) refuse_missing(r, table, end, at);
  if (!exact || type != LUA_TNUMBER) {
    const char *got = shown(L);
    bad(r, "%s%s is %s; an offset is a whole number", prefix(r, at), end, got);
  }
  lua_pop(L, 1);
  return n;
}

static lede_span check_span(reading *r, lua_Integer first, lua_Integer last, place at) {
  lede_str text = r->doc->loaded.text;
  lede_span s;
  if (first < 1) bad(r, "%sfirst is %I; offsets begin at 1", prefix(r, at), first);
  if (last > (lua_Integer)text.len)
    bad(r, "%slast %I is past the end of the text (%I bytes)", prefix(r, at), last, (lua_Integer)text.len);
  if (!lede__span_of(first, last, text.len, &s))
    bad(r, "%slast %I comes before first %I", prefix(r, at), last, first);
  if (!lede__utf8_boundary(text.ptr, text.len, s.start))
    bad(r, "%sfirst %I is inside a character; characters can be several bytes", prefix(r, at), first);
  if (!lede__utf8_boundary(text.ptr, text.len, s.end))
    bad(r, "%slast %I is inside a character; it must be the character's last byte", prefix(r, at), last);
  return s;
}

static lede_span span_fields(reading *r, int table, place at) {
  lua_Integer first = offset(r, table, FIRST, at);
  return check_span(r, first, offset(r, table, LAST, at), at);
}

/* ---- values --------------------------------------------------------------------------------- */

/* The string at the top of the stack, checked and copied; a short one only once, while long ones count each
 * time towards what marks may hold, as they do in the record. */
static lede_str copy_string(reading *r, place at) {
  enum { SHORT = 40 };
  lede_str s;
  s.ptr = lua_tolstring(r->L, -1, &s.len);
  known_string *known = &r->strings[slot_of(s.ptr)];
  if (known->string == s.ptr) return known->copy;
  if (lede__utf8_valid(s.ptr, s.len) != s.len) bad(r, "%s is not valid UTF-8", name_of(r, at));
  check_room(r, s.len);
  lede_str copy = lede__arena_str(r->builder.arena, s);
  if (!copy.ptr) luaL_error(r->L, "out of memory");
  if (s.len <= SHORT) *known = (known_string){s.ptr, copy};
  return copy;
}

static void want(reading *r, bool ok, place at, const char *type) {
  if (ok) return;
  const char *got = shown(r->L);
  bad(r, "%s is %s; it is declared as %s", name_of(r, at), got, type);
}

/* The value at the top of the stack as `type`. */
static lede__scalar read_scalar(reading *r, place at, lede__type type) {
  lua_State *L = r->L;
  lede__scalar v = {0};
  int exact = 0;
  switch (type) {
  case LEDE__STRING:
  case LEDE__NAME:
    want(r, lua_type(L, -1) == LUA_TSTRING, at, type == LEDE__NAME ? "name (a string)" : "string");
    v.str = copy_string(r, at);
    break;
  case LEDE__DATE:
    want(r, lua_type(L, -1) == LUA_TSTRING, at, "date");
    v.str = copy_string(r, at);
    want(r, lede__date_valid(v.str), at, "date (ISO 8601: 2026-01-07)");
    break;
  case LEDE__INTEGER:
    if (lua_type(L, -1) == LUA_TNUMBER) v.integer = lua_tointegerx(L, -1, &exact);
    want(r, exact, at, "integer");
    break;
  case LEDE__NUMBER:
    want(r, lua_type(L, -1) == LUA_TNUMBER && isfinite(lua_tonumber(L, -1)), at, "number (finite)");
    v.number = lua_tonumber(L, -1);
    break;
  case LEDE__BOOLEAN:
    want(r, lua_isboolean(L, -1), at, "boolean");
    v.boolean = lua_toboolean(L, -1);
    break;
  case LEDE__SPAN:
    want(r, lua_istable(L, -1), at, "span ({ first =, last = })");
    v.span = span_fields(r, lua_gettop(L), at);
    break;
  }
  return v;
}

static lede__cell *cell_of(reading *r, uint32_t mark, uint32_t attribute) {
  lede__cell *c = lede__layer_cell(&r->builder, mark, attribute);
  if (!c) luaL_error(r->L, "out of memory");
  return c;
}

static void read_list(reading *r, const char *field, lede__type type, lede__cell *c) {
  lua_State *L = r->L;
  want(r, lua_istable(L, -1), (place){field, 0}, "a list");
  c->count = (uint32_t)lua_rawlen(L, -1);
  check_room(r, c->count * sizeof *c->list);
  c->list = lede__arena_calloc(r->builder.arena, c->count, sizeof *c->list);
  if (!c->list) luaL_error(L, "out of memory");
  for (uint32_t i = 0; i < c->count; i++) {
    lua_rawgeti(L, -1, (lua_Integer)i + 1);
    c->list[i] = read_scalar(r, (place){field, i + 1}, type);
    lua_pop(L, 1);
  }
}

static void read_value(reading *r, uint32_t mark, uint32_t attribute, const char *field) {
  const lede__attribute *a = &r->schema->attributes[attribute];
  if (a->type == LEDE__SPAN && !a->list)
    bad(r, "%s is a span: write %s_first and %s_last", field, field, field);
  lede__cell *c = cell_of(r, mark, attribute);
  if (a->list)
    read_list(r, field, a->type, c);
  else
    c->scalar = read_scalar(r, (place){field, 0}, a->type);
  c->set = true;
}

/* ---- fields of a mark ---------------------------------------------------------------------------- */

static bool has_place(const lede__attribute *a) { return a->placed || (a->type == LEDE__SPAN && !a->list); }

/* X_first or X_last of an attribute with a place; LEDE_NONE for anything else. */
static uint32_t place_of(const lede__schema *s, lede_str field) {
  size_t suffix = lede__str_ends(field, "_first") ? 6 : lede__str_ends(field, "_last") ? 5 : 0;
  if (!suffix) return LEDE_NONE;
  uint32_t a = lede__schema_find(s, (lede_str){field.ptr, field.len - suffix});
  return a != LEDE_NONE && has_place(&s->attributes[a]) ? a : LEDE_NONE;
}

static void read_place(reading *r, uint32_t mark, uint32_t attribute) {
  lede__cell *c = cell_of(r, mark, attribute);
  if (c->placed) return;
  c->at = span_fields(r, r->table, (place){r->schema->attributes[attribute].name.ptr, 0});
  c->placed = true;
}

/* A placed value that was left out is the words at its place. */
static void fill_from_places(reading *r, uint32_t mark) {
  for (uint32_t a = 0; a < r->schema->count; a++) {
    const lede__attribute *attribute = &r->schema->attributes[a];
    if (!attribute->placed || (attribute->type != LEDE__STRING && attribute->type != LEDE__NAME) ||
        attribute->list)
      continue;
    lede__cell *c = cell_of(r, mark, a);
    if (!c->placed || c->set) continue;
    c->scalar.str = lede__str_sub(r->doc->loaded.text, c->at);
    c->set = true;
  }
}

static void refuse_field(reading *r, lede_str field) {
  enum { MOST = LEDE__MAX_ATTRIBUTES + 5 };
  const char *known[MOST] = {"first", "last", "kind", "rule", "parts"};
  size_t n = 5;
  for (uint32_t a = 0; a < r->schema->count; a++) known[n++] = r->schema->attributes[a].name.ptr;
  if (lede__str_is(field, "start") || lede__str_is(field, "end"))
    bad(r, "%s: in Lua a span is first, last (from 1, last included); start and end are the record's",
        field.ptr);
  const char *near = lede__str_nearest(field.ptr, known, n);
  if (near) bad(r, "%s is not declared; did you mean %s?", field.ptr, near);
  bad(r, "%s is not declared; add %s = \"string\" (or another type) to gives.%s", field.ptr, field.ptr,
      r->schema->layer.ptr);
}

static void check_text(reading *r, lede_span at) {
  lede_str s;
  if (lua_type(r->L, -1) != LUA_TSTRING) bad(r, "text is filled in by lede; leave it out");
  s.ptr = lua_tolstring(r->L, -1, &s.len);
  if (!lede__str_eq(s, lede__str_sub(r->doc->loaded.text, at)))
    bad(r, "text is not what stands at first..last; leave it out, lede fills it in");
}

static bool is_fixed(lede_str field) {
  for (int i = 0; i < FIXED; i++)
    if (lede__str_is(field, fixed_names[i])) return true;
  return false;
}

/* Raises for a field that means nothing. */
static meaning find_meaning(reading *r, lede_str field) {
  if (is_fixed(field)) return (meaning){IS_FIXED, 0};
  uint32_t a = lede__schema_find(r->schema, field);
  if (a != LEDE_NONE) return (meaning){IS_VALUE, a};
  if ((a = place_of(r->schema, field)) != LEDE_NONE) return (meaning){IS_PLACE, a};
  if (!lede__str_is(field, "text")) refuse_field(r, field);
  return (meaning){IS_TEXT, 0};
}

static meaning meaning_of(reading *r, lede_str field) {
  known_field *known = &r->fields[slot_of(field.ptr)];
  if (known->name != field.ptr) *known = (known_field){field.ptr, find_meaning(r, field)};
  return known->meaning;
}

/* Key at -2, value at -1. */
static void read_field(reading *r, uint32_t mark, lede_span at) {
  if (lua_type(r->L, -2) != LUA_TSTRING) bad(r, "a key is a %s; fields have names", luaL_typename(r->L, -2));
  lede_str field;
  field.ptr = lua_tolstring(r->L, -2, &field.len);
  meaning m = meaning_of(r, field);
  switch (m.what) {
  case IS_FIXED:
    break;
  case IS_TEXT:
    check_text(r, at);
    break;
  case IS_VALUE:
    read_value(r, mark, m.attribute, field.ptr);
    break;
  case IS_PLACE:
    read_place(r, mark, m.attribute);
    break;
  }
}

/* A fixed field that is a string; absent when it isn't there. */
static lede_str opt_string(reading *r, int field) {
  lede_str s = {0};
  int type = push_fixed(r, r->table, field);
  if (type == LUA_TSTRING)
    s = copy_string(r, (place){fixed_names[field], 0});
  else if (type != LUA_TNIL)
    bad(r, "%s is %s; it is a string", fixed_names[field], shown(r->L));
  lua_pop(r->L, 1);
  return s;
}

static void read_parts(reading *r, uint32_t mark) {
  lua_State *L = r->L;
  if (push_fixed(r, r->table, PARTS) != LUA_TNIL) {
    lede_error err;
    lede__cell c = {0};
    read_list(r, "parts", LEDE__SPAN, &c);
    lede_span *parts = lede__arena_calloc(r->builder.arena, c.count, sizeof *parts);
    if (!parts) luaL_error(L, "out of memory");
    for (uint32_t i = 0; i < c.count; i++) {
      parts[i] = c.list[i].span;
      if (i && parts[i].start < parts[i - 1].end)
        bad(r, "parts[%d] begins before parts[%d] ends", (int)i + 1, (int)i);
    }
    check(r, lede__layer_parts(&r->builder, mark, parts, c.count, &err), &err);
  }
  lua_pop(L, 1);
}

/* Where the mark stands, as far as it says so; its fields are not checked yet. */
static void note_place(reading *r) {
  int exact = 0;
  size_t len = r->doc->loaded.text.len;
  lua_Integer first = push_fixed(r, r->table, FIRST) == LUA_TNUMBER ? lua_tointegerx(r->L, -1, &exact) : 0;
  lua_pop(r->L, 1);
  r->near = exact && first >= 1 && first <= (lua_Integer)len ? (uint32_t)(first - 1) : LEDE_NONE;
}

/* The mark is at the top of the stack. */
static void read_mark(reading *r) {
  lua_State *L = r->L;
  int top = lua_gettop(L);
  r->table = top;
  r->near = LEDE_NONE;
  check_room(r, 0);
  if (!lua_istable(L, -1)) bad(r, "it is %s; a mark is a table: { first =, last =, kind = }", shown(L));
  note_place(r);
  lede_span at = span_fields(r, top, the_mark);
  lede_str kind = opt_string(r, KIND), rule = opt_string(r, RULE);
  if (!kind.ptr || !kind.len) bad(r, "kind is missing; every mark says what it is");
  uint32_t mark;
  lede_error err;
  check(r, lede__layer_add(&r->builder, at, kind, rule, &mark, &err), &err);
  read_parts(r, mark);
  for (lua_pushnil(L); lua_next(L, top); lua_pop(L, 1)) read_field(r, mark, at);
  if (r->placed) fill_from_places(r, mark);
}

/* ---- layers --------------------------------------------------------------------------------------- */

static bool has_places(const lede__schema *s) {
  for (uint32_t a = 0; a < s->count; a++)
    if (s->attributes[a].placed) return true;
  return false;
}

static void read_layer(lua_State *L, int list, lede_doc *doc, size_t before, lede_str plugin,
                       const lede__schema *schema, lede__layer **out) {
  enum { FIRST_ROOM = 4096 }; /* grows as they come: a list can be long without one true mark in it */
  lede_error err;
  reading r = {.L = L, .doc = doc, .schema = schema, .before = before, .placed = has_places(schema)};
  uint32_t n = (uint32_t)lua_rawlen(L, list);
  luaL_checkstack(L, FIXED + 20, NULL);
  r.names = lua_gettop(L) + 1;
  for (int i = 0; i < FIXED; i++) lua_pushstring(L, fixed_names[i]);
  check(&r, lede__layer_begin(&r.builder, &doc->arena, schema, plugin, n < FIRST_ROOM ? n : FIRST_ROOM, &err),
        &err);
  for (r.mark = 1; r.mark <= (lua_Integer)n; r.mark++) {
    lua_rawgeti(L, list, r.mark);
    read_mark(&r);
    lua_pop(L, 1);
  }
  lua_pop(L, FIXED);
  check(&r, lede__layer_seal(&r.builder, out, &err), &err);
}

static uint32_t schema_index(lede__schema *const *schemas, uint32_t count, lede_str name) {
  for (uint32_t i = 0; i < count; i++)
    if (lede__str_eq(schemas[i]->layer, name)) return i;
  return LEDE_NONE;
}

/* Key at -2: a layer this plugin gives. */
static uint32_t check_layer_key(lua_State *L, lede__schema *const *schemas, uint32_t count) {
  if (lua_type(L, -2) != LUA_TSTRING)
    luaL_error(L, "document() returned a list; name the layer: return { %s = list }",
               count ? schemas[0]->layer.ptr : "LAYER");
  lede_str name;
  name.ptr = lua_tolstring(L, -2, &name.len);
  uint32_t i = schema_index(schemas, count, name);
  if (i == LEDE_NONE)
    luaL_error(L, "document() returned marks in layer \"%s\", which is not in gives; add it there", name.ptr);
  if (!lua_istable(L, -1))
    luaL_error(L, "layer \"%s\" is a %s; it is a list of marks", name.ptr, luaL_typename(L, -1));
  return i;
}

void lede__lua_marks_read(lua_State *L, int index, lede_doc *doc, lede_str plugin,
                          lede__schema *const *schemas, uint32_t count, lede__layer **out) {
  index = lua_absindex(L, index);
  if (!lua_istable(L, index))
    luaL_error(L, "document() returned %s; it returns a table with a list of marks a layer: { %s = {} }",
               lua_isnil(L, index) ? "nothing" : luaL_typename(L, index),
               count ? schemas[0]->layer.ptr : "LAYER");
  size_t before = doc->arena.total;
  for (uint32_t i = 0; i < count; i++) out[i] = NULL;
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
    uint32_t i = check_layer_key(L, schemas, count);
    read_layer(L, lua_gettop(L), doc, before, plugin, schemas[i], &out[i]);
  }
  for (uint32_t i = 0; i < count; i++) {
    if (out[i]) continue;
    lua_newtable(L);
    read_layer(L, lua_gettop(L), doc, before, plugin, schemas[i], &out[i]);
    lua_pop(L, 1);
  }
}
