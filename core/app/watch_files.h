/* app/watch_files: files whose change should be noticed: those that plugins are made of.
 *
 * Looked at now and then; a change counts once a file stands still, so that nobody reads half of it. */
#ifndef LEDE_APP_WATCH_FILES_H
#define LEDE_APP_WATCH_FILES_H

#include "base/buf.h"

typedef struct lede__watch_files {
  lede__buf paths; /* a NUL after each */
  uint64_t known;  /* what they looked like when it was last said; 0: not known */
  uint64_t last;   /* at the last look */
} lede__watch_files;

/* From now on these, as they are now. LEDE_ENOMEM. */
lede_status lede__watch_files_set(lede__watch_files *f, lede_str paths, lede_error *err);
void lede__watch_files_free(lede__watch_files *f);

/* True when something has changed since it was set or last said so, and nothing since the last look. */
bool lede__watch_files_changed(lede__watch_files *f);

#endif
