#include "app/analysis.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "base/str.h"
#include "base/visible.h"
#include "doc/document.h"
#include "flow/confine.h"
#include "script/home.h"
#include "script/read.h"

/* ---- options ------------------------------------------------------------------------------------------- */

enum {
  PLUGINS,
  SET,
  WITH,
  NO_TEXT,
  OFFSETS,
  ENCODING,
  STRICT,
  MAX_BYTES,
  JOBS,
  TIMEOUT,
  MEMORY,
  NO_FINDINGS,
  ALIASES,
  FIXES
};

const lede__option lede__analysis_options[LEDE__ANALYSIS_OPTIONS] = {
    {"plugins", 'p', true}, {"set", 0, true},      {"with", 0, true},    {"no-text", 0, false},
    {"offsets", 0, true},   {"encoding", 0, true}, {"strict", 0, false}, {"max-bytes", 0, true},
    {"jobs", 'j', true},    {"timeout", 0, true},  {"memory", 0, true},  {"no-findings", 0, false},
    {"aliases", 0, true},   {"fixes", 0, true}};

void lede__analysis_start(lede__analysis *a, const char **lists, size_t most) {
  long cores = sysconf(_SC_NPROCESSORS_ONLN);
  *a = (lede__analysis){
      .plugins = lists, .sets = lists + most, .workers = cores > 0 ? (unsigned)cores : 1, .fold = true};
}

/* No list is longer than the command line has bytes: one of plugins, one of settings, one of operands. */
bool lede__analysis_begin(lede__analysis *a, lede__args *args, int argc, char **argv) {
  lede_error err;
  size_t most = 1;
  for (int i = 0; i < argc; i++) most += strlen(argv[i]) + 1;
  const char **lists = calloc(3 * most, sizeof *lists);
  if (!lists) {
    lede__nomem(&err);
    lede__complain(&err);
    return false;
  }
  lede__analysis_start(a, lists, most);
  lede__args_start(args, argc, argv, lists + 2 * most);
  a->lists = lists;
  return true;
}

void lede__analysis_end(lede__analysis *a) { free(a->lists); }

/* Cuts "a,b,c", a word of the command line, into its words where it stands, adding them to a list that has
 * room for them. */
static void split_list(const char *value, const char **list, size_t *count) {
  char *rest = (char *)value, *word; /* what argv points to is the program's to write to */
  while ((word = strsep(&rest, ","))) list[(*count)++] = word;
}

static lede_status set_with(lede__analysis *a, const char *value, lede_error *err) {
  enum { MOST = 16 };
  static const char *const choices[] = {"tokens", "sentences"};
  const char *words[MOST];
  size_t n = 0, which;
  if (strlen(value) >= 2 * MOST)
    return lede__fail(err, LEDE_EUSAGE, NULL, "--with %s: it is tokens, sentences, or both with a comma",
                      value);
  split_list(value, words, &n);
  for (size_t i = 0; i < n; i++) {
    lede_status status = lede__parse_choice(words[i], "with", choices, 2, &which, err);
    if (status) return status;
    if (which == 0)
      a->render.record.tokens = true;
    else
      a->render.record.sentences = true;
  }
  return LEDE_OK;
}

static lede_status set_jobs(lede__analysis *a, const char *value, lede_error *err) {
  char *end;
  long n = strtol(value, &end, 10);
  if (*end || n < 1 || n > 256)
    return lede__fail(err, LEDE_EUSAGE, NULL, "--jobs %s: it is a number of workers from 1 to 256", value);
  a->workers = (unsigned)n;
  return LEDE_OK;
}

static lede_status set_seconds(lede__analysis *a, const char *value, lede_error *err) {
  char *end;
  a->seconds = strtod(value, &end);
  if (end == value || *end || !(a->seconds > 0 && a->seconds < 1e6))
    return lede__fail(err, LEDE_EUSAGE, NULL, "--timeout %s: it is a number of seconds, such as 2.5", value);
  return LEDE_OK;
}

/* The name a plugin's file stands for: "quotes" of "mine/quotes.lua". */
static lede_str plugin_name(const char *path) {
  const char *slash = strrchr(path, '/');
  lede_str name = lede__str(slash ? slash + 1 : path);
  if (lede__str_ends(name, ".lua")) name.len -= 4;
  return name;
}

/* A plugin named from `before` on takes the place of one of its name before. */
static void replace_namesakes(lede__analysis *a, size_t before) {
  for (size_t i = before; i < a->plugin_count; i++)
    for (size_t k = 0; k < before; k++) {
      if (!lede__str_eq(plugin_name(a->plugins[i]), plugin_name(a->plugins[k]))) continue;
      a->plugins[k] = a->plugins[i];
      memmove(a->plugins + i, a->plugins + i + 1, (--a->plugin_count - i) * sizeof *a->plugins);
      i--;
      break;
    }
}

/* "a,b" takes the place of the built-in plugins, "+a,b" comes on top of them. */
static void set_plugins(lede__analysis *a, const char *value) {
  bool more = *value == '+';
  if (more && a->plugin_count == 0)
    for (; a->plugin_count < LEDE__DEFAULT_PLUGINS; a->plugin_count++)
      a->plugins[a->plugin_count] = lede__default_plugins[a->plugin_count];
  size_t before = a->plugin_count;
  split_list(value + more, a->plugins, &a->plugin_count);
  if (more) replace_namesakes(a, before);
}

lede_status lede__analysis_set(lede__analysis *a, int which, const char *value, lede_error *err) {
  static const char *const offsets[] = {"bytes", "codepoints", "utf16"};
  size_t choice;
  lede_status status = LEDE_OK;
  switch (which) {
  case PLUGINS:
    set_plugins(a, value);
    break;
  case SET:
    a->sets[a->set_count++] = value;
    break;
  case WITH:
    return set_with(a, value, err);
  case NO_TEXT:
    a->render.record.no_text = true;
    break;
  case OFFSETS:
    status = lede__parse_choice(value, "offsets", offsets, 3, &choice, err);
    if (!status) a->render.record.offsets = (lede__offsets)choice;
    break;
  case ENCODING:
    a->load.encoding = value;
    break;
  case STRICT:
    a->load.strict = true;
    break;
  case MAX_BYTES:
    return lede__parse_size(value, "max-bytes", &a->load.max_bytes, err);
  case JOBS:
    return set_jobs(a, value, err);
  case TIMEOUT:
    return set_seconds(a, value, err);
  case MEMORY:
    return lede__parse_size(value, "memory", &a->memory, err);
  case NO_FINDINGS:
    a->fold = false;
    break;
  case ALIASES:
    a->aliases_file = value;
    break;
  case FIXES:
    a->fixes_file = value;
    break;
  }
  return status;
}

/* ---- corrections --------------------------------------------------------------------------------------- */

lede_status lede__analysis_open(lede__analysis *a, lede_error *err) {
  const lede__home *home;
  lede_status status = lede__home_find(&home, err);
  if (status) return status;
  const char *aliases = a->aliases_file ? a->aliases_file : home->aliases;
  if (aliases) status = lede__aliases_read(aliases, &a->aliases, err);
  if (!status && a->fixes_file) status = lede__fixes_read(a->fixes_file, &a->fixes, err);
  return status;
}

lede_status lede__analysis_reopen(lede__analysis *a, lede_error *err) {
  lede__analysis fresh = {.aliases_file = a->aliases_file, .fixes_file = a->fixes_file};
  lede_status status = lede__analysis_open(&fresh, err);
  if (status) return lede__analysis_close(&fresh), status;
  lede__analysis_close(a);
  a->aliases = fresh.aliases;
  a->fixes = fresh.fixes;
  return LEDE_OK;
}

void lede__analysis_close(lede__analysis *a) {
  lede__aliases_free(&a->aliases);
  lede__fixes_free(&a->fixes);
}

/* ---- a worker's work ----------------------------------------------------------------------------------- */

/* Records of an earlier run stay only beside records that can be compared with them. */
static lede_status check_recipe(const lede__analysis *a, lede_error *err) {
  if (!a->recipe || strcmp(a->recipe, a->pipeline.recipe) == 0) return LEDE_OK;
  return lede__fail(
      err, LEDE_EUSAGE, NULL,
      "--resume: the records there were made by other plugins, settings or corrections; write to another "
      "file, or leave out --resume to begin anew");
}

static bool folds(const lede__analysis *a) {
  bool any = false;
  for (uint32_t i = 0; i < a->pipeline.plan.count; i++) any |= a->pipeline.plan.plugins[i]->has_fold;
  return any && a->fold;
}

static void tell_make(const lede__analysis *a, lede__buf *out) {
  if (!a->tells_make) return;
  lede__buf_add(out, a->pipeline.recipe, sizeof a->pipeline.recipe);
  lede__buf_char(out, folds(a) ? '1' : '0');
  for (uint32_t i = 0; i < a->pipeline.plan.count; i++)
    lede__buf_str(out, lede__buf_view(&a->pipeline.plan.plugins[i]->env.files));
}

lede__make lede__analysis_make(lede_str preamble) {
  if (preamble.len <= LEDE__SHA256_HEX) return (lede__make){0};
  const char *end = preamble.ptr + LEDE__SHA256_HEX;
  return (lede__make){.recipe = lede__str(preamble.ptr),
                      .folds = *end == '1',
                      .files = {end + 1, preamble.len - LEDE__SHA256_HEX - 1}};
}

static lede_status open_pipeline(lede__analysis *a, lede_error *err) {
  const lede__home *home;
  lede_status status = lede__home_find(&home, err);
  if (status) return status;
  lede__plugin_options options = {.memory = a->memory,
                                  .seconds = a->seconds,
                                  .sets = a->sets,
                                  .set_count = a->set_count,
                                  .images = &home->images,
                                  .aliases = &a->aliases};
  bool named = a->plugin_count > 0;
  return lede__pipeline_open(&a->pipeline, named ? a->plugins : lede__default_plugins,
                             named ? a->plugin_count : LEDE__DEFAULT_PLUGINS, home->plugins,
                             home->plugin_count, &options, err);
}

static lede_status open_work(void *context, lede__reply *reply, lede_error *err) {
  lede__analysis *a = context;
  lede_status status = open_pipeline(a, err);
  if (!status) status = lede__pipeline_fix(&a->pipeline, &a->fixes, err);
  if (!status) status = check_recipe(a, err);
  if (!status) status = lede__render_open(&a->render, &a->pipeline, &reply->output, err);
  if (!status) tell_make(a, &reply->output);
  if (!status) lede__confine(lede__worker_memory(a->load.max_bytes, a->memory, a->pipeline.plan.count));
  return status;
}

static void complain_of_plugins(const lede__pipeline *p, lede__reply *reply) {
  for (size_t i = 0; i < p->error_count; i++) {
    bool fix = p->errors[i].plugin.ptr == lede__fixer.ptr;
    lede__buf_text(&reply->complaint, fix ? "lede: " : "lede: plugin ");
    if (!fix) lede__buf_str(&reply->complaint, p->errors[i].plugin);
    lede__buf_text(&reply->complaint, fix ? "" : ": ");
    lede__visible(&reply->complaint, p->errors[i].message, true);
    lede__buf_char(&reply->complaint, '\n');
  }
  reply->failed = p->error_count > 0;
}

static void complain(const lede_error *why, lede__reply *reply) {
  lede__buf_text(&reply->complaint, "lede: ");
  lede__visible(&reply->complaint, lede__str(why->where), false);
  lede__buf_text(&reply->complaint, why->where[0] ? ": " : "");
  lede__visible(&reply->complaint, lede__str(why->message), true);
  lede__buf_char(&reply->complaint, '\n');
  reply->failed = true;
}

static lede_status fold_document(lede__analysis *a, const lede_doc *doc, lede__reply *reply,
                                 lede_error *err) {
  if (!a->fold) return LEDE_OK;
  lede_status status = lede__pipeline_fold(&a->pipeline, doc, err);
  return status ? status : lede__pipeline_take(&a->pipeline, &reply->partial, err);
}

static size_t count_marks(const lede_doc *doc) {
  size_t n = 0;
  for (uint32_t i = 0; i < doc->layer_count; i++) n += lede_layer_count(doc->layers[i]);
  return n;
}

static lede_status pass_on(lede_str line, lede__reply *reply, lede_error *err) {
  lede__buf_str(&reply->output, line);
  lede__buf_char(&reply->output, '\n');
  return reply->output.failed ? lede__nomem(err) : LEDE_OK;
}

static lede_status do_item(void *context, const lede__item *item, lede__reply *reply, lede_error *err) {
  lede__analysis *a = context;
  lede_doc *doc;
  lede_error why;
  if (item->is_finding) return pass_on(item->bytes, reply, err);
  lede_status status = lede__item_read(item, &a->load, &doc, &why);
  if (status == LEDE_EUSAGE) return lede__fail(err, status, why.where, "%s", why.message);
  if (status) {
    reply->failed = true;
    if (a->tells_failures) complain(&why, reply);
    return lede__render_failure(&a->render, &item->given, &why, &reply->output, err);
  }
  status = lede__pipeline_run(&a->pipeline, doc, err);
  if (!status) status = fold_document(a, doc, reply, err);
  if (!status) status = lede__render_document(&a->render, doc, &a->pipeline, &reply->output, err);
  if (!status) complain_of_plugins(&a->pipeline, reply);
  reply->marks = count_marks(doc);
  lede_doc_free(doc);
  return status;
}

static lede_status do_refold(void *context, lede_str record, lede__reply *reply, lede_error *err) {
  lede__analysis *a = context;
  lede_doc *doc;
  lede__pipeline_clear_errors(&a->pipeline);
  if (lede__record_read(record, &doc, err))
    return LEDE_OK; /* records without their text can't be compared again */
  lede_status status = fold_document(a, doc, reply, err);
  lede_doc_free(doc);
  return status;
}

static lede_status add_lines(lede__pipeline *p, lede_str lines, lede_error *err) {
  lede_status status = LEDE_OK;
  lede__pipeline_clear_errors(p);
  while (lines.len && !status) {
    const char *end = memchr(lines.ptr, '\n', lines.len);
    size_t len = end ? (size_t)(end - lines.ptr) : lines.len;
    status = len ? lede__pipeline_add(p, (lede_str){lines.ptr, len}, err) : LEDE_OK;
    lines.ptr += len + (end != NULL);
    lines.len -= len + (end != NULL);
  }
  return status;
}

static lede_status do_merge(void *context, lede_str partials, lede__reply *reply, lede_error *err) {
  lede__analysis *a = context;
  lede_status status = add_lines(&a->pipeline, partials, err);
  if (!status) status = lede__pipeline_take(&a->pipeline, &reply->partial, err);
  complain_of_plugins(&a->pipeline, reply);
  return status;
}

/* A worker may be asked again and again, and analyse documents in between: nothing stays gathered. */
static lede_status do_finish(void *context, lede_str partial, size_t documents, lede__reply *reply,
                             lede_error *err) {
  lede__analysis *a = context;
  lede_error why;
  lede_status status = add_lines(&a->pipeline, partial, err);
  if (!status) complain_of_plugins(&a->pipeline, reply);
  if (!status && lede__render_findings(&a->render, &a->pipeline, documents, &reply->output, &why))
    complain(&why, reply);
  lede__pipeline_forget(&a->pipeline);
  return status;
}

lede__work lede__analysis_work(lede__analysis *a) {
  return (lede__work){a, open_work, do_item, do_refold, do_merge, do_finish};
}

void lede__analysis_supervise(lede__analysis *a, const lede__work *work, lede__supervisor_options *o) {
  /* Each call into a plugin has its own deadline (lua/limits); this one is for what that can't stop. */
  o->workers = a->workers;
  o->seconds = a->seconds > 0 ? 2 * a->seconds + 1 : 30;
  o->seconds_per_mb = a->seconds > 0 ? 0 : 30;
  o->work = work;
  o->fold = a->fold && a->render.format != LEDE__AS_CSV;
}
