/* app/watch_tell: tells a command of the user's about findings: one at a time, each on its standard input. */
#ifndef LEDE_APP_WATCH_TELL_H
#define LEDE_APP_WATCH_TELL_H

#include <uv.h>

#include "base/buf.h"

typedef struct lede__watch_told lede__watch_told;

typedef struct lede__watch_tell {
  const char *command; /* for sh; NULL: nobody is told */
  uv_loop_t *loop;
  uv_process_t process;
  uv_pipe_t input;
  uv_timer_t timer;
  unsigned handles; /* of the one that runs, not yet closed by the loop */
  bool overran, stopping;
  lede__watch_told *first, *last; /* the first is being told while `handles` */
  size_t count;
} lede__watch_tell;

void lede__watch_tell_open(lede__watch_tell *t, uv_loop_t *loop, const char *command);

/* Tells this line, after those before it. */
void lede__watch_tell_add(lede__watch_tell *t, lede_str line);

/* True while there is somebody to be told something. */
bool lede__watch_tell_is_busy(const lede__watch_tell *t);

/* Forgets what is not told yet, and ends the command. The loop must run until its handles are closed. */
void lede__watch_tell_stop(lede__watch_tell *t);

#endif
