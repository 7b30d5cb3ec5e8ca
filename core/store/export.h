/* store/export: the files of a desk that are made from its database: DESK/results/ and DESK/failed/.
 *
 *   results/NAME.json        the record of the inbox's file NAME
 *   failed/NAME.error.json   {"message": one sentence that says what happened and what to do, …} of one
 *                            that failed
 *
 * NAME is the path in the inbox. A name that would be longer than the file system takes is cut and ends in a
 * hash of the whole; a folder whose name ends in ".json" gets a "_" behind it, so that no file stands in its
 * way. Files are written under a temporary name and renamed; a file's time of modification is that of the
 * commit, and so tells whether it is the present version. */
#ifndef LEDE_STORE_EXPORT_H
#define LEDE_STORE_EXPORT_H

#include "store/store.h"

/* Makes the files of one document what the database says: writes the one, removes the other; both are removed
 * of a document that isn't there any more. Does nothing when they are right already. LEDE_EIO when it
 * can't. */
lede_status lede__store_export(lede__store *store, lede_str path, lede_error *err);

/* The same for documents with an id above *after, in steps: `most` at a time; *after is where to go on, *done
 * says that there are no more, *written how many files were written. What stands in the folders and isn't
 * known is left alone. */
lede_status lede__store_export_step(lede__store *store, int64_t *after, uint32_t most, bool *done,
                                    uint32_t *written, lede_error *err);

/* Appends where a document's file is, below the desk: "results/a/fire.txt.json",
 * "failed/a/fire.txt.error.json". */
void lede__store_export_name(lede_str path, lede__outcome outcome, lede__buf *out);

#endif
