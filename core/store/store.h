/* store/store: the desk's database, DESK/lede.db.
 *
 * SQLite in WAL mode: one writer, any number of readers, in other processes too. A transaction with the
 * record in it is the commit point; everything else (marks in typed columns, facts, full text, findings,
 * files) is made from what was committed, later and in steps, and can be made again. Knows nothing of
 * inboxes, workers or Lua.
 *
 * The room's other headers: store/index (after the commit), store/findings, store/export (files), store/rows
 * (SQL for readers). What the tables hold is said in store/tables.c, and so in the database itself (.schema).
 *
 *   identity   A document is a path in the inbox. It has one outcome, that of its newest content under its
 *              newest recipe. Other content under a known path is a new version: it takes the place of the
 *              old one, of which the table `versions` keeps what it was and when it came, not its record.
 *   change     Every commit that changes something gets the next number, from 1, never used again: "all since
 *              then" is `change > N`. A document that is analysed anew keeps its id and gets a new change.
 *   times      microseconds since 1970, UTC; 0 is unknown.
 *   threads    a store belongs to one thread.
 *   failure    a call that fails has changed nothing, and the store can be used further: call again when what
 *              the message says is remedied. LEDE_EIO: disk full, disk error, locked, damaged. LEDE_ENOMEM.
 *              LEDE_ESETUP: somebody else's file, a newer lede's, or another writer at work. */
#ifndef LEDE_STORE_STORE_H
#define LEDE_STORE_STORE_H

#include "base/buf.h"

typedef struct lede__store lede__store;

typedef enum lede__durability {
  LEDE__DURABILITY_NONE,  /* waits for no disk. kill -9 loses nothing that was committed; after a power cut
                             the last documents may be missing (never damaged): their files are still there,
                             and come again */
  LEDE__DURABILITY_BATCH, /* on the disk when lede__store_commit returns */
  LEDE__DURABILITY_EACH,  /* the same; the caller commits one document at a time */
} lede__durability;

typedef struct lede__store_options {
  const char *folder; /* the desk; made when it isn't there */
  bool read_only;     /* a reader: needs no lock, makes nothing,
                         works beside the writer and on a read-only file system */
  lede__durability durability;
} lede__store_options;

/* Opens DESK/lede.db. A writer makes it when it is not there, takes DESK/lock (flock; the holder's pid is in
 * it) and brings an older version's tables up to date. LEDE_ESETUP: another writer (the message says who), a
 * newer version, not a desk; for a reader, no desk there. The caller owns it. */
lede_status lede__store_open(const lede__store_options *options, lede__store **out, lede_error *err);
/* NULL is fine. */
void lede__store_close(lede__store *store);

/* True when a writer holds DESK/lock now; its pid goes to *pid (0: unknown). Allocates nothing. */
bool lede__store_is_held(const char *folder, long *pid);

/* ---- documents ---------------------------------------------------------- */

typedef enum lede__outcome {
  LEDE__OUTCOME_DONE,   /* there is a record */
  LEDE__OUTCOME_PARTLY, /* there is one, and a plugin failed on it (its `errors`) */
  LEDE__OUTCOME_FAILED, /* there is none */
} lede__outcome;

/* "done", "partly", "failed": as it stands in the database. */
const char *lede__outcome_name(lede__outcome outcome);

/* A file as it was when it was read: may spare reading it again, never identifies it. */
typedef struct lede__store_stat {
  uint64_t device, inode;
  int64_t bytes;
  int64_t modified, changed; /* mtime, ctime: nanoseconds since 1970 */
} lede__store_stat;

typedef struct lede__store_failure {
  lede_str code; /* lede_status_name */
  lede_str where, message;
  lede_str plugin, traceback; /* may be absent */
} lede__store_failure;

/* One outcome of one document. All strings are borrowed for the call. */
typedef struct lede__store_entry {
  lede_str path;    /* in the inbox, as the system spells it: any bytes but NUL */
  lede_str content; /* "sha256:…"; absent where the file could not be read */
  lede_str recipe;
  lede__store_stat stat;
  lede__outcome outcome;
  lede_str record;  /* its JSON, with or without a line feed; absent where it failed */
  lede_str partial; /* what it gives for findings (pipeline_take); may be absent */
  lede__store_failure failure; /* where it failed */
  int64_t arrived, ready;      /* when it was first seen, when it could be read */
  int64_t took;                /* microseconds of analysis */
  uint32_t marks, attempts;
  /* out, set by a commit that succeeds */
  int64_t id;   /* of the document */
  bool is_new;  /* false: this very path, content, recipe and outcome (done or failed) was there already;
                   nothing but `stat` changed */
} lede__store_entry;

/* Commits all of `entries` in one transaction, or none. They may be of one path: the last one counts. A
 * failed write (no space, a disk error) leaves the database as it was before: keep the entries and call
 * again. */
lede_status lede__store_commit(lede__store *store, lede__store_entry *entries, size_t count, lede_error *err);

/* The file was touched or moved, its content is the one that is known: notes the new stat. */
lede_status lede__store_restat(lede__store *store, lede_str path, const lede__store_stat *stat,
                               lede_error *err);

/* Takes a document out, with all that was made of it; its files go at the next export.
 * Unknown paths are fine. */
lede_status lede__store_forget(lede__store *store, lede_str path, lede_error *err);

/* ---- what is known ------------------------------------------------------ */

/* What is known of one document. Strings are borrowed until the callback returns. */
typedef struct lede__store_known {
  int64_t id, change;
  lede_str path, content, recipe;
  lede__store_stat stat;
  lede__outcome outcome;
  uint32_t attempts;
  int64_t committed;
} lede__store_known;

typedef lede_status (*lede__store_on_known)(void *context, const lede__store_known *known, lede_error *err);

/* Calls `on` for every document, in order of id; ends at the first that doesn't return LEDE_OK, with its
 * status. It may not call the store. 50,000 in some 50 ms; nothing is kept. */
lede_status lede__store_each_known(lede__store *store, lede__store_on_known on, void *context,
                                   lede_error *err);
/* The same for those committed after `change`, in that order; for those of one outcome, by path. */
lede_status lede__store_each_since(lede__store *store, int64_t change, lede__store_on_known on, void *context,
                                   lede_error *err);
lede_status lede__store_each_of(lede__store *store, lede__outcome outcome, lede__store_on_known on,
                                void *context, lede_error *err);
/* The same for one path; *found says whether `on` was called. */
lede_status lede__store_find(lede__store *store, lede_str path, lede__store_on_known on, void *context,
                             bool *found, lede_error *err);

/* Appends the record of document `id` to `out`, without a line feed; LEDE_EUSAGE when there is none. */
lede_status lede__store_record(lede__store *store, int64_t id, lede__buf *out, lede_error *err);

typedef struct lede__store_counts {
  int64_t done, partly, failed; /* documents */
  int64_t unindexed;            /* committed, not indexed yet */
  int64_t findings;
  int64_t change;      /* the last one's number */
  int64_t findings_at; /* when the findings were made; 0: never */
  int64_t stale;       /* documents committed since then */
  int64_t newest;      /* when the last document was committed */
} lede__store_counts;

lede_status lede__store_count(lede__store *store, lede__store_counts *out, lede_error *err);

/* The number of the last change that was committed. */
int64_t lede__store_change(const lede__store *store);

/* ---- notes about the desk ----------------------------------------------- */

/* A few facts under names of the caller's: "inbox", "recipe". An absent value takes the note away. */
lede_status lede__store_note(lede__store *store, const char *name, lede_str value, lede_error *err);
/* Appends it to `out`; *found is false when there is none. */
lede_status lede__store_noted(lede__store *store, const char *name, lede__buf *out, bool *found,
                              lede_error *err);

/* ---- for tests ----------------------------------------------------------- */

/* All there is, as text, a line a row, in an order that depends on paths and contents alone, without ids,
 * times, attempts and stats: two desks that took in the same files are the same in it, however often they
 * were interrupted. The view `dump` gives the same rows. */
lede_status lede__store_dump(lede__store *store, lede__buf *out, lede_error *err);

#endif
