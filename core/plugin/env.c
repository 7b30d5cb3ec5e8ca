#include "plugin/env.h"

#include <limits.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/str.h"
#include "lua/limits.h"
#include "plugin/lib.h"
#include "plugin/value.h"

/* Where lede's own plugins lie below its root. */
#define OWN "plugins"

static const char env_key; /* its address is the registry key */

lede__env *lede__env_of(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &env_key);
  lede__env *env = lua_touserdata(L, -1);
  lua_pop(L, 1);
  return env;
}

/* ---- files of the plugin's folder ------------------------------------------ */

static bool inside(const char *folder, const char *path) {
  size_t n = strlen(folder);
  return strncmp(folder, path, n) == 0 && path[n] == '/';
}

/* A link may not lead out either, so the real path is what counts. */
static bool find_inside(lua_State *L, const char *folder, const char *name, char path[PATH_MAX]) {
  char wanted[PATH_MAX];
  if ((size_t)snprintf(wanted, sizeof wanted, "%s/%s", folder, name) >= sizeof wanted)
    luaL_error(L, "the file name is too long: %s", name);
  if (!realpath(wanted, path)) return false;
  if (!inside(folder, path))
    luaL_error(L, "'%s' is outside the plugin's folder, which a plugin can't read", name);
  return true;
}

/* The folder of lede's own plugins, by its real path. */
static bool find_own(const lede__env *env, char folder[PATH_MAX]) {
  char wanted[PATH_MAX];
  const char *root = env->images ? env->images->root : NULL;
  return root && (size_t)snprintf(wanted, sizeof wanted, "%s/%s", root, OWN) < sizeof wanted &&
         realpath(wanted, folder);
}

/* One of the program's own files, which is as it was at `make`. */
static bool is_known(const lede__env *env, const char *folder, const char *below, const char *name,
                     lede__env_file *file) {
  int len = snprintf(file->path, sizeof file->path, "%s%s/%s", folder, below, name);
  file->known = len < (int)sizeof file->path && !strstr(name, "..") &&
                lede__images_know(env->images, file->path, &file->print);
  return file->known;
}

/* The real path of a file in the plugin's folder, else of one that lede's own plugins have. */
static void find_file(lua_State *L, const lede__env *env, const char *name, lede__env_file *file) {
  char own[PATH_MAX];
  struct stat st;
  file->shown = env->shown;
  if (is_known(env, env->folder, "", name, file)) return;
  if (!find_inside(L, env->folder, name, file->path)) {
    file->shown = OWN;
    if (env->images && env->images->root && is_known(env, env->images->root, "/" OWN, name, file)) return;
    if (!find_own(env, own) || !find_inside(L, own, name, file->path))
      luaL_error(L, "no file '%s' in the plugin's folder", name);
  }
  if (stat(file->path, &st) != 0 || !S_ISREG(st.st_mode)) luaL_error(L, "'%s' is not a file", name);
}

static void push_file(lua_State *L, const char *path, const char *name) {
  struct stat st;
  FILE *f = fopen(path, "rb");
  if (!f) luaL_error(L, "can't read '%s'", name);
  size_t got, size = fstat(fileno(f), &st) == 0 && st.st_size > 0 ? (size_t)st.st_size + 1 : LUAL_BUFFERSIZE;
  luaL_Buffer b;
  luaL_buffinit(L, &b); /* may raise on memory: the file would stay open, but the state dies with it */
  setvbuf(f, NULL, _IONBF, 0);
  do {
    char *room = luaL_prepbuffsize(&b, size);
    got = fread(room, 1, size, f);
    luaL_addsize(&b, got);
  } while (got > 0);
  bool bad = ferror(f) != 0;
  fclose(f);
  luaL_pushresult(&b);
  if (bad) luaL_error(L, "can't read '%s'", name);
}

static lede_str string_at(lua_State *L, int index) {
  lede_str s;
  s.ptr = lua_tolstring(L, index, &s.len);
  return s;
}

/* The recipe only has to change when a file does; SHA-256 of all files took a third of a program's start
 * (measured 2026-11-21), so 128 bits of the fast hash stand for a file. */
static void note_fingerprint(lede__env *env, const char *name, lede__fingerprint print) {
  lede__sha256_piece(env->recipe, name, strlen(name));
  lede__sha256_piece(env->recipe, &print, sizeof print);
}

/* Who waits for changes must know of it, whether it was read or not. */
static void note_path(lede__env *env, const char *path) {
  lede__buf_add(&env->files, path, strlen(path) + 1);
}

void lede__env_look(lua_State *L, const char *name, lede__env_file *file) {
  lede__env *env = lede__env_of(L);
  *file = (lede__env_file){.name = name};
  if (!env) {
    push_file(L, name, name);
    return;
  }
  if (!env->recipe)
    luaL_error(L, "'%s': files are read while the plugin loads, not later; read it at the top of the file",
               name);
  find_file(L, env, name, file);
  if (file->known) {
    lua_pushnil(L);
  } else {
    push_file(L, file->path, name);
    file->print = lede__fingerprint_of(string_at(L, -1));
    lede__image_note(env->images, file->path, file->print);
  }
  note_fingerprint(env, name, file->print);
  note_path(env, file->path);
}

lede_str lede__env_bytes(lua_State *L, const lede__env_file *file) {
  if (lua_isnil(L, -1)) {
    push_file(L, file->path, file->name);
    lua_replace(L, -2);
  }
  return string_at(L, -1);
}

void lede__env_read(lua_State *L, const char *name) {
  lede__env_file file;
  lede__env_look(L, name, &file);
  lede__env_bytes(L, &file);
}

/* ---- the user's aliases -------------------------------------------------------- */

/* A field of `lede` that isn't there. */
static int lede_missing(lua_State *L) {
  lede__env *env = lede__env_of(L);
  if (lua_type(L, 2) != LUA_TSTRING || strcmp(lua_tostring(L, 2), "aliases") != 0) return 0;
  if (!env->recipe)
    return luaL_error(
        L,
        "lede.aliases is there while the plugin loads, not later; keep it in a local at the top of the file");
  if (!env->aliases || !env->aliases->lists) return 0;
  lede__sha256_piece(env->recipe, env->aliases->hash, strlen(env->aliases->hash));
  lede__lua_json_push(L, env->aliases->lists);
  return 1;
}

static void open_aliases(lua_State *L) {
  lua_getglobal(L, "lede");
  lua_createtable(L, 0, 2);
  lua_pushcfunction(L, lede_missing);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
  lua_pop(L, 1);
}

/* ---- sources, kept for messages ----------------------------------------------- */

static const char sources_key;

/* Pushes the table from short names of chunks to their source; of one that was not read, to its path in a
 * table. */
static void push_sources(lua_State *L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &sources_key) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_newtable(L);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &sources_key);
}

/* The source, or nil, is at `index`. */
static void keep_source(lua_State *L, int index, const char *short_src, const lede__env_file *file) {
  push_sources(L);
  if (lua_isnil(L, index)) {
    lua_createtable(L, 1, 0);
    lua_pushstring(L, file->path);
    lua_rawseti(L, -2, 1);
  } else {
    lua_pushvalue(L, index);
  }
  lua_setfield(L, -2, short_src);
  lua_pop(L, 1);
}

/* Pushes a kept source; false, and nothing pushed, without one. */
static bool push_source(lua_State *L, lede_str short_src) {
  push_sources(L);
  lua_pushlstring(L, short_src.ptr, short_src.len);
  int type = lua_rawget(L, -2);
  lua_remove(L, -2);
  if (type == LUA_TTABLE) {
    lua_rawgeti(L, -1, 1);
    const char *path = lua_tostring(L, -1);
    if (access(path, R_OK) != 0) return lua_pop(L, 2), false;
    push_file(L, path, path);
    lua_replace(L, -3);
    lua_pop(L, 1);
  } else if (type != LUA_TSTRING) {
    return lua_pop(L, 1), false;
  }
  return true;
}

bool lede__env_source_line(lua_State *L, lede_str short_src, int line) {
  if (!push_source(L, short_src)) return false;
  const char *s = lua_tostring(L, -1);
  while (s && --line > 0) s = (s = strchr(s, '\n')) ? s + 1 : NULL;
  if (!s || line < 0) return lua_pop(L, 1), false;
  lua_pushlstring(L, s, strcspn(s, "\r\n"));
  lua_replace(L, -2);
  return true;
}

/* ---- compiling ------------------------------------------------------------------ */

static int add_dumped(lua_State *L, const void *bytes, size_t len, void *out) {
  (void)L;
  lede__buf_add(out, bytes, len);
  return 0;
}

/* The function is on top of the stack. */
static void make_image(lua_State *L, const lede__images *images, lede__fingerprint print, const char *chunk) {
  lede__buf out = {0};
  if (!images || !images->maker) return;
  lua_dump(L, add_dumped, &out, 0);
  if (!out.failed) lede__image_make(images, "lua", print, lede__str(chunk), (lede_str){out.ptr, out.len});
  lede__buf_free(&out);
}

/* Compiled Lua loads ten times as fast as its source. */
static bool load_image(lua_State *L, const lede__images *images, lede__fingerprint print, const char *chunk) {
  lede_str image;
  if (!lede__image_find(images, "lua", print, lede__str(chunk), &image)) return false;
  if (luaL_loadbufferx(L, image.ptr, image.len, chunk, "b") == LUA_OK) return true;
  lua_pop(L, 1);
  return false;
}

/* Pushes the compiled chunk of a file, of which lede__env_look has pushed what it does; or a message:
 * false then. */
static bool load_source(lua_State *L, const lede__env_file *file, const char *chunk) {
  const lede__images *images = lede__env_of(L)->images;
  if (load_image(L, images, file->print, chunk)) return true;
  lede_str source = lede__env_bytes(L, file);
  if (luaL_loadbufferx(L, source.ptr, source.len, chunk, "t") != LUA_OK) return false;
  make_image(L, images, file->print, chunk);
  return true;
}

void lede__env_load(lua_State *L, const char *name, const char *shown) {
  lede__env_file file;
  lede__env_look(L, name, &file);
  int source = lua_gettop(L);
  const char *chunk =
      shown ? lua_pushfstring(L, "@%s", shown) : lua_pushfstring(L, "@%s/%s", file.shown, name);
  lua_pushvalue(L, source);
  bool compiled = load_source(L, &file, chunk);
  lua_Debug ar;
  if (compiled) {
    lua_pushvalue(L, -1);
    lua_getinfo(L, ">S", &ar);
  }
  keep_source(L, source, compiled ? ar.short_src : chunk + 1, &file);
  lua_replace(L, source);
  lua_settop(L, source);
  if (!compiled) lua_error(L);
}

/* ---- require ----------------------------------------------------------------------- */

/* Called with what forget_if_it_fails has pushed, and the error if there was one. */
static int on_required(lua_State *L) {
  if (lua_isnil(L, 2)) return 0;
  lua_pushnil(L);
  lua_setfield(L, lua_upvalueindex(1), lua_tostring(L, lua_upvalueindex(2)));
  return 0;
}

/* Pushes a value that undoes the mark of the module at index 1 should loading it raise: who catches that
 * and requires it again is to see the mistake again. Not by lua_pcall, which would lose the traceback. */
static void forget_if_it_fails(lua_State *L) {
  lua_newtable(L);
  lua_createtable(L, 0, 1);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushvalue(L, 1);
  lua_pushcclosure(L, on_required, 2);
  lua_setfield(L, -2, "__close");
  lua_setmetatable(L, -2);
  lua_toclose(L, -1);
}

/* require "data.cues" is data/cues.lua in the plugin's folder, else in that of lede's own plugins. */
static int env_require(lua_State *L) {
  const char *module = luaL_checkstring(L, 1);
  int loaded = lua_getfield(L, lua_upvalueindex(1), module);
  if (loaded == LUA_TBOOLEAN && !lua_toboolean(L, -1))
    return luaL_error(L,
                      "require '%s': it is being loaded already; modules that need each other "
                      "must be joined, or share a third",
                      module);
  if (loaded != LUA_TNIL) return 1;
  const char *file = luaL_gsub(L, module, ".", "/");
  if (strstr(module, "..") || *module == '/' || *module == '.')
    return luaL_error(L, "require '%s': outside the plugin's folder, which a plugin can't read", module);
  file = lua_pushfstring(L, "%s.lua", file);
  lede__env_load(L, file, NULL);
  lua_pushboolean(L, false); /* begun and not done */
  lua_setfield(L, lua_upvalueindex(1), module);
  forget_if_it_fails(L);
  lua_pushvalue(L, -2);
  lua_pushvalue(L, 1);
  lua_call(L, 1, 1);
  if (lua_isnil(L, -1)) { /* as Lua's own require has it */
    lua_pop(L, 1);
    lua_pushboolean(L, true);
  }
  lua_pushvalue(L, -1);
  lua_setfield(L, lua_upvalueindex(1), module);
  return 1;
}

/* ---- base functions that differ from Lua's own ---------------------------------- */

static void count_printed(lua_State *L, size_t more) {
  enum { MOST_MB = 1 };
  lede__env *env = lede__env_of(L);
  env->printed += more;
  if (env->printed > (size_t)MOST_MB << 20)
    lede__limits_output(L, lua_pushfstring(L, "print: %d MB a document", MOST_MB));
}

static int env_print(lua_State *L) {
  luaL_Buffer b;
  int n = lua_gettop(L);
  luaL_buffinit(L, &b);
  luaL_addstring(&b, lede__env_of(L)->plugin);
  luaL_addstring(&b, ": ");
  for (int i = 1; i <= n; i++) {
    if (i > 1) luaL_addchar(&b, '\t');
    luaL_tolstring(L, i, NULL);
    luaL_addvalue(&b);
  }
  luaL_pushresult(&b);
  count_printed(L, lua_rawlen(L, -1) + 1);
  lede_str message;
  message.ptr = lua_tolstring(L, -1, &message.len);
  lede__log_text(LEDE__LOG_INFO, message);
  return 0;
}

/* load, for text chunks only: bytecode can crash the host. Short ones: the parser can't be stopped. */
static int env_load(lua_State *L) {
  enum { MOST_KB = 64 };
  size_t len;
  const char *source = luaL_checklstring(L, 1, &len);
  if (len > MOST_KB << 10)
    return luaL_error(L, "load: at most %d KB of source; put more into a file and require it", MOST_KB);
  const char *name = luaL_optstring(L, 2, "=(load)");
  bool has_env = !lua_isnone(L, 4);
  if (luaL_loadbufferx(L, source, len, name, "t") != LUA_OK) {
    lua_pushnil(L);
    lua_insert(L, -2);
    return 2;
  }
  if (has_env) {
    lua_pushvalue(L, 4);
    lua_setupvalue(L, -2, 1);
  }
  return 1;
}

/* A finalizer would run outside every budget, so there are none. */
static int env_setmetatable(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_argexpected(L, lua_isnoneornil(L, 2) || lua_istable(L, 2), 2, "nil or table");
  if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
    return luaL_error(L, "cannot change a protected metatable");
  if (lua_istable(L, 2)) {
    lua_pushstring(L, "__gc");
    if (lua_rawget(L, 2) != LUA_TNIL)
      return luaL_error(L, "plugins can't have finalizers: take __gc out of the metatable");
    lua_pop(L, 1);
  }
  lua_settop(L, 2);
  lua_setmetatable(L, 1);
  return 1;
}

/* ---- random numbers ---------------------------------------------------------- */

static const char seed_key; /* registry: Lua's own randomseed */

/* Without a seed Lua's own takes the time and an address. */
static int env_randomseed(lua_State *L) {
  luaL_checknumber(L, 1);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &seed_key);
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, 0);
  return 0;
}

static void replace_randomseed(lua_State *L) {
  lua_getglobal(L, LUA_MATHLIBNAME);
  lua_getfield(L, -1, "randomseed");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &seed_key);
  lua_pushcfunction(L, env_randomseed);
  lua_setfield(L, -2, "randomseed");
  lua_pop(L, 1);
}

void lede__env_begin(lua_State *L, lua_Integer seed) {
  lede__env_of(L)->printed = 0;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &seed_key);
  lua_pushinteger(L, seed);
  lua_call(L, 1, 0);
}

/* A read of a global that is not there: nil, as ever, unless it is one that authors expect and the sandbox
 * denies. */
static int env_missing(lua_State *L) {
  static const char *const denied[] = {"io",     "os",       "debug",         "package",
                                       "dofile", "loadfile", "collectgarbage"};
  const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
  for (size_t i = 0; i < sizeof denied / sizeof *denied; i++)
    if (strcmp(name, denied[i]) == 0)
      return luaL_error(
          L, "'%s' is not available to plugins; read files with lede.data or require, or write a script",
          name);
  lua_pushnil(L);
  return 1;
}

/* ---- putting it together ------------------------------------------------------- */

static void open_libraries(lua_State *L) {
  static const luaL_Reg libraries[] = {{LUA_GNAME, luaopen_base},       {LUA_STRLIBNAME, luaopen_string},
                                       {LUA_TABLIBNAME, luaopen_table}, {LUA_MATHLIBNAME, luaopen_math},
                                       {LUA_UTF8LIBNAME, luaopen_utf8}, {LUA_COLIBNAME, luaopen_coroutine}};
  for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
    luaL_requiref(L, libraries[i].name, libraries[i].func, 1);
    lua_pop(L, 1);
  }
  lua_getglobal(L, LUA_STRLIBNAME);
  lua_pushnil(L);
  lua_setfield(L, -2, "dump");
  lua_pop(L, 1);
}

static void protect_strings(lua_State *L) {
  lua_pushliteral(L, "");
  lua_getmetatable(L, -1);
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 2);
}

static void replace_globals(lua_State *L) {
  static const luaL_Reg ours[] = {
      {"print", env_print}, {"load", env_load}, {"setmetatable", env_setmetatable}, {NULL, NULL}};
  lua_pushglobaltable(L);
  luaL_setfuncs(L, ours, 0);
  static const char *const gone[] = {"dofile", "loadfile", "collectgarbage", "require"};
  for (size_t i = 0; i < sizeof gone / sizeof *gone; i++) {
    lua_pushnil(L);
    lua_setfield(L, -2, gone[i]);
  }
  lua_newtable(L); /* modules loaded */
  lua_pushcclosure(L, env_require, 1);
  lua_setfield(L, -2, "require");
  lua_createtable(L, 0, 2);
  lua_pushcfunction(L, env_missing);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
  lua_pop(L, 1);
}

void lede__env_open(lua_State *L, lede__env *env) {
  lua_pushlightuserdata(L, env);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &env_key);
  open_libraries(L);
  lede__limits_open(L);
  protect_strings(L);
  replace_randomseed(L);
  replace_globals(L);
  lede__lib_open(L);
  open_aliases(L);
}
