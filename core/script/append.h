/* script/append: lede.append: lines added to a file that others add to at the same time. */
#ifndef LEDE_SCRIPT_APPEND_H
#define LEDE_SCRIPT_APPEND_H

#include <lua.h>

/* Adds to the table `lede`
 *   lede.append(path, lines)   adds text to the end of a file, all of it or nothing, on a line of its own,
 *                              and waits until it is on the disk; true, or nil, message, code. Those who add
 *                              at the same time wait for each other */
void lede__append_open_lua(lua_State *L);

#endif
