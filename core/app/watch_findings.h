/* app/watch_findings: keeps the desk's findings fresh, a piece of work at a time.
 *
 * Stale blocks of documents (store/findings) are joined anew, then all blocks, then plugins are asked what
 * they find in that. Workers do it when no document waits; a refresh rests for ten times as long as it took,
 * so that it never takes more than a tenth of the time. */
#ifndef LEDE_APP_WATCH_FINDINGS_H
#define LEDE_APP_WATCH_FINDINGS_H

#include "app/analysis.h"
#include "flow/workers.h"
#include "store/findings.h"

typedef struct lede__watch_findings {
  lede__store *store;
  lede__workers *workers;
  lede__on_changed_finding changed; /* may be NULL */
  void *context;
  char recipe[LEDE__SHA256_HEX];
  unsigned generation; /* of the workers that make this refresh */
  bool folds;          /* there is something to gather at all */
  bool dirty;          /* documents have come since the last refresh began */
  bool failed;         /* the last one did */
  enum { LEDE__REFRESH_RESTS, LEDE__REFRESH_JOINS, LEDE__REFRESH_FINISHES } state;
  lede__block block;  /* being joined */
  int64_t asked;      /* the last change when its documents were read to be folded anew */
  size_t refolding;   /* answers that are missing for it */
  uint16_t serial;    /* of the refresh; in the tags of its jobs,
                         so that answers to an earlier one are known */
  lede__buf lines;
  int64_t change;     /* of the documents, when it began */
  uint64_t dirty_at, began, rest_until; /* uv_hrtime */
  char complained[256];
} lede__watch_findings;

/* Another generation of workers: under another recipe all is made anew. */
void lede__watch_findings_begin(lede__watch_findings *f, const lede__make *make, unsigned generation);
void lede__watch_findings_free(lede__watch_findings *f);

/* A document was committed. */
void lede__watch_findings_dirty(lede__watch_findings *f);

/* Begins a refresh when it is time for one: in a quiet moment, or when many quiet ones were missed. With
 * `now`, without rest, unless the last one failed. */
void lede__watch_findings_work(lede__watch_findings *f, bool quiet, bool now);

/* True when there is nothing to be done with `now`. */
bool lede__watch_findings_are_made(const lede__watch_findings *f);

/* Takes an answer that is not a document's. */
void lede__watch_findings_answer(lede__watch_findings *f, const lede__answer *a);

#endif
