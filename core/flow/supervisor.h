/* flow/supervisor: from a source through workers to a sink, in the order of the source.
 *
 * Takes items from a source, has workers answer them (flow/workers), and gives what they answer to a sink in
 * the order of the source. When a job across documents is lost, the findings are, not the documents. Bounded:
 * so many jobs and bytes are in flight, and no more are taken until the oldest is answered. What is gathered
 * across documents comes back as partial folds, which are joined in the order of the source, so that the
 * result does not depend on how many workers there are. */
#ifndef LEDE_FLOW_SUPERVISOR_H
#define LEDE_FLOW_SUPERVISOR_H

#include "flow/worker.h"

typedef enum lede__pull { LEDE__PULL_ITEM, LEDE__PULL_WAIT, LEDE__PULL_END } lede__pull;

typedef struct lede__supervisor_options {
  unsigned workers; /* at most; they are started as work comes */
  double seconds;   /* a job may take so long, */
  double seconds_per_mb; /* and so much longer a MB of text, before its worker is killed */
  double setup_seconds;  /* a worker may take to set up; 0: a minute */
  const lede__work *work;

  /* The source. WAIT: nothing yet, but `source_fd` will become readable.
   * An item is borrowed until the next call. */
  lede__pull (*pull)(void *context, const lede__item **item, lede_error *err);
  int source_fd; /* -1: never waits */
  lede_str (*refold)(void *context); /* the next record line of an earlier run, absent at the end;
                                        may be NULL */

  /* The sink: in the order of the source. A failing status ends the run. */
  lede_status (*preamble)(void *context, lede_str bytes, lede_error *err);
  lede_status (*done)(void *context, lede_str output, lede_str complaint, bool failed, lede_error *err);
  lede_status (*idle)(void *context, lede_error *err); /* nothing more can be done without waiting: flush */
  unsigned pulse; /* ms: `idle` is called again so often while it waits; 0: when something has come */
  bool fold; /* gather across documents; `gathered` is called for each step of that,
                and the last has the findings */
  lede_status (*gathered)(void *context, lede_str output, lede_str complaint, bool failed, lede_error *err);
  void *context;
} lede__supervisor_options;

/* Runs to the end of the source. LEDE_ESETUP and others when workers can't be set up, or crash without
 * end; the sink's failures; once all documents are done, why the findings were lost. */
lede_status lede__supervise(const lede__supervisor_options *options, lede_error *err);

#endif
