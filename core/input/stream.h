/* input/stream: a growing view of the bytes of a file or of standard input, unpacked where they are gzip.
 * Memory is bounded by what a reader keeps in view. */
#ifndef LEDE_INPUT_STREAM_H
#define LEDE_INPUT_STREAM_H

#include <sys/types.h>

#include "input/gz.h"

typedef struct lede__stream {
  const char *where; /* its path, borrowed; "standard input" */
  char *ptr;         /* the view: bytes read and not yet dropped; writable */
  size_t len;
  bool at_end; /* nothing follows the view */
  /* Its own affairs: */
  char *memory;
  size_t cap;
  int fd; /* -1: none */
  dev_t dev;
  ino_t ino;
  off_t size; /* of a regular file, else 0 */
  lede__gz *gz;
  char *raw; /* bytes on their way into gz */
  size_t raw_len, raw_at;
  bool raw_end, sniffs_gz;
} lede__stream;

/* Opens a regular file, or "-". Never waits for a FIFO: that, a device, a socket or a folder is LEDE_EIO
 * and a message that says so. With `packed` the bytes must be gzip; standard input is looked at.
 * LEDE_ENOMEM. */
lede_status lede__stream_open(lede__stream *s, const char *path, bool packed, lede_error *err);

/* The same for a file that is open already, whatever `path` leads to by now. Reads on from where `fd` stands,
 * which stays the caller's. */
lede_status lede__stream_open_file(lede__stream *s, int fd, const char *path, bool packed, lede_error *err);

void lede__stream_close(lede__stream *s); /* a zeroed one is fine */

/* Reads on: afterwards the view is longer, or at_end is set. It may have moved. Fails with LEDE_EIO,
 * LEDE_EFORMAT (gzip) or LEDE_ENOMEM, and then is empty and at its end. */
lede_status lede__stream_more(lede__stream *s, lede_error *err);

/* True when lede__stream_more would have to wait. Packed bytes at hand are not waited for, though they may
 * turn out to give nothing yet. */
bool lede__stream_waits(const lede__stream *s);

/* Reads on until the view holds the rest; LEDE_ETOOBIG past `limit` bytes. */
lede_status lede__stream_all(lede__stream *s, size_t limit, lede_error *err);

/* Drops the first `n` bytes of the view. */
void lede__stream_drop(lede__stream *s, size_t n);

/* Reads all, up to `limit` bytes, and makes the view UTF-8 by the rules of text/load; empty when that
 * fails. */
lede_status lede__stream_decode(lede__stream *s, size_t limit, lede_error *err);

/* True while the view is too short to tell whether it begins with a byte order mark. */
bool lede__stream_may_be_marked(const lede__stream *s);

/* For formats whose syntax is ASCII: drops the BOM of UTF-8; of UTF-16 and UTF-32 decodes the whole
 * stream, up to `limit` bytes. */
lede_status lede__stream_as_utf8(lede__stream *s, size_t limit, lede_error *err);

#endif
