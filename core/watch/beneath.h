/* watch/beneath: paths under a folder, walked part by part, so that no link leads out of it. */
#ifndef LEDE_WATCH_BENEATH_H
#define LEDE_WATCH_BENEATH_H

#include <stdbool.h>
#include <sys/stat.h>

/* Opens the folder in which the last part of `path` lies, and with `makes` makes the folders on the way;
 * *name is that last part, within `path`. -1 and errno; ENOTDIR or ELOOP where a part is a link. The caller
 * closes it. */
int lede__beneath_parent(int folder, const char *path, bool makes, const char **name);

/* open(2) of `path` under `folder`, with O_NOFOLLOW, O_NONBLOCK and O_CLOEXEC. -1 and errno. */
int lede__beneath_open(int folder, const char *path, int flags);

/* What is known of `path` itself, not of what it links to. -1 and errno. */
int lede__beneath_stat(int folder, const char *path, struct stat *st);

#endif
