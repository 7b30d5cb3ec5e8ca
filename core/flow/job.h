/* flow/job: what a worker is asked, kept until it is answered: another worker may need it. */
#ifndef LEDE_FLOW_JOB_H
#define LEDE_FLOW_JOB_H

#include "flow/wire.h"
#include "input/input.h"

/* How a job ended. */
typedef enum lede__job_end {
  LEDE__JOB_FINE,
  LEDE__JOB_FAILED,  /* the document could not be read, or a plugin failed on it:
                        the answer says which and why */
  LEDE__JOB_CRASHED, /* set aside after it cost several workers;
                        the answer is that of a document that can't be read */
  LEDE__JOB_OVERRAN, /* stopped and set aside, likewise */
  LEDE__JOB_LOST,    /* no document, and several workers or its time were lost over it: there is no answer */
} lede__job_end;

typedef struct lede__job {
  uint64_t sequence; /* the oldest has the lowest */
  uint64_t tag;      /* of whoever asked */
  lede__frame_kind kind;
  lede__buf frame;
  char *id;                /* of a document, for its error record; else NULL */
  unsigned tries, mishaps; /* workers that were lost when they had begun it, and before */
  unsigned attempts;       /* those that were lost over it as it was given */
  lede__job_end end;   /* CRASHED or OVERRAN once it is set aside */
  lede_error why;          /* of LOST */
  bool later;              /* documents come first */
  struct lede__job *next;
} lede__job;

/* A document; a record to be folded again, partial folds to be joined, or one to make findings of. NULL when
 * out of memory. */
lede__job *lede__job_item(uint64_t sequence, const lede__item *item);
lede__job *lede__job_text(uint64_t sequence, lede__frame_kind kind, lede_str text, size_t documents);
void lede__job_free(lede__job *j);

/* What it comes to that it has cost a worker; `why` is the worker's own word, with code 0 if it had none. */
typedef enum lede__verdict {
  LEDE__TRY_AGAIN, /* as it is, or as a document that can't be read: then it has an end */
  LEDE__DROP,      /* it is lost */
  LEDE__GIVE_UP,   /* `err`: a worker that can't even say that a document failed will not get any further with
                      others */
} lede__verdict;

lede__verdict lede__job_blame(lede__job *j, bool overran, const lede_error *why, lede_error *err);

#endif
