/* watch/events: what inotify tells of a folder, and with `recursive` of those in it, as paths in it.
 *
 * The one file that knows inotify. Tells of files, and of folders that come and go; which are watched is the
 * caller's affair. Events may be lost and may tell of what has moved on by now: they prompt, they prove
 * nothing. */
#ifndef LEDE_WATCH_EVENTS_H
#define LEDE_WATCH_EVENTS_H

#include "base/error.h"

typedef struct lede__events lede__events;

typedef enum lede__event_kind {
  LEDE__EVENT_NONE,        /* nothing more now */
  LEDE__EVENT_FILE,        /* there is a new name, which may still be written */
  LEDE__EVENT_WRITTEN,     /* a file was moved in, or closed by one who had it open for writing */
  LEDE__EVENT_FOLDER,      /* a folder was made or moved in */
  LEDE__EVENT_FOLDER_GONE, /* a folder was moved out; it is not watched any more, nor are those in it */
  LEDE__EVENT_GONE,        /* the folder itself was removed or moved; nothing is watched any more */
  LEDE__EVENT_LOST         /* the kernel dropped events */
} lede__event_kind;

/* Owned: lede__events_close. Nothing is watched yet. LEDE_EIO: there is no room for it, and `err` says why;
 * LEDE_ENOMEM. */
lede_status lede__events_open(const char *folder, bool recursive, lede__events **out, lede_error *err);
void lede__events_close(lede__events *e); /* NULL is fine */
int lede__events_fd(const lede__events *e);

/* Watches the folder at `path` in it, "" being itself. Again is fine, also under another name. False with
 * *status LEDE_OK: it is not there, or no folder; LEDE_EIO: there are too many watches; LEDE_ENOMEM. */
bool lede__events_watch(lede__events *e, const char *path, lede_status *status, lede_error *err);

/* The next event, without waiting; *path is what it is about, borrowed until the next call. */
lede__event_kind lede__events_next(lede__events *e, const char **path);

#endif
