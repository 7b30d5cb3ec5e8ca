/* watch/ready: whether a file of an inbox is a document, and whether somebody is still writing it.
 *
 * Who has a file open for writing is found out by asking for a lease (fcntl F_SETLEASE), which is refused
 * while a writer has it open, and is given back at once. Leases are for a file's owner and for root, and on
 * file systems of other machines they say nothing about writers there. */
#ifndef LEDE_WATCH_READY_H
#define LEDE_WATCH_READY_H

#include <stdbool.h>
#include <sys/stat.h>

typedef enum lede__name_kind {
  LEDE__NAME_DOCUMENT,   /* input/names wants it */
  LEDE__NAME_UNFINISHED, /* hidden, .tmp, .part, ~, .swp, .crdownload, or one with `done_suffix`:
                            never spoken of */
  LEDE__NAME_OTHER       /* an ending that is not read */
} lede__name_kind;

/* `name` is without its folder; `done_suffix` may be NULL. */
lede__name_kind lede__ready_name(const char *name, const char *done_suffix);

/* Why what is no regular file is left alone ("is a FIFO, not a file"); NULL for a regular file. */
const char *lede__ready_refusal(mode_t mode);

typedef enum lede__writers { LEDE__WRITERS_NONE, LEDE__WRITERS_SOME, LEDE__WRITERS_UNKNOWN } lede__writers;

/* Whether somebody has the file open for writing, `fd` being open for reading only. */
lede__writers lede__ready_writers(int fd);

/* The file system is another machine's or in user space: neither leases nor events tell of every change. */
bool lede__ready_is_remote(int fd);

/* The same file in the same state: device, inode, size, mtime, ctime. */
bool lede__ready_same(const struct stat *a, const struct stat *b);

#endif
