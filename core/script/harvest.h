/* script/harvest: lede.harvest: many documents analysed in worker processes, for collections.
 *
 * What a worker finds comes back in pieces, so that a script can keep them apart and take up only what it
 * looks at. */
#ifndef LEDE_SCRIPT_HARVEST_H
#define LEDE_SCRIPT_HARVEST_H

#include <lua.h>

/* Adds to the table `lede`
 *   lede.harvest(paths, options, on_document [, records])
 *                  analyses files, folders, JSON Lines and CSV in `options.jobs` workers and calls
 *                  on_document(pieces, seen) for each, in their order; before them the lines that records()
 *                  gives, until nil: records of an earlier run, which are taken as they are; what it gives
 *                  beside a line is its name for errors. `seen` is how many
 *                  documents are known to come. Options as in lede.session and session:each
 * `pieces`: strings of JSON (doc, errors; one "layer NAME" for each layer; `tally`, how many marks of each
 * kind it has; `gathered`, for session:add), the `text` itself, and `recipe`. A document that could not be
 * read has doc and error. Raises what on_document raises, and when the plugins can't work together. */
void lede__harvest_open_lua(lua_State *L);

#endif
