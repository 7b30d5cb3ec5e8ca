/* base/file: small files of the user's, read whole. */
#ifndef LEDE_BASE_FILE_H
#define LEDE_BASE_FILE_H

#include "base/buf.h"

/* Appends what is in the file at `path`. LEDE_ETOOBIG past `most` bytes; LEDE_EIO, which says why, when it
 * can't be read; LEDE_ENOMEM. */
lede_status lede__file_read(const char *path, size_t most, lede__buf *out, lede_error *err);

#endif
