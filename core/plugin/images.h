/* plugin/images: what `make` has prepared of the built-in plugins' files, so that a program is ready in
 * milliseconds.
 *
 * An image is a file named for what it was made of: compiled Lua, or a phrase list ready to be mapped. It
 * is found by a hash of the source, lede's version and Lua's, so a changed source simply has none, and all
 * works as without. Only the folder that belongs to the program is looked in: an image is trusted as the
 * program is. */
#ifndef LEDE_PLUGIN_IMAGES_H
#define LEDE_PLUGIN_IMAGES_H

#include "base/error.h"

typedef struct lede__images {
  const char *folder; /* NULL: there are none */
  const char *root;   /* where the program's own files lie; messages leave it out. NULL: unknown */
  bool make;          /* write those that are missing: what `make` does */
} lede__images;

/* The image of `kind` ("lua", "phrases") made of `source` with `flavour` (a chunk's name, an option):
 * mapped read-only until lede__image_close. False when there is none. */
bool lede__image_open(const lede__images *images, const char *kind, lede_str source, lede_str flavour, lede_str *out);
void lede__image_close(lede_str image);

/* Writes one, where images are to be made; a failure only costs time later. */
void lede__image_make(const lede__images *images, const char *kind, lede_str source, lede_str flavour, lede_str bytes);

#endif
