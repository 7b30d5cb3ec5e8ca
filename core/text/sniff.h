/* text/sniff: recognises by their first bytes files that are not plain text. */
#ifndef LEDE_TEXT_SNIFF_H
#define LEDE_TEXT_SNIFF_H

#include "lede.h"

typedef struct lede__sniffed {
  const char *what;   /* "an HTML page", "a PDF document", ... */
  const char *remedy; /* one line: what to do about it */
} lede__sniffed;

/* NULL for what may be plain text. */
const lede__sniffed *lede__sniff(lede_str bytes);

#endif
