#include "script/harvest.h"

#include <lauxlib.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "flow/confine.h"
#include "flow/supervisor.h"
#include "lua/limits.h"
#include "plugin/value.h"
#include "script/options.h"
#include "script/read.h"
#include "script/setup.h"
#include "script/tables.h"

#define HARVEST "lede.harvest"

/* The stack of the call: its arguments, what is borrowed by the rest, an error that Lua has raised. */
enum { PATHS = 1, OPTIONS, ON_DOCUMENT, RECORDS, SELF, NAMES, SETS, ARRAY, RAISED };

typedef struct harvest {
  lua_State *L;
  lede__setup setup;
  bool folds;
  /* in the script's process */
  lede__input *input;
  lede__item record; /* the line of a record in hand */
  bool has_records;  /* there may be more of them */
  bool raised;       /* Lua has: the error stands at RAISED */
  /* in a worker */
  lede__pipeline pipeline;
  lede__state *state; /* turns what was found into JSON */
} harvest;

/* ---- in a worker: pieces ------------------------------------------------------------------------------- */

/* A piece is "NAME LENGTH\n" and its bytes. */
static void add_piece(lede__buf *out, const char *prefix, const char *name, lede_str bytes) {
  lede__buf_printf(out, "%s%s %zu\n", prefix, name, bytes.len);
  lede__buf_str(out, bytes);
}

typedef struct found {
  harvest *h;
  const lede_doc *doc; /* NULL: it could not be read */
  const lede_given *given;
  const lede_error *why;
  lede__buf *out, json;
} found;

/* The value on top of the stack as a piece of JSON; pops it. */
static void add_json(lua_State *L, found *f, const char *prefix, const char *name) {
  lede__buf_clear(&f->json);
  lede__lua_json_write(L, -1, &f->json);
  if (f->json.failed) f->out->failed = true;
  add_piece(f->out, prefix, name, lede__buf_view(&f->json));
  lua_pop(L, 1);
}

static void add_field(lua_State *L, found *f, const char *name) {
  lua_getfield(L, -1, name);
  add_json(L, f, "", name);
}

static int add_failure(lua_State *L) {
  found *f = lede__context(L);
  lede__failure_table_push(L, f->given, f->why);
  add_field(L, f, "doc");
  add_field(L, f, "error");
  return 0;
}

/* Adds one to a number in the table on top of the stack. */
static void count_one(lua_State *L, lede_str key) {
  lua_pushlstring(L, key.ptr, key.len);
  lua_pushvalue(L, -1);
  lua_rawget(L, -3);
  lua_pushinteger(L, lua_tointeger(L, -1) + 1);
  lua_remove(L, -2);
  lua_rawset(L, -3);
}

/* How many marks of each kind a layer has: layer -> kind -> number. */
static void push_tally(lua_State *L, const lede_doc *doc) {
  lua_newtable(L);
  for (uint32_t l = 0; l < doc->layer_count; l++) {
    const lede__layer *layer = doc->layers[l];
    if (!layer->count) continue;
    lua_newtable(L);
    for (uint32_t i = 0; i < layer->count; i++) count_one(L, layer->kind[i]);
    lua_setfield(L, -2, layer->schema->layer.ptr);
  }
}

static int add_document(lua_State *L) {
  found *f = lede__context(L);
  lede__record_table_push(L, f->doc, &f->h->pipeline);
  add_field(L, f, "doc");
  add_field(L, f, "errors");
  add_piece(f->out, "", "text", lede_doc_text(f->doc));
  push_tally(L, f->doc);
  add_json(L, f, "", "tally");
  lua_getfield(L, -1, "layers");
  for (lua_pushnil(L); lua_next(L, -2);) add_json(L, f, "layer ", lua_tostring(L, -2));
  return 0;
}

static lede_status add_found(found *f, lede_error *err) {
  lede_status status = lede__state_enter(f->h->state, f->doc ? add_document : add_failure, f, err);
  if (!status && f->doc) add_piece(f->out, "", "recipe", lede__str(f->h->pipeline.recipe));
  lede__buf_free(&f->json);
  return status;
}

/* ---- in a worker: the work ----------------------------------------------------------------------------- */

static lede_status open_work(void *context, lede__reply *reply, lede_error *err) {
  harvest *h = context;
  (void)reply;
  lede_status status = lede__setup_open(&h->setup, &h->pipeline, err);
  if (!status) status = lede__state_new(0, &h->state, err);
  if (!status)
    lede__confine(
        lede__worker_memory(h->setup.load.max_bytes, h->setup.plugins.memory, h->pipeline.plan.count));
  return status;
}

/* A record is taken as it is, its text read again. */
static lede_status analyse(harvest *h, const lede__item *item, lede_doc **doc, lede_error *why,
                           lede_error *err) {
  lede__pipeline_clear_errors(&h->pipeline);
  *doc = NULL;
  if (item->is_finding) {
    (void)lede__record_read(item->bytes, doc, why);
    return LEDE_OK;
  }
  lede_status status = lede__item_read(item, &h->setup.load, doc, why);
  if (status == LEDE_EUSAGE) return lede__fail(err, status, why->where, "%s", why->message);
  return status ? LEDE_OK : lede__pipeline_run(&h->pipeline, *doc, err);
}

static lede_status gather(harvest *h, const lede_doc *doc, lede__buf *out, lede_error *err) {
  lede__buf json = {0};
  if (!h->folds) return LEDE_OK;
  lede_status status = lede__pipeline_fold(&h->pipeline, doc, err);
  if (!status) status = lede__pipeline_take(&h->pipeline, &json, err);
  if (!status) add_piece(out, "", "gathered", lede__buf_view(&json));
  lede__buf_free(&json);
  return status;
}

static lede_status do_item(void *context, const lede__item *item, lede__reply *reply, lede_error *err) {
  harvest *h = context;
  lede_error why;
  lede_doc *doc;
  lede_status status = analyse(h, item, &doc, &why, err);
  if (!status && doc) status = gather(h, doc, &reply->output, err);
  found f = {.h = h, .doc = doc, .given = &item->given, .why = &why, .out = &reply->output};
  if (!status) status = add_found(&f, err);
  lede_doc_free(doc);
  return status;
}

static lede_status no_text(void *context, lede_str text, lede__reply *reply, lede_error *err) {
  (void)context, (void)text, (void)reply;
  return lede__fail(err, LEDE_EUSAGE, NULL, "nothing is joined here");
}

static lede_status no_finish(void *context, lede_str text, size_t documents, lede__reply *reply,
                             lede_error *err) {
  (void)documents;
  return no_text(context, text, reply, err);
}

/* ---- the source ---------------------------------------------------------------------------------------- */

/* Keeps the error that Lua has raised for the end of the call; pops it. */
static lede_status keep_raised(harvest *h, lede_error *err) {
  h->raised = true;
  lua_replace(h->L, RAISED);
  return lede__fail(err, LEDE_EINTERRUPT, NULL, "stopped by the script");
}

/* The next line of records, and what it is called should it be none; absent at their end.
 * It stays on the stack until the next one. */
static lede_status next_record(harvest *h, lede_error *err) {
  lua_State *L = h->L;
  lua_settop(L, RAISED);
  lua_pushvalue(L, RECORDS);
  if (lua_pcall(L, 0, 2, 0)) return keep_raised(h, err);
  h->has_records = lua_type(L, -2) == LUA_TSTRING;
  if (!h->has_records) return LEDE_OK;
  lede_str line, name = LEDE__LIT("record");
  line.ptr = lua_tolstring(L, -2, &line.len);
  if (lua_type(L, -1) == LUA_TSTRING) name.ptr = lua_tolstring(L, -1, &name.len);
  h->record = (lede__item){
      .given = {.id = name, .path = LEDE__LIT("")}, .bytes = line, .is_text = true, .is_finding = true};
  return LEDE_OK;
}

static lede__pull pull(void *context, const lede__item **item, lede_error *err) {
  harvest *h = context;
  if (h->has_records && next_record(h, err)) return LEDE__PULL_END;
  if (h->has_records) return *item = &h->record, LEDE__PULL_ITEM;
  return lede__input_next(h->input, item, err) || !*item ? LEDE__PULL_END : LEDE__PULL_ITEM;
}

/* ---- the sink ------------------------------------------------------------------------------------------ */

/* Cuts a piece off the front of `from`; false when there is none. */
static bool next_piece(lede_str *from, lede_str *name, lede_str *bytes) {
  const char *end = from->len ? memchr(from->ptr, '\n', from->len) : NULL;
  const char *space = end ? memrchr(from->ptr, ' ', (size_t)(end - from->ptr)) : NULL;
  if (!space) return false;
  *name = (lede_str){from->ptr, (size_t)(space - from->ptr)};
  *bytes = (lede_str){end + 1, strtoul(space + 1, NULL, 10)};
  size_t used = (size_t)(end + 1 - from->ptr) + bytes->len;
  if (used > from->len) return false;
  *from = (lede_str){from->ptr + used, from->len - used};
  return true;
}

typedef struct delivery {
  lede_str output;
  size_t seen;
} delivery;

/* on_document(pieces, seen), protected. */
static int deliver(lua_State *L) {
  delivery *d = lua_touserdata(L, 2);
  lede_str name, bytes;
  lua_settop(L, 1);
  lua_newtable(L);
  while (next_piece(&d->output, &name, &bytes)) {
    lua_pushlstring(L, name.ptr, name.len);
    lua_pushlstring(L, bytes.ptr, bytes.len);
    lua_rawset(L, 2);
  }
  lua_pushinteger(L, (lua_Integer)d->seen);
  lua_call(L, 2, 0);
  return 0;
}

static lede_status done(void *context, lede_str output, lede_str complaint, bool failed, lede_error *err) {
  harvest *h = context;
  delivery d = {output, lede__input_seen(h->input)};
  (void)complaint, (void)failed;
  lua_pushcfunction(h->L, deliver);
  lua_pushvalue(h->L, ON_DOCUMENT);
  lua_pushlightuserdata(h->L, &d);
  return lua_pcall(h->L, 2, 0, 0) ? keep_raised(h, err) : LEDE_OK;
}

static lede_status preamble(void *context, lede_str bytes, lede_error *err) {
  (void)context, (void)bytes, (void)err;
  return LEDE_OK;
}

/* Whoever stops the script must not wait for a document that takes long. */
static lede_status idle(void *context, lede_error *err) {
  harvest *h = context;
  bool stops = lede__limits_stopping(lede__limits_of(h->L)) != LEDE__GO;
  return stops ? lede__fail(err, LEDE_EINTERRUPT, NULL, "interrupted") : LEDE_OK;
}

/* ---- the call ------------------------------------------------------------------------------------------ */

static lede_status supervise(harvest *h, lede_error *err) {
  lede__work work = {.context = h,
                     .open = open_work,
                     .item = do_item,
                     .refold = no_text,
                     .merge = no_text,
                     .finish = no_finish};
  long cores = sysconf(_SC_NPROCESSORS_ONLN);
  double seconds = h->setup.plugins.seconds;
  lede__supervisor_options o = {.workers = h->setup.jobs ? h->setup.jobs
                                           : cores > 0   ? (unsigned)cores
                                                         : 1,
                                .seconds = seconds > 0 ? 2 * seconds + 1 : 30,
                                .seconds_per_mb = seconds > 0 ? 0 : 30,
                                .work = &work,
                                .pull = pull,
                                .source_fd = -1,
                                .preamble = preamble,
                                .done = done,
                                .idle = idle,
                                .pulse = 25,
                                .context = h};
  void (*before)(int) =
      signal(SIGPIPE, SIG_IGN); /* as the supervisor wants it; `| head` is to end a script all the same */
  lede_status status = lede__supervise(&o, err);
  signal(SIGPIPE, before);
  return status;
}

static int harvest_gc(lua_State *L) {
  harvest *h = luaL_checkudata(L, 1, HARVEST);
  if (h->input) lede__input_close(h->input);
  h->input = NULL;
  lede__setup_free(&h->setup);
  return 0;
}

/* Pushes it, collected by Lua whatever happens. */
static harvest *push_harvest(lua_State *L) {
  harvest *h = lua_newuserdatauv(L, sizeof *h, 0);
  *h = (harvest){
      .L = L, .has_records = !lua_isnil(L, RECORDS), .folds = !lede__options_flag(L, OPTIONS, "no_findings")};
  luaL_setmetatable(L, HARVEST);
  return h;
}

static int harvest_call(lua_State *L) {
  lede_error err;
  size_t count;
  luaL_checktype(L, ON_DOCUMENT, LUA_TFUNCTION);
  lua_settop(L, RECORDS);
  lede__options_push(L, OPTIONS);
  lua_replace(L, OPTIONS);
  lede__strings_push(L, PATHS, "paths");
  lua_replace(L, PATHS);
  harvest *h = push_harvest(L);
  lede__setup_read(L, OPTIONS, &h->setup);
  lua_pushvalue(L, PATHS);
  const char **paths = lede__strings_array(L, &count);
  lua_remove(L, -2);
  lua_settop(L, RAISED);
  luaL_checkstack(L, LUA_MINSTACK, NULL);
  if (lede__input_open(paths, count, &h->setup.from, &h->input, &err)) return lede__raise(L, &err);
  lede_status status = supervise(h, &err);
  if (status && !h->raised) return lede__raise(L, &err);
  lua_settop(L, RAISED);
  return h->raised ? lua_error(L) : 0;
}

void lede__harvest_open_lua(lua_State *L) {
  luaL_newmetatable(L, HARVEST);
  lua_pushcfunction(L, harvest_gc);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
  lua_getglobal(L, "lede");
  lua_pushcfunction(L, harvest_call);
  lua_setfield(L, -2, "harvest");
  lua_pop(L, 1);
}
