/* flow/pipeline: takes one document through the plugins of a plan, and gathers what holds across documents.
 *
 * A plugin that fails costs its own layers and those of plugins that need them; the others carry on. */
#ifndef LEDE_FLOW_PIPELINE_H
#define LEDE_FLOW_PIPELINE_H

#include "base/buf.h"
#include "doc/fixes.h"
#include "doc/record.h"
#include "plugin/plan.h"

#define LEDE__MAX_ERRORS (3 * LEDE__MAX_PLUGINS)

typedef struct lede__pipeline {
  lede__plan plan;
  char recipe[LEDE__SHA256_HEX]; /* of lede's version, the plugins, their data and settings,
                                    and the user's corrections */
  const lede__fixes *fixes;      /* NULL: none */
  lede__arena notes;             /* texts of `errors` */
  lede__record_error errors[LEDE__MAX_ERRORS]; /* of the last document */
  size_t error_count;
} lede__pipeline;

/* Loads and plans; see lede__plan_make. */
lede_status lede__pipeline_open(lede__pipeline *p, const char *const *names, size_t name_count,
                                const char *const *folders, size_t folder_count,
                                const lede__plugin_options *options, lede_error *err);
void lede__pipeline_close(lede__pipeline *p);

/* From now on puts `fixes` on each document once the plugins are done with it; they must outlive the
 * pipeline, and become part of the recipe. Fails as lede__fixes_check does. */
lede_status lede__pipeline_fix(lede__pipeline *p, const lede__fixes *fixes, lede_error *err);

/* Runs every plugin's document() in order, then puts on the user's fixes. Failures of plugins, and fixes
 * that don't fit the text any more (their plugin is called lede__fixer), are in p->errors until the next
 * call; fails itself with LEDE_ENOMEM or LEDE_EINTERRUPT only. */
lede_status lede__pipeline_run(lede__pipeline *p, lede_doc *doc, lede_error *err);

extern const lede_str lede__fixer;

/* Feeds the document's record to every plugin that folds and whose layers are there. Failures are added to
 * p->errors. */
lede_status lede__pipeline_fold(lede__pipeline *p, const lede_doc *doc, lede_error *err);

/* What all folds have gathered, as one JSON object by plugin, taken out / put back and joined. Failures of
 * plugins are added to p->errors. */
lede_status lede__pipeline_take(lede__pipeline *p, lede__buf *json, lede_error *err);
lede_status lede__pipeline_add(lede__pipeline *p, lede_str json, lede_error *err);

/* Drops what all folds have gathered. */
void lede__pipeline_forget(lede__pipeline *p);

/* Forgets the errors of the last document. */
void lede__pipeline_clear_errors(lede__pipeline *p);

/* Calls `on` for each finding of each plugin, in planned order. The first failure is returned after the
 * others have finished. */
lede_status lede__pipeline_finish(lede__pipeline *p, lede__on_finding on, void *ctx, lede_error *err);

/* The same as a JSON list, for Lua. The caller owns it (json_decref), also after a failure: then it holds
 * what the others found. NULL only with LEDE_ENOMEM. */
lede_status lede__pipeline_findings(lede__pipeline *p, json_t **out, lede_error *err);

#endif
