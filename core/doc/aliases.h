/* doc/aliases: a user's aliases.lua: which names are one and which are not, what they are called, what is
 * no name.
 *
 * Read once and checked as a whole; what is wrong is said with its line. What is made of it is the
 * plugins' affair. */
#ifndef LEDE_DOC_ALIASES_H
#define LEDE_DOC_ALIASES_H

#include <jansson.h>

#include "base/error.h"
#include "base/hash.h"

/* What plugins see, as lede.aliases: an object of four lists, in the order of the file:
 *   merge:  { name, forms, kind where it is given }    the forms are the name's
 *   split:  { name, forms }                            the forms are not the name's
 *   rename: { from, to }
 *   never:  { word, kind where it is given }           no name, or none of that kind */
typedef struct lede__aliases {
  json_t *lists;               /* NULL: there are none */
  char hash[LEDE__SHA256_HEX]; /* of the lists: comments and layout make no difference */
} lede__aliases;

/* Reads the file at `path`. LEDE_ESETUP with "FILE:LINE" for what is wrong in it; LEDE_EIO, LEDE_ENOMEM.
 * An empty file gives no aliases. */
lede_status lede__aliases_read(const char *path, lede__aliases *out, lede_error *err);

/* A zeroed struct is fine. */
void lede__aliases_free(lede__aliases *a);

#endif
