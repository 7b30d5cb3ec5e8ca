/* lua/births: on which line of its source was this table made?
 *
 * When a plugin returns a mark that is wrong, its author wants to see the line
 * that built it, which Lua does not keep. So the plugin runs a second time on the
 * same document with a line hook, and the allocator notes each table's address
 * with the current line. Costs nothing otherwise. */
#ifndef LEDE_LUA_BIRTHS_H
#define LEDE_LUA_BIRTHS_H

#include "lua/state.h"

typedef struct lede__births lede__births;

/* Starts watching; NULL when out of memory (then lines stay unknown). */
lede__births *lede__births_watch(lede__state *s);
/* Ends watching and frees. */
void lede__births_end(lede__state *s, lede__births *b);

/* Called by the allocator for each new table. */
void lede__births_note(lede__births *b, const void *table);

/* The line that made the table at stack index `index`, and its file; 0 when it is not known.
 * *source is Lua's short name of the chunk, valid until the watch ends. */
int lede__births_line(const lede__births *b, lua_State *L, int index, const char **source);

#endif
