/* plugin/doc: a document as Lua sees it (`doc` in plugins and scripts).
 *
 * The one file, with plugin/offsets.h, where 0-based half-open offsets become
 * 1-based inclusive ones. A Lua document keeps the C document alive. */
#ifndef LEDE_PLUGIN_DOC_H
#define LEDE_PLUGIN_DOC_H

#include <lua.h>

#include "doc/document.h"

/* Which layers a document may be asked for; anything else raises, naming these. */
typedef struct lede__readable {
  const lede_str *layers;
  uint32_t count;
} lede__readable;

/* Pushes `doc`, taking a hold on it. `readable` NULL lets every layer be read; it must outlive the state.
 * Raises on memory. */
void lede__lua_doc_push(lua_State *L, lede_doc *doc, const lede__readable *readable);

/* The document at a stack index; raises for anything else. Borrowed. */
const lede_doc *lede__lua_doc_check(lua_State *L, int index);

/* The token range in optional arguments `from`, `to` (1-based, inclusive, clipped to the document) as
 * 0-based half-open. */
lede_span lede__lua_token_range(lua_State *L, int from, int to, const lede_doc *doc);

/* Pushes the words of a token / these in lower case; `cased`, where it is not NULL, tells whether they
 * differ. Raise on memory. */
void lede__lua_token_push(lua_State *L, const lede_doc *doc, uint32_t i);
void lede__lua_lower_push(lua_State *L, const lede_doc *doc, uint32_t i, bool *cased);

/* Pushes mark `i` of a layer as a table: first, last, text, kind, rule, parts, attributes. Raises on
 * memory. */
void lede__lua_mark_push(lua_State *L, const lede_doc *doc, const lede__layer *layer, uint32_t i);

#endif
