/* script/session: lede.session, plugins at work in a script's own process. */
#ifndef LEDE_SCRIPT_SESSION_H
#define LEDE_SCRIPT_SESSION_H

#include <lua.h>

/* Adds lede.default_plugins, a list of names, and lede.session{ plugins = {...}, set = {...}, seconds =,
 * memory = MB, no_findings = true } to the table `lede`. Options are checked (script/options). A session has
 *   session:analyze(text, given)   the record of a text; nil, message, code when it is no text
 *   session:each(paths, options)   iterates over the records of files, folders, JSON Lines, CSV; those that
 *                                  could not be read have an `error`. Options as in `lede run`: text_field,
 *                                  id_field, meta, outlet_from, encoding, strict, max_bytes
 *   session:findings()             what holds across all documents analysed so far
 *   session:take()                 what its plugins have gathered for findings, as JSON; it has gathered
 *                                  nothing then
 *   session:add(json)              joins what another session of the same plugins has taken
 *   session:recipe()               the hash of all that makes its records
 * Mistakes of the caller and plugins that can't work together raise. */
void lede__session_open(lua_State *L);

#endif
