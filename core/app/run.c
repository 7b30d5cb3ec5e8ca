/* app/run: `lede run`: analyses files and folders and prints what was found. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/options.h"
#include "app/sink.h"
#include "base/str.h"
#include "script/home.h"
#include "script/read.h"

typedef struct run {
  lede__sink sink;
  lede__input_options input;
  lede_load_options load;
  lede__pipeline pipeline;
  const char **plugins;
  size_t plugin_count;
  const char **sets;
  size_t set_count;
  const char *output;
  bool quiet, help;
  size_t failed; /* documents not read, or on which a plugin failed */
} run;

/* ---- options -------------------------------------------------------------------------------------------------- */

enum { FORMAT, PLUGINS, SET, WITH, NO_TEXT, OFFSETS, OUTPUT, ENCODING, STRICT, MAX_BYTES, TEXT_FIELD, ID_FIELD, META, OUTLET_FROM, QUIET, COLOR, HELP };

static const lede__option options[] = {
    {"format", 'f', true},    {"plugins", 'p', true}, {"set", 0, true},         {"with", 0, true},     {"no-text", 0, false}, {"offsets", 0, true},
    {"output", 'o', true},    {"encoding", 0, true},  {"strict", 0, false},     {"max-bytes", 0, true}, {"text-field", 0, true},
    {"id-field", 0, true},    {"meta", 0, true},      {"outlet-from", 0, true}, {"quiet", 'q', false}, {"color", 0, true},
    {"help", 'h', false}};

/* Cuts "a,b,c" into its words, in place, adding them to a list that has room for them. */
static void split_list(const char *value, const char **list, size_t *count) {
  char *copy = strdup(value), *rest = copy, *word; /* lives as long as the program */
  while (copy && (word = strsep(&rest, ","))) list[(*count)++] = word;
}

static lede_status set_with(run *r, const char *value, lede_error *err) {
  static const char *const choices[] = {"tokens", "sentences"};
  const char *words[64];
  size_t n = 0, which;
  if (strlen(value) > sizeof words / sizeof *words) return lede__fail(err, LEDE_EUSAGE, NULL, "--with %s: it is tokens, sentences, or both with a comma", value);
  split_list(value, words, &n);
  for (size_t i = 0; i < n; i++) {
    lede_status status = lede__parse_choice(words[i], "with", choices, 2, &which, err);
    if (status) return status;
    if (which == 0) r->sink.record.tokens = true;
    else r->sink.record.sentences = true;
  }
  return LEDE_OK;
}

static lede_status set_option(run *r, int option, const char *value, lede_error *err) {
  static const char *const formats[] = {"text", "jsonl", "csv"}, *const offsets[] = {"bytes", "codepoints", "utf16"},
                    *const colors[] = {"auto", "always", "never"}, *const froms[] = {"folder"};
  size_t which = 0;
  lede_status status = LEDE_OK;
  switch (option) {
    case FORMAT:
      status = lede__parse_choice(value, "format", formats, 3, &which, err);
      r->sink.format = (lede__format)which;
      break;
    case PLUGINS: split_list(value, r->plugins, &r->plugin_count); break;
    case SET: r->sets[r->set_count++] = value; break;
    case WITH: status = set_with(r, value, err); break;
    case NO_TEXT: r->sink.record.no_text = true; break;
    case OFFSETS:
      status = lede__parse_choice(value, "offsets", offsets, 3, &which, err);
      r->sink.record.offsets = (lede__offsets)which;
      break;
    case OUTPUT: r->output = value; break;
    case ENCODING: r->load.encoding = value; break;
    case STRICT: r->load.strict = true; break;
    case MAX_BYTES: status = lede__parse_size(value, "max-bytes", &r->load.max_bytes, err); break;
    case TEXT_FIELD: r->input.text_field = value; break;
    case ID_FIELD: r->input.id_field = value; break;
    case META: r->input.meta_file = value; break;
    case OUTLET_FROM:
      status = lede__parse_choice(value, "outlet-from", froms, 1, &which, err);
      r->input.outlet_from_folder = true;
      break;
    case QUIET: r->quiet = true; break;
    case COLOR:
      status = lede__parse_choice(value, "color", colors, 3, &which, err);
      r->sink.color = (lede__color)which;
      break;
    case HELP: r->help = true; break;
  }
  return status;
}

static lede_status read_options(run *r, lede__args *args, lede_error *err) {
  lede_status status = LEDE_OK;
  int found = 0;
  while (!status && !r->help && (found = lede__args_next(args, options, sizeof options / sizeof *options, err)) >= 0)
    status = set_option(r, found, args->value, err);
  if (found == -2) return LEDE_EUSAGE;
  r->input.max_bytes = r->load.max_bytes;
  if (!status && !r->help && args->operand_count == 0)
    return lede__fail(err, LEDE_EUSAGE, NULL, "run: name files or folders to analyse; - is standard input; see lede run --help");
  return status;
}

/* ---- progress --------------------------------------------------------------------------------------------------- */

typedef struct progress {
  bool wanted, shown;
  struct timespec next;
} progress;

static bool due(const struct timespec *at) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec > at->tv_sec || (now.tv_sec == at->tv_sec && now.tv_nsec >= at->tv_nsec);
}

static void progress_start(progress *p, bool quiet) {
  *p = (progress){.wanted = !quiet && isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO)};
  clock_gettime(CLOCK_MONOTONIC, &p->next);
  p->next.tv_sec += 1;
}

static void progress_show(progress *p, size_t documents) {
  if (!p->wanted || !due(&p->next)) return;
  fprintf(stderr, "\r%zu documents", documents);
  p->shown = true;
  clock_gettime(CLOCK_MONOTONIC, &p->next);
  p->next.tv_nsec += 200000000;
  if (p->next.tv_nsec >= 1000000000) p->next.tv_sec++, p->next.tv_nsec -= 1000000000;
}

static void progress_end(progress *p) {
  if (p->shown) fputs("\r\033[K", stderr);
}

/* ---- documents -------------------------------------------------------------------------------------------------- */

static void complain_of_plugins(const run *r) {
  for (size_t i = 0; i < r->pipeline.error_count; i++) {
    lede_error e;
    lede__fail(&e, LEDE_EPLUGIN, NULL, "plugin %s: %s", r->pipeline.errors[i].plugin.ptr, r->pipeline.errors[i].message.ptr);
    lede__complain(&e);
  }
}

static lede_status one_document(run *r, const lede__item *item, lede_error *err) {
  lede_doc *doc;
  lede_error why;
  lede_status status = lede__item_read(item, &r->load, &doc, &why);
  if (status == LEDE_EUSAGE) return lede__fail(err, status, why.where, "%s", why.message);
  if (status) {
    r->failed++;
    if (r->sink.format != LEDE__TEXT) lede__complain(&why);
    return lede__sink_failure(&r->sink, &item->given, &why, err);
  }
  status = lede__pipeline_run(&r->pipeline, doc, err);
  if (!status) status = lede__pipeline_fold(&r->pipeline, doc, err);
  if (!status && r->pipeline.error_count) {
    r->failed++;
    complain_of_plugins(r);
  }
  if (!status) status = lede__sink_document(&r->sink, doc, &r->pipeline, err);
  lede_doc_free(doc);
  return status;
}

static lede_status all_documents(run *r, lede__input *in, lede_error *err) {
  const lede__item *item;
  progress p;
  lede_status status;
  progress_start(&p, r->quiet);
  while (!(status = lede__input_next(in, &item, err)) && item && !(status = one_document(r, item, err)))
    progress_show(&p, r->sink.documents + r->failed);
  progress_end(&p);
  return status ? status : lede__sink_findings(&r->sink, &r->pipeline, err);
}

/* ---- the run ----------------------------------------------------------------------------------------------------- */

static lede_status open_pipeline(run *r, lede_error *err) {
  const lede__home *home;
  lede_status status = lede__home_find(&home, err);
  if (status) return status;
  lede__plugin_options plugin_options = {.sets = r->sets, .set_count = r->set_count};
  const char *const *names = r->plugin_count ? r->plugins : lede__default_plugins;
  status = lede__pipeline_open(&r->pipeline, names, r->plugin_count ? r->plugin_count : LEDE__DEFAULT_PLUGINS, home->plugins, home->plugin_count,
                               &plugin_options, err);
  r->sink.record.recipe = lede__str(r->pipeline.recipe);
  return status;
}

static lede_status open_output(run *r, lede_error *err) {
  r->sink.out = stdout;
  if (!r->output || strcmp(r->output, "-") == 0) return LEDE_OK;
  r->sink.out = fopen(r->output, "w");
  return r->sink.out ? LEDE_OK : lede__fail(err, LEDE_EIO, r->output, "can't write it: %s", strerror(errno));
}

/* Plugins are read and planned before any text is, and before the output is touched. */
static lede_status perform(run *r, const lede__args *args, lede_error *err) {
  lede__input *in = NULL;
  lede_status status = open_pipeline(r, err);
  if (!status) status = lede__input_open(args->operands, args->operand_count, &r->input, &in, err);
  if (!status) status = open_output(r, err);
  if (!status) {
    status = lede__sink_open(&r->sink, &r->pipeline, err);
    if (!status) status = all_documents(r, in, err);
    lede_status closed = lede__sink_close(&r->sink, status ? NULL : err);
    if (r->sink.out != stdout && fclose(r->sink.out) && !closed && !status) closed = lede__fail(err, LEDE_EIO, r->output, "can't write it: %s", strerror(errno));
    if (!status) status = closed;
  }
  lede__input_close(in);
  lede__pipeline_close(&r->pipeline);
  return status;
}

int lede__cmd_run(int argc, char **argv) {
  lede_error err;
  lede__args args;
  size_t most = 1;
  for (int i = 0; i < argc; i++) most += strlen(argv[i]) + 1; /* no list is longer than the command line */
  const char **lists = calloc(3 * most, sizeof *lists);
  if (!lists) return LEDE__SETUP;
  run r = {.plugins = lists, .sets = lists + most};
  lede__args_start(&args, argc, argv, lists + 2 * most);
  lede_status status = read_options(&r, &args, &err);
  int code = LEDE__DONE;
  if (!status && r.help) code = lede__cmd_help("run");
  else if (!status) status = perform(&r, &args, &err);
  if (status) lede__complain(&err);
  free(lists);
  return status ? lede__exit_code(status) : code ? code : r.failed ? LEDE__SOME_FAILED : LEDE__DONE;
}
