/* watch/memo: which files were dealt with in which state, so that a scan passes over them without asking
 * anybody.
 *
 * Holds a 64-bit hash of path, device, inode, size, mtime and ctime each: 16 bytes a file at most. What was
 * not asked for between two turns is forgotten, so that it doesn't grow with files that are gone. */
#ifndef LEDE_WATCH_MEMO_H
#define LEDE_WATCH_MEMO_H

#include <sys/stat.h>

#include "lede.h"

typedef struct lede__memo_set {
  uint64_t *slots; /* 0: free */
  size_t count, cap;
} lede__memo_set;

/* Zeroed: empty. */
typedef struct lede__memo {
  lede__memo_set now, before;
} lede__memo;

void lede__memo_free(lede__memo *m); /* empties it */

/* Remembers the file in this state. Out of memory: it doesn't. */
void lede__memo_add(lede__memo *m, const char *path, const struct stat *st);

/* Whether it was added; keeps it over the next turn. */
bool lede__memo_has(lede__memo *m, const char *path, const struct stat *st);

/* Forgets what was neither added nor asked for since the turn before. */
void lede__memo_turn(lede__memo *m);

#endif
