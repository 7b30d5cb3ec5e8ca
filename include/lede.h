/* lede.h - the public face of lede, a scripting host for news text.
 *
 * A document is an immutable UTF-8 text with its tokens, sentences and paragraphs. What
 * plugins learn about it are marks: spans with a kind and typed attributes, kept in named
 * layers. A session is a set of plugins, loaded and put in order, that takes one document
 * after another.
 *
 *   #include <lede.h>
 *   #include <stdio.h>
 *
 *   int main(void) {
 *     static const char text[] = "“We will rebuild the bridge,” Anna Corrin said on Monday.";
 *     lede_session *session;
 *     lede_doc *doc;
 *     lede_error err;
 *     if (lede_session_open(NULL, &session, &err)) return fprintf(stderr, "%s\n", err.message), 1;
 *     if (lede_session_analyze(session, text, sizeof text - 1, NULL, NULL, &doc, &err) == LEDE_OK) {
 *       const lede_layer *quotes = lede_doc_layer(doc, "quotes");
 *       for (uint32_t i = 0; i < lede_layer_count(quotes); i++) {
 *         lede_str words = lede_doc_words(doc, lede_mark_span(quotes, i));
 *         lede_str speaker = lede_mark_str(quotes, i, "speaker");
 *         printf("%.*s: %.*s\n", (int)speaker.len, speaker.ptr, (int)words.len, words.ptr);
 *       }
 *       lede_doc_free(doc);
 *     }
 *     lede_session_close(session);
 *   }
 *
 *   cc who.c $(pkg-config --cflags --libs lede)
 *
 * The parts of this header, in the order in which a host meets them
 *   errors · strings and spans · sessions · documents · tokens, sentences, paragraphs ·
 *   layers and marks · plugins that failed · records · findings · stopping · plugins in C
 *
 * Conventions that hold everywhere in this header
 *   offsets   bytes into lede_doc_text(), 0-based, half-open [start, end);
 *             each falls between two code points
 *   strings   lede_str: a pointer and a length in bytes, not always
 *             NUL-terminated; borrowed, valid as long as its document.
 *             Every const char * is NUL-terminated UTF-8
 *   failure   a function that can fail returns a lede_status, LEDE_OK being 0,
 *             and says what happened in the caller's lede_error (may be NULL).
 *             Then *out is NULL and there is nothing to free
 *   absent    an index that is not there is LEDE_NONE, a string that is not
 *             there has ptr == NULL (an empty one has not). A NULL layer has no
 *             marks, an index past the end an empty span: both are harmless
 *   owning    what came from _open is given back with _close, what came from
 *             _load, _read or _analyze with lede_doc_free, a char * with lede_free.
 *             Everything else is borrowed
 *   structs   configurations begin with their size, so that a host and a library
 *             of different versions understand each other; zero is the default
 *             of every field
 *
 * Threads: a session belongs to one thread at a time; any number of sessions work side by
 * side. A document, once analysed, doesn't change: several threads may read it, and hold and
 * free it. Only lede_interrupt may be called on a session that another thread is using.
 *
 * What the library leaves alone: it installs no signal handler and no atexit function,
 * starts no process, never exits or aborts, and has no state that one session could feel of
 * another. It starts one thread, at the first call that runs Lua, which watches time limits
 * and takes no signals. The locale of the host does not reach plugins and is not changed;
 * callbacks run in the C locale. It writes nothing to the standard streams, but for the
 * messages of a session that has no log function. It reads the files it is told of, its own
 * (lede_config.root) and the variable LEDE_ROOT. Its Lua is private: a host may have a Lua
 * of its own, of any version.
 */
#ifndef LEDE_H
#define LEDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

/* The version of the library that runs, where LEDE_VERSION is that of the header. */
LEDE_API const char *lede_version(void);

/* Gives back a char * that this library handed out. NULL is fine. */
LEDE_API void lede_free(void *p);

/* ---- Errors ------------------------------------------------------------- */

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

/* ---- Strings and spans -------------------------------------------------- */

typedef struct lede_str {
  const char *ptr;
  size_t len;
} lede_str;

typedef struct lede_span {
  uint32_t start, end;
} lede_span;

/* ---- Sessions ----------------------------------------------------------- */

typedef struct lede_session lede_session;
typedef struct lede_doc lede_doc;
typedef struct lede_plugin lede_plugin; /* a plugin in C: see the end */

typedef enum lede_log_level { LEDE_LOG_ERROR, LEDE_LOG_WARN, LEDE_LOG_INFO, LEDE_LOG_DEBUG } lede_log_level;

/* Called in the session's thread, during a call of the host's, with one message: what a
 * plugin prints (LEDE_LOG_INFO) and what lede has to say. No line feed at the end; control
 * characters are made visible. `message` is valid during the call. It must not use the
 * session. */
typedef void (*lede_log_function)(void *context, lede_log_level level, const char *message);

/* What a session is made of. Fill it after lede_config_init; what is left alone has the
 * default named here. All of it is read during lede_session_open and copied, but for
 * `context`s. */
typedef struct lede_config {
  size_t size; /* of this struct: lede_config_init sets it */

  /* Plugins in Lua: names looked for in `folders`, then among lede's own, or paths (with a /
   * or ending in .lua). What they need is added, and all are put in order. NULL: structure,
   * entities, quotes, topics. With plugin_count 0 and another pointer than NULL there are
   * none but those in C. */
  const char *const *plugins;
  size_t plugin_count;

  /* Plugins in C; they are planned like those in Lua. One that has the name of a plugin in
   * Lua replaces it. */
  const lede_plugin *const *c_plugins;
  size_t c_plugin_count;

  const char *const *folders; /* where plugins are looked for first. None */
  size_t folder_count;
  const char *const *settings; /* "plugin.setting=value", as in lede run --set. None */
  size_t setting_count;

  /* Holds lede's own plugins/. NULL: $LEDE_ROOT; else beside the library or the program
   * (../share/lede, or the tree it was built in); else the prefix it was configured with. */
  const char *root;

  /* Limits of each plugin in Lua; one that goes past them fails on that document. Bytes it may
   * hold: 512 MB; SIZE_MAX is none. Seconds a call may take: 5, and 1 more for each MB of text;
   * twelve times as many where it works on all documents (merge, finish); 1e8 is as good as none. */
  size_t memory;
  double seconds;

  lede_log_function log; /* NULL: "lede: message" and a line feed to stderr */
  void *log_context;

  /* Files with the user's corrections, as for lede run --aliases and --fixes. None. */
  const char *aliases, *fixes;
} lede_config;

/* All defaults. In the header, so that `size` is that of the struct the host was compiled
 * with. */
static inline void lede_config_init(lede_config *config) {
  memset(config, 0, sizeof *config);
  config->size = sizeof *config;
}

/* Loads the plugins and plans their order; `config` NULL is all defaults. Takes some 10 ms:
 * open one session and use it for many documents. Fails, before any text is read, with
 * LEDE_ESETUP (a plugin that is not there or breaks its contract, an unmet need, two givers
 * of a layer, a circle, a setting that makes no sense), LEDE_EUSAGE (a struct whose size
 * makes no sense), LEDE_EIO or LEDE_ENOMEM. */
LEDE_API lede_status lede_session_open(const lede_config *config, lede_session **out, lede_error *err);

/* Frees the session and its plugins. Documents live on. NULL is fine. */
LEDE_API void lede_session_close(lede_session *session);

/* What is known of a document before it is read. Every string may be absent
 * and is copied. What is given here wins over what plugins find in the text. */
typedef struct lede_given {
  lede_str id;   /* the user's own name for it; else the path */
  lede_str path; /* where it came from, as the system spells it */
  lede_str title, outlet, date, url, lang;
} lede_given;

/* How bytes become text. Zero is the default of every field. */
typedef struct lede_load_options {
  const char *encoding; /* "utf-8", "utf-16le", "utf-16be", "utf-32le", "utf-32be", "windows-1252",
                           "iso-8859-1"; NULL: see lede_doc_load */
  bool strict;          /* refuse bytes that are not valid instead of repairing them */
  size_t max_bytes;     /* refuse more; 0 is 64 MB */
} lede_load_options;

/* Decodes `len` bytes (see lede_doc_load) and runs every plugin on the document. The caller
 * owns it.
 *
 * A plugin that fails costs its own layers and those of the plugins that need them, not the
 * document: the status is LEDE_OK, and lede_doc_error says who failed and why. Fails with
 * what lede_doc_load fails with; with LEDE_EINTERRUPT after lede_interrupt; with LEDE_EUSAGE
 * when called from inside another call on the session. */
LEDE_API lede_status lede_session_analyze(lede_session *session, const void *bytes, size_t len,
                                          const lede_given *given, const lede_load_options *options,
                                          lede_doc **out, lede_error *err);

/* The same for a document that is there already, from lede_doc_load or lede_doc_read_record:
 * layers of the same names are replaced. No other thread may be using the document. After
 * LEDE_EINTERRUPT it has the layers of the plugins that were done. */
LEDE_API lede_status lede_session_run(lede_session *session, lede_doc *doc, lede_error *err);

/* The hash, in hexadecimal, of all that decides what the session finds: lede's version, the
 * plugins, their data and settings, and the corrections. Two documents with the same text, id
 * and recipe have the same marks. */
LEDE_API const char *lede_session_recipe(const lede_session *session);

/* The plugins of the session in the order they run, and what each costs. */
typedef struct lede_plugin_info {
  const char *name;
  const char *path;    /* NULL for a plugin in C */
  size_t memory_used;  /* bytes its Lua state holds now */
  size_t memory_peak;  /* at most, so far */
  size_t memory_limit; /* SIZE_MAX: none; all three are 0 for a plugin in C */
} lede_plugin_info;

LEDE_API uint32_t lede_session_plugin_count(const lede_session *session);
/* All zero past the end. The strings live as long as the session. */
LEDE_API lede_plugin_info lede_session_plugin(const lede_session *session, uint32_t i);

/* ---- Documents ---------------------------------------------------------- */

/* Decodes `len` bytes, finds tokens, sentences and paragraphs.
 *
 * A byte order mark decides how, even against options->encoding; else that does; else bytes
 * that are valid UTF-8 are UTF-8; else, where most sequences of several bytes are valid, UTF-8
 * with U+FFFD for each one that is not; else Windows-1252. HTML, PDF, mail and other formats
 * are refused by their first bytes. Line ends stay as they are. The bytes are the caller's
 * again when it returns.
 *
 * Fails with LEDE_EENCODING, LEDE_EFORMAT, LEDE_ETOOBIG or LEDE_ENOMEM.
 * The caller owns the document: lede_doc_free. */
LEDE_API lede_status lede_doc_load(const void *bytes, size_t len, const lede_given *given,
                                   const lede_load_options *options, lede_doc **out, lede_error *err);

/* Gives back one hold on the document; the last one frees it and all that was
 * borrowed from it. NULL is fine. lede_doc_hold takes another hold. Both may be
 * called from any thread. */
LEDE_API void lede_doc_free(lede_doc *doc);
LEDE_API lede_doc *lede_doc_hold(lede_doc *doc);

LEDE_API lede_str lede_doc_text(const lede_doc *doc);
/* The words in a span; absent when it is not one of this document's text. */
LEDE_API lede_str lede_doc_words(const lede_doc *doc, lede_span span);
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

/* ---- Layers and marks --------------------------------------------------- */

/* A set of marks, sorted by start, then the longer first. Marks may overlap and may be
 * empty. Borrowed from its document. A mark is its index, 0 to lede_layer_count - 1. */
typedef struct lede__layer lede_layer;

/* The layer called `name`; NULL when no plugin gave one: it was not in the session, or
 * failed on this document. */
LEDE_API const lede_layer *lede_doc_layer(const lede_doc *doc, const char *name);

/* All layers, in the order they were added. */
LEDE_API uint32_t lede_doc_layer_count(const lede_doc *doc);
LEDE_API const lede_layer *lede_doc_layer_at(const lede_doc *doc, uint32_t i);

LEDE_API lede_str lede_layer_name(const lede_layer *layer);
LEDE_API lede_str lede_layer_plugin(const lede_layer *layer); /* who gave it */
LEDE_API uint32_t lede_layer_count(const lede_layer *layer);

/* The first mark at or after index `from` that shares a byte with `range` (an empty mark:
 * that lies inside it or at its start); LEDE_NONE when there are no more. Logarithmic, so
 * that a range costs what it holds:
 *
 *   for (uint32_t i = lede_layer_next(layer, range, 0); i != LEDE_NONE;
 *        i = lede_layer_next(layer, range, i + 1))
 */
LEDE_API uint32_t lede_layer_next(const lede_layer *layer, lede_span range, uint32_t from);

LEDE_API lede_span lede_mark_span(const lede_layer *layer, uint32_t mark);
/* What it is: "direct", "person", ...; and which rule made it, which may be absent. */
LEDE_API lede_str lede_mark_kind(const lede_layer *layer, uint32_t mark);
LEDE_API lede_str lede_mark_rule(const lede_layer *layer, uint32_t mark);

/* The pieces of a mark whose words are not contiguous, in order; 0 where it is one piece. */
LEDE_API uint32_t lede_mark_part_count(const lede_layer *layer, uint32_t mark);
LEDE_API lede_span lede_mark_part(const lede_layer *layer, uint32_t mark, uint32_t part);

/* Attributes by name. Each answers for one type and is absent or false where the mark has no
 * such value: because the attribute was left out, is a list, has another type, or is not
 * declared. lede_mark_str answers for strings, names and dates; lede_mark_number for
 * integers too; lede_mark_place says where in the text the value stands. *out is left alone
 * when the answer is false. */
LEDE_API lede_str lede_mark_str(const lede_layer *layer, uint32_t mark, const char *name);
LEDE_API bool lede_mark_integer(const lede_layer *layer, uint32_t mark, const char *name, int64_t *out);
LEDE_API bool lede_mark_number(const lede_layer *layer, uint32_t mark, const char *name, double *out);
LEDE_API bool lede_mark_boolean(const lede_layer *layer, uint32_t mark, const char *name, bool *out);
LEDE_API bool lede_mark_place(const lede_layer *layer, uint32_t mark, const char *name, lede_span *out);

/* Attributes of any layer, for those who don't know them beforehand. */
typedef enum lede_type {
  LEDE_TYPE_STRING,
  LEDE_TYPE_NAME, /* a string that is matched as a name: "Corrin" and "Anna Corrin" */
  LEDE_TYPE_INTEGER,
  LEDE_TYPE_NUMBER,
  LEDE_TYPE_BOOLEAN,
  LEDE_TYPE_DATE, /* a string, ISO 8601: 2026, 2026-01, 2026-01-07 */
  LEDE_TYPE_SPAN,
} lede_type;

typedef struct lede_attribute {
  lede_str name;
  lede_type type;
  bool list;   /* any number of values of `type` */
  bool placed; /* also has a place: see lede_mark_place */
} lede_attribute;

typedef struct lede_value {
  lede_type type;
  union {
    lede_str str; /* string, name, date */
    int64_t integer;
    double number;
    bool boolean;
    lede_span span;
  };
} lede_value;

/* The attributes a layer declares, sorted by name, and the index of one; LEDE_NONE when it
 * is not declared. */
LEDE_API uint32_t lede_layer_attribute_count(const lede_layer *layer);
LEDE_API lede_attribute lede_layer_attribute(const lede_layer *layer, uint32_t attribute);
LEDE_API uint32_t lede_layer_attribute_find(const lede_layer *layer, const char *name);

/* The values a mark has of an attribute: none, one, or as many as its list holds. */
LEDE_API uint32_t lede_mark_value_count(const lede_layer *layer, uint32_t mark, uint32_t attribute);
LEDE_API bool lede_mark_value(const lede_layer *layer, uint32_t mark, uint32_t attribute, uint32_t i,
                              lede_value *out);

/* ---- Plugins that failed on a document ---------------------------------- */

/* `message` is for the plugin's author: file and line, what was wrong, what came of it; may
 * have several lines. */
typedef struct lede_plugin_error {
  lede_str plugin, message;
} lede_plugin_error;

/* In the order they ran; borrowed from the document. Absent strings past the end. */
LEDE_API uint32_t lede_doc_error_count(const lede_doc *doc);
LEDE_API lede_plugin_error lede_doc_error(const lede_doc *doc, uint32_t i);

/* ---- Records: a document as JSON ---------------------------------------- */

typedef enum lede_offsets { LEDE_BYTES, LEDE_CODEPOINTS, LEDE_UTF16 } lede_offsets;

/* Zero is the default of every field. */
typedef struct lede_record_options {
  bool no_text;   /* leave the text out; marks keep theirs */
  bool tokens;    /* tokens as a layer of their own */
  bool sentences; /* sentences as a layer of their own */
  lede_offsets offsets; /* what "start" and "end" count: Python has code points, Java UTF-16 units */
} lede_record_options;

/* The document with its layers and errors as one line of JSON, as `lede run` writes it.
 * *json is NUL-terminated and the caller's, to be given to lede_free; its length goes to
 * *len (may be NULL). `options` NULL is all defaults. Fails with LEDE_ENOMEM. */
LEDE_API lede_status lede_doc_record(const lede_doc *doc, const lede_record_options *options, char **json,
                                     size_t *len, lede_error *err);

/* A record that has its text back into a document with the same layers. The caller owns it.
 * Fails with LEDE_EFORMAT, LEDE_EENCODING or LEDE_ENOMEM. */
LEDE_API lede_status lede_doc_read_record(const char *json, size_t len, lede_doc **out, lede_error *err);

/* ---- Findings: what holds across documents ------------------------------ */

/* Adds an analysed document to what the plugins gather. A plugin whose layers the document
 * lacks passes it over. What goes wrong inside one plugin is said through the log function
 * and costs that plugin this document, no more. Fails with LEDE_ENOMEM, LEDE_EINTERRUPT or
 * LEDE_EUSAGE. */
LEDE_API lede_status lede_session_fold(lede_session *session, const lede_doc *doc, lede_error *err);

/* Gets one finding as a JSON object with "kind" and "key"; both strings are valid during the
 * call. Must not use the session. */
typedef void (*lede_finding_function)(void *context, const char *plugin, lede_str json);

/* Calls `on` for every finding, in the plugins' order. May be asked at any time; gathering
 * goes on. Fails with LEDE_EPLUGIN or LEDE_ELIMIT for the first plugin that failed, after
 * the others had their turn. */
LEDE_API lede_status lede_session_findings(lede_session *session, lede_finding_function on, void *context,
                                           lede_error *err);

/* What was gathered so far as JSON, taken out of the session, and put into another one of
 * the same recipe, where it is joined to what is there: so that work can be split over
 * threads, processes or machines. The order doesn't matter. *json is the caller's, to be
 * given to lede_free. A plugin that can't is said through the log function. Fail with
 * LEDE_ENOMEM, LEDE_EFORMAT (no JSON), LEDE_EINTERRUPT or LEDE_EUSAGE. */
LEDE_API lede_status lede_session_take(lede_session *session, char **json, size_t *len, lede_error *err);
LEDE_API lede_status lede_session_join(lede_session *session, const char *json, size_t len, lede_error *err);

/* ---- Stopping ----------------------------------------------------------- */

/* Makes the call that the session is in return LEDE_EINTERRUPT soon, whatever its plugins in
 * Lua are at; when it is in none, the next one. Once each. The session stays usable; what an
 * interrupted lede_session_fold gathered of that document is undefined. The one function to
 * be called from any thread and from a signal handler; the session must not be closed
 * meanwhile. */
LEDE_API void lede_interrupt(lede_session *session);

/* ---- Plugins in C -------------------------------------------------------
 *
 * A function that finds marks, with what it needs and gives. It is planned like a plugin in
 * Lua: called when the layers it needs are there, before those that need its own. So it can
 * read what plugins in Lua found, and they what it found. What it learns from many documents it
 * gathers itself, in its context.
 *
 *   static lede_status find_ships(void *context, const lede_doc *doc, lede_marks *marks,
 *                                 lede_error *err) {
 *     ...
 *     lede_marks_add(marks, "ships", span, "ferry", NULL);
 *     lede_marks_str(marks, "name", name);
 *     lede_marks_integer(marks, "seats", 400);
 *     return LEDE_OK;
 *   }
 *
 *   static const lede_field fields[] = {
 *     {"ships", "name", "name"}, {"ships", "seats", "integer"}, {NULL, NULL, NULL}};
 *   lede_plugin ships;
 *   lede_plugin_init(&ships);
 *   ships.name = "ships", ships.version = "3", ships.gives = fields, ships.document = find_ships;
 */

/* Takes the marks of one call. */
typedef struct lede_marks lede_marks;

/* Finds marks in `doc`. What it returns other than LEDE_OK, with a message in `err`, fails
 * the plugin on this document, like an error raised in Lua. It reads no layers but those it
 * needs or wants, must not use the session, and must not keep `doc` or `marks`. It runs
 * without limits: it can't be stopped. */
typedef lede_status (*lede_document_function)(void *context, const lede_doc *doc, lede_marks *marks,
                                              lede_error *err);

/* One attribute of one layer. `type` is "string", "name", "integer", "number", "boolean",
 * "date" or "span", with [] behind it for a list, and with ", span" for a value with the
 * place where it stands. A layer whose marks have no attributes has one lede_field with
 * these NULL. */
typedef struct lede_field {
  const char *layer, *attribute, *type;
} lede_field;

/* Fill it after lede_plugin_init. All of it is copied by lede_session_open, but for
 * `context`. */
struct lede_plugin {
  size_t size;              /* of this struct: lede_plugin_init sets it */
  const char *name;         /* lower case letters, digits and _ */
  const char *version;      /* goes into the recipe: change it when the marks change. NULL: "" */
  const char *const *needs; /* layers it reads, NULL at the end. NULL: none */
  const char *const *wants; /* layers it reads when they are there, likewise */
  const lede_field *gives;  /* layers it makes, their attributes; a lede_field of NULLs at the end */
  lede_document_function document;
  void *context; /* handed to `document`; sessions in several threads may do so at the same time */
};

static inline void lede_plugin_init(lede_plugin *plugin) {
  memset(plugin, 0, sizeof *plugin);
  plugin->size = sizeof *plugin;
}

/* Adds a mark to a layer the plugin gives; what follows is about this mark. `kind` says what
 * it is and is never empty; `rule` may be NULL. All strings are copied.
 *
 * Each of these functions checks what it is given: offsets within the text and between
 * characters, declared attributes, their types, valid UTF-8. The first thing that is wrong
 * is returned as LEDE_EPLUGIN, the calls after it do nothing, and the plugin fails with a
 * message that names mark, layer and field, and adds no layer. So there is no need to check
 * each call. */
LEDE_API lede_status lede_marks_add(lede_marks *marks, const char *layer, lede_span at, const char *kind,
                                    const char *rule);

/* The pieces of a mark whose words are not contiguous: in order, without overlaps. */
LEDE_API lede_status lede_marks_parts(lede_marks *marks, const lede_span *parts, uint32_t count);

/* An attribute's value. An absent string is no value. */
LEDE_API lede_status lede_marks_str(lede_marks *marks, const char *name, lede_str value);
LEDE_API lede_status lede_marks_integer(lede_marks *marks, const char *name, int64_t value);
LEDE_API lede_status lede_marks_number(lede_marks *marks, const char *name, double value);
LEDE_API lede_status lede_marks_boolean(lede_marks *marks, const char *name, bool value);
/* Where the value stands. A string or name that is given no value of its own is the words
 * there. */
LEDE_API lede_status lede_marks_place(lede_marks *marks, const char *name, lede_span place);
/* The values of a list, all of its type. */
LEDE_API lede_status lede_marks_list(lede_marks *marks, const char *name, const lede_value *values,
                                     uint32_t count);

#ifdef __cplusplus
}
#endif
#endif
