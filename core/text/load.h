/* text/load: bytes of any common encoding become UTF-8 text and a way back.
 *
 * A BOM decides, even against options->encoding; else that does; else NUL in
 * every other byte is refused, naming --encoding; else valid UTF-8 is UTF-8;
 * else, where most multi-byte sequences are valid, UTF-8 with U+FFFD for each
 * bad one; else Windows-1252, flagged. Line ends and NULs stay as they are: the
 * text is what the file says, and one without any words is a text too. */
#ifndef LEDE_TEXT_LOAD_H
#define LEDE_TEXT_LOAD_H

#include "base/arena.h"

#define LEDE__MAX_BYTES ((size_t)64 << 20) /* what max_bytes 0 means */

/* From text offset `text` on, `source` is the offset in the file, until the next entry. Sorted by `text`;
 * the first entry is {0, length of the BOM}. Within an entry each unit of `text_unit` bytes of text stands
 * for `source_unit` bytes of the file: a character of another encoding, a replaced sequence. Both 0: byte
 * for byte. */
typedef struct lede__source_entry {
  uint32_t text;
  uint32_t source;
  uint8_t text_unit, source_unit;
} lede__source_entry;

typedef struct lede__loaded {
  lede_str text;        /* valid UTF-8, NUL-terminated, owned by the arena */
  const char *encoding; /* static: "utf-8", "utf-16le", ..., "windows-1252" */
  bool bom;             /* a BOM said so; it is not part of the text */
  bool guessed;         /* no valid reading was found: Windows-1252 is a guess */
  size_t source_bytes;
  size_t replaced;       /* sequences that became U+FFFD */
  size_t first_replaced; /* source offset of the first, when replaced > 0 */
  lede__source_entry *map;
  uint32_t map_count;
} lede__loaded;

/* Decodes. `where` names the file in errors. Fails with LEDE_ETOOBIG (past max_bytes or 4 GB),
 * LEDE_EFORMAT (HTML, PDF, DOCX, mail, ... recognised by their first bytes: text/sniff),
 * LEDE_EENCODING, LEDE_EUSAGE (no such encoding) or LEDE_ENOMEM; the message says what to do. */
lede_status lede__load(lede__arena *arena, lede_str bytes, const lede_load_options *options,
                       const char *where, lede__loaded *out, lede_error *err);

/* The same for pieces of JSON or CSV, which may look like anything: no format is recognised. */
lede_status lede__load_any(lede__arena *arena, lede_str bytes, const lede_load_options *options,
                           const char *where, lede__loaded *out, lede_error *err);

/* The source bytes that became text [at.start, at.end); see lede_doc_source. */
void lede__loaded_source(const lede__loaded *l, lede_span at, size_t *start, size_t *end);

#endif
