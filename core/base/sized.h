/* base/sized: structs of the public face that begin with their size, so that a host and a library of
 * different versions understand each other. */
#ifndef LEDE_BASE_SIZED_H
#define LEDE_BASE_SIZED_H

#include <stdbool.h>
#include <stddef.h>

/* Copies the caller's struct, whose first member is its size, into one of ours. What an older caller
 * doesn't have becomes zero. False when `from` is NULL, its size is nonsense, or a newer caller has set
 * something that is unknown here. */
bool lede__sized_copy(void *to, size_t size, const void *from);

#endif
