#include "flow/pipeline.h"

#include <string.h>

#include "base/json_read.h"
#include "base/str.h"
#include "base/visible.h"

static lede_status make_recipe(lede__pipeline *p, lede_error *err) {
  lede__sha256_state *s = lede__sha256_new();
  if (!s) return lede__nomem(err);
  lede__sha256_piece(s, LEDE_VERSION, strlen(LEDE_VERSION));
  for (uint32_t i = 0; i < p->plan.count; i++) {
    const lede__plugin *plugin = p->plan.plugins[i];
    lede__sha256_piece(s, plugin->name.ptr, plugin->name.len);
    lede__sha256_piece(s, plugin->hash, strlen(plugin->hash));
  }
  lede__sha256_end(s, p->recipe);
  return LEDE_OK;
}

lede_status lede__pipeline_open(lede__pipeline *p, const char *const *names, size_t name_count,
                                const char *const *folders, size_t folder_count,
                                const lede__plugin_options *options, lede_error *err) {
  *p = (lede__pipeline){0};
  lede_status status = lede__plan_make(&p->plan, names, name_count, folders, folder_count, options, err);
  if (status) return status;
  status = make_recipe(p, err);
  if (status) lede__pipeline_close(p);
  return status;
}

void lede__pipeline_close(lede__pipeline *p) {
  lede__plan_free(&p->plan);
  lede__arena_free(&p->notes);
}

/* ---- the user's fixes ---------------------------------------------------------------------------------- */

const lede_str lede__fixer = {"lede fix", 8};

static size_t list_schemas(const lede__pipeline *p, const lede__schema **out) {
  size_t n = 0;
  for (uint32_t i = 0; i < p->plan.count; i++)
    for (uint32_t g = 0; g < p->plan.plugins[i]->give_count && n < LEDE__MAX_LAYERS; g++)
      out[n++] = p->plan.plugins[i]->gives[g];
  return n;
}

lede_status lede__pipeline_fix(lede__pipeline *p, const lede__fixes *fixes, lede_error *err) {
  const lede__schema *schemas[LEDE__MAX_LAYERS];
  lede_status status = lede__fixes_check(fixes, schemas, list_schemas(p, schemas), err);
  if (status || !fixes->count) return status;
  lede__sha256_state *s = lede__sha256_new();
  if (!s) return lede__nomem(err);
  lede__sha256_piece(s, p->recipe, strlen(p->recipe));
  lede__sha256_piece(s, fixes->hash, strlen(fixes->hash));
  lede__sha256_end(s, p->recipe);
  p->fixes = fixes;
  return LEDE_OK;
}

/* ---- one document ------------------------------------------------------------------------------------ */

static void skipped_names(const bool *skipped, const lede__plan *plan, lede__buf *out) {
  bool any = false;
  for (uint32_t i = 0; i < plan->count; i++) {
    if (!skipped[i]) continue;
    lede__buf_text(out, any ? ", " : "; plugins that need it were skipped: ");
    lede__buf_str(out, plan->plugins[i]->name);
    any = true;
  }
}

static bool is_noted(const lede__pipeline *p, lede_str who, lede_str message) {
  for (size_t i = 0; i < p->error_count; i++)
    if (lede__str_eq(p->errors[i].plugin, who) && lede__str_eq(p->errors[i].message, message)) return true;
  return false;
}

/* A merge that fails on one partial fold fails on most; it is told once. */
static lede_status note(lede__pipeline *p, lede_str who, lede_str message, lede_error *err) {
  if (p->error_count == LEDE__MAX_ERRORS || is_noted(p, who, message)) return LEDE_OK;
  lede_str kept = lede__arena_str(&p->notes, message);
  if (!kept.ptr) return lede__nomem(err);
  p->errors[p->error_count++] = (lede__record_error){who, kept};
  return LEDE_OK;
}

static lede_status note_error(lede__pipeline *p, const lede__plugin *plugin, lede_str message,
                              lede_error *err) {
  return note(p, plugin->name, message, err);
}

/* Marks in `skipped` what can't run because it needs, itself or through others, a layer of plugin
 * `failed`. */
static void skip_dependents(const lede__plan *plan, uint32_t failed, bool *skipped) {
  for (uint32_t i = failed + 1; i < plan->count; i++)
    for (uint32_t n = 0; n < plan->plugins[i]->need_count; n++)
      for (uint32_t j = failed; j < i; j++)
        if ((j == failed || skipped[j]) && lede__plugin_gives(plan->plugins[j], plan->plugins[i]->needs[n]))
          skipped[i] = true;
}

static lede_status note_failure(lede__pipeline *p, uint32_t failed, const lede_doc *doc,
                                const lede_error *why, bool *out, lede_error *err) {
  bool skipped[LEDE__MAX_PLUGINS] = {false};
  const lede__plugin *plugin = p->plan.plugins[failed];
  skip_dependents(&p->plan, failed, skipped);
  lede__buf message = {0};
  lede__buf_text(&message, why->message);
  lede__buf_text(&message, "\n  while reading ");
  lede__visible(&message, lede_doc_id(doc),
                false); /* a line feed in a name must not pass for a line of ours */
  lede__buf_printf(&message, "; the layer%s not added", plugin->give_count == 1 ? " was" : "s were");
  skipped_names(skipped, &p->plan, &message);
  lede_status status =
      message.failed ? lede__nomem(err) : note_error(p, plugin, (lede_str){message.ptr, message.len}, err);
  lede__buf_free(&message);
  for (uint32_t i = 0; i < p->plan.count; i++) out[i] |= skipped[i];
  return status;
}

static lede_status note_unfixed(void *context, lede_str message, lede_error *err) {
  return note(context, lede__fixer, message, err);
}

lede_status lede__pipeline_run(lede__pipeline *p, lede_doc *doc, lede_error *err) {
  bool skipped[LEDE__MAX_PLUGINS] = {false};
  lede_status status = LEDE_OK;
  lede_error why;
  lede__pipeline_clear_errors(p);
  for (uint32_t i = 0; i < p->plan.count && !status; i++) {
    lede__plugin *plugin = p->plan.plugins[i];
    if (skipped[i] || !plugin->has_document) continue;
    lede_status failed = lede__plugin_document(plugin, doc, &why);
    if (failed == LEDE_ENOMEM || failed == LEDE_EINTERRUPT)
      status = lede__fail(err, failed, why.where, "%s", why.message);
    else if (failed)
      status = note_failure(p, i, doc, &why, skipped, err);
  }
  doc->fixes = 0;
  return status || !p->fixes ? status : lede__fixes_apply(p->fixes, doc, note_unfixed, p, err);
}

/* ---- across documents ---------------------------------------------------------------------------------- */

static bool can_fold(const lede__plugin *plugin, const lede_doc *doc) {
  if (!plugin->has_fold) return false;
  for (uint32_t n = 0; n < plugin->need_count; n++)
    if (!lede__doc_layer(doc, plugin->needs[n])) return false;
  for (uint32_t g = 0; g < plugin->give_count; g++)
    if (!lede__doc_layer(doc, plugin->gives[g]->layer)) return false;
  return true;
}

lede_status lede__pipeline_fold(lede__pipeline *p, const lede_doc *doc, lede_error *err) {
  lede_error why;
  for (uint32_t i = 0; i < p->plan.count; i++) {
    lede__plugin *plugin = p->plan.plugins[i];
    if (!can_fold(plugin, doc)) continue;
    lede_status failed = lede__plugin_fold(plugin, doc, &why);
    if (failed && note_error(p, plugin, lede__str(why.message), err)) return LEDE_ENOMEM;
  }
  return LEDE_OK;
}

lede_status lede__pipeline_take(lede__pipeline *p, lede__buf *json, lede_error *err) {
  lede_error why;
  bool any = false;
  lede__buf_char(json, '{');
  for (uint32_t i = 0; i < p->plan.count; i++) {
    lede__plugin *plugin = p->plan.plugins[i];
    size_t before = json->len;
    if (!plugin->has_fold) continue;
    lede__buf_printf(json, "%s\"%s\":", any ? "," : "", plugin->name.ptr);
    size_t named = json->len;
    lede_status failed = lede__plugin_take(plugin, json, &why);
    if (failed && note_error(p, plugin, lede__str(why.message), err)) return LEDE_ENOMEM;
    if (failed || json->len == named)
      json->len = before;
    else
      any = true;
  }
  lede__buf_char(json, '}');
  return json->failed ? lede__nomem(err) : LEDE_OK;
}

lede_status lede__pipeline_add(lede__pipeline *p, lede_str json, lede_error *err) {
  json_t *all;
  lede_status status = lede__json_parse(json, "partial fold", &all, err);
  if (status) return status;
  for (uint32_t i = 0; i < p->plan.count && !status; i++) {
    const json_t *gathered = json_object_get(all, p->plan.plugins[i]->name.ptr);
    lede_error why;
    if (!gathered || !p->plan.plugins[i]->has_fold || !lede__plugin_add(p->plan.plugins[i], gathered, &why))
      continue;
    status = note_error(p, p->plan.plugins[i], lede__str(why.message), err);
  }
  json_decref(all);
  return status;
}

void lede__pipeline_forget(lede__pipeline *p) {
  for (uint32_t i = 0; i < p->plan.count; i++) {
    if (p->plan.plugins[i]->has_fold) lede__plugin_forget(p->plan.plugins[i]);
  }
}

void lede__pipeline_clear_errors(lede__pipeline *p) {
  p->error_count = 0;
  lede__arena_free(&p->notes);
}

lede_status lede__pipeline_finish(lede__pipeline *p, lede__on_finding on, void *ctx, lede_error *err) {
  lede_status first = LEDE_OK;
  lede_error why;
  for (uint32_t i = 0; i < p->plan.count; i++) {
    if (!p->plan.plugins[i]->has_finish) continue;
    lede_status status = lede__plugin_finish(p->plan.plugins[i], on, ctx, &why);
    if (status && !first) first = lede__fail(err, status, why.where, "%s", why.message);
  }
  return first;
}

typedef struct listing {
  json_t *list;
  bool failed;
} listing;

static void list_finding(void *context, const lede__plugin *plugin, lede_str json) {
  listing *l = context;
  json_t *value;
  (void)plugin;
  if (lede__json_parse(json, "finding", &value, NULL) || json_array_append_new(l->list, value))
    l->failed = true;
}

lede_status lede__pipeline_findings(lede__pipeline *p, json_t **out, lede_error *err) {
  listing l = {.list = *out = json_array()};
  if (!l.list) return lede__nomem(err);
  lede_status status = lede__pipeline_finish(p, list_finding, &l, err);
  return !status && l.failed ? lede__nomem(err) : status;
}
