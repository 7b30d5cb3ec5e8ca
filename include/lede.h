/* lede.h - the public face of lede, a scripting host for news text.
 *
 * A document is an immutable UTF-8 text with its tokens, sentences and
 * paragraphs. What plugins learn about it are marks: spans with a kind and
 * typed attributes, kept in named layers.
 *
 * Conventions that hold everywhere in this header
 *   offsets   bytes into lede_doc_text(), 0-based, half-open [start, end);
 *             each falls between two code points
 *   strings   lede_str: a pointer and a length in bytes, not always
 *             NUL-terminated; borrowed, valid as long as its document
 *   failure   a function that can fail returns a lede_status, LEDE_OK being 0,
 *             and says what happened in the caller's lede_error (may be NULL)
 *   absent    an index that is not there is LEDE_NONE, a string that is not
 *             there has ptr == NULL (an empty one has not)
 */
#ifndef LEDE_H
#define LEDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LEDE_VERSION "0.1.0"
#define LEDE_RECORD_VERSION 1 /* the number behind "lede" in a record */
#define LEDE_NONE UINT32_MAX

#if defined(__GNUC__)
#define LEDE_API __attribute__((visibility("default")))
#else
#define LEDE_API
#endif

/* ---- Errors ------------------------------------------------------------ */

typedef enum lede_status {
  LEDE_OK = 0,
  LEDE_ENOMEM,     /* out of memory */
  LEDE_EUSAGE,     /* the caller asked for something that makes no sense */
  LEDE_EIO,        /* a file or stream could not be read or written */
  LEDE_EENCODING,  /* the bytes are not text in the encoding expected */
  LEDE_EFORMAT,    /* a file of a kind that is not plain text, or malformed JSON or CSV */
  LEDE_ETOOBIG,    /* past a limit on size */
  LEDE_EPLUGIN,    /* a plugin raised an error or returned what it must not */
  LEDE_ESETUP,     /* plugins, settings or data that cannot work together */
  LEDE_ELIMIT,     /* a plugin used up its time, memory or output */
  LEDE_EINTERRUPT, /* stopped on request */
} lede_status;

/* What went wrong, for a person. `where` is a file, plugin or field; may be empty. */
typedef struct lede_error {
  lede_status code;
  char where[512];
  char message[4096];
} lede_error;

/* The short name of a status as it stands in error records: "encoding", "plugin", ... */
LEDE_API const char *lede_status_name(lede_status s);

/* ---- Strings and spans ------------------------------------------------- */

typedef struct lede_str {
  const char *ptr;
  size_t len;
} lede_str;

typedef struct lede_span {
  uint32_t start, end;
} lede_span;

/* ---- Documents --------------------------------------------------------- */

typedef struct lede_doc lede_doc;

/* What is known of a document before it is read. Every string may be absent
 * and is copied. What is given here wins over what plugins find in the text. */
typedef struct lede_given {
  lede_str id;     /* the user's own name for it; else the path */
  lede_str path;   /* where it came from, as the system spells it */
  lede_str title, outlet, date, url, lang;
} lede_given;

/* How bytes become text. Zero is the default of every field. */
typedef struct lede_load_options {
  const char *encoding; /* "utf-8", "utf-16le", "utf-16be", "utf-32le", "utf-32be", "windows-1252",
                           "iso-8859-1"; NULL decides by the rules in the manual */
  bool strict;          /* refuse bytes that are not valid instead of repairing them */
  size_t max_bytes;     /* refuse more; 0 is 64 MB */
} lede_load_options;

/* Decodes `len` bytes, finds tokens, sentences and paragraphs.
 * Fails with LEDE_EENCODING, LEDE_EFORMAT, LEDE_ETOOBIG or LEDE_ENOMEM.
 * The caller owns the document: lede_doc_free. */
LEDE_API lede_status lede_doc_load(const void *bytes, size_t len, const lede_given *given,
                                   const lede_load_options *options, lede_doc **out,
                                   lede_error *err);

/* Gives back one hold on the document; the last one frees it and all that was
 * borrowed from it. NULL is fine. lede_doc_hold takes another hold. */
LEDE_API void lede_doc_free(lede_doc *doc);
LEDE_API lede_doc *lede_doc_hold(lede_doc *doc);

LEDE_API lede_str lede_doc_text(const lede_doc *doc);
LEDE_API lede_str lede_doc_id(const lede_doc *doc);
LEDE_API lede_str lede_doc_path(const lede_doc *doc);

/* A fact about the whole document: "title", "outlet", "date", "url", "lang":
 * what was given, else what the layer `structure` found; absent when unknown. */
LEDE_API lede_str lede_doc_fact(const lede_doc *doc, const char *name);

/* ---- Tokens, sentences, paragraphs -------------------------------------- */

typedef enum lede_token_kind {
  LEDE_TOKEN_WORD,   /* letters, contractions, hyphen-free: "don’t", "U.S." */
  LEDE_TOKEN_NUMBER, /* 1,250.5  90  15th */
  LEDE_TOKEN_MARK,   /* punctuation */
  LEDE_TOKEN_SYMBOL, /* $ % + emoji */
  LEDE_TOKEN_URL,
  LEDE_TOKEN_EMAIL,
  LEDE_TOKEN_HANDLE, /* @name */
  LEDE_TOKEN_TAG,    /* #name */
} lede_token_kind;

LEDE_API uint32_t lede_doc_token_count(const lede_doc *doc);
LEDE_API lede_span lede_doc_token(const lede_doc *doc, uint32_t i);
LEDE_API lede_token_kind lede_doc_token_kind(const lede_doc *doc, uint32_t i);
/* The token that covers byte `at`, else the first one after it; LEDE_NONE past the last. */
LEDE_API uint32_t lede_doc_token_at(const lede_doc *doc, uint32_t at);

LEDE_API uint32_t lede_doc_sentence_count(const lede_doc *doc);
/* From the first byte of its first token to the last byte of its last. */
LEDE_API lede_span lede_doc_sentence(const lede_doc *doc, uint32_t i);
/* Its tokens as a half-open range of indices. */
LEDE_API lede_span lede_doc_sentence_tokens(const lede_doc *doc, uint32_t i);
/* The sentence that covers byte `at`, else the first one after it; LEDE_NONE past the last. */
LEDE_API uint32_t lede_doc_sentence_at(const lede_doc *doc, uint32_t at);

LEDE_API uint32_t lede_doc_paragraph_count(const lede_doc *doc);
LEDE_API lede_span lede_doc_paragraph(const lede_doc *doc, uint32_t i);
LEDE_API uint32_t lede_doc_paragraph_at(const lede_doc *doc, uint32_t at);

/* The bytes of the source file that became text[start, end). A boundary inside
 * something decoding replaced widens to the whole of it. */
LEDE_API void lede_doc_source(const lede_doc *doc, lede_span text, size_t *start, size_t *end);

#ifdef __cplusplus
}
#endif
#endif
