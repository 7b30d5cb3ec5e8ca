/* base/log: one place where diagnostics leave the program, one whole line a call. */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/str.h"
#include "base/visible.h"

/* A thread each: sessions of one host work side by side and don't hear one another. */
static _Thread_local lede__log_target target;

lede__log_target lede__log_to(lede__log_sink sink, void *ctx) {
  lede__log_target before = target;
  target = (lede__log_target){sink, ctx};
  return before;
}

/* One call, so that lines of several processes on one terminal don't mix. */
static void to_stderr(const char *line) { fprintf(stderr, "lede: %s\n", line); }

/* Lines after the first are set in, so that a line feed in a file name can't pass for a message of ours. */
static void show(lede__buf *out, lede_str message) {
  for (size_t at = 0; at < message.len;) {
    const char *feed = memchr(message.ptr + at, '\n', message.len - at);
    size_t end = feed ? (size_t)(feed - message.ptr) : message.len;
    if (at > 0) lede__buf_text(out, "\n  ");
    lede__visible(out, (lede_str){message.ptr + at, end - at}, true);
    at = end + 1;
  }
}

void lede__log_text(lede__log_level level, lede_str message) {
  lede__buf line = {0};
  show(&line, message);
  const char *shown = line.failed ? "a message could not be shown: out of memory" : line.ptr ? line.ptr : "";
  if (target.sink)
    target.sink(target.ctx, level, shown);
  else
    to_stderr(shown);
  lede__buf_free(&line);
}

void lede__log(lede__log_level level, const char *format, ...) {
  char raw[sizeof(lede_error)];
  va_list args;
  va_start(args, format);
  int len = vsnprintf(raw, sizeof raw, format, args);
  va_end(args);
  if (len > 0) lede__log_text(level, lede__str(raw));
}
