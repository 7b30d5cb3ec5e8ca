/* watch/inbox: a folder that others drop files into, as a source of files that are ready to be read.
 *
 * Everything lies behind one descriptor. The kernel's events (inotify) only prompt it; a scan of the folder
 * is the truth, at the beginning, after events were lost, when the folder was made again, and from time to
 * time. When a file is ready: watch/ready. Memory is bounded: past so many names the rest waits on disk.
 * Waits use the monotonic clock alone, and times of files are compared for being the same, never with a
 * clock. Knows nothing of what is in the files, of workers or of the desk's database.
 *
 *   while (running) {
 *     poll(lede__inbox_fd(inbox));
 *     while (!lede__inbox_next(inbox, &file, &err) && file) {
 *       (read file->fd, with lede__input_open_file)
 *       if (!lede__inbox_was_read(inbox, file)) continue;
 *       (analyse it, commit it)
 *       lede__inbox_release(inbox, file, LEDE__INBOX_DONE);
 *     }
 *   }
 */
#ifndef LEDE_WATCH_INBOX_H
#define LEDE_WATCH_INBOX_H

#include <sys/stat.h>

#include "base/error.h"

typedef struct lede__inbox lede__inbox;

/* Zero is the default of every field but `folder`. What is pointed to must stay valid. */
typedef struct lede__inbox_options {
  const char *folder;
  const char *desk;        /* may not exist yet; neither it nor the inbox may lie in the other; NULL: none */
  bool recursive;          /* folders in it are read too; not those behind links, hidden or unfinished */
  bool polls;              /* scan only, every second */
  bool consumes;           /* files are claimed: several may share an inbox; once released,
                              moved to `desk`/done */
  const char *done_suffix; /* ".done": X is ready only while X.done stands beside it; NULL: none */
  double settle_seconds;   /* since the last event of a file; 0 is 0.05 */
  double quiet_seconds;    /* unchanged, where it can't be told whether a writer has it open; 0 is 2 */
  double scan_seconds;     /* from scan to scan; 0 is 30, and 1 where there are no events */
  size_t most_waiting;     /* names held in memory; 0 is 8192 */

  /* Whether the file as it is now (device, inode, size, mtime, ctime) is dealt with, committed or failed:
   * then it is not read again. Asked for files that a scan finds, once for each state of a file; not with
   * `consumes`. NULL: none is. */
  bool (*known)(void *context, lede_str path, const struct stat *st);
  /* Told once of each file that is left alone, and why: what "it" is or has ("is a FIFO, not a file"). NULL:
   * logged. Not told of hidden files and of those whose name says that they are unfinished. */
  void (*skipped)(void *context, lede_str path, const char *reason);
  void *context;
} lede__inbox_options;

/* A file that is ready. It is the inbox's until it is released; any number may be in work, each path once. */
typedef struct lede__inbox_file {
  lede_str path;      /* in the inbox, such as "sport/final.txt";
                         its bytes as they are on disk, NUL-terminated */
  int fd;             /* open for reading, at its beginning; -1 after lede__inbox_was_read */
  struct stat stat;   /* as it was before it was read */
  double seen, ready; /* when it was first seen, and when it had settled: seconds of CLOCK_MONOTONIC */
  bool by_scan;       /* found by a scan, not announced by an event */
} lede__inbox_file;

/* Begins to watch; the first lede__inbox_next scans. LEDE_EUSAGE: the folder is none, or one of inbox and
 * desk lies in the other; LEDE_EIO: it can't be read, or for `consumes` not be written; LEDE_ENOMEM. Without
 * room for inotify it scans, and logs that. */
lede_status lede__inbox_open(const lede__inbox_options *options, lede__inbox **out, lede_error *err);

/* Gives claimed files that are not released back to the inbox. NULL is fine. */
void lede__inbox_close(lede__inbox *in);

/* Readable when lede__inbox_next may have something to do: poll or uv_poll it once that gave nothing. A
 * release may make it readable too. Stays the same for the life of the inbox; belongs to it. */
int lede__inbox_fd(const lede__inbox *in);

/* The next file that is ready; *file is NULL when there is none now. Takes a few milliseconds at most: a long
 * scan goes on with the next call. Fails with LEDE_ENOMEM only; an inbox that is gone is logged and waited
 * for. */
lede_status lede__inbox_next(lede__inbox *in, lede__inbox_file **file, lede_error *err);

/* To be called once all of file->fd is read, before the result counts: closes it. False: it was changed or
 * removed while it was read. Then the file is released, `file` is gone, and the path comes again once it is
 * ready. */
bool lede__inbox_was_read(lede__inbox *in, lede__inbox_file *file);

typedef enum lede__inbox_outcome {
  LEDE__INBOX_DONE, /* dealt with as it was; committed, so that `known` would say so */
  LEDE__INBOX_AGAIN /* not dealt with (the desk is full): comes again, later each time, up to a minute */
} lede__inbox_outcome;

/* Takes the file back; `file` is gone. What was changed since it was read comes again. A consumed file is
 * moved to desk/done; where that fails, it is logged and the file comes again. */
void lede__inbox_release(lede__inbox *in, lede__inbox_file *file, lede__inbox_outcome outcome);

/* All that is known of what was dealt with is forgotten, and the inbox scanned; what is in work comes again:
 * after `known` has changed its mind (a retry, another recipe). */
void lede__inbox_rescan(lede__inbox *in);

/* True when the whole inbox was scanned and all that was ready is handed out: what still waits is being
 * written, lacks its done file, or can't be read now. For --once. */
bool lede__inbox_is_drained(const lede__inbox *in);

/* For status. */
typedef struct lede__inbox_counts {
  size_t waiting, in_work;        /* names in memory */
  size_t seen, repeated, skipped; /* files handed out, of them again after they had changed in work;
                                     left alone */
  bool more;                      /* further names wait on disk */
  bool gone, polls;               /* the folder is not there; it is scanned for want of events, or as asked */
  double oldest;                  /* seconds since the one that waits longest was seen; 0: none waits */
} lede__inbox_counts;

lede__inbox_counts lede__inbox_count(const lede__inbox *in);

#endif
