/* flow/workers: forked workers, the jobs they are given, and their answers as they come.
 *
 * C without Lua. A worker that overruns, dies or answers nonsense is killed and replaced at once; a document
 * that costs two workers is set aside with an error record, and one that overruns at once. Time in which this
 * process did not listen (flow/pauses) does not count. A job across documents that costs two workers is lost,
 * not the documents. Where the system refuses more processes, fewer do the work. Knows nothing of where jobs
 * come from and in which order their answers are wanted. */
#ifndef LEDE_FLOW_WORKERS_H
#define LEDE_FLOW_WORKERS_H

#include "flow/job.h"
#include "flow/slot.h"

typedef struct lede__answer {
  uint64_t tag;
  lede__frame_kind kind;
  lede__job_end end;
  lede_str output, complaint, partial; /* borrowed until the call returns; empty when it is lost */
  const lede_error *why;               /* of LEDE__JOB_LOST */
  uint64_t nanoseconds;                /* its worker took */
  uint64_t marks;                      /* the document got */
  unsigned attempts;                   /* workers it took */
  unsigned generation;                 /* of the worker that answered */
} lede__answer;

typedef struct lede__workers_options {
  unsigned workers;      /* at most; they are started as work comes */
  double seconds;        /* a job may take so long, */
  double seconds_per_mb; /* and so much longer a MB of text, before its worker is killed */
  double setup_seconds;  /* a worker may take to set up; 0: a minute */
  const lede__work *work;
  bool renews; /* what workers say when they are ready may change: those that say otherwise are a new
                  generation, which takes over; and one that can't be set up leaves those there are at work */

  /* The first of each generation is ready; a job is answered. A failing status ends the work. */
  lede_status (*ready)(void *context, lede_str preamble, unsigned generation, lede_error *err);
  lede_status (*answered)(void *context, const lede__answer *answer, lede_error *err);
  /* A new worker can't be set up. With `renews` only, once there was a generation; those there are go on, and
   * when there are none, jobs wait. */
  void (*refused)(void *context, const lede_error *why);
  void *context;
} lede__workers_options;

typedef struct lede__workers lede__workers;

/* Starts the first worker. It is told of what happens while the loop runs. LEDE_ENOMEM, LEDE_EIO. Owned. */
lede_status lede__workers_open(const lede__workers_options *options, uv_loop_t *loop, lede__workers **out,
                               lede_error *err);

/* Kills them all. The loop must run once more before they are freed. */
void lede__workers_stop(lede__workers *w);
void lede__workers_free(lede__workers *w);

/* More work, handed over as workers get free, in the order it is given; `later` comes after all documents
 * that are not. LEDE_ENOMEM. A job's answer never comes before the call returns. */
lede_status lede__workers_item(lede__workers *w, const lede__item *item, uint64_t tag, lede_error *err);
lede_status lede__workers_text(lede__workers *w, lede__frame_kind kind, lede_str text, size_t documents,
                               bool later, uint64_t tag, lede_error *err);

/* Starts a worker to see whether what they are made of has changed. */
void lede__workers_renew(lede__workers *w);

/* What is not answered yet. */
size_t lede__workers_jobs(const lede__workers *w);
size_t lede__workers_bytes(const lede__workers *w);

/* True when no further job should be given now: enough are waiting for all workers to be busy. */
bool lede__workers_full(const lede__workers *w, size_t jobs);

/* True once one was ready; how many there are. */
bool lede__workers_are_ready(const lede__workers *w);
unsigned lede__workers_count(const lede__workers *w);

/* Why there is no use in going on: workers can't be set up, crash without end, or what `ready` and `answered`
 * returned; LEDE_OK as long as there is. */
lede_status lede__workers_status(const lede__workers *w, lede_error *err);

#endif
