/* support_desk: a desk in a fresh folder, and documents to commit to it. */
#ifndef SUPPORT_DESK_H
#define SUPPORT_DESK_H

#include "store/store.h"

/* A fresh, empty folder, removed with all that is in it by remove_desks. */
const char *new_desk(void);
void remove_desks(void);

/* A writer's or a reader's store; the test fails when it can't be opened. */
lede__store *open_desk(const char *folder);
lede__store *open_reader(const char *folder);

/* The record of a document: `text`, and marks of the layer "entities" on the words in `words` (NULL at the end), each of
 * the kind "person" and named as it is written. It lives until remove_records or remove_desks. */
lede_str record_of(const char *path, const char *text, const char *const *words);
void remove_records(void);

/* An outcome to commit: of the path, its content named by a letter or a word. */
lede__store_entry done_entry(const char *path, const char *content, lede_str record);
lede__store_entry failed_entry(const char *path, const char *content, const char *message);

/* Commits it; the test fails when that fails. Returns the entry with what was set. */
lede__store_entry commit(lede__store *s, lede__store_entry e);

/* Indexes all that is left. */
void index_all(lede__store *s);

/* The first column of the first row a query gives, as text; "" for NULL, "(none)" when there is no row. Valid until
 * the next call. */
const char *ask(lede__store *s, const char *sql);

/* The dump; valid until the next call but one. */
const char *dump_of(lede__store *s);

#endif
