/* match/lists: several phrase lists at work in one pass over a document's tokens.
 *
 * Each finds what it would find alone, but nearly all tokens begin no phrase of any list, and are turned away
 * with one look for all of them together. */
#ifndef LEDE_MATCH_LISTS_H
#define LEDE_MATCH_LISTS_H

#include "match/phrases.h"

enum { LEDE__MAX_LISTS = 16, LEDE__LIST_SLOTS = 1 << 16, LEDE__LIST_BITS = 1 << 16 };

/* The lists are borrowed. `firsts` says by the hash of a token which lists may have a phrase that begins with
 * it; the bits, which stay in a processor's nearest cache, whether any may: of tokens with a capital, and of
 * those without. */
typedef struct lede__list_firsts {
  uint16_t capital; /* lists that want a capital, a bit each */
  uint64_t small[LEDE__LIST_BITS / 64], large[LEDE__LIST_BITS / 64];
  uint16_t firsts[LEDE__LIST_SLOTS];
} lede__list_firsts;

typedef struct lede__lists {
  uint32_t count;
  const lede__phrases *at[LEDE__MAX_LISTS];
  const lede__list_firsts *firsts;
} lede__lists;

/* Where a pass stands. */
typedef struct lede__lists_walk {
  uint32_t at, to;                 /* tokens */
  uint32_t paragraph_end;          /* of the paragraph that holds `at`, once it matters */
  uint32_t waiting;                /* lists that are still to be asked at `at`, a bit each */
  bool looked;                     /* `waiting` is that of `at` */
  uint32_t free[LEDE__MAX_LISTS];  /* the token behind the last match of each list */
} lede__lists_walk;

/* Fills `out`, which is the same in each run: it can be written to a file and mapped again. */
void lede__lists_firsts(const lede__phrases *const *lists, uint32_t count, lede__list_firsts *out);
/* `firsts` are those of these lists; they must live as long. */
void lede__lists_init(lede__lists *l, const lede__phrases *const *lists, uint32_t count,
                      const lede__list_firsts *firsts);

/* A pass over tokens from..to. */
lede__lists_walk lede__lists_begin(uint32_t from, uint32_t to);

/* The next match, of list number *list: by where they begin, those at one token in the order of the lists.
 * False when there are no more. */
bool lede__lists_next(const lede__lists *l, const lede_doc *doc, lede__lists_walk *w, lede__phrase_match *out,
                      uint32_t *list);

#endif
