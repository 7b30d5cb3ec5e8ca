/* plugin/images: what `make` has prepared of the built-in plugins' files, so that a program is ready in
 * milliseconds.
 *
 * One file holds all of it and is mapped once: compiled Lua, phrase lists and weights ready for use, each
 * found by the content of what it was made of; and what was in which file at what time, so that one that is
 * as it was need not be read at all. A changed file is read, has no image, and all works as without. Only the
 * folder that belongs to the program is looked in: an image is trusted as the program is. */
#ifndef LEDE_PLUGIN_IMAGES_H
#define LEDE_PLUGIN_IMAGES_H

#include "base/error.h"

/* Tells contents apart: 128 bits of the fast hash. */
typedef struct lede__fingerprint {
  uint64_t a, b;
} lede__fingerprint;

typedef struct lede__image_maker lede__image_maker;

typedef struct lede__images {
  const char *root;         /* where the program's own files lie; messages leave it out. NULL: unknown */
  lede_str bundle;          /* all images, mapped; absent when there are none */
  lede__image_maker *maker; /* what is being prepared; NULL but for what `make` does */
} lede__images;

/* Maps the images in `folder`; there may be none. With `make` they are to be made there instead. `root` and
 * `folder` must live on. */
void lede__images_open(const char *root, const char *folder, bool make, lede__images *out);

/* Ends the use of all images. */
void lede__images_close(lede__images *images);

/* Writes what was prepared, where something was; a failure only costs time later. */
void lede__images_write(const lede__images *images);

lede__fingerprint lede__fingerprint_of(lede_str bytes);

/* The fingerprint of the file at `path`, when it is one of the program's own and is as it was at `make`. */
bool lede__images_know(const lede__images *images, const char *path, lede__fingerprint *out);

/* The image of `kind` ("lua", "phrases", "lists", "tagger") made of what has this fingerprint with `flavour`
 * (a chunk's name, an option): borrowed until lede__images_close, aligned for any type. False when there is
 * none. */
bool lede__image_find(const lede__images *images, const char *kind, lede__fingerprint print, lede_str flavour,
                      lede_str *out);

/* Keeps one, and what a file holds, for lede__images_write; where nothing is to be made they do nothing. */
void lede__image_make(const lede__images *images, const char *kind, lede__fingerprint print, lede_str flavour,
                      lede_str bytes);
void lede__image_note(const lede__images *images, const char *path, lede__fingerprint print);

#endif
