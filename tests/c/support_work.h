/* support_work: work for workers, in which a document's text says what is to go wrong with it: "crash", "loop", "leave" … */
#ifndef SUPPORT_WORK_H
#define SUPPORT_WORK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <sys/types.h>

#include "flow/worker.h"

/* What workers leave for the tests to see. */
typedef struct traces {
  atomic_int starts, stumbles;
  _Atomic pid_t worker, workers[2]; /* the last, the first two */
} traces;

extern traces *seen;

extern const char *how_to_open; /* what goes wrong in open */
extern const char *preamble;    /* what it says when it is ready */

/* To be called first: false when there is no memory that workers can share. */
bool open_traces(void);

/* `merging` is what goes wrong in a merge; NULL: nothing. Partial folds are ids; brackets show what was joined with
 * what. */
lede__work misbehaving_work(const char *merging);

int count_fds(void);

#endif
