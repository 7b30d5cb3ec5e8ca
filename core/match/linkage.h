/* match/linkage: groups things of which some pairs are alike.
 *
 * Agglomerative clustering by average linkage: the most alike pair first, two groups become one when their
 * members are alike in the mean. Pairs that are not listed are not alike at all. Knows nothing of what is
 * grouped. */
#ifndef LEDE_MATCH_LINKAGE_H
#define LEDE_MATCH_LINKAGE_H

#include "match/vectors.h"

/* How much room lede__linkage takes, for any type. */
size_t lede__linkage_bytes(uint32_t things, uint32_t pairs);

/* Sorts `pairs`, the most alike first, and gives each thing the lowest number of its group in `group`. Groups
 * are joined when their mean likeness is at least `least` and they come to at most `largest`. */
void lede__linkage(lede__pair *pairs, uint32_t count, uint32_t things, double least, uint32_t largest,
                   void *room, uint32_t *group);

#endif
