/* input/input: where documents come from.
 *
 * Files, folders (walked in a stable order), standard input, JSON Lines and CSV (also .gz) become one
 * stream of items: raw bytes and what is given with them. Decoding is not done here (text/load is); a file
 * that cannot be read is an item with an error, and the others go on. */
#ifndef LEDE_INPUT_INPUT_H
#define LEDE_INPUT_INPUT_H

#include "base/error.h"

typedef struct lede__input_options {
  const char *text_field;  /* JSON Lines and CSV: the field with the text; NULL is "text" */
  const char *id_field;    /* likewise the id; NULL is "id" */
  const char *meta_file;   /* --meta: CSV, a column file or id, and outlet,date,url,title,lang; NULL none */
  bool outlet_from_folder; /* the name of the folder a file lies in is its outlet */
  bool json_lines;         /* standard input is JSON Lines, is never waited for (lede__input_waits),
                              and its findings are passed on */
  size_t max_bytes;        /* of one file or field, after unpacking; 0 is 64 MB */
} lede__input_options;

typedef struct lede__item {
  lede_given given;   /* id and path are never absent */
  lede_str bytes;     /* as they are in the file; the text of a JSON or CSV field is UTF-8 already */
  bool is_text;       /* bytes came out of JSON or CSV: UTF-8, no sniffing, no guessing */
  bool is_finding;    /* no document: bytes are a line to be passed on as it is */
  lede_status status; /* LEDE_OK, or why there are no bytes */
  lede_error error;
} lede__item;

typedef struct lede__input lede__input;

/* Opens a stream over `count` paths ("-" is standard input). Fails (LEDE_EUSAGE, LEDE_EIO, LEDE_EFORMAT)
 * on a bad --meta file only; a bad path becomes an item with an error. Paths must stay valid. */
lede_status lede__input_open(const char *const *paths, size_t count, const lede__input_options *options,
                             lede__input **out, lede_error *err);

/* The same over one file that is open already and stays the caller's; `path` says what it is (its ending:
 * text, JSON Lines, CSV, .gz) and what its documents are called. */
lede_status lede__input_open_file(int fd, const char *path, const lede__input_options *options,
                                  lede__input **out, lede_error *err);

/* The next item, borrowed until the next call; *item is NULL at the end. Fails with LEDE_ENOMEM only. */
lede_status lede__input_next(lede__input *in, const lede__item **item, lede_error *err);

/* True when lede__input_next gave no item because the next one has not arrived on standard input yet. */
bool lede__input_waits(const lede__input *in);

/* How many items are known to come in all (files counted so far; rows are counted as they come): for
 * progress. */
size_t lede__input_seen(const lede__input *in);

void lede__input_close(lede__input *in);

#endif
