/* flow/worker: the far end of a supervisor: a process that takes one job after another and answers each.
 *
 * What a job means is the affair of the functions it is given. */
#ifndef LEDE_FLOW_WORKER_H
#define LEDE_FLOW_WORKER_H

#include <stdatomic.h>

#include "base/buf.h"
#include "input/input.h"

/* What a job came to. Cleared before each job, freed by the worker. */
typedef struct lede__reply {
  lede__buf output;    /* what goes to the output, whole lines */
  lede__buf complaint; /* what goes to standard error, whole lines */
  lede__buf partial;   /* what the folds gathered from this job: one line of JSON without its line feed,
                          or nothing */
  size_t marks;        /* how many marks the document got */
  bool failed;         /* the document could not be read, or a plugin failed on it */
} lede__reply;

/* What a worker does. Each function fails only when the worker can't go on. From `open`, or as LEDE_EUSAGE
 * or LEDE_ESETUP, that ends the run; else the worker is replaced, and the message is the document's when
 * the next one fails too. */
typedef struct lede__work {
  void *context;
  /* Sets up; `output` is what precedes all documents. */
  lede_status (*open)(void *context, lede__reply *reply, lede_error *err);
  lede_status (*item)(void *context, const lede__item *item, lede__reply *reply, lede_error *err);
  lede_status (*refold)(void *context, lede_str record, lede__reply *reply, lede_error *err);
  /* Joins lines of `partial`, in order. */
  lede_status (*merge)(void *context, lede_str partials, lede__reply *reply, lede_error *err);
  /* The findings of `documents` documents, from the last partial fold (empty: there is none). */
  lede_status (*finish)(void *context, lede_str partial, size_t documents, lede__reply *reply,
                        lede_error *err);
} lede__work;

/* Serves jobs that arrive on `fd` until it is closed; returns the exit status of the process. The sequence
 * number of the job it has begun stands in *at_work, which may be shared with the supervisor: should this
 * process be lost, that one knows what it was at. Whoever adds LEDE__RECALLED to it, and to no other number
 * than that of the job in work, takes the next one back: it is passed over without an answer. */
#define LEDE__RECALLED ((uint64_t)1 << 63)
int lede__worker_serve(int fd, const lede__work *work, _Atomic uint64_t *at_work);

#endif
