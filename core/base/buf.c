/* base/buf: a growing byte buffer that remembers running out of memory. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAP = 64 };

void lede__buf_free(lede__buf *b) {
  free(b->ptr);
  *b = (lede__buf){0};
}

void lede__buf_clear(lede__buf *b) {
  b->len = 0;
  b->failed = false;
  if (b->ptr) b->ptr[0] = '\0';
}

static bool grow(lede__buf *b, size_t least) {
  size_t cap = b->cap > SIZE_MAX / 2 ? least : b->cap * 2;
  if (cap < FIRST_CAP) cap = FIRST_CAP;
  if (cap < least) cap = least;
  char *ptr = realloc(b->ptr, cap);
  if (!ptr) {
    b->failed = true;
    return false;
  }
  b->ptr = ptr;
  b->cap = cap;
  return true;
}

bool lede__buf_reserve(lede__buf *b, size_t more) {
  if (b->failed) return false;
  if (more >= SIZE_MAX - b->len) {
    b->failed = true;
    return false;
  }
  size_t least = b->len + more + 1;
  return least <= b->cap || grow(b, least);
}

void lede__buf_add(lede__buf *b, const void *bytes, size_t len) {
  if (len == 0 || !lede__buf_reserve(b, len)) return;
  memcpy(b->ptr + b->len, bytes, len);
  b->len += len;
  b->ptr[b->len] = '\0';
}

void lede__buf_str(lede__buf *b, lede_str s) { lede__buf_add(b, s.ptr, s.len); }

void lede__buf_text(lede__buf *b, const char *s) { lede__buf_add(b, s, strlen(s)); }

void lede__buf_char(lede__buf *b, char c) { lede__buf_add(b, &c, 1); }

void lede__buf_printf(lede__buf *b, const char *format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int len = vsnprintf(NULL, 0, format, args);
  if (len < 0) b->failed = true;
  if (len > 0 && lede__buf_reserve(b, (size_t)len)) {
    vsnprintf(b->ptr + b->len, (size_t)len + 1, format, again);
    b->len += (size_t)len;
  }
  va_end(again);
  va_end(args);
}
