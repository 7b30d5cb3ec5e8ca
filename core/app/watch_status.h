/* app/watch_status: how the watcher is doing, for `lede status`: DESK/status.json,
 * written when something has changed. */
#ifndef LEDE_APP_WATCH_STATUS_H
#define LEDE_APP_WATCH_STATUS_H

#include "base/buf.h"

typedef struct lede__watch_state {
  const char *inbox, *recipe;
  size_t waiting, in_work, done, failed; /* the last two since it started */
  bool more, gone, polls;
  double oldest, rate;
  unsigned workers, generation;
  const char *trouble; /* why nothing is taken now; NULL: all is well */
  const char *refused; /* why the plugins as they are now can't be used; NULL: they are */
} lede__watch_state;

typedef struct lede__watch_status {
  char file[4096];
  int64_t started; /* seconds since 1970 */
  lede__buf last;
} lede__watch_status;

void lede__watch_status_open(lede__watch_status *s, const char *desk);
void lede__watch_status_write(lede__watch_status *s, const lede__watch_state *now);
/* Takes the file away: no watcher runs any more. */
void lede__watch_status_close(lede__watch_status *s);

#endif
