/* input/given: the facts that come with a text, by the names they have in JSON and CSV. */
#ifndef LEDE_INPUT_GIVEN_H
#define LEDE_INPUT_GIVEN_H

#include "lede.h"

enum { LEDE__GIVEN_COUNT = 5 };

/* "title", "outlet", "date", "url", "lang": all but id and path, which are found in ways of their own. */
extern const char *const lede__given_names[LEDE__GIVEN_COUNT];

/* Where lede__given_names[i] is kept. */
lede_str *lede__given_at(lede_given *given, size_t i);

#endif
