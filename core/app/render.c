#include "app/render.h"

#include "base/str.h"
#include "plugin/value.h"
#include "script/program.h"
#include "script/tables.h"

/* Registry key: the columns of a CSV run. */
static const char columns_key;

/* ---- CSV: columns are fixed by what the plugins declare ------------------------------------------------ */

static int columns_body(lua_State *L) {
  const lede__pipeline *p = lede__context(L);
  lua_getglobal(L, "require");
  lua_pushliteral(L, "lib.csv");
  lua_call(L, 1, 1);
  lua_getfield(L, -1, "columns");
  lua_newtable(L);
  for (uint32_t i = 0; i < p->plan.count; i++)
    for (uint32_t g = 0; g < p->plan.plugins[i]->give_count; g++) {
      lede__schema_table_push(L, p->plan.plugins[i]->gives[g]);
      lua_setfield(L, -2, p->plan.plugins[i]->gives[g]->layer.ptr);
    }
  lua_call(L, 1, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &columns_key);
  return 0;
}

static int push_columns(lua_State *L, void *ctx) {
  (void)ctx;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &columns_key);
  return 1;
}

/* Before the first document: a confined worker finds no files. */
static int load_body(lua_State *L) {
  lua_getglobal(L, "require");
  lua_pushliteral(L, "lib.show");
  lua_call(L, 1, 0);
  lua_getglobal(L, "require");
  lua_pushliteral(L, "lib.across");
  lua_call(L, 1, 0);
  return 0;
}

lede_status lede__render_open(lede__render *r, const lede__pipeline *p, lede__buf *out, lede_error *err) {
  r->program = NULL;
  r->record.recipe = lede__str(p->recipe);
  if (r->format == LEDE__AS_JSONL) return LEDE_OK;
  lede_status status = lede__program_new(&r->program, err);
  if (status) return status;
  if (r->format == LEDE__AS_TEXT) return lede__state_enter(r->program, load_body, NULL, err);
  status = lede__state_enter(r->program, columns_body, (void *)p, err);
  return status ? status : lede__program_text(r->program, "lib.csv", "header", push_columns, NULL, out, err);
}

void lede__render_close(lede__render *r) {
  lede__state_free(r->program);
  r->program = NULL;
}

/* ---- documents ----------------------------------------------------------------------------------------- */

typedef struct shown {
  const lede__render *render;
  const lede_doc *doc;
  const lede__pipeline *pipeline;
  const lede_given *given;
  const lede_error *why;
  const json_t *findings;
  size_t documents;
} shown;

/* Pushes what Lua needs to know of the screen. */
static void push_screen(lua_State *L, const lede__render *r) {
  lua_createtable(L, 0, 3);
  lua_pushboolean(L, r->color);
  lua_setfield(L, -2, "color");
  lua_pushinteger(L, (lua_Integer)r->width);
  lua_setfield(L, -2, "width");
}

static int push_document(lua_State *L, void *ctx) {
  const shown *a = ctx;
  lede__record_table_push(L, a->doc, a->pipeline);
  if (a->render->format == LEDE__AS_CSV)
    push_columns(L, NULL);
  else
    push_screen(L, a->render);
  return 2;
}

lede_status lede__render_document(lede__render *r, const lede_doc *doc, const lede__pipeline *p,
                                  lede__buf *out, lede_error *err) {
  if (r->format == LEDE__AS_JSONL) {
    lede_status status = lede__record_write(out, doc, &r->record, p->errors, p->error_count, err);
    lede__buf_char(out, '\n');
    return status;
  }
  bool text = r->format == LEDE__AS_TEXT;
  return lede__program_text(r->program, text ? "lib.show" : "lib.csv", text ? "document" : "rows",
                            push_document, &(shown){.render = r, .doc = doc, .pipeline = p}, out, err);
}

static int push_failure(lua_State *L, void *ctx) {
  const shown *a = ctx;
  lede__failure_table_push(L, a->given, a->why);
  push_screen(L, a->render);
  return 2;
}

lede_status lede__render_failure(lede__render *r, const lede_given *given, const lede_error *why,
                                 lede__buf *out, lede_error *err) {
  if (r->format == LEDE__AS_CSV) return LEDE_OK;
  if (r->format == LEDE__AS_TEXT)
    return lede__program_text(r->program, "lib.show", "failure", push_failure,
                              &(shown){.render = r, .given = given, .why = why}, out, err);
  lede_status status = lede__record_write_failure(out, given, why, err);
  lede__buf_char(out, '\n');
  return status;
}

/* ---- findings ------------------------------------------------------------------------------------------ */

typedef struct finding_lines {
  const lede__render *render;
  lede__buf *out;
} finding_lines;

static void write_finding(void *ctx, const lede__plugin *plugin, lede_str json) {
  finding_lines *f = ctx;
  (void)plugin;
  lede__buf_printf(f->out, "{\"lede\":%d,\"recipe\":\"%s\",\"finding\":", LEDE_RECORD_VERSION,
                   f->render->record.recipe.ptr);
  lede__buf_str(f->out, json);
  lede__buf_text(f->out, "}\n");
}

static int push_findings(lua_State *L, void *ctx) {
  const shown *a = ctx;
  lede__lua_json_push(L, a->findings);
  push_screen(L, a->render);
  lua_pushinteger(L, (lua_Integer)a->documents);
  lua_setfield(L, -2, "documents");
  return 2;
}

static lede_status show_findings(lede__render *r, lede__pipeline *p, size_t documents, lede__buf *out,
                                 lede_error *err) {
  json_t *findings;
  lede_status status = lede__pipeline_findings(p, &findings, err);
  if (!findings) return status;
  lede_status worded = lede__program_text(r->program, "lib.across", "findings", push_findings,
                                          &(shown){.render = r, .findings = findings, .documents = documents},
                                          out, status ? NULL : err);
  json_decref(findings);
  return status ? status : worded;
}

lede_status lede__render_findings(lede__render *r, lede__pipeline *p, size_t documents, lede__buf *out,
                                  lede_error *err) {
  if (r->format == LEDE__AS_CSV) return LEDE_OK;
  if (r->format == LEDE__AS_JSONL)
    return lede__pipeline_finish(p, write_finding, &(finding_lines){r, out}, err);
  return documents < 2 ? LEDE_OK : show_findings(r, p, documents, out, err);
}
