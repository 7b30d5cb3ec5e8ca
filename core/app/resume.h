/* app/resume: what an earlier run has left in its output file: which documents it holds, and their records
 * once more. */
#ifndef LEDE_APP_RESUME_H
#define LEDE_APP_RESUME_H

#include "base/error.h"

typedef struct lede__resume lede__resume;

/* Reads the records in `path`. A file that isn't there is an empty one. LEDE_EIO; LEDE_EFORMAT when it holds
 * something else than records; LEDE_EUSAGE when they are of several recipes. Owned. */
lede_status lede__resume_open(const char *path, lede__resume **out, lede_error *err);
/* Cuts off what can't stay: a last line that was not finished (the run was killed), and findings, which will
 * be made anew. LEDE_EIO. */
lede_status lede__resume_cut(lede__resume *r, const char *path, lede_error *err);

void lede__resume_close(lede__resume *r);

/* The recipe of its records; NULL when it has none. */
const char *lede__resume_recipe(const lede__resume *r);

/* True when the file has a record (or an error record) of the document, which is crossed off: where
 * several documents have one id, each record stands for one of them. `bytes` are what it consists of now. */
bool lede__resume_take(lede__resume *r, lede_str id, lede_str bytes);

/* How many of those that were crossed off have other bytes now than when their record was made. */
size_t lede__resume_changed(const lede__resume *r);

/* How many of its records are of documents that failed, wholly or in a plugin. */
size_t lede__resume_failed(const lede__resume *r);

/* The records one after another, borrowed until the next call; absent at the end. */
lede_str lede__resume_next(lede__resume *r);

#endif
