/* app/complaints: what goes to standard error about documents, without saying the same ten thousand times.
 *
 * Complaints are alike when their first lines are, numbers apart. The first few of a kind are printed whole,
 * the others counted. */
#ifndef LEDE_APP_COMPLAINTS_H
#define LEDE_APP_COMPLAINTS_H

#include <stdio.h>

#include "lede.h"

enum { LEDE__COMPLAINT_KINDS = 64 };

typedef struct lede__complaints {
  struct {
    uint64_t hash; /* of the first line */
    size_t times;
    char first_line[160]; /* cut where it is longer */
  } kinds[LEDE__COMPLAINT_KINDS];
  size_t count;
} lede__complaints;

/* True when it should be printed. Past LEDE__COMPLAINT_KINDS kinds, all are. */
bool lede__complaints_note(lede__complaints *c, lede_str complaint);

/* Writes a line for each kind of which some were not printed. */
void lede__complaints_sum_up(const lede__complaints *c, FILE *out);

#endif
