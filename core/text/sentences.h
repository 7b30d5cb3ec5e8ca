/* text/sentences: sentence boundaries by the default rules of UAX #29 (Unicode 15.0).
 * Knows nothing of news: text/segment builds on it. */
#ifndef LEDE_TEXT_SENTENCES_H
#define LEDE_TEXT_SENTENCES_H

#include "lede.h"

/* The next sentence boundary after `at`, itself a boundary; at < len; valid UTF-8. */
size_t lede__sentence_end(const char *s, size_t len, size_t at);

#endif
