/* base/error: filling the caller's lede_error. Knows nothing of what failed. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

const char *lede_status_name(lede_status s) {
  static const char *const names[] = {"ok",      "memory", "usage", "io",    "encoding", "format",
                                      "too-big", "plugin", "setup", "limit", "interrupt"};
  return (size_t)s < sizeof names / sizeof *names ? names[s] : "unknown";
}

/* A message is shown and stored as UTF-8: half a character at the end would spoil all of it. */
static void cut_between_code_points(char *s, size_t len) {
  size_t at = len;
  while (at > 0 && len - at < 4 && ((unsigned char)s[at - 1] & 0xC0) == 0x80) at--;
  if (at == 0 || (unsigned char)s[at - 1] < 0xC0) return;
  if (lede__str_sequence((lede_str){s, len}, at - 1) == 0) s[at - 1] = '\0';
}

static void put_where(lede_error *err, const char *where) {
  size_t len = where ? strlen(where) : 0;
  bool cut = len >= sizeof err->where;
  if (cut) len = sizeof err->where - 1;
  if (len > 0) memcpy(err->where, where, len);
  err->where[len] = '\0';
  if (cut) cut_between_code_points(err->where, len);
}

lede_status lede__fail(lede_error *err, lede_status code, const char *where, const char *format, ...) {
  if (!err) return code;
  lede_error filled = {.code = code}; /* the arguments may point into *err */
  put_where(&filled, where);
  va_list args;
  va_start(args, format);
  int len = vsnprintf(filled.message, sizeof filled.message, format, args);
  va_end(args);
  if (len < 0) filled.message[0] = '\0';
  if (len >= (int)sizeof filled.message) cut_between_code_points(filled.message, sizeof filled.message - 1);
  *err = filled;
  return code;
}

lede_status lede__nomem(lede_error *err) { return lede__fail(err, LEDE_ENOMEM, NULL, "out of memory"); }
