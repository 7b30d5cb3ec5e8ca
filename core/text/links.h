/* text/links: where web addresses, e-mail addresses, handles and tags begin and end.
 *
 * Each function is asked at one place and answers how far the thing reaches, or the place itself when there
 * is none. What looks back looks back LEDE__LINK_REACH bytes at most. */
#ifndef LEDE_TEXT_LINKS_H
#define LEDE_TEXT_LINKS_H

#include "lede.h"

#define LEDE__LINK_REACH 64

/* "https" or the like, complete, at [start, end), with "://" behind it. */
bool lede__is_scheme(lede_str s, size_t start, size_t end);

/* The end of the address whose first bytes are known to be one; trailing punctuation is not part of it. */
size_t lede__url_end(lede_str s, size_t at);

/* True when [start, end) is a domain name as people write it in text: bbc.co.uk. Not Caliber.Az, a name. */
bool lede__is_domain(lede_str s, size_t start, size_t end);

/* True for the bytes the part of an e-mail address before @ is made of. */
bool lede__is_mailbox_byte(char c);

/* The end of the domain that begins at `at`, behind an @. */
size_t lede__mail_domain_end(lede_str s, size_t at);

/* The end of @name, @name@host.org, @name.bsky.social; `at` is the @. */
size_t lede__handle_end(lede_str s, size_t at);

/* The end of #name; `at` is the #. "#1" is no tag. */
size_t lede__tag_end(lede_str s, size_t at);

#endif
