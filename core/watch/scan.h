/* watch/scan: the entries of a folder and of those in it, a few at a time, in the order of the disk.
 * Descends only where it is told to, and never through a link. Holds one folder open at a time. */
#ifndef LEDE_WATCH_SCAN_H
#define LEDE_WATCH_SCAN_H

#include <dirent.h>

#include "base/buf.h"

/* Zeroed: nothing to scan. */
typedef struct lede__scan {
  DIR *dir;
  char **folders; /* yet to be read; the last comes next */
  size_t count, cap;
  lede__buf path; /* of the folder that is being read, and the entry in it */
  size_t folder_len;
} lede__scan;

void lede__scan_stop(lede__scan *s); /* leaves the rest; frees all */

bool lede__scan_is_running(const lede__scan *s);

/* The folder at `path` is read too, "" being the root. False: out of memory. */
bool lede__scan_add(lede__scan *s, const char *path);

typedef enum lede__scanned {
  LEDE__SCANNED_ENTRY,  /* *path is an entry, neither "." nor ".." */
  LEDE__SCANNED_FOLDER, /* *path is a folder that is read next */
  LEDE__SCANNED_FAILED, /* *path could not be read, and errno says why; the rest goes on */
  LEDE__SCANNED_END,
  LEDE__SCANNED_NOMEM
} lede__scanned;

/* One step; `root` is an open folder. *path is borrowed until the next. */
lede__scanned lede__scan_next(lede__scan *s, int root, const char **path);

/* Where the entry lies, open, and its name there: for fstatat. */
int lede__scan_folder(const lede__scan *s, const char **name);

#endif
