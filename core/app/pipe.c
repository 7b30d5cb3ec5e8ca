/* app/pipe: `lede pipe`: one JSON document a line in, one record a line out, in the same order. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/analysis.h"
#include "app/complaints.h"
#include "base/str.h"

typedef struct pipeline_run {
  lede__analysis analysis;
  lede__input_options from;
  lede__input *input;
  lede__buf out; /* on its way to standard output */
  bool help, reader_left;
  lede__complaints complaints;
  size_t failed;
} pipeline_run;

static const size_t CHUNK = (size_t)64 << 10;

enum { TEXT_FIELD = LEDE__ANALYSIS_OPTIONS, ID_FIELD, HELP, OPTIONS };
static const lede__option own_options[] = {
    {"text-field", 0, true}, {"id-field", 0, true}, {"help", 'h', false}};

static lede_status read_options(pipeline_run *r, lede__args *args, lede_error *err) {
  lede__option options[OPTIONS];
  lede_status status = LEDE_OK;
  int found = 0;
  memcpy(options, lede__analysis_options, sizeof lede__analysis_options);
  memcpy(options + LEDE__ANALYSIS_OPTIONS, own_options, sizeof own_options);
  while (!status && !r->help && (found = lede__args_next(args, options, OPTIONS, err)) >= 0) {
    if (found < LEDE__ANALYSIS_OPTIONS)
      status = lede__analysis_set(&r->analysis, found, args->value, err);
    else if (found == TEXT_FIELD)
      r->from.text_field = args->value;
    else if (found == ID_FIELD)
      r->from.id_field = args->value;
    else
      r->help = true;
  }
  if (found == -2) return LEDE_EUSAGE;
  if (!status && !r->help && args->operand_count)
    return lede__fail(err, LEDE_EUSAGE, NULL,
                      "pipe: it reads standard input and takes no file; lede run %s reads files",
                      args->operands[0]);
  return status;
}

/* ---- source and sink ----------------------------------------------------------------------------------- */

static lede__pull pull(void *context, const lede__item **item, lede_error *err) {
  pipeline_run *r = context;
  if (lede__input_next(r->input, item, err)) return LEDE__PULL_END;
  if (*item) return LEDE__PULL_ITEM;
  return lede__input_waits(r->input) ? LEDE__PULL_WAIT : LEDE__PULL_END;
}

/* write(2) that waits where standard output was made non-blocking by whoever shares it. */
static lede_status write_some(pipeline_run *r, lede_str bytes, size_t *written, lede_error *err) {
  ssize_t n = write(STDOUT_FILENO, bytes.ptr, bytes.len);
  *written = n > 0 ? (size_t)n : 0;
  if (n >= 0 || errno == EINTR) return LEDE_OK;
  if (errno == EAGAIN) {
    poll(&(struct pollfd){.fd = STDOUT_FILENO, .events = POLLOUT}, 1, -1);
    return LEDE_OK;
  }
  r->reader_left = errno == EPIPE;
  return lede__fail(err, LEDE_EIO, NULL, "can't write the output: %s", strerror(errno));
}

/* Whoever waits for an answer before asking again gets it. */
static lede_status flush(void *context, lede_error *err) {
  pipeline_run *r = context;
  lede_status status = LEDE_OK;
  size_t at = 0, written;
  while (!status && at < r->out.len) {
    status = write_some(r, (lede_str){r->out.ptr + at, r->out.len - at}, &written, err);
    at += written;
  }
  lede__buf_clear(&r->out);
  return status;
}

static lede_status preamble(void *context, lede_str bytes, lede_error *err) {
  (void)context, (void)bytes, (void)err;
  return LEDE_OK;
}

static lede_status done(void *context, lede_str output, lede_str complaint, bool failed, lede_error *err) {
  pipeline_run *r = context;
  r->failed += failed;
  if (lede__complaints_note(&r->complaints, complaint)) fwrite(complaint.ptr, 1, complaint.len, stderr);
  lede__buf_str(&r->out, output);
  if (r->out.failed) return lede__nomem(err);
  return r->out.len < CHUNK ? LEDE_OK : flush(r, err);
}

static lede_status perform(pipeline_run *r, lede_error *err) {
  static const char *const standard_input[] = {"-"};
  lede_error late;
  r->from.json_lines = true;
  r->from.max_bytes = r->analysis.load.max_bytes;
  r->analysis.render.format = LEDE__AS_JSONL;
  r->analysis.fold = false;
  lede_status status = lede__analysis_open(&r->analysis, err);
  if (!status) status = lede__input_open(standard_input, 1, &r->from, &r->input, err);
  if (status) return lede__analysis_close(&r->analysis), status;
  lede__work work = lede__analysis_work(&r->analysis);
  lede__supervisor_options o = {.pull = pull,
                                .source_fd = STDIN_FILENO,
                                .preamble = preamble,
                                .done = done,
                                .idle = flush,
                                .context = r};
  lede__analysis_supervise(&r->analysis, &work, &o);
  status = lede__supervise(&o, err);
  lede__complaints_sum_up(&r->complaints, stderr);
  lede_status flushed = flush(r, status ? &late : err); /* what is done is done, also when no more can be */
  lede__input_close(r->input);
  lede__analysis_close(&r->analysis);
  lede__buf_free(&r->out);
  if (r->reader_left) return LEDE_OK; /* it has seen enough */
  return status ? status : flushed;
}

int lede__cmd_pipe(int argc, char **argv) {
  lede_error err;
  lede__args args;
  pipeline_run r = {0};
  if (!lede__analysis_begin(&r.analysis, &args, argc, argv)) return LEDE__SETUP;
  lede_status status = read_options(&r, &args, &err);
  int code = LEDE__DONE;
  if (!status && r.help)
    code = lede__cmd_help("pipe");
  else if (!status)
    status = perform(&r, &err);
  if (status) lede__complain(&err);
  lede__analysis_end(&r.analysis);
  return status ? lede__exit_code(status) : code ? code : r.failed ? LEDE__SOME_FAILED : LEDE__DONE;
}
