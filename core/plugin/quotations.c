#include "plugin/quotations.h"

#include <lauxlib.h>

#include "match/quotations.h"
#include "plugin/doc.h"
#include "plugin/offsets.h"

#define QUOTATIONS "lede.quotations"

/* What was found, in a userdata: pushing it may raise. */
static int quotations_gc(lua_State *L) {
  lede__quotations_free(luaL_checkudata(L, 1, QUOTATIONS));
  return 0;
}

static void set_integer(lua_State *L, const char *name, lua_Integer value) {
  lua_pushinteger(L, value);
  lua_setfield(L, -2, name);
}

static void set_span(lua_State *L, lede_span s) {
  set_integer(L, "first", lede__first(s));
  set_integer(L, "last", lede__last(s));
}

static void set_parts(lua_State *L, const lede__quotation *q) {
  lua_createtable(L, (int)q->part_count, 0);
  for (uint32_t i = 0; i < q->part_count; i++) {
    lua_createtable(L, 0, 2);
    set_span(L, q->parts[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "parts");
}

static void push_quotation(lua_State *L, const lede_doc *doc, const lede__quotation *q) {
  enum { FIELDS = 8 }; /* three are left to the caller, whose table need not grow then */
  lua_createtable(L, 0, FIELDS);
  set_integer(L, "from", (lua_Integer)q->from + 1);
  set_integer(L, "to", (lua_Integer)q->to + 1);
  set_span(L, q->words);
  if (!q->closed) {
    lua_pushboolean(L, true);
    lua_setfield(L, -2, "unclosed");
  }
  if (q->ending != LEDE_NONE) {
    lede__lua_token_push(L, doc, q->ending);
    lua_setfield(L, -2, "ending");
  }
  if (q->part_count) set_parts(L, q);
}

int lede__lua_quotations(lua_State *L) {
  const lede_doc *doc = lede__lua_doc_check(L, 1);
  lede__quotations *q = lua_newuserdatauv(L, sizeof *q, 0);
  *q = (lede__quotations){0};
  luaL_setmetatable(L, QUOTATIONS);
  lede_error err;
  if (lede__quotations_find(doc, q, &err)) return luaL_error(L, "doc:quotations: %s", err.message);
  lua_createtable(L, (int)q->count, 0);
  for (uint32_t i = 0; i < q->count; i++) {
    push_quotation(L, doc, &q->at[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lede__quotations_free(q);
  return 1;
}

void lede__quotations_open(lua_State *L) {
  luaL_newmetatable(L, QUOTATIONS);
  lua_pushcfunction(L, quotations_gc);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
}
