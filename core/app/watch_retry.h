/* app/watch_retry: what `lede retry` asks for: documents to be analysed again though nothing about them has
 * changed.
 *
 * A request is a file in DESK/retry, a path of the inbox a line as JSON strings; it goes when the desk has
 * taken it in. Such a document is known in the desk with a zeroed stat, which no file has: so it survives a
 * kill. */
#ifndef LEDE_APP_WATCH_RETRY_H
#define LEDE_APP_WATCH_RETRY_H

#include "store/store.h"

/* Makes the folder requests are left in. LEDE_EIO. */
lede_status lede__watch_retry_open(const char *desk, lede_error *err);

/* Takes in all requests there are; *count is how many documents they name that the desk knows. LEDE_EIO,
 * LEDE_ENOMEM: what is left is taken in the next time. */
lede_status lede__watch_retry_take(const char *desk, lede__store *store, size_t *count, lede_error *err);

/* True of a document that is to be analysed again, whatever its content. */
bool lede__watch_retry_wants(const lede__store_stat *stat);

#endif
