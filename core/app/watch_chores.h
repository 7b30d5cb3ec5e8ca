/* app/watch_chores: what is made of committed documents in quiet moments: the index, and the files in
 * results/ and failed/. Done in short steps, so that a document that comes meanwhile hardly waits. */
#ifndef LEDE_APP_WATCH_CHORES_H
#define LEDE_APP_WATCH_CHORES_H

#include "store/export.h"
#include "store/index.h"

typedef struct lede__watch_chores {
  lede__store *store;
  bool unindexed;          /* something is left to be indexed */
  int64_t exported, noted; /* all changes up to this one have their file; that is noted up to this one */
  bool unexported;
  uint64_t rest_until; /* uv_hrtime: after a failure */
  bool complained;
} lede__watch_chores;

/* Takes up what an earlier watcher left; where the files are missing altogether, all are made again.
 * LEDE_EIO, LEDE_ENOMEM. */
lede_status lede__watch_chores_open(lede__watch_chores *c, const char *desk, lede_error *err);

/* Something was committed. */
void lede__watch_chores_add(lede__watch_chores *c);

/* A document failed again as before, which counts as no change: its file says how often. */
void lede__watch_chores_again(lede__watch_chores *c, lede_str path);

/* Does a step of some milliseconds; false when there is nothing to do now. */
bool lede__watch_chores_step(lede__watch_chores *c);

#endif
