/* app/watch_log: what `lede watch` says: a line a document, notes, and a live line on a terminal.
 *
 * Lines about documents go to standard output, notes and the live line to standard error; as JSON, notes go
 * to standard output too. Names are made visible. A reader that leaves costs the lines, not the watching. */
#ifndef LEDE_APP_WATCH_LOG_H
#define LEDE_APP_WATCH_LOG_H

#include "base/buf.h"
#include "base/log.h"

typedef struct lede__watch_log {
  bool json, quiet; /* quiet: notes only */
  bool live, shown; /* the terminal takes a live line; one stands there now */
  uint64_t shown_at; /* uv_hrtime */
  lede__log_target before;
} lede__watch_log;

/* A document that was committed. */
typedef struct lede__watch_line {
  lede_str path;
  const char *outcome; /* "done", "partly", "failed", "crashed", "overran" */
  lede_str why;        /* in words, where it is not done; its first line is shown */
  uint64_t took;       /* nanoseconds of analysis */
  uint64_t waited;     /* nanoseconds from ready to committed */
  uint64_t marks;
  unsigned attempts;
} lede__watch_line;

/* What the live line shows. */
typedef struct lede__watch_progress {
  size_t waiting, in_work, done, failed;
  bool more; /* wait on disk */
  double rate; /* documents a second */
} lede__watch_progress;

/* From now on takes the messages of this thread (base/log) as notes too. */
void lede__watch_log_open(lede__watch_log *log);
void lede__watch_log_close(lede__watch_log *log);

void lede__watch_log_document(lede__watch_log *log, const lede__watch_line *line);

/* Something else that happened. */
void lede__watch_log_note(lede__watch_log *log, const char *format, ...) LEDE__PRINTF(2, 3);

/* Shows the live line, where there is one, with these figures,
 * unless it was shown a moment ago and still stands. */
void lede__watch_log_progress(lede__watch_log *log, const lede__watch_progress *now);

/* Lets out what was written. */
void lede__watch_log_flush(lede__watch_log *log);

#endif
