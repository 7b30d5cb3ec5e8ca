/* input/meta: what a CSV file says about the documents of a collection (--meta). */
#ifndef LEDE_INPUT_META_H
#define LEDE_INPUT_META_H

#include <sys/types.h>

#include "base/error.h"

typedef struct lede__meta lede__meta;

/* Reads all of the file: a column `file` or `id`, and any of outlet, date, url, title, lang (and id,
 * beside file). Fails with LEDE_EIO, LEDE_EFORMAT, LEDE_ETOOBIG or LEDE_ENOMEM. Owned: lede__meta_close. */
lede_status lede__meta_open(const char *path, lede__meta **out, lede_error *err);
void lede__meta_close(lede__meta *m);

/* Writes what is said of the document with this id, path or file name (in that order) over what `given`
 * holds. Strings are borrowed from `m`. */
void lede__meta_apply(const lede__meta *m, lede_given *given);

/* True for the file that was read: a folder that holds it holds no document in it. */
bool lede__meta_is_file(const lede__meta *m, dev_t dev, ino_t ino);

#endif
