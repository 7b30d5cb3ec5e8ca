/* text/words: word boundaries by the default rules of UAX #29 (Unicode 15.0).
 * Knows nothing of news: text/tokens builds on it. Linear: no character is looked at more than twice. */
#ifndef LEDE_TEXT_WORDS_H
#define LEDE_TEXT_WORDS_H

#include "lede.h"

/* The next word boundary after `at`, itself a boundary; at < len; valid UTF-8. */
size_t lede__word_end(const char *s, size_t len, size_t at);

/* The end of the run from `at` on that joins without a middle character: "don" of "don't", "3" of "3.5",
 * all of "Erdoğan", of a flag, of a family. White space (U+202F, which the default rules take for a
 * connector) ends it. at < len; valid UTF-8. */
size_t lede__word_run(const char *s, size_t len, size_t at);

#endif
