/* flow/partials: what single documents gave for the findings, joined step by step in the order of the
 * source.
 *
 * A partial fold is a line of JSON. Those of single documents stand at level 0; when 64 of a level are
 * there they are to be joined, and what comes of it stands at the next level. Which are joined with which
 * depends on the source alone, not on who answered first, so the findings are the same for any number of
 * workers. Knows nothing of processes. */
#ifndef LEDE_FLOW_PARTIALS_H
#define LEDE_FLOW_PARTIALS_H

#include "base/buf.h"

enum { LEDE__PARTIAL_LEVELS = 8 }; /* 64^8 documents */

typedef struct lede__partials {
  struct {
    lede__buf lines; /* each with its line feed */
    size_t count;
  } level[LEDE__PARTIAL_LEVELS];
} lede__partials;

/* Adds one at `level`, which must come after all that were added there before. True when that level is
 * full: then lede__partials_take it, and add what joining gives at level + 1. */
bool lede__partials_add(lede__partials *p, unsigned level, lede_str line);

/* Moves the lines of a level to the end of `out`, which remembers running out of memory. */
void lede__partials_take(lede__partials *p, unsigned level, lede__buf *out);

/* The same for all levels, in the order of the source. Returns how many lines that were. */
size_t lede__partials_take_all(lede__partials *p, lede__buf *out);

void lede__partials_free(lede__partials *p);

#endif
