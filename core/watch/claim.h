/* watch/claim: files of an inbox that several watchers share, each taken by one.
 *
 * A file is claimed by renaming it to INBOX/.lede-claim/HOST-PID-RANDOM/PATH. Beside it lies the file .owner,
 * which its watcher keeps locked (flock) while it lives. What a watcher that is gone has left is adopted by
 * another: on the same host once the lock is free; from another host, where locks may not reach, when besides
 * .owner was not touched for an hour by the clock of the file server. Knows nothing of when a file is ready,
 * nor of what becomes of it. */
#ifndef LEDE_WATCH_CLAIM_H
#define LEDE_WATCH_CLAIM_H

#include <sys/stat.h>

#include "base/error.h"

/* The folder in an inbox; hidden, so that no inbox looks into it. */
#define LEDE__CLAIM_FOLDER ".lede-claim"

typedef struct lede__claims lede__claims;

/* Makes this watcher's folder in the inbox. LEDE_EIO, LEDE_ENOMEM. */
lede_status lede__claims_open(const char *inbox, lede__claims **out, lede_error *err);

/* Gives back what is still claimed, unless its name is taken again: that is left to be adopted.
 * NULL is fine. */
void lede__claims_close(lede__claims *c);

/* Takes `path`. False with *status LEDE_OK: another has taken it, or it is gone;
 * LEDE_EIO: it can't be taken; an earlier file of that name may be among the claims still. */
bool lede__claim_take(lede__claims *c, const char *path, lede_status *status, lede_error *err);

/* Opens a claimed file for reading, never waiting; -1 and errno. */
int lede__claim_open(lede__claims *c, const char *path);

/* lstat(2) of a claimed file. -1 and errno. */
int lede__claim_stat(lede__claims *c, const char *path, struct stat *st);

/* Removes a claimed file, if it is there. */
void lede__claim_drop(lede__claims *c, const char *path);

/* Moves a claimed file to `folder`/`path`, making folders on the way, and never over another: "fire.txt"
 * becomes "fire.2.txt". Across file systems it is copied, synced, and then removed. *to, owned by the caller
 * (free), is the name it got; NULL is fine. LEDE_EIO: it stays claimed; LEDE_ENOMEM. */
lede_status lede__claim_move(lede__claims *c, const char *path, const char *folder, char **to,
                             lede_error *err);

/* Shows that this watcher lives, and takes over what others have left: `adopted` is called with each path,
 * which is claimed by this one from then on. A path this one has claimed itself is left for the next time. To
 * be called now and then: at the start, and with each scan. */
lede_status lede__claims_adopt(lede__claims *c, void (*adopted)(void *context, const char *path),
                               void *context, lede_error *err);

#endif
