/* flow/slot: a worker as the supervisor has it: a process, the socket to it, and a clock.
 *
 * Starts and kills the process, takes whole frames off the socket, and tells when time is up. What frames
 * mean is the affair of whoever owns the slot. */
#ifndef LEDE_FLOW_SLOT_H
#define LEDE_FLOW_SLOT_H

#include <sys/types.h>

#include "flow/pauses.h"
#include "flow/wire.h"
#include "flow/worker.h"

typedef struct lede__slot lede__slot;

/* What its owner is told. Each may close the slot. */
typedef struct lede__slot_events {
  bool (*frame)(lede__slot *s, const lede__frame *f, const char *bytes); /* false: it is nonsense */
  void (*read)(lede__slot *s);               /* all frames that have come were told */
  void (*lost)(lede__slot *s, bool overran); /* the worker ended, spoke nonsense, or its time is up */
  void (*starved)(lede__slot *s);            /* there is no memory for what it says */
  void (*closed)(lede__slot *s);             /* the slot is free again */
} lede__slot_events;

struct lede__slot {
  void *owner;
  const lede__slot_events *on;
  lede__pauses *pauses;
  _Atomic uint64_t *at_work; /* shared with the worker: the sequence number of the job it has begun */
  bool open;                 /* there is a worker */
  pid_t pid;
  uv_pipe_t pipe;
  uv_timer_t timer;
  int handles; /* not yet closed by the loop */
  bool timed;
  uint64_t due, paused; /* when time is up, and the pauses there had been when that was set */
  lede__buf in;
};

/* True when a worker can be started: there is none, and the loop has let go of the last one. */
bool lede__slot_is_free(const lede__slot *s);

/* Forks a worker; LEDE_EIO when the system won't. */
lede_status lede__slot_start(lede__slot *s, const lede__work *work, lede_error *err);

/* Sends bytes, which are borrowed until they have left. */
bool lede__slot_send(lede__slot *s, lede_str bytes);
size_t lede__slot_unsent(const lede__slot *s);

/* Time is up after so many seconds in which this process listened; 0: never. */
void lede__slot_clock(lede__slot *s, double seconds);

/* Kills the worker, if there is one. The loop must run once more before the slot goes away. */
void lede__slot_close(lede__slot *s);

#endif
