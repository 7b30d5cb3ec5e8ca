/* session/session: plugins at work in a host's own process, as lede.h promises it.
 *
 * A pipeline, a place for its messages to go, and a flag that says stop. Knows nothing of Lua. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/sized.h"
#include "base/str.h"
#include "flow/pipeline.h"
#include "script/home.h"
#include "script/read.h"
#include "session/keep.h"

struct lede_session {
  lede__pipeline pipeline;
  char *root;            /* holds lede's own plugins; NULL where the host does without */
  char *prepared;        /* the folder of what was made of them at `make`; may not be there */
  lede__images images;   /* of these two */
  lede__aliases aliases; /* corrections of the user's */
  lede__fixes fixes;
  lede_log_function log;
  void *log_context;
  locale_t plain;           /* what plugins find does not depend on the host's locale */
  lede__log_target outside; /* where the thread's messages went before the call at hand, */
  locale_t outside_locale;  /* and its locale */
  atomic_bool busy;         /* in a call */
  atomic_bool asked;        /* to stop */
};

const char *lede_version(void) { return LEDE_VERSION; }

/* ---- Going in and out --------------------------------------------------- */

_Static_assert((int)LEDE_LOG_ERROR == (int)LEDE__LOG_ERROR && (int)LEDE_LOG_DEBUG == (int)LEDE__LOG_DEBUG,
               "lede_log_level and lede__log_level name the same levels in the same order");

static void tell_host(void *ctx, lede__log_level level, const char *line) {
  lede_session *s = ctx;
  s->log(s->log_context, (lede_log_level)level, line);
}

static lede_status enter(lede_session *s, lede_error *err) {
  if (atomic_exchange(&s->busy, true))
    return lede__fail(err, LEDE_EUSAGE, NULL,
                      "the session is in a call; it takes one at a time, and none from its own callbacks");
  s->outside = lede__log_to(s->log ? tell_host : NULL, s);
  s->outside_locale = uselocale(s->plain);
  return LEDE_OK;
}

static lede_status interrupted(lede_session *s, lede_error *err) {
  atomic_store(&s->asked, false);
  return lede__fail(err, LEDE_EINTERRUPT, NULL, "interrupted");
}

static lede_status leave(lede_session *s, lede_status status, lede_error *err) {
  lede__log_to(s->outside.sink, s->outside.ctx);
  uselocale(s->outside_locale);
  if (status == LEDE_EINTERRUPT) interrupted(s, err);
  atomic_store(&s->busy, false);
  return status;
}

/* For work whose plugins' failures are noted and not returned: an interruption is one for the host. */
static lede_status unless_asked(lede_session *s, lede_status status, lede_error *err) {
  return !status && atomic_load(&s->asked) ? lede__fail(err, LEDE_EINTERRUPT, NULL, "interrupted") : status;
}

void lede_interrupt(lede_session *s) {
  atomic_store(&s->asked, true);
  for (uint32_t i = 0; i < s->pipeline.plan.count; i++)
    if (s->pipeline.plan.plugins[i]->state) lede__limits_interrupt(s->pipeline.plan.plugins[i]->state);
}

/* ---- Opening ------------------------------------------------------------ */

/* Where lede's own files are. A host that names its plugins may do without: then s->root is NULL, and
 * *why says what was looked for. */
static lede_status find_root(lede_session *s, const lede_config *c, lede_error *why) {
  if (c->root && !lede__home_is_root(c->root))
    return lede__fail(why, LEDE_ESETUP, "root",
                      "%s holds no plugins/structure.lua; it is the folder of lede's own plugins and scripts",
                      c->root);
  if (c->root) s->root = strdup(c->root);
  lede_status status = c->root ? LEDE_OK : lede__home_root(&s->root, why);
  if (status) return c->plugins && status == LEDE_ESETUP ? LEDE_OK : status;
  if (!s->root || asprintf(&s->prepared, "%s/images", s->root) < 0)
    return s->prepared = NULL, lede__nomem(why);
  lede__images_open(s->root, s->prepared, false, &s->images);
  return LEDE_OK;
}

static lede_status check_config(const lede_config *c, lede_error *err) {
  const char *what = NULL;
  if (!c->plugins && c->plugin_count)
    what = "plugins is NULL and plugin_count is not 0";
  else if (!c->c_plugins && c->c_plugin_count)
    what = "c_plugins is NULL and c_plugin_count is not 0";
  else if (!c->folders && c->folder_count)
    what = "folders is NULL and folder_count is not 0";
  else if (!c->settings && c->setting_count)
    what = "settings is NULL and setting_count is not 0";
  else if (!(c->seconds >= 0))
    what = "seconds is negative; 0 is the default, 1e8 as good as no limit";
  return what ? lede__fail(err, LEDE_EUSAGE, "lede_config", "%s", what) : LEDE_OK;
}

static lede_status load_plugins(lede_session *s, const lede_config *c, const char *const *folders,
                                size_t folder_count, lede_error *err) {
  enum { LONGEST = 100000000 };
  lede__plugin_options options = {.memory = c->memory,
                                  .seconds = c->seconds < LONGEST ? c->seconds : LONGEST,
                                  .sets = c->settings,
                                  .set_count = c->setting_count,
                                  .natives = c->c_plugins,
                                  .native_count = c->c_plugin_count,
                                  .images = s->root ? &s->images : NULL,
                                  .aliases = &s->aliases};
  const char *const *names = c->plugins ? c->plugins : lede__default_plugins;
  size_t name_count = c->plugins ? c->plugin_count : LEDE__DEFAULT_PLUGINS;
  return lede__pipeline_open(&s->pipeline, names, name_count, folders, folder_count, &options, err);
}

/* With lede's own plugins behind the host's folders. */
static lede_status load_from_folders(lede_session *s, const lede_config *c, lede_error *err) {
  char *own = NULL;
  if (s->root && asprintf(&own, "%s/plugins", s->root) < 0) return lede__nomem(err);
  size_t count = c->folder_count;
  const char **folders = calloc(count + 1, sizeof *folders);
  for (size_t i = 0; folders && i < count; i++) folders[i] = c->folders[i];
  if (folders && own) folders[count++] = own;
  lede_status status = folders ? load_plugins(s, c, folders, count, err) : lede__nomem(err);
  free(folders);
  free(own);
  return status;
}

static lede_status read_corrections(lede_session *s, const lede_config *c, lede_error *err) {
  lede_status status = c->aliases ? lede__aliases_read(c->aliases, &s->aliases, err) : LEDE_OK;
  return status || !c->fixes ? status : lede__fixes_read(c->fixes, &s->fixes, err);
}

static lede_status open_pipeline(lede_session *s, const lede_config *c, lede_error *err) {
  lede_error why, what = {0};
  lede_status status = read_corrections(s, c, &why);
  if (!status) status = find_root(s, c, &why);
  if (status) return lede__fail(err, status, why.where, "%s", why.message);
  status = load_from_folders(s, c, &what);
  if (status == LEDE_ESETUP && !s->root)
    return lede__fail(err, status, what.where, "%s\n  %s", what.message, why.message);
  return status ? lede__fail(err, status, what.where, "%s", what.message)
                : lede__pipeline_fix(&s->pipeline, &s->fixes, err);
}

static lede_status new_session(const lede_config *c, lede_session **out, lede_error *err) {
  lede_session *s = calloc(1, sizeof *s);
  if (!s) return lede__nomem(err);
  s->log = c->log;
  s->log_context = c->log_context;
  s->plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
  if (!s->plain) return free(s), lede__nomem(err);
  enter(s, err);
  lede_status status = leave(s, open_pipeline(s, c, err), err);
  for (uint32_t i = 0; i < s->pipeline.plan.count && !status; i++)
    if (s->pipeline.plan.plugins[i]->state) s->pipeline.plan.plugins[i]->state->limits.asked = &s->asked;
  if (status)
    lede_session_close(s);
  else
    *out = s;
  return status;
}

lede_status lede_session_open(const lede_config *config, lede_session **out, lede_error *err) {
  lede_config c = {.size = sizeof c};
  *out = NULL;
  if (config && !lede__sized_copy(&c, sizeof c, config))
    return lede__fail(
        err, LEDE_EUSAGE, NULL,
        "the lede_config has a size or fields this lede doesn't know; call lede_config_init first");
  lede_status status = check_config(&c, err);
  return status ? status : new_session(&c, out, err);
}

void lede_session_close(lede_session *s) {
  if (!s) return;
  lede__pipeline_close(&s->pipeline);
  lede__aliases_free(&s->aliases);
  lede__fixes_free(&s->fixes);
  lede__images_close(&s->images);
  freelocale(s->plain);
  free(s->prepared);
  free(s->root);
  free(s);
}

/* ---- About a session ---------------------------------------------------- */

const char *lede_session_recipe(const lede_session *s) { return s->pipeline.recipe; }

uint32_t lede_session_plugin_count(const lede_session *s) { return s->pipeline.plan.count; }

lede_plugin_info lede_session_plugin(const lede_session *s, uint32_t i) {
  if (i >= s->pipeline.plan.count) return (lede_plugin_info){0};
  const lede__plugin *p = s->pipeline.plan.plugins[i];
  lede_plugin_info info = {.name = p->name.ptr, .path = p->native ? NULL : p->path.ptr};
  if (p->state) {
    info.memory_used = p->state->used;
    info.memory_peak = p->state->peak;
    info.memory_limit = p->state->limit;
  }
  return info;
}

/* ---- Documents ---------------------------------------------------------- */

static lede_status run_plugins(lede_session *s, lede_doc *doc, lede_error *err) {
  lede_status status = lede__pipeline_run(&s->pipeline, doc, err);
  lede_status kept = lede__keep_results(doc, &s->pipeline, status ? NULL : err);
  status = status ? status : kept;
  return unless_asked(s, status, err);
}

lede_status lede_session_run(lede_session *s, lede_doc *doc, lede_error *err) {
  lede_status status = enter(s, err);
  return status ? status : leave(s, run_plugins(s, doc, err), err);
}

lede_status lede_session_analyze(lede_session *s, const void *bytes, size_t len, const lede_given *given,
                                 const lede_load_options *options, lede_doc **out, lede_error *err) {
  *out = NULL;
  lede_doc *doc;
  lede_status status = lede_doc_load(bytes, len, given, options, &doc, err);
  if (status) return status;
  status = lede_session_run(s, doc, err);
  if (status)
    lede_doc_free(doc);
  else
    *out = doc;
  return status;
}

/* ---- Across documents --------------------------------------------------- */

/* What went wrong inside plugins, where no document is there to carry it. */
static void log_failures(lede_session *s) {
  for (size_t i = 0; i < s->pipeline.error_count; i++) {
    lede__record_error e = s->pipeline.errors[i];
    lede__log(LEDE__LOG_ERROR, "plugin %.*s: %.*s", (int)e.plugin.len, e.plugin.ptr, (int)e.message.len,
              e.message.ptr);
  }
  lede__pipeline_clear_errors(&s->pipeline);
}

static lede_status leave_gathering(lede_session *s, lede_status status, lede_error *err) {
  log_failures(s);
  return leave(s, unless_asked(s, status, err), err);
}

lede_status lede_session_fold(lede_session *s, const lede_doc *doc, lede_error *err) {
  lede_status status = enter(s, err);
  if (status) return status;
  lede__pipeline_clear_errors(&s->pipeline);
  return leave_gathering(s, lede__pipeline_fold(&s->pipeline, doc, err), err);
}

lede_status lede_session_take(lede_session *s, char **json, size_t *len, lede_error *err) {
  lede__buf taken = {0};
  *json = NULL;
  lede_status status = enter(s, err);
  if (status) return status;
  lede__pipeline_clear_errors(&s->pipeline);
  status = leave_gathering(s, lede__pipeline_take(&s->pipeline, &taken, err), err);
  if (!status) return lede__keep_text(&taken, json, len, err);
  lede__buf_free(&taken);
  return status;
}

lede_status lede_session_join(lede_session *s, const char *json, size_t len, lede_error *err) {
  lede_status status = enter(s, err);
  if (status) return status;
  lede__pipeline_clear_errors(&s->pipeline);
  return leave_gathering(s, lede__pipeline_add(&s->pipeline, (lede_str){json, len}, err), err);
}

typedef struct telling {
  lede_finding_function on;
  void *context;
} telling;

static void tell_finding(void *ctx, const lede__plugin *p, lede_str json) {
  telling *t = ctx;
  t->on(t->context, p->name.ptr, json);
}

lede_status lede_session_findings(lede_session *s, lede_finding_function on, void *context, lede_error *err) {
  lede_status status = enter(s, err);
  if (status) return status;
  return leave(
      s,
      unless_asked(s, lede__pipeline_finish(&s->pipeline, tell_finding, &(telling){on, context}, err), err),
      err);
}
