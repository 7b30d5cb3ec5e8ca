/* watch/apart: what is read and what is written must not lie in one another. */
#ifndef LEDE_WATCH_APART_H
#define LEDE_WATCH_APART_H

#include "base/error.h"

/* LEDE_EUSAGE, saying what to do, where one of the two folders is or lies in the other, seen through links;
 * the desk may not exist yet. LEDE_EIO: where the inbox lies can't be told; LEDE_ENOMEM. */
lede_status lede__check_apart(const char *inbox, const char *desk, lede_error *err);

#endif
