/* watch/names: the files an inbox has heard of: those that wait, by when they are next looked at, and those
 * in work. Knows nothing of when a file is ready. */
#ifndef LEDE_WATCH_NAMES_H
#define LEDE_WATCH_NAMES_H

#include "watch/inbox.h"

typedef struct lede__name {
  lede__inbox_file file; /* first: what the inbox hands out */
  double due;            /* while it waits: when it is looked at next */
  struct stat noted;     /* as it was when it was last looked at, */
  double noted_at;       /* and since when it has been so; 0: never */
  bool announced;        /* an event told that a writer was done with it */
  bool claimed;          /* it lies in the folder of claims */
  bool held;             /* found to be in a writer's hands, or not to be had */
  bool in_work, changed; /* handed out, and announced again since */
  unsigned tries;        /* since it was last announced */
  size_t at;             /* in the heap */
  struct lede__name *next;
} lede__name;

/* Zeroed: empty. */
typedef struct lede__names {
  lede__name **heap; /* those that wait; the first is due first */
  size_t waiting, in_work, heap_cap;
  lede__name **buckets; /* all, by path */
  size_t bucket_count;
} lede__names;

void lede__names_free(lede__names *n);

/* NULL: never heard of. */
lede__name *lede__names_find(const lede__names *n, const char *path);

/* A new name that waits. NULL: out of memory. */
lede__name *lede__names_add(lede__names *n, const char *path, double seen, double due);

/* A waiting name is looked at then; one in work waits from now on. */
void lede__names_set_due(lede__names *n, lede__name *name, double due);

/* The one that is due first; NULL: none waits. */
lede__name *lede__names_first(const lede__names *n);

/* It waits no longer. */
void lede__names_take(lede__names *n, lede__name *name);

void lede__names_drop(lede__names *n, lede__name *name);

#endif
