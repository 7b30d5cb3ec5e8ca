/* app/watch: what `lede watch` is made of: one thread, one loop.
 *
 * Files from the inbox go to workers (watch_intake), their answers into the database in groups
 * (watch_answers, watch_batch), and what is made of that, index, files and findings, is done in quiet moments
 * (watch_chores, watch_findings). A file is done once it is committed; until then it is simply still in the
 * inbox, and so, whatever happens, nothing is lost. */
#ifndef LEDE_APP_WATCH_H
#define LEDE_APP_WATCH_H

#include "app/analysis.h"
#include "app/watch_batch.h"
#include "app/watch_chores.h"
#include "app/watch_files.h"
#include "app/watch_findings.h"
#include "app/watch_log.h"
#include "app/watch_status.h"
#include "app/watch_tell.h"

enum { LEDE__WATCH_RECIPES = 8, LEDE__WATCH_SIGNALS = 3 };

typedef struct lede__watch {
  lede__analysis analysis;
  lede__input_options from;
  lede__inbox_options in;
  lede__store_options out;
  const char *command; /* --on-finding */
  bool once, rerun, help;
  lede__watch_log log;

  uv_loop_t loop;
  uv_poll_t ready;
  uv_timer_t tick;
  uv_signal_t signals[LEDE__WATCH_SIGNALS];
  lede__inbox *inbox;
  lede__store *store;
  lede__workers *workers;
  lede__watch_batch batch;
  lede__watch_chores chores;
  lede__watch_files files;
  lede__watch_findings findings;
  lede__watch_tell tell;
  lede__watch_status state;

  char recipe[LEDE__WATCH_RECIPES][LEDE__SHA256_HEX]; /* of the last generations */
  unsigned generation;
  char *refused;         /* why the plugins as they are now can't be used; NULL: they are */
  bool retry_failed;     /* a request for it, the last time; that is said once */
  bool prompted;         /* the inbox may have something ready */
  bool terminal;         /* standard error is one: when it goes away, so does the watcher */
  bool stopping;         /* takes nothing new */
  size_t in_work;        /* documents that workers have */
  size_t done, failed;   /* committed */
  size_t counted;        /* of these, at the last tick */
  double rate;
  uint64_t active;       /* uv_hrtime when a document last came or was committed, */
  uint64_t chored;       /* when chores were last done, */
  uint64_t quiet;        /* when there was time for all of them, */
  uint64_t ticked;       /* of the last tick, */
  uint64_t told_to_stop; /* and when that was */
  lede_status status;
  lede_error error;
} lede__watch;

/* The recipe of a generation, one of the last few. */
static inline const char *lede__watch_recipe(const lede__watch *w, unsigned generation) {
  return w->recipe[generation % LEDE__WATCH_RECIPES];
}

/* ---- watch_intake: from the inbox to the workers ------------------------------------------------------- */

/* Begins to listen to the inbox. LEDE_EIO. */
lede_status lede__watch_listen(lede__watch *w, lede_error *err);

/* True when more can be taken now. */
bool lede__watch_has_room(const lede__watch *w);

/* Gives workers what is ready, as far as there is room; what has none waits on disk.
 * A failure ends the watching. */
lede_status lede__watch_take_in(lede__watch *w, lede_error *err);

/* What was known of files may be so no more: looks at all of them. */
void lede__watch_look_again(lede__watch *w);

/* Microseconds since 1970. */
int64_t lede__watch_now(void);

/* For the inbox's options. */
bool lede__watch_is_known(void *context, lede_str path, const struct stat *st);
void lede__watch_skipped(void *context, lede_str path, const char *reason);

/* ---- watch_answers: from the workers to the desk ------------------------------------------------------- */

/* For the workers' options, and the batch's. */
lede_status lede__watch_answered(void *context, const lede__answer *answer, lede_error *err);
void lede__watch_committed(void *context, lede__watch_work *work);

#endif
