#include "plugin/explain.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "plugin/env.h"

/* "file:line: what" taken apart; line 0 when the message does not begin so. */
typedef struct placed {
  lede_str file, what;
  int line;
} placed;

static placed take_apart(lede_str message) {
  placed p = {.what = message};
  for (const char *c = message.ptr; (c = memchr(c, ':', (size_t)(message.ptr + message.len - c))); c++) {
    char *end;
    if (!isdigit((unsigned char)c[1])) continue;
    long line = strtol(c + 1, &end, 10);
    if (end[0] != ':' || end[1] != ' ') continue;
    p.file = (lede_str){message.ptr, (size_t)(c - message.ptr)};
    p.what = (lede_str){end + 2, (size_t)(message.ptr + message.len - end) - 2};
    p.line = (int)line;
    break;
  }
  return p;
}

typedef struct asked {
  const placed *at;
  lede__buf *out;
} asked;

static int add_source_line(lua_State *L) {
  asked *a = lede__context(L);
  if (lede__env_source_line(L, a->at->file, a->at->line))
    lede__buf_printf(a->out, "\n%5d | %s", a->at->line, lua_tostring(L, -1));
  return 0;
}

/* The innermost frame repeats the line above; only what led there is news. */
static void add_callers(const lede__trouble *t, lede__buf *out) {
  if (!t->traceback.len) return;
  const char *second = memchr(t->traceback.ptr, '\n', t->traceback.len);
  if (!second || !second[1]) return;
  size_t len = t->traceback.len - (size_t)(second - t->traceback.ptr) - 1;
  lede__buf_text(out, "\n  called from");
  lede__buf_add(out, second, len); /* from its line feed on, without the last one */
}

void lede__explain(lede__state *s, lede_str plugin, lede_status code, lede_error *err) {
  lede__buf message = {0}, place = {0};
  lede__buf text = s->trouble.message; /* taken over: entering the state again refills it */
  s->trouble.message = (lede__buf){0};
  lede__buf frames = s->trouble.traceback;
  s->trouble.traceback = (lede__buf){0};
  placed at = take_apart((lede_str){text.ptr ? text.ptr : "", text.len});
  const char *more =
      text.len ? memchr(text.ptr, '\n', text.len) : NULL; /* the source line belongs to the first */
  size_t first = more ? (size_t)(more - text.ptr) : text.len;
  lede__buf_add(&message, text.ptr, first);
  if (at.line) lede__state_enter(s, add_source_line, &(asked){&at, &message}, NULL);
  lede__buf_add(&message, text.ptr + first, text.len - first);
  add_callers(&(lede__trouble){text, frames}, &message);
  lede__buf_printf(&place, "plugin %.*s", (int)plugin.len, plugin.ptr);
  lede__fail(err, code, place.failed ? "plugin" : place.ptr, "%s",
             message.failed || !message.len ? "out of memory" : message.ptr);
  lede__buf_free(&message);
  lede__buf_free(&place);
  lede__buf_free(&text);
  lede__buf_free(&frames);
}
