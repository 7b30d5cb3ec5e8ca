/* text/lines: which line breaks begin a paragraph.
 *
 * On the web a line is a paragraph. Old newswire and mail break lines at some 70 columns in mid-sentence:
 * there a blank line or an indented one begins a paragraph. Which of the two a text is, its lines tell. */
#ifndef LEDE_TEXT_LINES_H
#define LEDE_TEXT_LINES_H

#include "text/segment.h"

/* Leaves LEDE__TOKEN_LINE on tokens that begin a paragraph only. Allocates nothing; cannot fail. */
void lede__lines_settle(lede_str text, lede__segments *seg);

#endif
