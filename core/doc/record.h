/* doc/record: a document and its layers as one JSON object, and back.
 *
 * Beside what the manual shows, a record has "schema" (each layer's plugin, and what it gives: attributes and
 * their types), "offsets" where they are not in bytes, and "path_bytes" (hex) where the path is not UTF-8. */
#ifndef LEDE_DOC_RECORD_H
#define LEDE_DOC_RECORD_H

#include "base/buf.h"
#include "doc/document.h"
#include "doc/offsets.h"

typedef struct lede__record_options {
  bool no_text;   /* leave the text out; marks keep theirs */
  bool tokens;    /* tokens as a layer of their own */
  bool sentences; /* sentences as a layer of their own */
  lede__offsets offsets;
  lede_str recipe; /* absent: left out */
} lede__record_options;

/* An error that did not stop the document: a plugin that failed on it. */
typedef lede_plugin_error lede__record_error;

/* Appends one line without its line feed. Layers come in order of name. */
lede_status lede__record_write(lede__buf *out, const lede_doc *doc, const lede__record_options *options,
                               const lede__record_error *errors, size_t error_count, lede_error *err);

/* The record of a document that could not be read: {"lede":1,"doc":{...},"error":{code,where,message}}. */
lede_status lede__record_write_failure(lede__buf *out, const lede_given *given, const lede_error *failure,
                                       lede_error *err);

/* Reads a record with its text back into a document: the same layers, facts and offsets, so that writing it
 * again with the same options and errors gives the same bytes. Its tokens and sentences are found anew;
 * members that are unknown are passed over. Fails with LEDE_EFORMAT, LEDE_EENCODING or LEDE_ENOMEM. */
lede_status lede__record_read(lede_str json, lede_doc **out, lede_error *err);

#endif
