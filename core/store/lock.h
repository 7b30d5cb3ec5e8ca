/* store/lock: one writer a desk: DESK/lock, held with flock, the holder's pid in it.
 *
 * The kernel lets go of it when its holder dies, however that happens; the file stays. */
#ifndef LEDE_STORE_LOCK_H
#define LEDE_STORE_LOCK_H

#include "base/error.h"

/* Takes the lock; *out is held until it is closed. LEDE_ESETUP, saying who has it; LEDE_EIO. */
lede_status lede__lock_take(const char *folder, int *out, lede_error *err);

#endif
