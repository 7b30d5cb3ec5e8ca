/* doc/document: the whole of what is known about one text.
 *
 * One arena and one free. Complete once loaded: text and segments never change
 * afterwards, only layers are added. Knows nothing of Lua. */
#ifndef LEDE_DOC_DOCUMENT_H
#define LEDE_DOC_DOCUMENT_H

#include <stdatomic.h>

#include "base/arena.h"
#include "doc/layer.h"
#include "doc/token_hash.h"
#include "text/load.h"
#include "text/segment.h"

#define LEDE__MAX_LAYERS 64

struct lede_doc {
  atomic_uint holds; /* a session's plugins may let go of it in another thread than its reader's */
  lede__arena arena;
  lede__loaded loaded;
  lede__segments segments;
  lede_given given; /* id is never absent */
  bool source_lost; /* read from a record that can't say which bytes of the file became which text */
  char content[72]; /* "sha256:" and the hash of the source bytes */
  uint64_t *folded; /* a token each: lede__token_hash */
  lede__layer *layers[LEDE__MAX_LAYERS];
  uint32_t layer_count;
  uint32_t fixes; /* corrections of the user's that were put on it */
  lede_plugin_error *errors; /* plugins that failed on it; with `recipe`, filled by session/session only */
  uint32_t error_count;
  lede_str recipe;
};

/* A document from text that is UTF-8 already (a field of JSON or CSV): nothing is sniffed, guessed or taken
 * off, a U+FEFF stays. Fails with LEDE_EENCODING, LEDE_ETOOBIG (4 GB) or LEDE_ENOMEM. The caller owns it. */
lede_status lede__doc_from_text(lede_str utf8, const lede_given *given, lede_doc **out, lede_error *err);

/* Takes over a sealed layer of the document's own arena, replacing one of the same name.
 * Fails with LEDE_ESETUP past LEDE__MAX_LAYERS. */
lede_status lede__doc_add_layer(lede_doc *doc, lede__layer *layer, lede_error *err);

/* The layer called `name`; NULL when there is none. */
const lede__layer *lede__doc_layer(const lede_doc *doc, lede_str name);

/* "word", "number", "mark", ...: the name of a kind of token. */
const char *lede__token_kind_name(lede_token_kind kind);

#endif
