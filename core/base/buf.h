/* base/buf: a growing byte buffer that remembers running out of memory.
 *
 * Appending never reports failure on the spot: `failed` is set and stays set,
 * so a writer checks once, at the end. */
#ifndef LEDE_BASE_BUF_H
#define LEDE_BASE_BUF_H

#include "base/error.h"

typedef struct lede__buf {
  char *ptr; /* NUL-terminated whenever len > 0 */
  size_t len, cap;
  bool failed;
} lede__buf;

/* A zeroed struct is an empty buffer. */
void lede__buf_free(lede__buf *b);
void lede__buf_clear(lede__buf *b); /* empties it, keeps the memory, clears `failed` */
bool lede__buf_reserve(lede__buf *b, size_t more);
void lede__buf_add(lede__buf *b, const void *bytes, size_t len);
void lede__buf_str(lede__buf *b, lede_str s);
void lede__buf_text(lede__buf *b, const char *s); /* NUL-terminated */
void lede__buf_char(lede__buf *b, char c);
void lede__buf_printf(lede__buf *b, const char *format, ...) LEDE__PRINTF(2, 3);

/* What it holds, borrowed until it changes; never absent. */
static inline lede_str lede__buf_view(const lede__buf *b) {
  return (lede_str){b->ptr ? b->ptr : "", b->len};
}

#endif
