/* watch/move: moving a file to where nothing is overwritten. */
#ifndef LEDE_WATCH_MOVE_H
#define LEDE_WATCH_MOVE_H

#include "base/error.h"

/* rename(2) that fails with EEXIST where `to` is taken. -1 and errno. */
int lede__move_new(int from_folder, const char *from, int to_folder, const char *to);

/* Moves the file `name` of the open folder `from` to `folder`/`path`, or where that is taken to a name with a
 * number: "fire.txt" becomes "fire.2.txt". Folders are made on the way. Across file systems it is copied
 * under a hidden name and synced first. *to, owned by the caller, is `path` as it became; NULL is fine.
 * LEDE_EIO: it stays where it is; LEDE_ENOMEM. */
lede_status lede__move_file(int from, const char *name, const char *folder, const char *path, char **to,
                            lede_error *err);

#endif
