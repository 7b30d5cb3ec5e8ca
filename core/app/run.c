/* app/run: `lede run`: analyses files and folders and prints what was found. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "app/analysis.h"
#include "app/complaints.h"
#include "app/resume.h"
#include "base/hash.h"
#include "base/str.h"
#include "base/terminal.h"
#include "input/names.h"

typedef struct progress {
  bool wanted, shown;
  struct timespec next;
} progress;

typedef struct run {
  lede__analysis analysis;
  lede__input_options from;
  lede__input *input;
  lede__resume *resume; /* what an earlier run has written; NULL when nothing is taken up */
  lede__color color;
  const char *output;
  FILE *out;
  bool fresh, begun; /* the output file is new; what it held before is gone */
  bool reader_left;  /* nobody reads standard output any more */
  bool quiet, help, resumes;
  unsigned shard, shards; /* 1..shards; 0 of 0: all */
  progress progress;
  lede__complaints complaints;
  size_t documents, failed;
} run;

/* ---- options ------------------------------------------------------------------------------------------- */

enum {
  FORMAT = LEDE__ANALYSIS_OPTIONS,
  OUTPUT,
  TEXT_FIELD,
  ID_FIELD,
  META,
  OUTLET_FROM,
  QUIET,
  COLOR,
  SHARD,
  RESUME,
  HELP,
  OPTIONS
};

static const lede__option own_options[] = {
    {"format", 'f', true}, {"output", 'o', true},    {"text-field", 0, true}, {"id-field", 0, true},
    {"meta", 0, true},     {"outlet-from", 0, true}, {"quiet", 'q', false},   {"color", 0, true},
    {"shard", 0, true},    {"resume", 0, false},     {"help", 'h', false}};

static lede_status set_shard(run *r, const char *value, lede_error *err) {
  char *slash, *end = NULL;
  unsigned long which = strtoul(value, &slash, 10), of = *slash == '/' ? strtoul(slash + 1, &end, 10) : 0;
  if (!end || *end || which < 1 || which > of || of > 1000000)
    return lede__fail(err, LEDE_EUSAGE, NULL, "--shard %s: write K/N, such as 3/64 for the third of 64 parts",
                      value);
  r->shard = (unsigned)which;
  r->shards = (unsigned)of;
  return LEDE_OK;
}

static lede_status set_own(run *r, int option, const char *value, lede_error *err) {
  static const char *const formats[] = {"text", "jsonl", "csv"},
                           *const colors[] = {"auto", "always", "never"}, *const froms[] = {"folder"};
  size_t which = 0;
  lede_status status = LEDE_OK;
  switch (option) {
  case FORMAT:
    status = lede__parse_choice(value, "format", formats, 3, &which, err);
    r->analysis.render.format = (lede__format)which;
    break;
  case OUTPUT:
    r->output = value;
    break;
  case TEXT_FIELD:
    r->from.text_field = value;
    break;
  case ID_FIELD:
    r->from.id_field = value;
    break;
  case META:
    r->from.meta_file = value;
    break;
  case OUTLET_FROM:
    status = lede__parse_choice(value, "outlet-from", froms, 1, &which, err);
    r->from.outlet_from_folder = true;
    break;
  case QUIET:
    r->quiet = true;
    break;
  case COLOR:
    status = lede__parse_choice(value, "color", colors, 3, &which, err);
    r->color = (lede__color)which;
    break;
  case SHARD:
    return set_shard(r, value, err);
  case RESUME:
    r->resumes = true;
    break;
  case HELP:
    r->help = true;
    break;
  }
  return status;
}

static bool to_stdout(const run *r) { return !r->output || strcmp(r->output, "-") == 0; }

/* Options that would be lost without a word in the format that was asked for. */
static lede_status check_format(const run *r, lede_error *err) {
  if (r->analysis.render.format == LEDE__AS_CSV && r->analysis.render.record.offsets != LEDE__BYTES)
    return lede__fail(err, LEDE_EUSAGE, NULL,
                      "--offsets: in CSV they are bytes; records have others, with --format jsonl");
  if (!r->resumes) return LEDE_OK;
  if (to_stdout(r) || r->analysis.render.format != LEDE__AS_JSONL)
    return lede__fail(err, LEDE_EUSAGE, NULL,
                      "--resume takes up a file of records: give --format jsonl and -o FILE");
  if (r->analysis.fold && r->analysis.render.record.no_text)
    return lede__fail(err, LEDE_EUSAGE, NULL,
                      "--resume compares the documents once more, and needs their text: leave out --no-text, "
                      "or add --no-findings");
  return LEDE_OK;
}

static lede_status read_options(run *r, lede__args *args, lede_error *err) {
  lede__option options[OPTIONS];
  lede_status status = LEDE_OK;
  int found = 0;
  memcpy(options, lede__analysis_options, sizeof lede__analysis_options);
  memcpy(options + LEDE__ANALYSIS_OPTIONS, own_options, sizeof own_options);
  while (!status && !r->help && (found = lede__args_next(args, options, OPTIONS, err)) >= 0)
    status = found < LEDE__ANALYSIS_OPTIONS ? lede__analysis_set(&r->analysis, found, args->value, err)
                                            : set_own(r, found, args->value, err);
  if (found == -2) return LEDE_EUSAGE;
  if (status || r->help) return status;
  r->from.max_bytes = r->analysis.load.max_bytes;
  if (args->operand_count == 0)
    return lede__fail(err, LEDE_EUSAGE, NULL,
                      "run: name files or folders to analyse; - is standard input; see lede run --help");
  r->analysis.tells_failures = r->analysis.render.format != LEDE__AS_TEXT;
  return check_format(r, err);
}

/* ---- progress ------------------------------------------------------------------------------------------ */

static bool due(const struct timespec *at) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec > at->tv_sec || (now.tv_sec == at->tv_sec && now.tv_nsec >= at->tv_nsec);
}

/* Where records go to the same terminal, they are progress enough. */
static void progress_start(progress *p, const run *r) {
  *p = (progress){.wanted = !r->quiet && isatty(STDERR_FILENO) && !isatty(fileno(r->out))};
  clock_gettime(CLOCK_MONOTONIC, &p->next);
  p->next.tv_sec += 1;
}

static void progress_show(progress *p, const run *r) {
  if (!p->wanted || !due(&p->next)) return;
  fprintf(stderr, "\r%zu of %zu documents", r->documents, lede__input_seen(r->input));
  p->shown = true;
  clock_gettime(CLOCK_MONOTONIC, &p->next);
  p->next.tv_nsec += 200000000;
  if (p->next.tv_nsec >= 1000000000) p->next.tv_sec++, p->next.tv_nsec -= 1000000000;
}

static void progress_clear(progress *p) {
  if (p->shown) fputs("\r\033[K", stderr);
  p->shown = false;
}

/* ---- the source ---------------------------------------------------------------------------------------- */

/* Which part a document is in depends on its id alone, so that more documents don't move those there are. */
static bool in_shard(const run *r, lede_str id) {
  return !r->shards || lede__hash(id.ptr, id.len, 0) % r->shards == r->shard - 1;
}

static bool is_wanted(const run *r, const lede__item *item) {
  return in_shard(r, item->given.id) &&
         !(r->resume && lede__resume_take(r->resume, item->given.id, item->bytes));
}

static lede__pull pull(void *context, const lede__item **item, lede_error *err) {
  run *r = context;
  do {
    if (lede__input_next(r->input, item, err) || !*item) return LEDE__PULL_END;
  } while (!is_wanted(r, *item));
  return LEDE__PULL_ITEM;
}

static lede_str next_record(void *context) { return lede__resume_next(((run *)context)->resume); }

/* ---- the sink ------------------------------------------------------------------------------------------ */

static lede_status write_failed(run *r, lede_error *err) {
  r->reader_left = errno == EPIPE && r->out == stdout;
  return lede__fail(err, LEDE_EIO, r->output, "can't write the output: %s", strerror(errno));
}

static lede_status write_out(run *r, lede_str bytes, lede_error *err) {
  if (!bytes.len || fwrite(bytes.ptr, 1, bytes.len, r->out) == bytes.len) return LEDE_OK;
  return write_failed(r, err);
}

/* Only now, with plugins that load, is it worth to lose what the file held. Pipes and devices have nothing
 * to lose. */
static void begin_output(run *r) {
  if (!r->begun && r->out != stdout && !r->resumes) (void)!ftruncate(fileno(r->out), 0);
  r->begun = true;
}

static lede_status preamble(void *context, lede_str bytes, lede_error *err) {
  run *r = context;
  if (r->resume && lede__resume_cut(r->resume, r->output, err)) return LEDE_EIO;
  begin_output(r);
  return write_out(r, bytes, err);
}

static void complain(run *r, lede_str complaint) {
  if (!lede__complaints_note(&r->complaints, complaint)) return;
  progress_clear(&r->progress);
  fwrite(complaint.ptr, 1, complaint.len, stderr);
}

static lede_status done(void *context, lede_str output, lede_str complaint, bool failed, lede_error *err) {
  run *r = context;
  bool apart = r->analysis.render.format == LEDE__AS_TEXT && r->documents > 0;
  complain(r, complaint);
  r->documents++;
  r->failed += failed;
  lede_status status = apart ? write_out(r, LEDE__LIT("\n"), err) : LEDE_OK;
  if (!status) status = write_out(r, output, err);
  progress_show(&r->progress, r);
  return status;
}

static lede_status flush(void *context, lede_error *err) {
  run *r = context;
  return !r->progress.wanted || fflush(r->out) == 0 ? LEDE_OK : write_failed(r, err);
}

static lede_status gathered(void *context, lede_str output, lede_str complaint, bool failed,
                            lede_error *err) {
  run *r = context;
  complain(r, complaint);
  r->failed += failed;
  if (output.len && r->analysis.render.format == LEDE__AS_TEXT && write_out(r, LEDE__LIT("\n"), err))
    return LEDE_EIO;
  return write_out(r, output, err);
}

/* ---- the run ------------------------------------------------------------------------------------------- */

/* The folders and files that are read must not hold what is being written: it would be read in turn. */
static lede_status check_apart(const run *r, const lede__args *args, lede_error *err) {
  char out[PATH_MAX], in[PATH_MAX];
  struct stat st;
  if (!realpath(r->output, out) || stat(out, &st) != 0 || !S_ISREG(st.st_mode)) return LEDE_OK;
  for (size_t i = 0; i < args->operand_count; i++) {
    if (!realpath(args->operands[i], in)) continue;
    size_t len = strlen(in);
    bool within =
        strncmp(in, out, len) == 0 && out[len] == '/' && lede__name_is_wanted(strrchr(out, '/') + 1);
    if (!within && strcmp(in, out) != 0) continue;
    return lede__fail(err, LEDE_EUSAGE, r->output,
                      "it lies in what is read (%s), and would be read in turn; write to another folder",
                      args->operands[i]);
  }
  return LEDE_OK;
}

static lede_status open_output(run *r, const lede__args *args, lede_error *err) {
  r->out = stdout;
  if (to_stdout(r)) return LEDE_OK;
  r->fresh = access(r->output, F_OK) != 0;
  int fd = open(r->output, O_WRONLY | O_CREAT | O_CLOEXEC | (r->resumes ? O_APPEND : 0), 0666);
  r->out = fd < 0 ? NULL : fdopen(fd, r->resumes ? "a" : "w");
  if (!r->out) return lede__fail(err, LEDE_EIO, r->output, "can't write it: %s", strerror(errno));
  lede_status status = check_apart(r, args, err);
  if (!status && r->resumes) status = lede__resume_open(r->output, &r->resume, err);
  if (r->resume) r->analysis.recipe = lede__resume_recipe(r->resume);
  if (!status && r->resumes) r->failed = lede__resume_failed(r->resume);
  return status;
}

static lede_status close_output(run *r, lede_error *err) {
  lede_status status = fflush(r->out) != 0 || ferror(r->out) ? write_failed(r, err) : LEDE_OK;
  if (r->out != stdout && fclose(r->out) != 0 && !status) status = write_failed(r, err);
  r->out = NULL;
  return status;
}

static lede_status supervise(run *r, lede_error *err) {
  lede__work work = lede__analysis_work(&r->analysis);
  lede__supervisor_options o = {.pull = pull,
                                .source_fd = -1,
                                .preamble = preamble,
                                .done = done,
                                .idle = flush,
                                .gathered = gathered,
                                .context = r};
  r->analysis.render.color = lede__terminal_color(r->out, r->color);
  r->analysis.render.width = lede__terminal_width(r->out);
  lede__analysis_supervise(&r->analysis, &work, &o);
  if (r->resume) o.refold = next_record;
  progress_start(&r->progress, r);
  lede_status status = lede__supervise(&o, err);
  progress_clear(&r->progress);
  lede__complaints_sum_up(&r->complaints, stderr);
  return status;
}

/* A folder full of other kinds of files must not pass for one that was analysed. */
static void note_nothing(const run *r) {
  lede_error err;
  if (r->documents || r->shards || r->resume) return;
  lede__fail(&err, LEDE_OK, NULL,
             "there is nothing to read; in folders, .txt, .text, .md, .jsonl, .ndjson, .csv and .tsv files "
             "are read, also compressed as .gz");
  lede__complain(&err);
}

/* A record stays where it stands, so that what was written once is never lost. */
static void note_changed(const run *r) {
  size_t changed = r->resume ? lede__resume_changed(r->resume) : 0;
  lede_error err;
  if (!changed) return;
  lede__fail(
      &err, LEDE_OK, r->output,
      "%zu %s changed since the record there was made, which stays; to make it anew, take its line out, or "
      "write to another file",
      changed, changed == 1 ? "document has" : "documents have");
  lede__complain(&err);
}

static lede_status perform(run *r, const lede__args *args, lede_error *err) {
  lede_status status = lede__analysis_open(&r->analysis, err);
  if (!status) status = lede__input_open(args->operands, args->operand_count, &r->from, &r->input, err);
  if (!status) status = open_output(r, args, err);
  if (!status) status = supervise(r, err);
  if (!status) {
    begin_output(r);
    note_nothing(r);
    note_changed(r);
    status = close_output(r, err);
  }
  if (r->reader_left) { /* having seen enough, as `head` has, which is no misfortune */
    status = LEDE_OK;
    clearerr(stdout);
  }
  if (r->out && r->out != stdout) fclose(r->out);
  if (status && r->fresh && !r->begun) unlink(r->output);
  lede__resume_close(r->resume);
  if (r->input) lede__input_close(r->input);
  lede__analysis_close(&r->analysis);
  return status;
}

int lede__cmd_run(int argc, char **argv) {
  lede_error err;
  lede__args args;
  run r = {0};
  if (!lede__analysis_begin(&r.analysis, &args, argc, argv)) return LEDE__SETUP;
  lede_status status = read_options(&r, &args, &err);
  int code = LEDE__DONE;
  if (!status && r.help)
    code = lede__cmd_help("run");
  else if (!status)
    status = perform(&r, &args, &err);
  if (status) lede__complain(&err);
  lede__analysis_end(&r.analysis);
  return status ? lede__exit_code(status) : code ? code : r.failed ? LEDE__SOME_FAILED : LEDE__DONE;
}
