/* script/desk: lede.desk: what `lede watch` keeps, for scripts to read. */
#ifndef LEDE_SCRIPT_DESK_H
#define LEDE_SCRIPT_DESK_H

#include <lua.h>

/* Adds to the table `lede`
 *   lede.desk(folder)          a desk, read only, also while lede watch works on it; nil, message, code when
 *                              there is none
 * which has
 *   desk:rows(sql, …)          iterates over the rows of a query as tables by column; the values stand for
 *                              its ?. NULL is nil. Raises what SQL has to say, for a value that is nil, and
 *                              for what would write
 *   desk:columns(sql, …)       the names of its columns, in order
 *   desk:record(id)            the record of a document as a table, as lede.analyze gives it; nil, message,
 *                              code
 *   desk:json(id)              the same as it is stored: JSON, offsets from 0
 *   desk:counts()              { done, partly, failed, unindexed, findings, change, findings_at, stale,
 *                              newest }
 *   desk:info()                { folder, watched, pid }: where it is, and whether lede watch is at work on it
 * and the functions of the module lib.desk: desk:search(words, options), … */
void lede__desk_open_lua(lua_State *L);

#endif
