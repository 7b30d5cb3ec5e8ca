/* flow/pauses: how long this process did not listen to its workers.
 *
 * A slow reader of the output, a source that takes its time, a terminal's Ctrl-Z or a suspended container:
 * meanwhile answers wait, and workers may stand still too. Such time must not count against them. */
#ifndef LEDE_FLOW_PAUSES_H
#define LEDE_FLOW_PAUSES_H

#include <stdint.h>
#include <uv.h>

typedef struct lede__pauses {
  uv_loop_t *loop;
  uv_timer_t pulse; /* runs while somebody keeps time: when it is late, the whole process stood still */
  unsigned keepers;
  uint64_t due, busy; /* when the pulse is due, and what had been spent outside the loop's waiting when it was
                         set */
  uint64_t stood;     /* nanoseconds for which the process stood still */
} lede__pauses;

void lede__pauses_open(lede__pauses *p, uv_loop_t *loop);
/* The loop must run once more before `p` goes away. */
void lede__pauses_close(lede__pauses *p);

/* Somebody begins, or ends, to keep time. */
void lede__pauses_begin(lede__pauses *p);
void lede__pauses_end(lede__pauses *p);

/* Nanoseconds that count for nobody, so far. */
uint64_t lede__pauses_total(lede__pauses *p);

#endif
