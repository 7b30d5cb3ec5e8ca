#include "app/watch_log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <uv.h>

#include "base/json.h"
#include "base/str.h"
#include "base/terminal.h"
#include "base/visible.h"

enum { MOST_NOTE = 8192 };
static const uint64_t REDRAW = 200000000; /* ns */

static void clear_live(lede__watch_log *log) {
  if (log->shown) fputs("\r\033[K", stderr);
  log->shown = false;
}

static void print(lede__watch_log *log, FILE *to, lede__buf *line) {
  clear_live(log);
  lede__buf_char(line, '\n');
  if (!line->failed) fwrite(line->ptr, 1, line->len, to);
  lede__buf_free(line);
}

/* ---- times ----------------------------------------------------------------------------------------- */

/* For people the time of day where they are, for programs UTC. */
static void add_time(lede__buf *out, bool utc) {
  struct timespec now;
  struct tm parts;
  char text[64];
  clock_gettime(CLOCK_REALTIME, &now);
  if (utc)
    gmtime_r(&now.tv_sec, &parts);
  else
    localtime_r(&now.tv_sec, &parts);
  strftime(text, sizeof text, utc ? "%Y-%m-%dT%H:%M:%S" : "%Y-%m-%d %H:%M:%S", &parts);
  lede__buf_text(out, text);
  if (utc) lede__buf_printf(out, ".%03ldZ", now.tv_nsec / 1000000);
}

static lede__json begin_object(lede__buf *out) {
  lede__buf time = {0};
  lede__json j = lede__json_to(out);
  add_time(&time, true);
  lede__json_open(&j, '{');
  lede__json_key_text(&j, "time");
  lede__json_str(&j, lede__buf_view(&time));
  lede__buf_free(&time);
  return j;
}

static double milliseconds(uint64_t nanoseconds) { return (double)(nanoseconds / 1000) / 1e3; }

/* ---- documents --------------------------------------------------------------------------------------- */

static lede_str first_line(lede_str s) {
  const char *end = s.len ? memchr(s.ptr, '\n', s.len) : NULL;
  return (lede_str){s.ptr, end ? (size_t)(end - s.ptr) : s.len};
}

static void write_text(lede__buf *out, const lede__watch_line *line) {
  add_time(out, false);
  lede__buf_printf(out, "  %-7s %8.1f ms %5llu mark%s  ", line->outcome, milliseconds(line->took),
                   (unsigned long long)line->marks, line->marks == 1 ? " " : "s");
  lede__visible(out, line->path, false);
  if (line->attempts > 1) lede__buf_printf(out, " (attempt %u)", line->attempts);
  if (!line->why.len) return;
  lede__buf_text(out, ": ");
  lede__visible(out, first_line(line->why), false);
}

static void write_json(lede__buf *out, const lede__watch_line *line) {
  lede__json j = begin_object(out);
  lede__json_key_text(&j, "path");
  lede__json_str(&j, line->path);
  lede__json_key_text(&j, "outcome");
  lede__json_text(&j, line->outcome);
  lede__json_key_text(&j, "ms");
  lede__json_num(&j, milliseconds(line->took));
  lede__json_key_text(&j, "waited_ms");
  lede__json_num(&j, milliseconds(line->waited));
  lede__json_key_text(&j, "marks");
  lede__json_int(&j, (int64_t)line->marks);
  lede__json_key_text(&j, "attempts");
  lede__json_int(&j, line->attempts);
  if (line->why.len) {
    lede__json_key_text(&j, "message");
    lede__json_str(&j, line->why);
  }
  lede__json_close(&j, '}');
}

void lede__watch_log_document(lede__watch_log *log, const lede__watch_line *line) {
  lede__buf out = {0};
  if (log->quiet) return;
  if (log->json)
    write_json(&out, line);
  else
    write_text(&out, line);
  print(log, stdout, &out);
}

/* ---- notes --------------------------------------------------------------------------------------------- */

static void note(lede__watch_log *log, lede_str message) {
  lede__buf out = {0};
  if (log->json) {
    lede__json j = begin_object(&out);
    lede__json_key_text(&j, "note");
    lede__json_str(&j, message);
    lede__json_close(&j, '}');
  } else {
    lede__buf_text(&out, "lede: ");
    lede__visible(&out, message, true);
  }
  print(log, log->json ? stdout : stderr, &out);
}

void lede__watch_log_note(lede__watch_log *log, const char *format, ...) {
  char message[MOST_NOTE];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  note(log, lede__str(message));
}

static void take_message(void *context, lede__log_level level, const char *line) {
  (void)level;
  note(context, lede__str(line));
}

/* ---- the live line ------------------------------------------------------------------------------------- */

void lede__watch_log_progress(lede__watch_log *log, const lede__watch_progress *now) {
  char line[256];
  uint64_t time = uv_hrtime();
  if (!log->live || (log->shown && time < log->shown_at + REDRAW)) return;
  int len = snprintf(line, sizeof line, "%zu%s waiting · %zu in work · %zu done · %zu failed · %.0f/s",
                     now->waiting, now->more ? "+" : "", now->in_work, now->done, now->failed, now->rate);
  unsigned width = lede__terminal_width(stderr);
  if (len < 0 || (unsigned)len > width + 4) return clear_live(log); /* its four dots are two bytes each */
  fflush(stdout);
  fprintf(stderr, "\r%s\033[K", line);
  fflush(stderr);
  log->shown = true;
  log->shown_at = time;
}

void lede__watch_log_flush(lede__watch_log *log) {
  (void)log;
  if (fflush(stdout) != 0) clearerr(stdout);
}

/* ---- beginning and end --------------------------------------------------------------------------------- */

void lede__watch_log_open(lede__watch_log *log) {
  log->live = !log->json && !log->quiet && isatty(STDERR_FILENO);
  log->before = lede__log_to(take_message, log);
}

void lede__watch_log_close(lede__watch_log *log) {
  clear_live(log);
  lede__watch_log_flush(log);
  lede__log_to(log->before.sink, log->before.ctx);
}
