/* text/chars: what single characters are. The one file that knows utf8proc. */
#ifndef LEDE_TEXT_CHARS_H
#define LEDE_TEXT_CHARS_H

#include "base/buf.h"

/* The next extended grapheme cluster boundary after `at` (UAX #29, Unicode 15.0); at < len. */
size_t lede__grapheme_end(const char *s, size_t len, size_t at);
size_t lede__grapheme_count(const char *s, size_t len);

bool lede__is_upper(uint32_t cp); /* upper or title case letter */
bool lede__is_lower(uint32_t cp);
bool lede__is_letter(uint32_t cp);
bool lede__is_digit(uint32_t cp); /* decimal digit of any script */
bool lede__is_space(uint32_t cp); /* white space, controls and format characters that print as nothing */
bool lede__is_punct(uint32_t cp); /* general category P* */

/* The lower case of one code point by the simple mapping; itself where there is none. */
uint32_t lede__lower_of(uint32_t cp);

/* Appends `s` in lower case (simple mappings: each code point to one) / case-folded
 * without diacritics, curly apostrophes as ' (for comparing names) / upper case. */
void lede__lower(lede__buf *out, lede_str s);
void lede__fold(lede__buf *out, lede_str s);
void lede__upper(lede__buf *out, lede_str s);

/* Columns `s` takes on a terminal. */
size_t lede__width(lede_str s);

/* The library behind these, and the Unicode it knows: "2.8.0", "15.0.0". */
const char *lede__chars_version(void);
const char *lede__chars_unicode(void);

#endif
