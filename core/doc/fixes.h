/* doc/fixes: a user's fixes.jsonl: corrections of single marks, one a line.
 *
 *   {"doc":"inbox/fire.txt","layer":"quotes","start":112,"end":128,"text":"concrete results",
 *    "field":"speaker","value":"Ada Berg"}
 *
 * Instead of field and value a line may have "delete":true, or "add":{"kind":…, attributes}. "kind" says
 * which mark is meant where several have one place; who, when and note are for people. A field is kind or
 * an attribute; null takes the attribute away, and a new value the place where the old one stood. Fixes
 * are put on a document when all plugins are done with it, in the order of the file. Knows nothing of
 * plugins. */
#ifndef LEDE_DOC_FIXES_H
#define LEDE_DOC_FIXES_H

#include <jansson.h>

#include "base/hash.h"
#include "doc/document.h"

typedef struct lede__fix {
  lede_str doc, layer;
  lede_span at;
  lede_str text;       /* the words that stood there when it was made */
  lede_str kind;       /* absent: the mark there, whatever its kind */
  lede_str field;      /* absent: the mark goes, or with `add` comes */
  const json_t *value; /* of the field */
  const json_t *add;   /* the fields of a new mark; else NULL */
  size_t line;
} lede__fix;

typedef struct lede__fixes {
  char *file;      /* as its user named it */
  json_t *lines;   /* what the strings are borrowed from */
  lede__fix *list; /* by document, then as in the file */
  size_t count, cap;
  char hash[LEDE__SHA256_HEX]; /* of the file's bytes */
} lede__fixes;

/* Reads the file at `path`. LEDE_ESETUP with "FILE:LINE" for what is wrong in it; LEDE_EIO, LEDE_ENOMEM. */
lede_status lede__fixes_read(const char *path, lede__fixes *out, lede_error *err);

/* A zeroed struct is fine. */
void lede__fixes_free(lede__fixes *f);

/* Checks fields and types against the layers of a run. A layer that is none of them is passed over: the
 * file may serve other runs too; one that is misspelt is LEDE_ESETUP, as is an unknown field or a value of
 * another type. */
lede_status lede__fixes_check(const lede__fixes *f, const lede__schema *const *schemas, size_t count,
                              lede_error *err);

/* Called for a fix that could not be put on a document: which one, where, and why. */
typedef lede_status (*lede__on_unfixed)(void *context, lede_str message, lede_error *err);

/* Puts the fixes for a document on it; doc->fixes becomes how many. Fails with LEDE_ENOMEM or as `on`
 * does. */
lede_status lede__fixes_apply(const lede__fixes *f, lede_doc *doc, lede__on_unfixed on, void *context,
                              lede_error *err);

/* A document's id as fixes are filed by it: without a "./" in front. */
lede_str lede__fix_doc(lede_str id);

/* A JSON value as one of an attribute, into `cell`; NULL or null empties it. Spans must be of `text`, when
 * there is one. Where the value is of another type the answer is what would be right ("a string"), else
 * NULL; *failed is set when out of memory. Strings go to the arena. */
const char *lede__fix_value(lede__arena *arena, const lede__attribute *a, const json_t *value, lede_str text,
                            lede__cell *cell, bool *failed);

#endif
