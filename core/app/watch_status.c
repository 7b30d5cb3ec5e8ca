#include "app/watch_status.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"
#include "base/str.h"

void lede__watch_status_open(lede__watch_status *s, const char *desk) {
  *s = (lede__watch_status){.started = (int64_t)time(NULL)};
  snprintf(s->file, sizeof s->file, "%s/status.json", desk);
}

static void add_int(lede__json *j, const char *key, int64_t n) {
  lede__json_key_text(j, key);
  lede__json_int(j, n);
}

static void add_bool(lede__json *j, const char *key, bool b) {
  lede__json_key_text(j, key);
  lede__json_bool(j, b);
}

static void add_text(lede__json *j, const char *key, const char *text) {
  lede__json_key_text(j, key);
  lede__json_str(j, lede__str(text));
}

static void describe(lede__buf *out, const lede__watch_status *s, const lede__watch_state *now) {
  lede__json j = lede__json_to(out);
  lede__json_open(&j, '{');
  add_int(&j, "pid", getpid());
  add_int(&j, "started", s->started);
  add_text(&j, "inbox", now->inbox);
  add_text(&j, "recipe", now->recipe);
  add_int(&j, "generation", now->generation);
  add_int(&j, "workers", now->workers);
  add_int(&j, "waiting", (int64_t)now->waiting);
  add_bool(&j, "more", now->more);
  add_int(&j, "in_work", (int64_t)now->in_work);
  add_int(&j, "done", (int64_t)now->done);
  add_int(&j, "failed", (int64_t)now->failed);
  add_bool(&j, "inbox_gone", now->gone);
  add_bool(&j, "polls", now->polls);
  add_text(&j, "trouble", now->trouble);
  add_text(&j, "refused", now->refused);
  lede__json_key_text(&j, "rate");
  lede__json_num(&j, now->rate);
  lede__json_key_text(&j, "oldest");
  lede__json_num(&j, now->oldest);
  lede__json_close(&j, '}');
  lede__buf_char(out, '\n');
}

/* Who reads it never sees half of it. That it can't be written is no reason to stop. */
static void replace(const char *file, lede_str bytes) {
  char fresh[4096 + 8];
  snprintf(fresh, sizeof fresh, "%s.tmp", file);
  FILE *f = fopen(fresh, "we");
  if (!f) return;
  bool good = fwrite(bytes.ptr, 1, bytes.len, f) == bytes.len;
  good &= fclose(f) == 0;
  if (!good || rename(fresh, file) != 0) unlink(fresh);
}

void lede__watch_status_write(lede__watch_status *s, const lede__watch_state *now) {
  lede__buf text = {0};
  describe(&text, s, now);
  if (!text.failed && !lede__str_eq(lede__buf_view(&text), lede__buf_view(&s->last))) {
    replace(s->file, lede__buf_view(&text));
    lede__buf_clear(&s->last);
    lede__buf_str(&s->last, lede__buf_view(&text));
  }
  lede__buf_free(&text);
}

void lede__watch_status_close(lede__watch_status *s) {
  unlink(s->file);
  lede__buf_free(&s->last);
}
