/* input/gz: unpacking gzip as it comes. The one file that knows zlib; knows nothing of files. */
#ifndef LEDE_INPUT_GZ_H
#define LEDE_INPUT_GZ_H

#include "base/error.h"

typedef struct lede__gz lede__gz;

/* Owned: lede__gz_free. NULL when out of memory. */
lede__gz *lede__gz_new(void);
void lede__gz_free(lede__gz *gz);

/* Unpacks what it can of `in` into `room` bytes at `out`; says how much of each it *used and *got. Members
 * one after another are one stream, zeros behind the last are padding. Fails with LEDE_EFORMAT or
 * LEDE_ENOMEM, once all that came before is unpacked. */
lede_status lede__gz_unpack(lede__gz *gz, lede_str in, size_t *used, char *out, size_t room, size_t *got,
                            const char *where, lede_error *err);

/* True where a stream may end: behind a whole member. */
bool lede__gz_is_whole(const lede__gz *gz);

/* That of zlib: "1.2.13". */
const char *lede__gz_version(void);

#endif
