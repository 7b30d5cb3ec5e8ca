#include "plugin/words.h"

#include <string.h>

#include "doc/token_hash.h"

enum { SLOTS = 4096, LONGEST = 16 };

/* The bytes of a word, as lede__hash_load gives them; of length 0 in an empty slot. */
typedef struct word {
  lede__hash_words bytes;
  uint64_t len;
} word;

struct lede__words {
  word at[SLOTS]; /* Lua's strings for them are in the list in user value 1 */
};

static const char words_key; /* its address is the registry key */

static lede__words *make(lua_State *L) {
  lede__words *w = lua_newuserdatauv(L, sizeof *w, 1);
  memset(w, 0, sizeof *w);
  lua_createtable(L, SLOTS, 0);
  lua_setiuservalue(L, -2, 1);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &words_key);
  return w;
}

lede__words *lede__words_of(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &words_key);
  lede__words *w = lua_touserdata(L, -1);
  if (!w) {
    lua_pop(L, 1);
    w = make(L);
  }
  lua_getiuservalue(L, -1, 1);
  lua_remove(L, -2);
  return w;
}

static void push_string(lua_State *L, lede_str s, bool lower) {
  char small[LONGEST];
  for (size_t i = 0; i < s.len; i++) {
    char c = s.ptr[i];
    small[i] = (char)(lower && c >= 'A' && c <= 'Z' ? c + 32 : c);
  }
  lua_pushlstring(L, small, s.len);
}

bool lede__words_push(lua_State *L, lede__words *w, int kept, lede_str s, uint64_t hash, bool lower,
                      bool *cased) {
  if (s.len > LONGEST) return false;
  lede__hash_words bytes = lede__hash_load(s.ptr, s.len), written = bytes;
  if (lower && !lede__words_ascii(bytes)) return false;
  if (lower) bytes = lede__words_lower(bytes);
  if (cased) *cased = bytes.a != written.a || bytes.b != written.b;
  /* the two forms of a word that has a capital have a place each */
  uint32_t slot = (uint32_t)(hash ^ (bytes.a >> 5 & 1)) & (SLOTS - 1);
  word *known = &w->at[slot];
  if (known->len == s.len && known->bytes.a == bytes.a && known->bytes.b == bytes.b) {
    lua_rawgeti(L, kept, (lua_Integer)slot + 1);
    return true;
  }
  push_string(L, s, lower);
  lua_pushvalue(L, -1);
  lua_rawseti(L, kept, (lua_Integer)slot + 1);
  *known = (word){bytes, s.len};
  return true;
}
