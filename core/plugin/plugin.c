#include "plugin/plugin.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "lua/births.h"
#include "plugin/contract.h"
#include "plugin/explain.h"
#include "plugin/marks.h"
#include "plugin/native.h"
#include "plugin/value.h"

/* Registry keys: the contract's table, its settings, what fold has gathered. */
static const char contract_key, settings_key, gathered_key;

static void push_kept(lua_State *L, const char *key) { lua_rawgetp(L, LUA_REGISTRYINDEX, key); }

static void push_function(lua_State *L, const char *name) {
  push_kept(L, &contract_key);
  lua_getfield(L, -1, name);
  lua_remove(L, -2);
}

/* ---- budgets ---------------------------------------------------------------------------------- */

enum { DEFAULT_SECONDS = 5, ACROSS_DOCUMENTS = 12, MOST_FINDINGS_MB = 64, MEMORY_A_BYTE = 16 };
static const size_t default_memory = (size_t)512 << 20;

/* The one way into a plugin's code, under its budget. */
static lede_status enter(lede__plugin *p, lua_CFunction body, void *context, double seconds,
                         size_t text_bytes, lede_error *err) {
  size_t more = MEMORY_A_BYTE * text_bytes;
  p->state->limit = p->memory < SIZE_MAX - more ? p->memory + more : SIZE_MAX;
  lede_status status = lede__limits_begin(p->state, seconds, text_bytes, err);
  if (status) return status;
  status = lede__state_enter(p->state, body, context, err);
  lede__limits_end(p->state);
  return status;
}

static lede_status enter_with(lede__plugin *p, lua_CFunction body, void *context, const lede_doc *doc,
                              lede_error *err) {
  size_t bytes = doc->loaded.text.len;
  return enter(p, body, context, p->seconds + (double)bytes / (1 << 20), bytes, err);
}

static lede_status enter_across(lede__plugin *p, lua_CFunction body, void *context, lede_error *err) {
  return enter(p, body, context, p->seconds * ACROSS_DOCUMENTS, 0, err);
}

/* From the hash of the document's bytes, "sha256:...". */
static lua_Integer seed_of(const lede_doc *doc) {
  char digits[16] = "";
  const char *hash = strchr(doc->content, ':');
  if (hash) snprintf(digits, sizeof digits, "%s", hash + 1);
  return (lua_Integer)strtoull(digits, NULL, 16);
}

/* ---- loading ---------------------------------------------------------------------------------- */

typedef struct loading {
  lede__plugin *plugin;
  const char *path;
  const lede__plugin_options *options;
} loading;

/* settings are part of the recipe: the same plugin with others gives other marks */
static void hash_settings(lua_State *L, lede__plugin *p) {
  lede__buf *json = &p->state->trouble.traceback; /* a buffer the state frees, should writing raise */
  lede__buf_clear(json);
  lede__lua_json_write(L, -1, json);
  lede__sha256_piece(p->env.recipe, json->ptr ? json->ptr : "", json->len);
  lede__buf_clear(json);
}

static int load_body(lua_State *L) {
  loading *l = lede__context(L);
  lede__plugin *p = l->plugin;
  const char *file = strrchr(l->path, '/');
  lua_gc(L, LUA_GCSTOP); /* nearly all that is made here stays; running out of memory still collects */
  lede__env_open(L, &p->env);
  lede__env_load(L, file ? file + 1 : l->path, p->path.ptr);
  lua_call(L, 0, 1);
  int table = lua_gettop(L);
  lede__contract_read(L, table, p);
  p->env.plugin = p->name.ptr;
  lede__contract_settings(L, table, p, l->options);
  hash_settings(L, p);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &settings_key);
  lua_pushvalue(L, table);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &contract_key);
  lua_gc(L, LUA_GCRESTART);
  return 0;
}

/* Of lede's own files messages name where they lie in lede. */
static const char *without_root(const char *path, const lede__images *images) {
  size_t len = images && images->root ? strlen(images->root) : 0;
  return len && strncmp(path, images->root, len) == 0 && path[len] == '/' ? path + len + 1 : path;
}

/* Fills what is known before the contract is read: the folder, and the file's name as the plugin's. */
static lede_status find_folder(lede__plugin *p, const char *path, const lede__images *images,
                               lede_error *err) {
  char real[PATH_MAX];
  const char *slash = strrchr(path, '/');
  lede_str shown = slash ? (lede_str){path, (size_t)(slash - path)} : LEDE__LIT(".");
  lede_str file = lede__str(slash ? slash + 1 : path);
  if (lede__str_ends(file, ".lua")) file.len -= 4;
  char folder[PATH_MAX];
  if ((size_t)snprintf(folder, sizeof folder, "%.*s", (int)shown.len, shown.ptr) >= sizeof folder ||
      !realpath(*folder ? folder : "/", real))
    return lede__fail(err, LEDE_EIO, path, "no such file");
  lede_str kept = lede__arena_str(&p->arena, lede__str(real));
  shown = lede__arena_str(&p->arena, lede__str(without_root(folder, images)));
  p->path = lede__arena_str(&p->arena, lede__str(without_root(path, images)));
  p->name = lede__arena_str(&p->arena, file);
  if (!kept.ptr || !shown.ptr || !p->path.ptr || !p->name.ptr) return lede__nomem(err);
  p->env = (lede__env){.plugin = p->name.ptr, .folder = kept.ptr, .shown = shown.ptr, .images = images};
  return LEDE_OK;
}

static lede_status load_into(lede__plugin *p, loading *l, lede_error *err) {
  lede_status status = find_folder(p, l->path, l->options->images, err);
  if (status) return status;
  p->seconds = l->options->seconds > 0 ? l->options->seconds : DEFAULT_SECONDS;
  p->memory = l->options->memory ? l->options->memory : default_memory;
  status = lede__state_new(p->memory, &p->state, err);
  if (status) return status;
  p->env.recipe = lede__sha256_new();
  if (!p->env.recipe) return lede__nomem(err);
  p->env.aliases = l->options->aliases;
  status = enter(p, load_body, l, p->seconds, 0, err);
  p->env.aliases = NULL;
  lede__sha256_end(p->env.recipe, p->hash);
  p->env.recipe = NULL;
  if (status) lede__explain(p->state, p->name, status == LEDE_EPLUGIN ? LEDE_ESETUP : status, err);
  return status == LEDE_EPLUGIN ? LEDE_ESETUP : status;
}

lede_status lede__plugin_load(const char *path, const lede__plugin_options *options, lede__plugin **out,
                              lede_error *err) {
  lede__plugin *p = calloc(1, sizeof *p);
  if (!p) return lede__nomem(err);
  lede_status status = load_into(p, &(loading){p, path, options}, err);
  if (status) {
    lede__plugin_free(p);
    return status;
  }
  *out = p;
  return LEDE_OK;
}

void lede__plugin_free(lede__plugin *p) {
  if (!p) return;
  lede__state_free(p->state);
  lede__buf_free(&p->env.files);
  lede__arena_free(&p->arena);
  free(p);
}

bool lede__plugin_gives(const lede__plugin *p, lede_str layer) {
  for (uint32_t i = 0; i < p->give_count; i++)
    if (lede__str_eq(p->gives[i]->layer, layer)) return true;
  return false;
}

/* ---- document() ----------------------------------------------------------------------------------- */

typedef struct reading {
  lede__plugin *plugin;
  lede_doc *doc;
  lede__layer **layers;
  bool marks; /* the plugin's own work is done: what raises now is about its marks */
} reading;

static int document_body(lua_State *L) {
  reading *r = lede__context(L);
  lede__plugin *p = r->plugin;
  lede__env_begin(L, seed_of(r->doc));
  push_function(L, "document");
  lede__lua_doc_push(L, r->doc, &p->readable);
  push_kept(L, &settings_key);
  lua_call(L, 2, 1);
  r->marks = true;
  lede__lua_marks_read(L, -1, r->doc, p->name, p->gives, p->give_count, r->layers);
  return 0;
}

/* Runs the plugin once more, to learn on which line the wrong mark was made. */
static lede_status find_line(reading *r, lede_error *err) {
  lede__births *births = lede__births_watch(r->plugin->state);
  lede_status status = enter_with(r->plugin, document_body, r, r->doc, err);
  lede__births_end(r->plugin->state, births);
  return status;
}

lede_status lede__plugin_document(lede__plugin *p, lede_doc *doc, lede_error *err) {
  if (p->native) return lede__native_document(p, doc, err);
  lede__arena_point point = lede__arena_mark(&doc->arena);
  lede__layer *layers[LEDE__MAX_LAYERS];
  if (p->give_count > LEDE__MAX_LAYERS)
    return lede__fail(err, LEDE_ESETUP, p->name.ptr, "gives more than %d layers", LEDE__MAX_LAYERS);
  reading r = {p, doc, layers, false};
  lede_status status = enter_with(p, document_body, &r, doc, err);
  if (status == LEDE_EPLUGIN && r.marks) {
    lede__arena_wind_back(&doc->arena, point);
    status = find_line(&r, err);
  }
  for (uint32_t i = 0; i < p->give_count && !status; i++) status = lede__doc_add_layer(doc, layers[i], err);
  if (status == LEDE_EPLUGIN || status == LEDE_ELIMIT || status == LEDE_EINTERRUPT) {
    lede__arena_wind_back(&doc->arena, point);
    lede__explain(p->state, p->name, status, err);
  }
  return status;
}

/* ---- fold() and finish() ---------------------------------------------------------------------------- */

static int fold_body(lua_State *L) {
  reading *r = lede__context(L);
  lede__env_begin(L, seed_of(r->doc));
  push_function(L, "fold");
  push_kept(L, &gathered_key);
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    lua_newtable(L);
  }
  lede__lua_fold_record_push(L, r->doc, r->plugin->folded, r->plugin->folded_count);
  push_kept(L, &settings_key);
  lua_call(L, 3, 1);
  if (!lua_istable(L, -1))
    return luaL_error(L, "fold() returned %s; it returns what it has gathered so far", luaL_typename(L, -1));
  lua_rawsetp(L, LUA_REGISTRYINDEX, &gathered_key);
  return 0;
}

lede_status lede__plugin_fold(lede__plugin *p, const lede_doc *doc, lede_error *err) {
  reading r = {.plugin = p, .doc = (lede_doc *)doc};
  lede_status status = enter_with(p, fold_body, &r, doc, err);
  if (status) lede__explain(p->state, p->name, status, err);
  return status;
}

typedef struct moving {
  lede__buf *out;
  const json_t *in;
} moving;

static int forget_body(lua_State *L) {
  lua_pushnil(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &gathered_key);
  return 0;
}

void lede__plugin_forget(lede__plugin *p) { (void)enter_across(p, forget_body, NULL, NULL); }

/* What can't be written would stay in the way of all that comes after it: it is forgotten first. */
static int take_body(lua_State *L) {
  moving *m = lede__context(L);
  push_kept(L, &gathered_key);
  if (lua_isnil(L, -1)) return 0;
  (void)forget_body(L);
  lede__lua_json_write(L, -1, m->out);
  return 0;
}

lede_status lede__plugin_take(lede__plugin *p, lede__buf *json, lede_error *err) {
  size_t before = json->len;
  lede_status status = enter_across(p, take_body, &(moving){.out = json}, err);
  if (!status) return LEDE_OK;
  json->len = before;
  lede__explain(p->state, p->name, status, err);
  return status;
}

static int add_body(lua_State *L) {
  moving *m = lede__context(L);
  lede__env_begin(L, 0);
  push_kept(L, &gathered_key);
  bool first = lua_isnil(L, -1);
  if (first) {
    lede__lua_json_push(L, m->in);
  } else {
    push_function(L, "merge");
    lua_insert(L, -2);
    lede__lua_json_push(L, m->in);
    push_kept(L, &settings_key);
    lua_call(L, 3, 1);
  }
  if (!lua_istable(L, -1))
    return luaL_error(L, "merge() returned %s; it returns both joined", luaL_typename(L, -1));
  lua_rawsetp(L, LUA_REGISTRYINDEX, &gathered_key);
  return 0;
}

lede_status lede__plugin_add(lede__plugin *p, const json_t *gathered, lede_error *err) {
  lede_status status = enter_across(p, add_body, &(moving){.in = gathered}, err);
  if (status) lede__explain(p->state, p->name, status, err);
  return status;
}

typedef struct finishing {
  lede__plugin *plugin;
  lede__buf json;
  size_t bytes; /* of all findings so far */
  lede__on_finding on;
  void *ctx;
} finishing;

static void check_finding(lua_State *L, lua_Integer i) {
  if (!lua_istable(L, -1))
    luaL_error(L, "finding %I is a %s; it is a table { kind =, key = }", i, luaL_typename(L, -1));
  static const char *const wanted[] = {"kind", "key"};
  for (int w = 0; w < 2; w++) {
    if (lua_getfield(L, -1, wanted[w]) != LUA_TSTRING)
      luaL_error(L, "finding %I has no %s; every finding has a kind and a stable key", i, wanted[w]);
    lua_pop(L, 1);
  }
}

static void count_finding(lua_State *L, finishing *f) {
  f->bytes += f->json.len;
  if (f->bytes > (size_t)MOST_FINDINGS_MB << 20)
    lede__limits_output(L, lua_pushfstring(L, "%d MB of findings", MOST_FINDINGS_MB));
}

static int finish_body(lua_State *L) {
  finishing *f = lede__context(L);
  lede__env_begin(L, 0);
  push_function(L, "finish");
  push_kept(L, &gathered_key);
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    lua_newtable(L);
  }
  push_kept(L, &settings_key);
  lua_call(L, 2, 1);
  if (!lua_istable(L, -1))
    return luaL_error(L, "finish() returned %s; it returns a list of findings", luaL_typename(L, -1));
  lua_Integer n = (lua_Integer)lua_rawlen(L, -1);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, -1, i);
    check_finding(L, i);
    lede__buf_clear(&f->json);
    lede__lua_json_write(L, -1, &f->json);
    count_finding(L, f);
    f->on(f->ctx, f->plugin, (lede_str){f->json.ptr, f->json.len});
    lua_pop(L, 1);
  }
  return 0;
}

lede_status lede__plugin_finish(lede__plugin *p, lede__on_finding on, void *ctx, lede_error *err) {
  finishing f = {.plugin = p, .on = on, .ctx = ctx};
  lede_status status = enter_across(p, finish_body, &f, err);
  if (status) lede__explain(p->state, p->name, status, err);
  lede__buf_free(&f.json);
  return status;
}
