/* base/visible: makes text from documents and file names safe to show.
 *
 * C0, C1, DEL, bidi controls, zero-width characters and invalid bytes are
 * written as visible escapes: <U+202E>, <1B>. Line feed and tab pass only where
 * the caller says so. Nothing a document holds can move the cursor, colour the
 * screen or reorder a line. */
#ifndef LEDE_BASE_VISIBLE_H
#define LEDE_BASE_VISIBLE_H

#include "base/buf.h"

/* Appends `s` to `out`; with `lines`, LF and TAB stay as they are. */
void lede__visible(lede__buf *out, lede_str s, bool lines);

#endif
