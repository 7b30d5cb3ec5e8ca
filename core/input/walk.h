/* input/walk: the files in a folder, in an order that does not depend on the disk.
 *
 * Names are sorted by their bytes, and a folder's files come where its name stands among them. Links to
 * files are read, links to folders are not followed, so that no loop is possible. Which names are wanted:
 * input/names. */
#ifndef LEDE_INPUT_WALK_H
#define LEDE_INPUT_WALK_H

#include "base/error.h"

typedef struct lede__walk lede__walk;

/* Owned: lede__walk_close. NULL when out of memory. The folder is read with the first lede__walk_next. */
lede__walk *lede__walk_open(const char *folder);
void lede__walk_close(lede__walk *w);

/* *path is the next file, NULL at the end; borrowed until the next call. LEDE_EIO: *path is a folder that
 * could not be read; the others go on. LEDE_ENOMEM ends it. */
lede_status lede__walk_next(lede__walk *w, const char **path, lede_error *err);

/* Files known of and not yet returned. */
size_t lede__walk_pending(const lede__walk *w);

#endif
