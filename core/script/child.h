/* script/child: lede itself, started by a script beside it; and waiting. */
#ifndef LEDE_SCRIPT_CHILD_H
#define LEDE_SCRIPT_CHILD_H

#include <lua.h>

/* Adds to the table `lede`
 *   lede.start(words)          starts lede with these words (a list) as another process, which is told to
 *                              stop (SIGTERM) when the script ends, however that comes about. Raises when it
 *                              can't be started.
 *     child:line([seconds])    the next line of its standard output, without its line feed; nil and "end"
 *                              after the last, nil and "time" when none has come for so long. It must be
 *                              read, or it waits.
 *     child:stop()             tells it to stop, once; lines may follow
 *     child:close()            tells it to stop and waits for its end; returns the exit status, or 128 and
 *                              the signal's number. Also what `<close>` and the collector do
 *     child.pid
 *   lede.sleep(seconds)        true; false, at once, when nobody reads standard output any more
 * Both can be interrupted (lua/limits). */
void lede__child_open_lua(lua_State *L);

#endif
