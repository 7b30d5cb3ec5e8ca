#include "app/sink.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_read.h"
#include "base/str.h"
#include "lua/value.h"
#include "script/program.h"
#include "script/tables.h"

/* Registry key: the columns of a CSV run. */
static const char columns_key;

static lede_status flush_line(lede__sink *s, lede_error *err) {
  if (s->line.failed) return lede__nomem(err);
  if (s->line.len && fwrite(s->line.ptr, 1, s->line.len, s->out) != s->line.len)
    return lede__fail(err, LEDE_EIO, NULL, "can't write the output: %s", strerror(errno));
  lede__buf_clear(&s->line);
  return LEDE_OK;
}

/* ---- CSV: columns are fixed by what the plugins declare ---------------------------------------------------- */

static void push_schema(lua_State *L, const lede__schema *schema) {
  char type[32];
  lua_createtable(L, 0, (int)schema->count);
  for (uint32_t a = 0; a < schema->count; a++) {
    lede__type_print(&schema->attributes[a], type);
    lua_pushstring(L, type);
    lua_setfield(L, -2, schema->attributes[a].name.ptr);
  }
}

static int columns_body(lua_State *L) {
  const lede__pipeline *p = lede__context(L);
  lua_getglobal(L, "require");
  lua_pushliteral(L, "lib.csv");
  lua_call(L, 1, 1);
  lua_getfield(L, -1, "columns");
  lua_newtable(L);
  for (uint32_t i = 0; i < p->plan.count; i++)
    for (uint32_t g = 0; g < p->plan.plugins[i]->give_count; g++) {
      push_schema(L, p->plan.plugins[i]->gives[g]);
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

lede_status lede__sink_open(lede__sink *s, const lede__pipeline *p, lede_error *err) {
  s->separator = "";
  if (s->format == LEDE__JSONL) return LEDE_OK;
  lede_status status = lede__program_new(&s->program, err);
  if (status || s->format == LEDE__TEXT) return status;
  status = lede__state_enter(s->program, columns_body, (void *)p, err);
  if (!status) status = lede__program_text(s->program, "lib.csv", "header", push_columns, NULL, &s->line, err);
  return status ? status : flush_line(s, err);
}

/* ---- documents ---------------------------------------------------------------------------------------------- */

typedef struct shown {
  lede__sink *sink;
  const lede_doc *doc;
  const lede__pipeline *pipeline;
  const lede_given *given;
  const lede_error *why;
  const json_t *findings;
} shown;

static int push_document(lua_State *L, void *ctx) {
  const shown *a = ctx;
  lede__record_table_push(L, a->doc, a->pipeline);
  if (a->sink->format == LEDE__CSV) push_columns(L, NULL);
  else lede__terminal_push(L, a->sink->out, a->sink->color);
  return 2;
}

lede_status lede__sink_document(lede__sink *s, const lede_doc *doc, const lede__pipeline *p, lede_error *err) {
  lede_status status;
  if (s->format == LEDE__JSONL) {
    status = lede__record_write(&s->line, doc, &s->record, p->errors, p->error_count, err);
    lede__buf_char(&s->line, '\n');
  } else {
    bool text = s->format == LEDE__TEXT;
    if (text) lede__buf_text(&s->line, s->separator);
    s->separator = "\n";
    status = lede__program_text(s->program, text ? "lib.show" : "lib.csv", text ? "document" : "rows", push_document,
                                &(shown){.sink = s, .doc = doc, .pipeline = p}, &s->line, err);
  }
  s->documents++;
  return status ? status : flush_line(s, err);
}

static int push_failure(lua_State *L, void *ctx) {
  const shown *a = ctx;
  lede__failure_table_push(L, a->given, a->why);
  lede__terminal_push(L, a->sink->out, a->sink->color);
  return 2;
}

lede_status lede__sink_failure(lede__sink *s, const lede_given *given, const lede_error *why, lede_error *err) {
  lede_status status = LEDE_OK;
  if (s->format == LEDE__JSONL) {
    status = lede__record_write_failure(&s->line, given, why, err);
    lede__buf_char(&s->line, '\n');
  } else if (s->format == LEDE__TEXT) {
    lede__buf_text(&s->line, s->separator);
    s->separator = "\n";
    status = lede__program_text(s->program, "lib.show", "failure", push_failure, &(shown){.sink = s, .given = given, .why = why}, &s->line, err);
  }
  return status ? status : flush_line(s, err);
}

/* ---- findings ------------------------------------------------------------------------------------------------- */

static void write_finding(void *ctx, const lede__plugin *plugin, lede_str json) {
  lede__sink *s = ctx;
  (void)plugin;
  lede__buf_printf(&s->line, "{\"lede\":%d,\"recipe\":\"%s\",\"finding\":", LEDE_RECORD_VERSION, s->record.recipe.ptr);
  lede__buf_str(&s->line, json);
  lede__buf_text(&s->line, "}\n");
}

static void gather_finding(void *ctx, const lede__plugin *plugin, lede_str json) {
  (void)plugin;
  json_t *value;
  if (lede__json_parse(json, "finding", &value, NULL) == LEDE_OK) json_array_append_new(ctx, value);
}

static int push_findings(lua_State *L, void *ctx) {
  const shown *a = ctx;
  lede__lua_json_push(L, a->findings);
  lede__terminal_push(L, a->sink->out, a->sink->color);
  lua_pushinteger(L, (lua_Integer)a->sink->documents);
  lua_setfield(L, -2, "documents");
  return 2;
}

static lede_status show_findings(lede__sink *s, lede__pipeline *p, lede_error *err) {
  json_t *findings = json_array();
  if (!findings) return lede__nomem(err);
  lede_status status = lede__pipeline_finish(p, gather_finding, findings, err);
  lede__buf text = {0};
  lede_status worded = lede__program_text(s->program, "lib.across", "findings", push_findings, &(shown){.sink = s, .findings = findings}, &text, status ? NULL : err);
  json_decref(findings);
  if (!worded && text.len) {
    lede__buf_text(&s->line, s->separator);
    lede__buf_add(&s->line, text.ptr, text.len);
  }
  lede__buf_free(&text);
  return status ? status : worded;
}

lede_status lede__sink_findings(lede__sink *s, lede__pipeline *p, lede_error *err) {
  if (s->format == LEDE__CSV || (s->format == LEDE__TEXT && s->documents < 2)) return LEDE_OK;
  lede_status status = s->format == LEDE__JSONL ? lede__pipeline_finish(p, write_finding, s, err) : show_findings(s, p, err);
  lede_status written = flush_line(s, status ? NULL : err);
  return status ? status : written;
}

lede_status lede__sink_close(lede__sink *s, lede_error *err) {
  lede__state_free(s->program);
  lede__buf_free(&s->line);
  if (fflush(s->out) || ferror(s->out)) return lede__fail(err, LEDE_EIO, NULL, "can't write the output: %s", strerror(errno));
  return LEDE_OK;
}
