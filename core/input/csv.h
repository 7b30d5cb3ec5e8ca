/* input/csv: splitting CSV (RFC 4180) into records. Knows nothing of what they mean.
 *
 * Separated by commas, semicolons or tabs, whichever the first record has most of. Quoted fields may hold
 * separators, line ends and doubled quotes; records end in LF, CRLF or CR; blank lines are none. */
#ifndef LEDE_INPUT_CSV_H
#define LEDE_INPUT_CSV_H

#include "input/stream.h"

typedef struct lede__csv {
  lede__stream *stream; /* borrowed */
  size_t max_bytes;     /* of one record */
  size_t line;          /* the present record begins on */
  lede_str *fields;     /* borrowed until the next record; bytes as they are in the file */
  size_t count;
  /* Its own affairs: */
  size_t cap, in_view, next_line;
  char separator;
  bool after_cr;
} lede__csv;

/* A zeroed struct with stream and max_bytes set is a reader. */
void lede__csv_free(lede__csv *c);

/* Splits the next record; *have is false at the end. After LEDE_EFORMAT (a misplaced quote) it can go on
 * with the next record; LEDE_ETOOBIG, LEDE_EIO and LEDE_ENOMEM end it. */
lede_status lede__csv_next(lede__csv *c, bool *have, lede_error *err);

#endif
