/* app/watch_batch: outcomes on their way into the desk's database.
 *
 * They are kept until a commit has taken them, whatever happens to the disk: while it can't be written, the
 * group stays and is tried again with growing pauses, and that is said once. */
#ifndef LEDE_APP_WATCH_BATCH_H
#define LEDE_APP_WATCH_BATCH_H

#include <jansson.h>
#include <uv.h>

#include "base/hash.h"
#include "store/store.h"
#include "watch/inbox.h"

/* One file from the inbox to the desk. */
typedef struct lede__watch_work {
  lede__inbox_file *file;
  lede__store_entry entry; /* its strings are those below, and the file's path */
  char content[8 + LEDE__SHA256_HEX], recipe[LEDE__SHA256_HEX];
  lede__buf record, partial;
  json_t *parsed;      /* what the strings of a failure are borrowed from; or NULL */
  lede__buf why;       /* what went wrong, in words */
  const char *outcome; /* for the log */
  uint64_t took;       /* nanoseconds of analysis */
  struct lede__watch_work *next;
} lede__watch_work;

lede__watch_work *lede__watch_work_new(lede__inbox_file *file); /* NULL when out of memory */
void lede__watch_work_free(lede__watch_work *work);

typedef struct lede__watch_batch {
  lede__store *store;
  bool one_by_one;
  void (*committed)(void *context, lede__watch_work *work); /* it is the callee's now */
  void *context;
  uv_timer_t pause; /* runs while the desk can't be written */
  unsigned seconds; /* it was set to; 0: all is well */
  lede__watch_work *first, *last;
  size_t count, bytes;
} lede__watch_batch;

void lede__watch_batch_open(lede__watch_batch *b, uv_loop_t *loop);
/* Frees what could not be committed. The loop must run once more before `b` goes away. */
void lede__watch_batch_close(lede__watch_batch *b);

void lede__watch_batch_add(lede__watch_batch *b, lede__watch_work *work);

/* Commits all there is, unless it is waiting for the disk. */
void lede__watch_batch_commit(lede__watch_batch *b);

/* True when enough has been gathered for one commit. */
bool lede__watch_batch_full(const lede__watch_batch *b);
/* True while the desk can't be written. */
bool lede__watch_batch_stuck(const lede__watch_batch *b);

#endif
